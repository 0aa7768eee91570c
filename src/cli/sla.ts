/**
 * `intray sla due`: when promises fall due for mail arriving at given instants, from the desk's file alone.
 * `intray sla explain`: why each due instant of a ticket is where it is.
 */
import { text } from "node:stream/consumers";
import { DateTime } from "luxon";
import { ConfigError, deskFileOf, environment } from "../config.ts";
import { openDesks } from "../flow/desks.ts";
import { loadTicket } from "../store/ticket.ts";
import { nearest } from "../ticket/desk/nearest.ts";
import { type Desk, metrics } from "../ticket/desk.ts";
import type { Language } from "../ticket/letter.ts";
import { CalendarError, calendarOf } from "../ticket/sla/calendar.ts";
import { type Calendars, type Clock, startClock } from "../ticket/sla/clock.ts";
import { type About, explain, whyDue } from "../ticket/sla/explain.ts";
import { calendarNameFor, type Matter, type Metric, targetsFor } from "../ticket/sla/policy.ts";
import { type Command, CommandError, print, printJson, readNumber, readWords, UsageError } from "./command.ts";
import { readDeskFile, withDatabase } from "./open.ts";

export const sla: Command = {
  name: "sla",
  usage: `npx intray sla due --plan P --severity S [--type T] [--account A] [--desk FILE] [--json] <instant>…
npx intray sla explain <id> [--language en|pl] [--json]

due reads desk.yaml alone (DESK_FILE, or --desk). An instant is ISO 8601 with an offset; - reads instants from the
standard input, one a line. Example: npx intray sla due --plan standard --severity A 2026-10-16T16:30:00+02:00
explain tells span by span why each due instant of a ticket is where it is. Example: npx intray sla explain 1042`,
  async run(argv) {
    const [task, ...rest] = argv;
    if (task === "due") return await runDue(rest);
    if (task === "explain") return await runExplain(rest);
    throw new UsageError(
      `intray sla: ${task === undefined ? "say" : `"${task}" is not known; say`} due or explain; see: npx intray sla --help`,
    );
  },
};

async function runDue(argv: string[]): Promise<number> {
  const { values, positionals } = readWords(
    "sla due",
    argv,
    {
      plan: { type: "string" },
      severity: { type: "string" },
      type: { type: "string" },
      account: { type: "string" },
      desk: { type: "string" },
      json: { type: "boolean", default: false },
    },
    Number.POSITIVE_INFINITY,
  );
  // What is wrong whatever the desk promises is said before its file is asked for.
  for (const word of positionals) if (word !== "-") readInstant(word);
  if (positionals.length === 0) throw new UsageError(noInstant);
  const desk = deskFor(values);
  const matter = {
    plan: pick(
      "--plan",
      values.plan,
      desk.plans.map((plan) => plan.name),
    ),
    severity: pick(
      "--severity",
      values.severity,
      desk.severities.map((severity) => severity.name),
    ),
    requestType:
      values.type === undefined
        ? null
        : pick(
            "--type",
            values.type,
            desk.requestTypes.map((type) => type.name),
          ),
    account: values.account ?? null,
  };
  const instants = (await writtenInstants(positionals)).map(readInstant);
  const lines = instants.map((at) => {
    const clocks = clocksFor(desk, matter, at);
    return values.json ? JSON.stringify(showDue(clocks, matter, at)) : tellDue(clocks, matter, at, desk).join("\n");
  });
  for (let start = 0; start < lines.length; start += 1_000) print(lines.slice(start, start + 1_000).join("\n"));
  return 0;
}

/** Whoever left out a plan or severity hears what there is to choose from, where there is a desk's file to tell. */
function deskFor(values: { plan?: string; severity?: string; desk?: string }): Desk {
  const missing = (["plan", "severity"] as const).find((option) => values[option] === undefined);
  try {
    return readDeskFile(values.desk ?? deskFileOf(environment()));
  } catch (error) {
    if (missing === undefined || !(error instanceof CommandError || error instanceof ConfigError)) throw error;
    throw new UsageError(`intray sla due: needs --${missing}; example: --plan standard --severity A`);
  }
}

type Asked = Matter & { plan: string };
type Clocks = Record<Metric, Clock | null>;

/** The clocks that would start with a mail received at `at`; null where nothing is promised. */
function clocksFor(desk: Desk, matter: Asked, at: number): Clocks {
  const targets = targetsFor(desk, matter);
  const calendars: Calendars = (name) => calendarOf(desk, name);
  const clocks: Clocks = { firstResponse: null, nextResponse: null, resolution: null };
  try {
    for (const metric of metrics) {
      const target = targets[metric];
      if (target !== null) clocks[metric] = startClock(calendars, metric, 1, target, at, "opened");
    }
  } catch (error) {
    if (error instanceof CalendarError) throw new UsageError(`intray sla due: ${writeInstant(at)}: ${error.message}`);
    throw error;
  }
  return clocks;
}

/** One object of `intray sla due --json` (contract.md). */
function showDue(clocks: Clocks, matter: Asked, at: number) {
  const due = (clock: Clock | null) => (clock === null || clock.dueAt === null ? null : writeInstant(clock.dueAt));
  return {
    at: writeInstant(at),
    plan: matter.plan,
    severity: matter.severity,
    firstResponse: due(clocks.firstResponse),
    nextResponse: due(clocks.nextResponse),
    resolution: due(clocks.resolution),
  };
}

function tellDue(clocks: Clocks, matter: Asked, at: number, desk: Desk): string[] {
  const calendar = calendarOf(desk, calendarNameFor(desk, matter));
  const zone = calendar.definition.timezone;
  const local = (instant: number) =>
    DateTime.fromMillis(instant, { zone, locale: "en" }).toFormat("ccc d LLL yyyy HH:mm:ss");
  const lines = [`${local(at)} ${zone}, plan ${matter.plan}, severity ${matter.severity}`];
  for (const metric of metrics) {
    const clock = clocks[metric];
    const isDue = clock !== null && clock.dueAt !== null;
    const told = isDue ? `${local(clock.dueAt ?? at)}  ${whyDue(calendar, clock, "en")}` : "nothing promised";
    lines.push(`  ${metricWords[metric].padEnd(15)}${told}`);
  }
  return lines;
}

const metricWords: Record<Metric, string> = {
  firstResponse: "first response",
  nextResponse: "next response",
  resolution: "resolution",
};

async function runExplain(argv: string[]): Promise<number> {
  const { values, positionals } = readWords(
    "sla explain",
    argv,
    {
      language: { type: "string", default: "en" },
      json: { type: "boolean", default: false },
    },
    1,
  );
  const id = readNumber(positionals[0]);
  if (id === null) {
    throw new UsageError("intray sla explain: give one ticket's number; example: npx intray sla explain 1042");
  }
  const language = pick("--language", values.language, ["en", "pl"]) as Language;
  return await withDatabase([], async ({ pool }) => {
    const loaded = await loadTicket(pool, id);
    if (loaded === null) throw new CommandError(`there is no ticket #${id}; see: npx intray tickets --all`);
    const { calendar } = await openDesks(Date.now).forTicket(pool, loaded.ticket.deskVersionId);
    const explained = explainClocks(loaded.ticket.clocks, calendar, language, loaded.ticket);
    if (values.json) for (const each of explained) printJson(each);
    else print(renderExplanation(id, explained));
    return 0;
  });
}

export type Explained = {
  clock: string;
  metric: Metric;
  state: Clock["state"];
  dueAt: string | null;
  lines: { from: string; to: string; countedSeconds: number; words: string }[];
  text: string;
};

/** Each clock's story, in the time zone of its own calendar. */
export function explainClocks(
  clocks: readonly Clock[],
  calendars: Calendars,
  language: Language,
  about: About = {},
): Explained[] {
  return clocks.map((clock) => {
    const calendar = calendars(clock.target.calendar);
    const { lines, text } = explain(calendar, clock, language, calendar.definition.timezone, about);
    return {
      clock: clock.id,
      metric: clock.metric,
      state: clock.state,
      dueAt: clock.dueAt === null ? null : writeInstant(clock.dueAt),
      lines: lines.map(({ from, to, countedMs, words }) => ({
        from: writeInstant(from),
        to: writeInstant(to),
        countedSeconds: countedMs / 1_000,
        words,
      })),
      text,
    };
  });
}

/** The stories of one ticket as the terminal shows them. */
export function renderExplanation(id: number, explained: readonly Explained[]): string {
  if (explained.length === 0) return `#${id}: nothing is promised on this ticket`;
  return explained
    .map(({ clock, metric, state, text }) => `#${id} ${metricWords[metric]} (${clock}, ${state})\n  ${text}`)
    .join("\n\n");
}

function pick(option: string, written: string | undefined, known: readonly string[]): string {
  const found = known.find((name) => name.toLowerCase() === written?.toLowerCase());
  if (found !== undefined) return found;
  const meant = written === undefined ? null : nearest(written, known);
  const said = written === undefined ? `needs ${option}` : `${option} "${written}" is not known`;
  throw new UsageError(
    `intray sla: ${said}; ${meant === null ? `use ${known.join(", ") || "none"}` : `did you mean ${meant}?`}`,
  );
}

async function writtenInstants(words: readonly string[]): Promise<string[]> {
  const written: string[] = [];
  for (const word of words) {
    if (word === "-") written.push(...(await text(process.stdin)).split(/\r?\n/).filter((line) => line.trim() !== ""));
    else written.push(word);
  }
  if (written.length > 0) return written;
  throw new UsageError(noInstant);
}

const noInstant = "intray sla due: give at least one instant; example: 2026-10-16T16:30:00+02:00";

/** ISO 8601 with an offset: a bare local time would be another instant on another machine. */
export function readInstant(written: string): number {
  const trimmed = written.trim();
  const form =
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?([Zz]|[+-](?:0\d|1[0-4]):?(?:[0-5]\d)?)$/.exec(
      trimmed,
    );
  const at = form === null ? null : DateTime.fromISO(trimmed.toUpperCase().replace(",", "."), { setZone: true });
  if (at?.isValid) return at.toMillis();
  const hint = /^\d{4}-\d{2}-\d{2}[Tt ][\d:.]+$/.test(trimmed)
    ? "it lacks its offset, such as Z or +02:00"
    : "write 2026-10-16T16:30:00+02:00";
  throw new UsageError(`intray sla due: ${JSON.stringify(written.slice(0, 60))} is not an instant; ${hint}`);
}

/** UTC; milliseconds only where there are some. */
export function writeInstant(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
