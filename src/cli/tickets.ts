/** `intray tickets` and `intray ticket <id>`: the queue in working order, and one ticket whole. */
import type { Pool } from "pg";
import { openDesks } from "../flow/desks.ts";
import { listQueue, showOne } from "../flow/list.ts";
import { hasAccount } from "../store/account.ts";
import type { ShownClock, ShownTicket } from "../ticket/show.ts";
import { type Status, statuses } from "../ticket/ticket.ts";
import { type Command, CommandError, print, printJson, readNumber, readWords, UsageError } from "./command.ts";
import { withDatabase } from "./open.ts";

export const tickets: Command = {
  name: "tickets",
  usage: `npx intray tickets [--status new,open] [--severity A] [--account NAME] [--overdue] [--all] [--json]

Without --status: everything that is not closed. Example: npx intray tickets --severity A --overdue`,
  async run(argv) {
    const { values } = readWords("tickets", argv, {
      status: { type: "string" },
      severity: { type: "string" },
      account: { type: "string" },
      overdue: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    const wanted = values.status
      ? readStatuses(values.status)
      : values.all
        ? null
        : statuses.filter((each) => each !== "closed");
    return await withDatabase([], async ({ pool }) => {
      const now = Date.now();
      const queue = await listQueue(
        pool,
        {
          statuses: wanted,
          severity: values.severity ?? null,
          account: values.account ?? null,
          overdueAt: values.overdue ? new Date(now) : null,
        },
        now,
      );
      if (queue.length === 0) await refuseUnknown(pool, values);
      if (values.json) printJson(queue);
      else if (queue.length === 0) print("no tickets");
      else for (const line of table(queue.map(row))) print(line);
      return 0;
    });
  },
};

export const ticket: Command = {
  name: "ticket",
  usage: "npx intray ticket <id> [--json]\n\nExample: npx intray ticket 1042",
  async run(argv) {
    const { values, positionals } = readWords("ticket", argv, { json: { type: "boolean", default: false } }, 1);
    const id = readNumber(positionals[0]);
    if (id === null) {
      throw new UsageError("intray ticket: give one ticket's number; example: npx intray ticket 1042");
    }
    return await withDatabase([], async ({ pool }) => {
      const shown = await showOne(pool, id, Date.now());
      if (!shown) throw new CommandError(`there is no ticket #${id}; see: npx intray tickets --all`);
      if (values.json) printJson(shown);
      else for (const line of inWords(shown)) print(line);
      return 0;
    });
  },
};

/** Nothing found for a name that nothing has: a slip must not look like an empty queue. */
async function refuseUnknown(pool: Pool, { severity, account }: Partial<Record<"severity" | "account", string>>) {
  const { desk } = await openDesks(Date.now).current(pool);
  const names = desk.severities.map(({ name }) => name);
  if (severity !== undefined && !names.some((name) => name.toLowerCase() === severity.toLowerCase())) {
    throw new UsageError(`intray tickets: "${severity}" is no severity; use ${names.join(", ")}`);
  }
  if (account !== undefined && !(await hasAccount(pool, account))) {
    throw new CommandError(`there is no account "${account}"; accounts come from: npx intray accounts import`);
  }
}

function readStatuses(text: string): Status[] {
  return text.split(",").map((word) => {
    const bare = word.trim().toLowerCase().replace(/[\s-]/g, "");
    const found = statuses.find((status) => status.toLowerCase() === bare);
    if (!found) throw new UsageError(`intray tickets: "${word.trim()}" is no status; use ${statuses.join(", ")}`);
    return found;
  });
}

function row(shown: ShownTicket): string[] {
  const live = shown.clocks.filter((clock) => clock.state === "running" || clock.state === "paused");
  const broken = live.find((clock) => clock.breachedAt !== null);
  const due = live
    .filter((clock) => clock.dueAt !== null)
    .sort((a, b) => (a.dueAt ?? "").localeCompare(b.dueAt ?? ""))[0];
  const next = due ? `${due.metric} ${local(due.dueAt)}` : "";
  return [
    `#${shown.id}`,
    shown.severity,
    shown.status,
    broken ? `BREACHED ${broken.metric} ${local(broken.breachedAt)}` : next,
    shown.account?.name ?? "(unknown)",
    shown.assignee ?? shown.team,
    plain(shown.subject).slice(0, 60),
  ];
}

function table(rows: string[][]): string[] {
  const head = ["ticket", "sev", "status", "next promise", "account", "with", "subject"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function inWords(shown: Shown): string[] {
  return [
    `#${shown.id} ${plain(shown.subject)}`,
    `${shown.status}, severity ${shown.severity}, ${shown.account ? `${shown.account.name} (${shown.plan})` : "account unknown"}, with ${shown.assignee ?? shown.team}`,
    `from ${plain(shown.requester.name)} <${shown.requester.address}>, opened ${local(shown.openedAt)}`,
    ...(shown.holdUntil === null ? [] : [`  on hold until ${local(shown.holdUntil)}`]),
    ...shown.clocks.map(clockInWords),
    ...shown.questions.map(questionInWords),
    ...shown.messages.flatMap((message) => [
      "",
      `── ${message.direction} ${local(message.at)} ${plain(message.author.name)} <${message.author.address}>${message.unverified ? " (unverified)" : ""}`,
      ...plain(message.visible, true).split("\n"),
      ...message.attachments.map((attachment) => `   [${plain(attachment.name)}, ${attachment.bytes} bytes]`),
    ]),
    "",
    ...shown.events.map(
      (event) => `${local(event.at)} ${event.type} by ${event.actor}${event.reason ? ` (${event.reason})` : ""}`,
    ),
  ];
}

type Shown = NonNullable<Awaited<ReturnType<typeof showOne>>>;

function questionInWords({ kind, state, about, until, answer, answeredBy }: Shown["questions"][number]): string {
  const what = about === null ? "" : ` (${plain(about)})`;
  const said = answer === null ? state : `${answer} by ${answeredBy}${state === "expired" ? ", over" : ""}`;
  return `  ${kind}${what}: ${said}${until === null ? "" : `, until ${local(until)}`}`;
}

function clockInWords(clock: ShownClock): string {
  const due = clock.dueAt ? `, due ${local(clock.dueAt)}` : "";
  return `  ${clock.metric}: ${clock.state}${due}${clock.breachedAt ? `, breached ${local(clock.breachedAt)}` : ""}`;
}

function local(iso: string | null): string {
  return iso === null ? "" : iso.slice(0, 16).replace("T", " ").concat("Z");
}

/** A stranger's words on a terminal: control characters could move the cursor or worse. */
function plain(text: string, keepLines = false): string {
  return text.replace(keepLines ? /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g : /[\u0000-\u001f\u007f-\u009f]/g, " ");
}
