/** What letters tell of questions to a customer, of times that are up, and of agents' mails that wait for their approval. */

/** A question that needs the customer's word. `until`: until when it can be answered, and access lasts. */
export type PermissionTold = { kind: "access" | "authorisation"; about: string; until: number };

export type QuestionPut = {
  ordinal: number;
  asked: PermissionTold;
  agentName: string;
  text: string;
  /** In a reminder: since when the question stands. */
  askedAt: number | null;
  /** False: others of their account are asked, and the reader is only told. */
  mayAnswer: boolean;
  answerUrl: string;
};

/** `asked`: the question whose time it was. */
export type TimeUp = {
  what: "holdOver" | "accessOver" | "accessUnanswered" | "authorisationUnanswered";
  asked: PermissionTold | null;
};

export type HeldMail = {
  /** Null where it belongs to no ticket. */
  ticketId: number | null;
  subject: string;
  timezone: string;
  what: "answer" | "note" | "commands" | "forward";
  why: string;
  excerpt: string;
  approveUrl: string;
  expiresAt: number;
};
