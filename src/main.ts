#!/usr/bin/env node
/**
 * The command line: finds the command, runs it, and turns every error into words: what, where, what to do. A command is
 * loaded only when it is called, because a pipe from a mail server calls for each mail.
 */
import { type Command, CommandError, print, UsageError } from "./cli/command.ts";
import { ConfigError, isDebugging } from "./config.ts";
import { nearest } from "./ticket/desk/nearest.ts";

type Entry = { name: string; summary: string; load: () => Promise<Command> };

const tasks: Record<string, Entry[]> = {
  Run: [
    {
      name: "demo",
      summary: "watch real mails travel, all on this machine",
      load: async () => (await import("./cli/demo.ts")).demo,
    },
    {
      name: "start",
      summary: "migrate, apply desk.yaml, run worker and web",
      load: async () => (await import("./cli/run.ts")).start,
    },
    {
      name: "worker",
      summary: "run the worker alone: fetch, process, send",
      load: async () => (await import("./cli/run.ts")).worker,
    },
    { name: "web", summary: "run the pages alone", load: async () => (await import("./cli/run.ts")).web },
  ],
  Prepare: [
    {
      name: "doctor",
      summary: "try everything and say what to mend",
      load: async () => (await import("./cli/doctor.ts")).doctor,
    },
    {
      name: "migrate",
      summary: "bring the database's tables to today's form",
      load: async () => (await import("./cli/migrate.ts")).migrate,
    },
    {
      name: "apply",
      summary: "check desk.yaml and put it into force",
      load: async () => (await import("./cli/apply.ts")).apply,
    },
    {
      name: "preview",
      summary: "a letter with sample data, as HTML and text",
      load: async () => (await import("./cli/preview.ts")).preview,
    },
  ],
  Mail: [
    {
      name: "read",
      summary: "what intray sees in a mail, and why",
      load: async () => (await import("./cli/read.ts")).read,
    },
    {
      name: "deliver",
      summary: "hand mail over without IMAP",
      load: async () => (await import("./cli/deliver.ts")).deliver,
    },
    {
      name: "quarantine",
      summary: "mails put aside: look, release, drop",
      load: async () => (await import("./cli/quarantine.ts")).quarantine,
    },
    {
      name: "commands",
      summary: "whether agents' mail commands are on; switch them",
      load: async () => (await import("./cli/commands.ts")).commands,
    },
    {
      name: "replay",
      summary: "read stored mail again with today's code",
      load: async () => (await import("./cli/replay.ts")).replay,
    },
  ],
  "Tickets and promises": [
    {
      name: "tickets",
      summary: "the queue in working order",
      load: async () => (await import("./cli/tickets.ts")).tickets,
    },
    {
      name: "ticket",
      summary: "one ticket: conversation, clocks, events",
      load: async () => (await import("./cli/tickets.ts")).ticket,
    },
    { name: "sla", summary: "when promises fall due, and why", load: async () => (await import("./cli/sla.ts")).sla },
    {
      name: "report",
      summary: "promises kept, times, ratings and volumes of a period",
      load: async () => (await import("./cli/report.ts")).report,
    },
  ],
  "Docs and ideas": [
    {
      name: "docs",
      summary: "index the docs, search them, see what they spare",
      load: async () => (await import("./cli/docs.ts")).docs,
    },
    {
      name: "ideas",
      summary: "what customers wish for: name, publish, join, tell how it ended",
      load: async () => (await import("./cli/ideas.ts")).ideas,
    },
  ],
  People: [
    {
      name: "accounts",
      summary: "import accounts, domains and contacts",
      load: async () => (await import("./cli/accounts.ts")).accounts,
    },
    {
      name: "contacts",
      summary: "a person's data: export, erase, hold",
      load: async () => (await import("./cli/contacts.ts")).contacts,
    },
    {
      name: "audit",
      summary: "who did what, and when",
      load: async () => (await import("./cli/audit.ts")).audit,
    },
  ],
};
const entries = Object.values(tasks).flat();

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
    console.error(
      `intray: there is no command "${wanted}"${meant ? ` (did you mean ${meant}?)` : ""}; see: npx intray help`,
    );
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
