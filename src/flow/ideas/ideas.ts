/** Ideas follow their tickets: a ticket that becomes a wish is gathered, and one that is none after all goes again. */
import type { Tx } from "../../io/postgres.ts";
import { stripSubject } from "../../mail/write/reference.ts";
import { hasTrigrams } from "../../store/guide.ts";
import { dropGathered, gatherIdea, ideasAlike } from "../../store/idea.ts";
import { loadTicket } from "../../store/ticket.ts";
import type { Command } from "../../ticket/command/command.ts";
import { folded } from "../../ticket/guide/guideWords.ts";
import { type IdeaAlike, isIdeaType, isWish } from "../../ticket/idea.ts";
import type { Decision } from "../../ticket/input.ts";

/** Tags such as `[idea]` are about the desk, not about the wish. */
export function nameOfWish(subject: string): string {
  const bare = stripSubject(subject)
    .replace(/[[［][^\][［］]{0,40}[\]］]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return (bare === "" ? "?" : bare).slice(0, 300).toWellFormed();
}

/** Words that likeness is measured by. */
export function foldedName(name: string): string {
  return folded(name).slice(0, 300);
}

/** Written with the decision that made the ticket a wish, or none any more. */
export async function followWish(tx: Tx, { ticket, events }: Decision, now: number): Promise<void> {
  const concerns = events.some(
    ({ type }) => type === "opened" || type === "changed" || type === "requestTypeChanged" || type === "undone",
  );
  if (ticket === null || !concerns) return;
  const name = nameOfWish(ticket.subject);
  if (isWish(ticket)) await gatherIdea(tx, ticket.id, name, foldedName(name), new Date(now));
  else if (!events.some(({ type }) => type === "opened")) await dropGathered(tx, ticket.id);
}

/** What commands that make a ticket a wish may be the same as; null where none does. */
export async function ideasAsked(tx: Tx, commands: Command[], ticketId: number | null): Promise<IdeaAlike[] | null> {
  const makesWish = commands.some(
    (command) =>
      (command.kind === "cause" && command.to === "feature") || (command.kind === "type" && isIdeaType(command.to)),
  );
  const loaded = makesWish && ticketId !== null ? await loadTicket(tx, ticketId) : null;
  if (!loaded || !(await hasTrigrams(tx))) return null;
  return await ideasAlike(tx, foldedName(nameOfWish(loaded.ticket.subject)), { ticketId: loaded.ticket.id });
}
