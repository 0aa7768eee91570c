/** The questions put to a customer: what one is, what happens to it as events, and `evolveQuestion`, which applies them. */
import type { Ticket } from "../ticket.ts";

/** A yes or no put to the customer (lifecycle.md, "Questions"). Instants are ms since epoch. */
export type Question = {
  ordinal: number;
  /** Is it solved? May we look into something of yours? Do you authorise this change? */
  kind: "resolution" | "access" | "authorisation";
  state: "asked" | "answered" | "withdrawn" | "expired";
  /** What may be looked into, or is to be authorised; "" for the resolution. */
  about?: string;
  /** Until when it can be answered, and granted access lasts; null for the resolution. */
  until?: number | null;
  askedAt: number;
  /** The agent, or the participant who said it unasked. */
  askedBy: string;
  askedAgainCount: number;
  /** When the customer is to be asked again, or silence is to count, where the desk wants either. */
  askAgainAt: number | null;
  answeredAt: number | null;
  answer: "yes" | "no" | null;
  answeredBy: string | null;
};

export type Questioning =
  /** A question put to the customer, or answered before anyone asked. */
  | { type: "asked"; question: Question }
  | { type: "questionAnswered"; ordinal: number; answer: "yes" | "no"; by: string }
  | { type: "questionWithdrawn"; ordinal: number }
  /** Nobody answered in time; or what was granted has had its time. */
  | { type: "questionExpired"; ordinal: number }
  | { type: "askedAgain"; ordinal: number; askAgainAt: number | null };

const types: readonly string[] = ["asked", "questionAnswered", "questionWithdrawn", "questionExpired", "askedAgain"];

export function isQuestioning<Event extends { type: string }>(
  event: Event,
): event is Extract<Event, { type: Questioning["type"] }> {
  return types.includes(event.type);
}

export function evolveQuestion(ticket: Ticket, event: Questioning & { at: number }): Ticket {
  switch (event.type) {
    case "asked":
      return { ...ticket, questions: [...ticket.questions, event.question] };
    case "questionAnswered": {
      const { answer, by: answeredBy, at: answeredAt } = event;
      return withQuestion(ticket, event.ordinal, {
        state: "answered",
        answer,
        answeredBy,
        answeredAt,
        askAgainAt: endOfGrant(ticket, event.ordinal, answer),
      });
    }
    case "questionExpired":
      return withQuestion(ticket, event.ordinal, { state: "expired", askAgainAt: null });
    case "questionWithdrawn":
      return withQuestion(ticket, event.ordinal, { state: "withdrawn", askAgainAt: null });
    case "askedAgain": {
      const count = ticket.questions.find(({ ordinal }) => ordinal === event.ordinal)?.askedAgainCount ?? 0;
      return withQuestion(ticket, event.ordinal, { askedAgainCount: count + 1, askAgainAt: event.askAgainAt });
    }
    default:
      return event satisfies never;
  }
}

function withQuestion(ticket: Ticket, ordinal: number, change: Partial<Question>): Ticket {
  return {
    ...ticket,
    questions: ticket.questions.map((each) => (each.ordinal === ordinal ? { ...each, ...change } : each)),
  };
}

/** Granted access is looked at once more, when its time is over. */
function endOfGrant(ticket: Ticket, ordinal: number, answer: "yes" | "no"): number | null {
  const question = ticket.questions.find((each) => each.ordinal === ordinal);
  return question?.kind === "access" && answer === "yes" ? (question.until ?? null) : null;
}
