/** What a command of the command line is, and how its words are read: wrong words end with status 2 and one line. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

export type Command = {
  name: string;
  usage: string;
  run(argv: string[]): Promise<number>;
};

/** The command was called wrongly: exit status 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What could not be done, in one line that says what, where and what to do: exit status 1. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** Reads options and words; throws UsageError in plain words. */
export function readWords<Options extends ParseArgsOptionsConfig>(command: string, argv: string[], options: Options) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    const said = error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error);
    throw new UsageError(`intray ${command}: ${said}; see: npx intray ${command} --help`);
  }
}

/**
 * Writes a line to standard output, waiting for a slow reader. Most of what is shown came from strangers: what would steer
 * a terminal is taken out.
 */
export function print(line: string): void {
  process.stdout.write(
    `${line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")}\n`,
  );
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}
