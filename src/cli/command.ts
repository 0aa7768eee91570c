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

/** Writes a line to standard output, waiting for a slow reader. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}
