#!/usr/bin/env node
/**
 * The command line: finds the command, runs it, and turns every error into words: what, where, what to do. A command is
 * loaded only when it is called, because a pipe from a mail server calls for each mail.
 */
import { type Command, CommandError, complain, print, UsageError, usageOf } from "./cli/command.ts";
import { entries, tasks } from "./cli/entries.ts";
import { ConfigError, isDebugging } from "./config.ts";
import { nearest } from "./ticket/desk/nearest.ts";

// A reader such as `head` that has seen enough closes the pipe; that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
const status = await main(process.argv.slice(2));
// What was printed leaves first; then nothing that still stirs, such as a thread that was starting, may hold us up.
process.stdout.write("", () => process.exit(status));

async function main(argv: string[]): Promise<number> {
  const [name = "help", ...rest] = argv;
  const isHelp = ["help", "--help", "-h"].includes(name);
  if (isHelp && (rest[0] === undefined || rest[0].startsWith("-"))) return help();
  const wanted = isHelp ? (rest[0] ?? "") : name;
  const entry = entries.find((candidate) => candidate.name === wanted);
  if (!entry) {
    const meant = nearest(
      wanted,
      entries.map((each) => each.name),
    );
    complain(
      `intray: there is no command "${wanted}"${meant ? ` (did you mean ${meant}?)` : ""}; see: npx intray help`,
    );
    complain("usage: npx intray <command> [words and options]");
    return 2;
  }
  const command = await entry.load();
  if (isHelp || rest.includes("--help") || rest.includes("-h")) {
    print(`${entry.name}: ${entry.summary}\n\n${command.usage}`);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    return explain(error, command, rest);
  }
}

/** What happened in a line, after wrong words how the command is called; the stack only for those who ask for it. */
function explain(error: unknown, command: Command, argv: string[]): number {
  if (isDebugging()) console.error(error);
  else if (error instanceof ConfigError) for (const problem of error.problems) complain(`intray: ${problem}`);
  else for (const line of messageOf(error).split("\n")) complain(line.startsWith("intray") ? line : `intray: ${line}`);
  if (error instanceof UsageError) {
    for (const line of usageOf(command, argv)) complain(line);
    return 2;
  }
  return error instanceof CommandError ? error.status : 1;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // PostgreSQL's codes for a table and a column that are not there: it was migrated by an older program, or never.
  if ("code" in error && (error.code === "42P01" || error.code === "42703")) {
    return `the database's tables are not those of this program (${error.message}); run npx intray migrate`;
  }
  return error.message || error.name;
}

function help(): number {
  print("intray: a support desk that lives in people's mail clients\n");
  for (const [task, listed] of Object.entries(tasks)) {
    print(`${task}:`);
    for (const { name, summary } of listed) print(`  ${name.padEnd(12)} ${summary}`);
    print("");
  }
  print("npx intray <command> --help shows its words and an example.");
  return 0;
}
