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

/** Reads options and words, at most `wordsMax` of them; throws UsageError in plain words. */
export function readWords<Options extends ParseArgsOptionsConfig>(
  command: string,
  argv: string[],
  options: Options,
  wordsMax = 0,
) {
  const read = parsed(command, argv, options);
  refuseMore(command, read.positionals, wordsMax);
  return read;
}

function parsed<Options extends ParseArgsOptionsConfig>(command: string, argv: string[], options: Options) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    const said = error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error);
    throw new UsageError(`intray ${command}: ${said}; see: npx intray ${command} --help`);
  }
}

/** A word that nobody would look at is a mistake: most often the value of an option whose name was left out. */
export function refuseMore(command: string, words: readonly string[], wordsMax: number): void {
  const more = words[wordsMax];
  if (more === undefined) return;
  throw new UsageError(
    `intray ${command}: ${JSON.stringify(more.slice(0, 60))} is one word too many; see: npx intray ${command} --help`,
  );
}

/** A number of ours as people write it, with or without its #; null for anything else. */
export function readNumber(word: string | undefined): number | null {
  const digits = /^#?([1-9]\d{0,14})$/.exec(word ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** How a command is called, for somebody who called it wrongly: the lines of the verb that was meant, else all of them. */
export function usageOf({ name, usage }: Command, argv: readonly string[]): string[] {
  const [calls = ""] = usage.split("\n\n");
  const lines = calls.split("\n").map((line) => line.replace(/\s{2,}.*$/, ""));
  const verb = argv.find((word) => !word.startsWith("-"));
  const meant = lines.filter(
    (line) =>
      verb !== undefined &&
      line
        .split(/[\s|[\]]+/)
        .slice(3)
        .includes(verb),
  );
  return (meant.length > 0 ? meant : lines).map((line, at) => `${at === 0 ? "usage: " : "       "}${line || name}`);
}

/**
 * Writes a line to standard output, waiting for a slow reader. Most of what is shown came from strangers: what would steer
 * a terminal is taken out.
 */
export function print(line: string): void {
  process.stdout.write(`${harmless(line)}\n`);
}

/** What went wrong goes to standard error, so that a script never takes it for data. */
export function complain(line: string): void {
  process.stderr.write(`${harmless(line)}\n`);
}

function harmless(line: string): string {
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}
