/** Until when an agent is away: read from `#away until …` or from an automatic reply, by the clock of the desk's own days. */
import { type AwayChange, awayOf } from "./away.ts";
import type { Command } from "./command/command.ts";
import type { Refusal } from "./command/grammar.ts";
import { readUntil } from "./command/until.ts";
import { houseCalendar } from "./digest.ts";
import type { Agent, Context } from "./input.ts";
import type { Language } from "./letter.ts";
import { localTime } from "./sla/zone.ts";

type Times = Pick<Context, "now" | "desk" | "calendar" | "away">;

const dayMs = 86_400_000;
/** An automatic reply without a date holds for a day; the next one renews it. */
const undatedMs = dayMs;
const longestMs = 366 * dayMs;

type AwayCommand = Extract<Command, { kind: "away" }>;

/** Why `#away …` is not understood; null where it is. */
export function awayHindrance(command: AwayCommand, context: Times): Refusal | null {
  const read = readAway(command, context);
  if (read === "back" || typeof read === "number") return null;
  const why = ({ notADate: "notADate", past: "datePast", tooFar: "dateTooFar" } as const)[read];
  return { line: command.line, why, suggestion: "#away until Friday", known: [] };
}

/** What a mail's `#away` changes, and how its transcript tells; null where there is none. */
export function awayAsked(
  commands: Command[],
  agent: Agent,
  context: Times,
): { change: AwayChange; told: string } | null {
  const command = commands.find((each): each is AwayCommand => each.kind === "away");
  if (!command) return null;
  const read = readAway(command, context);
  const say = words[context.desk.language];
  if (typeof read !== "number") return { change: { agent: agent.address, away: null }, told: say.back };
  const { timezone } = houseCalendar(context).definition;
  const until = `${localTime(timezone, read).toISOString().slice(0, 16).replace("T", " ")} (${timezone})`;
  return { change: { agent: agent.address, away: { until: read, source: "command" } }, told: say.away(until) };
}

const words: Record<Language, { away: (until: string) => string; back: string }> = {
  en: {
    away: (until) => `Until ${until} new work and reminders go to others. To be back earlier: #away off.`,
    back: "You are back: new work and reminders come to you again.",
  },
  pl: {
    away: (until) => `Do ${until} nowe sprawy i przypomnienia trafiają do innych. Wcześniejszy powrót: #away off.`,
    back: "Nowe sprawy i przypomnienia znów trafiają do Ciebie.",
  },
};

function readAway({ until }: AwayCommand, context: Times): number | "back" | "notADate" | "past" | "tooFar" {
  if (/^(?:off|no|nie|back|koniec)$/i.test(until)) return "back";
  const read = readUntil(until, context.now, houseCalendar(context).definition.timezone);
  if (typeof read === "string") return read;
  return read.kind === "day" ? read.endsAt : read.at;
}

/** `awayUntil` is a date (YYYY-MM-DD) out of the reply's text: the whole of that day still counts. */
export function awayByAutoReply(agent: string, awayUntil: string | null, context: Times): AwayChange | null {
  const own = awayOf(agent, context);
  if (own?.source === "command") return null;
  const { timezone } = houseCalendar(context).definition;
  const read = awayUntil === null ? null : readUntil(awayUntil, context.now, timezone);
  if (typeof read === "string") return null;
  const until = read === null ? context.now + undatedMs : read.kind === "day" ? read.endsAt : read.at;
  return { agent, away: { until: Math.min(until, context.now + longestMs), source: "autoReply" } };
}
