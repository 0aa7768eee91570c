/** The commands there are, by what people want to do. Each is loaded only when it is called. */
import type { Command } from "./command.ts";

export type Entry = { name: string; summary: string; load: () => Promise<Command> };

export const tasks: Record<string, Entry[]> = {
  Run: [
    {
      name: "demo",
      summary: "watch real mails travel, all on this machine",
      load: async () => (await import("./demo.ts")).demo,
    },
    {
      name: "start",
      summary: "migrate, apply desk.yaml, run worker and web",
      load: async () => (await import("./run.ts")).start,
    },
    {
      name: "worker",
      summary: "run the worker alone: fetch, process, send",
      load: async () => (await import("./run.ts")).worker,
    },
    { name: "web", summary: "run the pages alone", load: async () => (await import("./run.ts")).web },
  ],
  Prepare: [
    {
      name: "doctor",
      summary: "try everything and say what to mend",
      load: async () => (await import("./doctor.ts")).doctor,
    },
    {
      name: "migrate",
      summary: "bring the database's tables to today's form",
      load: async () => (await import("./migrate.ts")).migrate,
    },
    {
      name: "apply",
      summary: "check desk.yaml and put it into force",
      load: async () => (await import("./apply.ts")).apply,
    },
    {
      name: "preview",
      summary: "a letter with sample data, as HTML and text",
      load: async () => (await import("./preview.ts")).preview,
    },
  ],
  Mail: [
    {
      name: "read",
      summary: "what intray sees in a mail, and why",
      load: async () => (await import("./read.ts")).read,
    },
    {
      name: "deliver",
      summary: "hand mail over without IMAP",
      load: async () => (await import("./deliver.ts")).deliver,
    },
    {
      name: "quarantine",
      summary: "mails put aside: look, release, drop",
      load: async () => (await import("./quarantine.ts")).quarantine,
    },
    {
      name: "commands",
      summary: "whether agents' mail commands are on; switch them",
      load: async () => (await import("./commands.ts")).commands,
    },
    {
      name: "replay",
      summary: "read stored mail again with today's code",
      load: async () => (await import("./replay.ts")).replay,
    },
  ],
  "Tickets and promises": [
    {
      name: "tickets",
      summary: "the queue in working order",
      load: async () => (await import("./tickets.ts")).tickets,
    },
    {
      name: "ticket",
      summary: "one ticket: conversation, clocks, events",
      load: async () => (await import("./tickets.ts")).ticket,
    },
    { name: "sla", summary: "when promises fall due, and why", load: async () => (await import("./sla.ts")).sla },
    {
      name: "report",
      summary: "promises kept, times, ratings and volumes of a period",
      load: async () => (await import("./report.ts")).report,
    },
  ],
  "Docs and ideas": [
    {
      name: "docs",
      summary: "index the docs, search them, see what they spare",
      load: async () => (await import("./docs.ts")).docs,
    },
    {
      name: "ideas",
      summary: "what customers wish for: name, publish, join, tell how it ended",
      load: async () => (await import("./ideas.ts")).ideas,
    },
  ],
  People: [
    {
      name: "accounts",
      summary: "import accounts, domains and contacts",
      load: async () => (await import("./accounts.ts")).accounts,
    },
    {
      name: "contacts",
      summary: "a person's data: export, erase, hold",
      load: async () => (await import("./contacts.ts")).contacts,
    },
    {
      name: "audit",
      summary: "who did what, and when",
      load: async () => (await import("./audit.ts")).audit,
    },
  ],
};

export const entries = Object.values(tasks).flat();
