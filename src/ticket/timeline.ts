/**
 * A clock as a small picture: a bar from its beginning until it is due (and beyond, where it is overdue), cut into what was
 * used, what is left, and the times that do not count. Only shares of a width, for letters and pages to draw.
 */
import type { Calendar } from "./sla/calendar.ts";
import type { Clock } from "./sla/clock.ts";
import { piecesOf } from "./sla/pieces.ts";

export type Segment = { kind: "used" | "left" | "closed" | "paused" | "over"; share: number };

/** Closed times and pauses are marks: drawn to scale, a weekend would hide the hour that counts. */
const markShare = 3;
const markCountMax = 7;
const overShare = { min: 6, max: 30 };

/** The segments from left to right; their shares are of 100. */
export function timelineOf(calendar: Calendar, clock: Clock, now: number): Segment[] {
  const pieces = piecesOf(calendar, clock);
  const dueAt = clock.dueAt ?? now;
  const counted = pieces.flatMap((piece): Segment[] => {
    if (piece.kind === "gap") return [{ kind: "closed", share: markShare }];
    if (piece.kind === "paused") return [{ kind: "paused", share: markShare }];
    if (piece.kind !== "counted") return [];
    const end = Math.min(piece.to, Math.max(dueAt, piece.from));
    const until = Math.min(Math.max(now, piece.from), end);
    return [
      { kind: "used", share: until - piece.from },
      { kind: "left", share: end - until },
    ];
  });
  // While it stands still nobody knows when it will be due, only how much is left; and what was kept early left some over.
  if ((clock.state === "paused" && clock.dueAt === null) || clock.state === "met") {
    const knownMs = counted.reduce(
      (sum, { kind, share }) => (kind === "used" || kind === "left" ? sum + share : sum),
      0,
    );
    counted.push({ kind: "left", share: Math.max(0, clock.target.ms - knownMs) });
  }
  const isMark = ({ kind }: Segment) => kind === "closed" || kind === "paused";
  const marks = counted.filter(isMark);
  const shown = marks.length > markCountMax ? counted.filter(({ kind }) => kind !== "closed") : counted;
  const overMs = clock.dueAt !== null && now > clock.dueAt ? overdueMs(calendar, clock, clock.dueAt, now) : 0;
  const isOver = overMs > 0 || clock.breachedAt !== null;
  const over = !isOver ? 0 : Math.min(overShare.max, Math.max(overShare.min, (100 * overMs) / clock.target.ms));
  const room = 100 - over - markShare * Math.min(markCountMax, shown.filter(isMark).length);
  const countedMs = shown.filter((each) => !isMark(each)).reduce((sum, { share }) => sum + share, 0);
  const scaled = shown.map((each) =>
    isMark(each) || countedMs === 0 ? each : { ...each, share: (each.share / countedMs) * room },
  );
  const all: Segment[] = [...scaled, { kind: "over", share: over }];
  return merged(all).map(({ kind, share }) => ({ kind, share: Math.round(share * 10) / 10 }));
}

function overdueMs(calendar: Calendar, clock: Clock, from: number, to: number): number {
  return clock.target.clock === "wall" ? to - from : calendar.consumedMs(from, to);
}

/** Neighbours of one kind are one; what has no width is left out. */
function merged(segments: Segment[]): Segment[] {
  const kept: Segment[] = [];
  for (const segment of segments.filter(({ share }) => share > 0.05)) {
    const last = kept.at(-1);
    if (last?.kind === segment.kind) last.share += segment.share;
    else kept.push({ ...segment });
  }
  return kept;
}
