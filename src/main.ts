#!/usr/bin/env node
import { accounts } from "./cli/accounts.ts";
import { apply } from "./cli/apply.ts";
import { type Command, CommandError, print, UsageError } from "./cli/command.ts";
import { deliver } from "./cli/deliver.ts";
import { demo } from "./cli/demo.ts";
import { doctor } from "./cli/doctor.ts";
import { migrate } from "./cli/migrate.ts";
import { preview } from "./cli/preview.ts";
import { quarantine } from "./cli/quarantine.ts";
import { read } from "./cli/read.ts";
import { start, web, worker } from "./cli/run.ts";
import { sla } from "./cli/sla.ts";
import { ticket, tickets } from "./cli/tickets.ts";
/** The command line: finds the command, runs it, and turns every error into words: what, where, what to do. */
import { ConfigError, isDebugging } from "./config.ts";

const tasks = {
  run: "Run",
  prepare: "Prepare",
  mail: "Mail",
  tickets: "Tickets and promises",
  people: "People",
};

const commands: [keyof typeof tasks, Command][] = [
  ["run", demo],
  ["run", start],
  ["run", worker],
  ["run", web],
  ["prepare", migrate],
  ["prepare", apply],
  ["prepare", doctor],
  ["prepare", preview],
  ["mail", read],
  ["mail", deliver],
  ["mail", quarantine],
  ["tickets", tickets],
  ["tickets", ticket],
  ["tickets", sla],
  ["people", accounts],
];

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const [name = "help", ...rest] = argv;
  if (["help", "--help", "-h"].includes(name)) return help(rest[0]);
  const command = commands.find(([, candidate]) => candidate.name === name)?.[1];
  if (!command) {
    console.error(`intray: there is no command "${name}"${nearest(name)}; see: npx intray help`);
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) return help(name);
  try {
    return await command.run(rest);
  } catch (error) {
    return explain(error);
  }
}

/** One line for people; the stack only for those who ask for it. */
function explain(error: unknown): number {
  if (isDebugging()) console.error(error);
  else if (error instanceof ConfigError) for (const problem of error.problems) console.error(`intray: ${problem}`);
  else
    for (const line of messageOf(error).split("\n"))
      console.error(line.startsWith("intray") ? line : `intray: ${line}`);
  if (error instanceof UsageError) return 2;
  return error instanceof CommandError ? error.status : 1;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || error.name;
}

function help(name?: string): number {
  const command = commands.find(([, candidate]) => candidate.name === name)?.[1];
  if (name && !command) {
    console.error(`intray: there is no command "${name}"${nearest(name)}; see: npx intray help`);
    return 2;
  }
  if (command) {
    print(`${command.name}: ${command.summary}\n\n${command.usage}`);
    return 0;
  }
  print("intray: a support desk that lives in people's mail clients\n");
  for (const [task, title] of Object.entries(tasks)) {
    print(`${title}:`);
    for (const [, { name: word, summary }] of commands.filter(([each]) => each === task))
      print(`  ${word.padEnd(12)} ${summary}`);
    print("");
  }
  print("npx intray <command> --help shows its words and an example.");
  return 0;
}

/** The command that begins alike, when somebody mistyped one. */
function nearest(name: string): string {
  const found = commands.find(
    ([, { name: word }]) => word.startsWith(name.slice(0, 3)) || name.startsWith(word.slice(0, 3)),
  );
  return found && name.length > 1 ? ` (did you mean ${found[1].name}?)` : "";
}
