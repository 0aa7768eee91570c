/**
 * Guides of the docs in a ticket's life: offered in the confirmation where they fit, sent with an answer by `#docs`, and
 * what the customer says of them; "this solved it" is their yes to the question whether it is solved (lifecycle.md).
 */
import type { Command } from "../command/command.ts";
import type { Refusal } from "../command/grammar.ts";
import type { Context, Decision, Input, Story } from "../input.ts";
import type { Language } from "../letter.ts";
import { saidFirst } from "../question/question.ts";
import { decideSaysSolved } from "../question/saysSolved.ts";
import type { Ticket } from "../ticket.ts";

/** By title and address, because its text is not ours to shorten. */
export type Guide = { id: number; title: string; url: string };

/** In a letter, with the page where its reader says whether it solved the matter. */
export type ToldGuide = Guide & { saidUrl: string };

/** As it was found: `language` (ISO 639-1) null where it is not known. */
export type FoundGuide = Guide & { language: string | null };

export type GuideVerdict = "solved" | "notSolved";

/** What happens with guides; none of it changes the ticket itself. */
export type Guiding =
  | { type: "guidesOffered"; place: "confirmation" | "answer"; guides: Guide[] }
  | { type: "guideSaid"; guideId: number; title: string; verdict: GuideVerdict };

/** So many are a choice; more are a list that nobody reads. */
export const guidesOfferedMax = 3;

export function offerGuides(story: Story, place: "confirmation" | "answer", guides: Guide[], actor: string): void {
  const plain = guides.map(({ id, title, url }) => ({ id, title, url }));
  if (plain.length > 0) story.add({ type: "guidesOffered", place, guides: plain }, actor);
}

/** What an agent's commands found: guides in the customer's language, or where there are none, in others. */
function guidesFor(ticket: Pick<Ticket, "language">, found: FoundGuide[] | null | undefined): Guide[] {
  const all = found ?? [];
  const own = all.filter(({ language }) => language === null || language === ticket.language);
  return (own.length > 0 ? own : all).slice(0, guidesOfferedMax).map(({ id, title, url }) => ({ id, title, url }));
}

/** What the commands of a mail come to: the guides that go with its answer, and what the transcript says. */
export function guidesIn(
  commands: Command[],
  ticket: Pick<Ticket, "language">,
  found: FoundGuide[] | undefined,
  language: Language,
): { sent: Guide[]; told: string[] } {
  const guides = guidesFor(ticket, found);
  if (commands.some(({ kind }) => kind === "docs")) return { sent: guides, told: guideWords("sent", guides, language) };
  return { sent: [], told: guideWords("mayFit", guides, language) };
}

/**
 * Why `#docs` cannot be carried out: nothing fits, or nothing leaves that the guides could go with; a `#solve` that closes,
 * because the customer had said so first, brings them no letter.
 */
export function guideHindrance(
  commands: Command[],
  ticket: Pick<Ticket, "language" | "questions">,
  found: FoundGuide[] | undefined,
  hasAnswer: boolean,
): Refusal | null {
  const line = commands.find(({ kind }) => kind === "docs")?.line;
  if (line === undefined) return null;
  const guides = guidesFor(ticket, found);
  const asks = commands.some(({ kind }) => kind === "ask" || (kind === "solve" && saidFirst(ticket) === null));
  const leaves = hasAnswer || asks;
  if (!leaves) return { line, why: "needsAnswer", suggestion: null, known: [] };
  return guides.length === 0 ? { line, why: "noGuide", suggestion: null, known: [] } : null;
}

/** What the transcript says of guides: which go with the answer, or which would fit a customer's mistake and how to send them. */
function guideWords(how: "sent" | "mayFit", guides: Guide[], language: Language): string[] {
  if (guides.length === 0) return [];
  const titles = guides.map(({ title }) => title);
  if (how === "sent") return [`${words[language].sent} ${titles.join(" · ")}`];
  return titles.map((title) => words[language].mayFit(title));
}

const words = {
  en: {
    sent: "With your answer go:",
    mayFit: (title: string) =>
      `A guide that may fit: "${title}". To send it, begin your next answer with: #docs ${title}`,
    said: (title: string) => `The guide "${title}" solved it.`,
  },
  pl: {
    sent: "Z Twoją odpowiedzią idą:",
    mayFit: (title: string) =>
      `Może pasować poradnik „${title}”. Aby go wysłać, zacznij następną odpowiedź od: #docs ${title}`,
    said: (title: string) => `Pomógł poradnik „${title}”.`,
  },
};

/** A participant pressed a button below a guide: it solved the matter, or it did not. */
export function decideGuideSaid(
  ticket: Ticket,
  { person, guide, verdict }: Extract<Input, { kind: "guideSaid" }>,
  context: Context,
): Decision {
  const said = { type: "guideSaid", guideId: guide.id, title: guide.title, verdict } as const;
  const event = { ...said, at: context.now, actor: person.address, reason: null };
  const nothing: Decision = {
    disposition: "reply",
    reason: "nothingOpen",
    ticket,
    events: [],
    message: null,
    dispatches: [],
  };
  const about = words[context.desk.language].said(guide.title);
  const decision =
    verdict === "solved" ? decideSaysSolved(ticket, { kind: "saysSolved", person, about }, context) : nothing;
  return { ...decision, events: [event, ...decision.events] };
}
