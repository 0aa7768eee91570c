/**
 * Ideas: what customers wish for, gathered out of their tickets, with a status, votes and news of how each ended. A
 * customer's words are never public by themselves: what is shown was written by an agent (lifecycle.md, "Ideas and docs").
 */
import { folded } from "./guide/guideWords.ts";
import type { Language } from "./letter.ts";
import type { Ticket } from "./ticket.ts";

export const ideaStatuses = ["gathered", "planned", "started", "done", "declined"] as const;
export type IdeaStatus = (typeof ideaStatuses)[number];

/** The ends of an idea, which those who wish for it are told of. */
export type IdeaEnd = Extract<IdeaStatus, "done" | "declined">;

/** An idea that may be the same as another: by what name agents know it, and how many wish for it. */
export type IdeaAlike = { id: number; name: string; wishedBy: number };

export type IdeaLetters = {
  /** To an address that wants to vote for an idea of the roadmap; `title` is an agent's words. */
  vote: { timezone: string; title: string; voteUrl: string; expiresAt: number };
  /** To who asked or voted for an idea: how it ended, in an agent's words. `ticketId` null: they only voted. */
  ideaNews: {
    ticketId: number | null;
    subject: string;
    timezone: string;
    title: string;
    kind: IdeaEnd;
    sentence: string;
    isPublic: boolean;
    roadmapUrl: string;
  };
};

/** Does a ticket wish for something that is not there: by its type, or because an agent found that to be the cause? */
export function isWish({ requestType, cause }: Pick<Ticket, "requestType" | "cause">): boolean {
  return cause === "feature" || (requestType !== null && isIdeaType(requestType));
}

/** The request type of ideas is known by its name, in either language of the desk. */
export function isIdeaType(name: string): boolean {
  return ["idea", "pomysl"].includes(folded(name));
}

/** What the transcript says when a ticket becomes a wish: that it is gathered, and how to join it to one that is alike. */
export function ideaWords(
  ticket: Ticket,
  before: Ticket,
  alike: IdeaAlike[] | undefined,
  language: Language,
): string[] {
  if (!isWish(ticket) || isWish(before)) return [];
  return [
    words[language].gathered,
    ...(alike ?? []).map(({ id, name, wishedBy }) => words[language].alike(ticket.id, id, name, wishedBy)),
  ];
}

const words = {
  en: {
    gathered: "The ticket is gathered among the ideas.",
    alike: (ticketId: number, id: number, name: string, wishedBy: number) =>
      `Idea ${id} may be the same: "${name}" (wished by ${wishedBy}). To join them: npx intray ideas join --ticket ${ticketId} ${id}`,
  },
  pl: {
    gathered: "Zgłoszenie trafiło między pomysły.",
    alike: (ticketId: number, id: number, name: string, wishedBy: number) =>
      `Pomysł ${id} może być tym samym: „${name}” (chętnych: ${wishedBy}). Aby je połączyć: npx intray ideas join --ticket ${ticketId} ${id}`,
  },
};
