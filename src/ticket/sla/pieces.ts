/** A clock's life cut into the pieces that an explanation tells: what counted, what was closed, paused or changed. */
import type { Calendar } from "./calendar.ts";
import type { Clock, Turn } from "./clock.ts";
import type { Target } from "./policy.ts";

/** `closes`: this stretch ends because the calendar closes. */
export type Piece =
  | { kind: "began"; from: number; to: number; isFirst: boolean; why: string }
  | { kind: "counted"; from: number; to: number; closes: boolean }
  | { kind: "gap"; from: number; to: number }
  | { kind: "paused"; from: number; to: number }
  | { kind: "turn"; from: number; to: number; turn: Turn; after: Target };

/** Where the story ends: when it was stopped, is due, or was paused. */
export function endOf(clock: Clock): number {
  if (clock.stoppedAt !== null) return clock.stoppedAt;
  if (clock.dueAt !== null) return Math.max(clock.dueAt, clock.breachedAt ?? clock.dueAt);
  return clock.spans.at(-1)?.to ?? clock.startedAt;
}

/** The clock's life in order, cut where it closed, opened, paused, went on or was changed. */
export function piecesOf(calendar: Calendar, clock: Clock): Piece[] {
  const end = endOf(clock);
  const turns = turnsOf(clock).filter((turn) => turn.from <= end);
  const pieces: Piece[] = [];
  for (const [index, span] of clock.spans.entries()) {
    if (span.from > end) break;
    const until = Math.min(span.to ?? end, end);
    pieces.push({ kind: "began", from: span.from, to: span.from, isFirst: index === 0, why: span.why });
    pieces.push(...stretchesBetween(calendar, clock, span.from, until));
    const goesOnAt = clock.spans[index + 1]?.from;
    if (span.to !== null && span.to <= end && (goesOnAt !== undefined || clock.state === "paused")) {
      pieces.push({ kind: "paused", from: span.to, to: Math.min(goesOnAt ?? end, end) });
    }
  }
  for (const turn of turns) insertTurn(pieces, turn);
  return pieces;
}

function stretchesBetween(calendar: Calendar, clock: Clock, from: number, until: number): Piece[] {
  if (clock.target.clock === "wall") {
    return until > from ? [{ kind: "counted", from, to: until, closes: false }] : [];
  }
  const pieces: Piece[] = [];
  let at = from;
  for (const open of calendar.spansOf(from, until)) {
    if (open.from > at) pieces.push({ kind: "gap", from: at, to: open.from });
    pieces.push({ kind: "counted", ...open, closes: !calendar.isOpen(open.to) });
    at = open.to;
  }
  if (until > at) pieces.push({ kind: "gap", from: at, to: until });
  return pieces;
}

type TurnPiece = Extract<Piece, { kind: "turn" }>;

/** Re-bases and bounces, each with the target that held from then on. */
function turnsOf(clock: Clock): TurnPiece[] {
  const turns: TurnPiece[] = [];
  let after = clock.target;
  for (const turn of [...(clock.turns ?? [])].reverse()) {
    if (turn.kind === "rebased" || turn.kind === "reopened") {
      turns.unshift({ kind: "turn", from: turn.at, to: turn.at, turn, after });
    }
    after = turn.before ?? after;
  }
  return turns;
}

/** A counted stretch is cut at the turn; a pause or closing is told whole, before the turns in it. */
function insertTurn(pieces: Piece[], turn: TurnPiece): void {
  const index = pieces.findIndex((piece) => piece.to > turn.from);
  const piece = pieces[index];
  if (piece === undefined) pieces.push(turn);
  else if (piece.kind === "counted" && piece.from < turn.from) {
    pieces.splice(index, 1, { ...piece, to: turn.from, closes: false }, turn, { ...piece, from: turn.from });
  } else if (piece.from >= turn.from) pieces.splice(index, 0, turn);
  else {
    let after = index + 1;
    while (pieces[after]?.kind === "turn") after++;
    pieces.splice(after, 0, turn);
  }
}
