/**
 * Why a due instant is where it is, told span by span as a person would (sla.md, "Explain"). The lines are the clock's
 * own arithmetic: what they count adds up to what the clock has consumed by the end of the last one.
 */
import { tellDuration } from "../duration.ts";
import type { Language } from "../letter.ts";
import type { Calendar } from "./calendar.ts";
import type { Clock } from "./clock.ts";
import { gapBetween, isWorthTelling, localDay, tellClockChange, tellDay, tellGap, tellTime } from "./gap.ts";
import { endOf, type Piece, piecesOf } from "./pieces.ts";
import type { Target } from "./policy.ts";
import { type Words, wordsOf } from "./words.ts";

/** A stretch of the story: what of it counted, and how it is told, without a full stop. */
export type Line = { from: number; to: number; countedMs: number; words: string };

/** What else the promise rests on, where the teller knows it. */
export type About = { plan?: string | null; severity?: string | null };

/** The story of a clock until it is due, was stopped, or was paused. Times are told in `timezone`. */
export function explain(
  calendar: Calendar,
  clock: Clock,
  language: Language,
  timezone: string,
  about: About = {},
): { lines: Line[]; text: string } {
  const teller: Teller = { calendar, clock, words: wordsOf[language], language, timezone, end: endOf(clock) };
  const lines = abridged(teller, linesOf(teller));
  const consumed = lines.reduce((sum, line) => sum + line.countedMs, 0);
  const last = lines.at(-1);
  const basis = basisOf(clock, teller.words, about).join(", ");
  if (last !== undefined) {
    const joint = last.countedMs > 0 ? " → " : ". ";
    const ending = tellEnding(teller, consumed, last);
    last.words += `${joint}${last.countedMs > 0 ? ending : capital(ending)} (${basis})`;
  }
  return { lines, text: `${lines.map((line) => capital(line.words)).join(". ")}.` };
}

/** One sentence for letters: "1 h of business time, plan standard, severity A; closed over the weekend". */
export function whyDue(calendar: Calendar, clock: Clock, language: Language, about: About = {}): string {
  const timezone = calendar.definition.timezone;
  const words = wordsOf[language];
  const pieces = piecesOf(calendar, clock);
  const counted = pieces.find((piece) => piece.kind === "counted");
  const isLater = counted !== undefined && counted.from > clock.startedAt;
  const reasons = pieces.flatMap((piece) => {
    if (piece.kind === "counted") return piece.to === piece.from ? [] : tellClockChange(timezone, piece, words);
    const gap = piece.kind === "gap" ? gapBetween(calendar, piece, language) : null;
    return gap !== null && isWorthTelling(gap) ? [uncapital(tellGap(gap, words))] : [];
  });
  const notes = [
    ...(isLater ? [words.countedFrom(tellDay(timezone, counted.from, words, true))] : []),
    ...[...new Set(reasons)].slice(0, 3),
    ...(clock.spans.length > 1 ? [words.pausedMeanwhile] : []),
  ];
  const basis = basisOf(clock, words, about).join(", ");
  return notes.length === 0 ? basis : `${basis}; ${notes.join(", ")}`;
}

type Teller = {
  calendar: Calendar;
  clock: Clock;
  words: Words;
  language: Language;
  timezone: string;
  end: number;
};

type Told = Line & { piece: Piece };

function linesOf(teller: Teller): Told[] {
  const lines: Told[] = [];
  for (const piece of piecesOf(teller.calendar, teller.clock)) {
    const words = tellPiece(teller, piece, lines);
    if (words === null) continue;
    const countedMs = piece.kind === "counted" ? piece.to - piece.from : 0;
    lines.push({ from: piece.from, to: piece.to, countedMs, words, piece });
  }
  return lines;
}

function tellPiece(teller: Teller, piece: Piece, before: readonly Told[]): string | null {
  const { words, clock, timezone } = teller;
  const last = before.at(-1);
  // A pause is told by its beginning and a closing by its days, so what comes after them names its day again.
  const toldAt =
    last === undefined || last.piece.kind === "gap" ? null : last.piece.kind === "paused" ? last.from : last.to;
  const isSameDay = toldAt !== null && dayOf(teller, toldAt) === dayOf(teller, piece.from);
  const when = isSameDay ? tellTime(timezone, piece.from) : tellDay(timezone, piece.from, words, true);
  switch (piece.kind) {
    case "began": {
      const isShut = clock.target.clock === "business" && !teller.calendar.isOpen(piece.from);
      if (piece.isFirst) return words.arrived[clock.metric](when) + (isShut ? words.whileClosed : "");
      return words.resumedAt(when, words.whys[piece.why] ?? null);
    }
    case "paused": {
      const turn = clock.turns?.find((each) => each.kind === "paused" && each.at === piece.from);
      return words.pausedAt(when, words.whys[turn?.why ?? ""] ?? null);
    }
    case "turn": {
      const why = words.whys[piece.turn.why] ?? null;
      if (piece.turn.kind === "reopened") return words.reopenedAt(when, why);
      const [after, replaced] = [piece.after, piece.turn.before ?? piece.after];
      const former = after.clock === replaced.clock ? tellDuration(replaced.ms) : promiseWords(replaced, words);
      return words.rebasedAt(when, promiseWords(after, words), former, why);
    }
    case "gap": {
      const gap = gapBetween(teller.calendar, piece, teller.language);
      return isWorthTelling(gap) ? tellGap(gap, words) : null;
    }
    case "counted":
      return tellCounted(teller, piece, before, isSameDay);
  }
}

function tellCounted(
  teller: Teller,
  piece: Extract<Piece, { kind: "counted" }>,
  before: readonly Told[],
  isSameDay: boolean,
): string {
  const { words, timezone } = teller;
  const time = tellDuration(piece.to - piece.from);
  const day = tellDay(timezone, piece.from, words, false);
  const start = tellTime(timezone, piece.from);
  const isFirst = before.every((line) => line.countedMs === 0);
  const goesOn = isSameDay && before.at(-1)?.to === piece.from;
  let told = isFirst ? words.countedOn(day, start, time) : words.moreFrom(isSameDay ? null : day, start, time);
  if (goesOn) told = isFirst ? words.counted(time) : words.more(time);
  const aside = tellClockChange(timezone, piece, words)
    .map((change) => ` (${change})`)
    .join("");
  if (piece.to === teller.end) return told + aside;
  const endsSameDay = dayOf(teller, piece.from) === dayOf(teller, piece.to - 1);
  const ends = endsSameDay ? tellTime(timezone, piece.to) : tellDay(timezone, piece.to, words, true);
  return told + (piece.closes ? words.untilClosing(ends) : words.until(ends)) + aside;
}

/** Long stories keep their first two stretches and the last; what lies between is one line with the same sum. */
function abridged(teller: Teller, lines: Told[]): Line[] {
  const plain = (line: Told) => line.piece.kind === "counted" || line.piece.kind === "gap";
  const kept: Line[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start;
    while (end < lines.length && plain(lines[end] as Told)) end++;
    const run = lines.slice(start, end === start ? start + 1 : end);
    start += run.length;
    const counted = run.filter((line) => line.countedMs > 0);
    const middle = counted.slice(2, -1);
    const [first, last] = [middle[0], middle.at(-1)];
    if (middle.length < 4 || first === undefined || last === undefined) {
      kept.push(...run.map(bare));
      continue;
    }
    const inside = run.slice(run.indexOf(first), run.indexOf(last) + 1);
    const time = tellDuration(middle.reduce((sum, line) => sum + line.countedMs, 0));
    const until = tellDay(teller.timezone, last.to, teller.words, true);
    const holidays = inside.filter((line) => line.countedMs === 0 && line.words !== teller.words.overWeekend);
    const aside =
      holidays.length === 0
        ? ""
        : ` (${holidays
            .slice(0, 4)
            .map((line) => uncapital(line.words))
            .join("; ")})`;
    kept.push(...run.slice(0, run.indexOf(first)).map(bare));
    kept.push({
      from: first.from,
      to: last.to,
      countedMs: middle.reduce((sum, line) => sum + line.countedMs, 0),
      words: teller.words.openings(middle.length, until, time) + aside,
    });
    kept.push(...run.slice(run.indexOf(last) + 1).map(bare));
  }
  return kept;
}

function bare({ from, to, countedMs, words }: Line): Line {
  return { from, to, countedMs, words };
}

function tellEnding(teller: Teller, consumed: number, last: Line): string {
  const { clock, words, timezone } = teller;
  const when = (at: number) =>
    dayOf(teller, at) === dayOf(teller, last.from) && last.countedMs > 0
      ? tellTime(timezone, at)
      : tellDay(timezone, at, words, true);
  const fully = (at: number) => tellDay(timezone, at, words, true);
  const target = tellDuration(clock.target.ms);
  if (clock.state === "paused") return words.paused(tellDuration(consumed), target);
  if (clock.state === "cancelled") return words.cancelled(when(teller.end));
  if (clock.state === "running") {
    const dueAt = clock.dueAt ?? teller.end;
    if (clock.breachedAt === null) return words.due(when(dueAt));
    if (clock.breachedAt < dueAt) return `${words.due(when(dueAt))}, ${words.brokenBefore(fully(clock.breachedAt))}`;
    return clock.breachedAt > dueAt
      ? words.usedUpBefore(when(dueAt), when(clock.breachedAt))
      : words.dueMissed(when(dueAt));
  }
  const stopped = words.stopped[clock.metric](when(teller.end));
  if (clock.state === "met") return `${stopped}, ${words.kept(tellDuration(consumed), target)}`;
  const over = consumed - clock.target.ms;
  const due = clock.breachedAt ?? clock.dueAt ?? teller.end;
  if (clock.dueAt !== null && due < clock.dueAt) return `${stopped}, ${words.brokenBefore(fully(due))}`;
  return `${stopped}, ${over > 0 ? words.late(tellDuration(over), fully(due)) : words.afterDue(fully(due))}`;
}

function basisOf(clock: Clock, words: Words, about: About): string[] {
  const basis = [promiseWords(clock.target, words)];
  if (about.plan) basis.push(words.plan(about.plan));
  if (about.severity) basis.push(words.severity(about.severity));
  return basis;
}

function promiseWords(target: Target, words: Words): string {
  const time = tellDuration(target.ms);
  return target.clock === "wall" ? words.wall(time) : words.business(time);
}

function dayOf(teller: Teller, at: number): number {
  return localDay(teller.timezone, at);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function uncapital(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
