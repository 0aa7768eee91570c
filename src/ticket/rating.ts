/**
 * A rating: a participant's score and comment on one answer (lifecycle.md, "Ratings"). The last one counts, a low one is
 * told to the team's leads, and marks of a machine are kept with it, so that figures can leave it out.
 */
import type { Agent, Context, Decision, Input } from "./input.ts";
import { tell } from "./input.ts";
import { promisesOf } from "./promise.ts";
import { leadsOf } from "./remind.ts";
import type { Ticket } from "./ticket.ts";

export const scores = [1, 2, 3, 4, 5] as const;
export type Score = (typeof scores)[number];

export const commentCharsMax = 2_000;
/** How long a rating can be changed after it was first saved. */
export const changeWithinMs = 14 * 24 * 3600 * 1000;

/** Why a rating looks like a machine's. */
export type MachineMark = "tooSoon" | "manyAtOnce";

/** The answer that is rated, and what the same person said of it before. Instants are ms since epoch. */
export type RatedResponse = {
  messageId: number;
  agent: Agent;
  excerpt: string;
  /** When it reached the participant's mail server; null where that is not known. */
  deliveredAt: number | null;
  before: SavedRating | null;
  saveCount: number;
};

export type SavedRating = { score: Score; comment: string; ratedAt: number; changedAt: number };

/** A rating as it was given. `recentSaveCount`: how many this person saved in the last half minute, of any answer. */
export type GivenRating = {
  response: RatedResponse;
  person: Agent;
  score: Score;
  comment: string;
  source: "link" | "reply";
  recentSaveCount: number;
};

/** What is to be written of it. */
export type RatingRecord = {
  messageId: number;
  person: string;
  score: Score;
  comment: string;
  source: "link" | "reply";
  mark: MachineMark | null;
  at: number;
};

export function asScore(value: unknown): Score | null {
  return scores.find((score) => String(score) === String(value)) ?? null;
}

/** People say 5 in one of these ways when it is all they write; a thumb on a proposed solution may mean "yes" instead. */
export function readScore(visible: string, { mayBeThumb }: { mayBeThumb: boolean }): Score | null {
  if (visible.length > 200) return null;
  const said = visible
    .replace(/[\ufe0e\ufe0f\u20e3\u200b]|\ud83c[\udffb-\udfff]/g, "")
    .replace(/\s+/g, "")
    .toLowerCase();
  const number = /^([1-5])(?:\/5)?[.!]?$/.exec(said);
  if (number) return asScore(number[1]);
  const stars = /^(?:⭐|★){1,5}$/u.test(said) ? [...said].length : 0;
  if (stars > 0) return asScore(stars);
  if (mayBeThumb && /^👍{1,3}$/u.test(said)) return 5;
  return mayBeThumb && /^👎{1,3}$/u.test(said) ? 1 : null;
}

/** May it still be given, or changed, at `now`? */
export function mayRate(response: RatedResponse, now: number): boolean {
  return response.before === null || now - response.before.ratedAt <= changeWithinMs;
}

export function decideRating(ticket: Ticket, input: Extract<Input, { kind: "rating" }>, context: Context): Decision {
  const { rating } = input;
  // Whoever sent spam rates nothing.
  if (ticket.closedHow === "spam") return notRated(ticket);
  const { response, person, score, source } = rating;
  const comment = rating.comment.trim().slice(0, commentCharsMax);
  const at = input.mail?.receivedAt ?? context.now;
  const mark = machineMark({ ...rating, comment }, at);
  const story = tell(ticket, at);
  const { messageId } = response;
  story.add({ type: "rated", messageId, score, comment, source, mark }, person.address, mark);
  return {
    disposition: "reply",
    reason: "ratedByReply",
    ticket: story.ticket,
    events: story.events,
    message: null,
    rating: { messageId, person: person.address, score, comment, source, mark, at },
    dispatches:
      isNews(response.before, { score, comment }) && mark !== "manyAtOnce"
        ? lettersOf(ticket, input, mark, context)
        : [],
  };
}

function notRated(ticket: Ticket): Decision {
  return { disposition: "reply", reason: "nothingOpen", ticket, events: [], message: null, dispatches: [] };
}

/** Nobody reads an answer and judges it within these seconds of its delivery; link checkers press buttons as fast as that. */
export const tooSoonMs = 10_000;
const savedAtOnceMax = 3;

/** Who writes a comment is a person. */
function machineMark({ response, comment, source, recentSaveCount }: GivenRating, at: number): MachineMark | null {
  if (source === "reply" || comment !== "") return null;
  if (recentSaveCount + 1 >= savedAtOnceMax) return "manyAtOnce";
  return response.deliveredAt !== null && at - response.deliveredAt < tooSoonMs ? "tooSoon" : null;
}

/** A low rating is told once, and again when the person comes back to say why. */
function isNews(before: SavedRating | null, { score, comment }: { score: Score; comment: string }): boolean {
  if (score > 2) return false;
  return before === null || before.score > 2 || (comment !== "" && comment !== before.comment);
}

function lettersOf(
  ticket: Ticket,
  { rating }: Extract<Input, { kind: "rating" }>,
  mark: MachineMark | null,
  context: Context,
): Decision["dispatches"] {
  const { desk } = context;
  const { response, person, score } = rating;
  return leadsOf(ticket, context).map((address) => ({
    letter: {
      name: "lowRating",
      to: { name: desk.agents[address]?.name ?? "", address },
      language: desk.language,
      data: {
        ticketId: ticket.id,
        subject: ticket.subject,
        timezone: promisesOf(ticket, context, desk.language).timezone,
        person: { name: person.name, address: person.address },
        account: ticket.account?.name ?? null,
        score,
        comment: rating.comment.trim().slice(0, commentCharsMax),
        agent: response.agent,
        excerpt: response.excerpt,
        perhapsMachine: mark !== null,
        answerAddress: null,
        noteAddress: null,
      },
    },
    to: "agent" as const,
    holdMs: 0,
    attachments: [],
  }));
}
