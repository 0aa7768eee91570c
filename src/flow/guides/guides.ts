/**
 * Guides on their way: looked up before a mail is decided, linked when their letter is written, and counted when the decision
 * is committed.
 */
import type { Tx } from "../../io/postgres.ts";
import { stripSubject } from "../../mail/write/reference.ts";
import { hasGuides, withinTime } from "../../store/guide.ts";
import { dropOffers, type NewOffer, saveOffers } from "../../store/guideOffer.ts";
import { loadTicket, messagesOf } from "../../store/ticket.ts";
import type { Command } from "../../ticket/command/command.ts";
import { type FoundGuide, type Guide, guidesOfferedMax, type ToldGuide } from "../../ticket/guide/guide.ts";
import type { Context, Decision, Input } from "../../ticket/input.ts";
import { languageFor } from "../../ticket/intake.ts";
import type { Mint } from "../addressed.ts";
import { guidesForMail, searchDocs } from "./docs.ts";

/** A new matter with the guides that seem to answer it; other inputs stay as they are. */
export async function withGuides(tx: Tx, input: Input, context: Context): Promise<Input> {
  if (input.kind !== "newMatter" || context.account === null || !context.mayConfirm) return input;
  const { subject, visible, language } = input.mail;
  const said = { subject: withoutTags(subject), text: visible };
  const spoken = languageFor(context, language);
  const guides = await inTime(tx, timeoutMs.mail, () =>
    guidesForMail(tx, said, spoken, guidesOfferedMax, context.desk.synonyms),
  );
  return guides.length === 0 ? input : { ...input, guides };
}

/** A statement of a look-up takes milliseconds. A mail is not held up by one that takes longer; an agent who asked waits more. */
const timeoutMs = { mail: 250, asked: 3_000 };

/** No guides where there are none, or where finding them takes too long. */
async function inTime(tx: Tx, statementMs: number, find: () => Promise<FoundGuide[]>): Promise<FoundGuide[]> {
  return (await hasGuides(tx)) ? ((await withinTime(tx, statementMs, find)) ?? []) : [];
}

/** `[A]` and `Re:` are about the desk, not about the matter. */
function withoutTags(subject: string): string {
  return stripSubject(subject).replace(/[[［][^\][［］]{0,40}[\]］]/g, " ");
}

/** What an agent's commands ask of the docs: guides for `#docs`, or for a cause that guides help with; null for neither. */
export async function guidesAsked(
  tx: Tx,
  commands: Command[],
  ticketId: number | null,
  { synonyms }: Context["desk"],
): Promise<FoundGuide[] | null> {
  const docs = commands.find((command) => command.kind === "docs");
  if (docs?.kind === "docs") {
    return await inTime(tx, timeoutMs.asked, () => searchDocs(tx, docs.words, null, 4 * guidesOfferedMax, synonyms));
  }
  const isMistake = commands.some((command) => command.kind === "cause" && command.to === "user-error");
  const loaded = isMistake && ticketId !== null ? await loadTicket(tx, ticketId) : null;
  if (!loaded) return null;
  const first = (await messagesOf(tx, loaded.ticket.id)).find(({ direction }) => direction === "in");
  const said = { subject: withoutTags(loaded.ticket.subject), text: first?.visible ?? "" };
  const { language } = loaded.ticket;
  return await inTime(tx, timeoutMs.mail, () => guidesForMail(tx, said, language, guidesOfferedMax, synonyms));
}

/** Guides for a letter's reader, each with their own page to say whether it solved the matter. */
export function toldGuides(guides: Guide[] | undefined, publicUrl: string, mint: Mint): ToldGuide[] {
  return (guides ?? []).map((guide) => {
    const saidUrl = `${publicUrl}/guide/${mint("guide", String(guide.id), { guideId: guide.id })}`;
    return { ...guide, saidUrl };
  });
}

/** What a decision offered is counted, and what an answer offered that was stopped is counted no more. */
export async function countOffers(tx: Tx, decision: Decision, rawMailId: number | null, now: number): Promise<void> {
  const { ticket, events, stops = [] } = decision;
  const offers: NewOffer[] = events.flatMap((event) =>
    ticket === null || event.type !== "guidesOffered"
      ? []
      : event.guides.map(({ id }) => ({ ticketId: ticket.id, guideId: id, place: event.place, rawMailId })),
  );
  if (offers.length > 0) await saveOffers(tx, offers, new Date(now));
  for (const stopped of stops) await dropOffers(tx, stopped);
}
