/**
 * The page where an agent lets somebody from outside take part in a ticket, or does not: what stands behind its link, and what
 * its buttons do. A participant decides on a stranger's words likewise, but not against an agent. Looking changes nothing.
 */
import type { Pool } from "pg";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { type StrangersWords, strangersWords, wasRefused } from "../../store/relation.ts";
import { type LoadedTicket, lockTicket } from "../../store/ticket.ts";
import { findToken } from "../../store/token.ts";
import { decide } from "../../ticket/decide.ts";
import type { Agent } from "../../ticket/input.ts";
import type { Language } from "../../ticket/letter.ts";
import { isParticipant } from "../../ticket/ticket.ts";
import { timeContext } from "../change.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook, DeskInForce } from "../desks.ts";

export type AdmitSeen = {
  state: "waiting" | "approved" | "refused";
  ticketId: number;
  subject: string;
  person: { name: string; address: string };
  /** What the person wrote; null where they were only copied in. */
  words: string | null;
  /** Who looks: an agent, or a participant, who reads the ticket's language. */
  isAgent: boolean;
  language: Language;
};

export type AdmitShop = {
  pool: Pool;
  queue: Pick<Queue, "wake">;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  now: () => number;
};

/** Null where the link is unknown or too old, or its reader is no agent and takes no part any more. */
export async function lookAtAdmission(shop: AdmitShop, token: string): Promise<AdmitSeen | null> {
  return await transaction(shop.pool, async (tx) => (await behind(tx, token, shop))?.seen ?? null);
}

/** Pressing twice does what pressing once does; what was approved stays so. */
export async function letIn(shop: AdmitShop, token: string, choice: "approve" | "refuse"): Promise<AdmitSeen | null> {
  return await transaction(shop.pool, async (tx) => {
    const found = await behind(tx, token, shop);
    if (!found || found.seen.state === "approved" || found.seen.state === `${choice}d`) return found?.seen ?? null;
    if (found.seen.state === "refused" && !found.seen.isAgent) return found.seen;
    const { loaded, by, words, inForce } = found;
    const { person } = found.seen;
    const input = {
      kind: "admitted" as const,
      by,
      person: { contactId: null, ...person },
      words: words && { messageId: words.id, receivedAt: words.at.getTime(), visible: words.visible },
      choice,
    };
    const context = timeContext(inForce, shop);
    const cause = {
      eventKey: `admit:${loaded.ticket.id}:${person.address}:${words?.id ?? ""}:${choice}`,
      rawMailId: null,
      mail: null,
      outcome: null,
      lastMessageId: loaded.lastMessageId,
    };
    const stationery = { ...shop.stationery, deskName: inForce.desk.name };
    const letters = await commitDecision(tx, decide(loaded.ticket, input, context), cause, stationery, context.now);
    if (letters) await shop.queue.wake(tx, "send");
    return (await behind(tx, token, shop))?.seen ?? null;
  });
}

type Behind = {
  seen: AdmitSeen;
  loaded: LoadedTicket;
  by: Agent;
  words: StrangersWords | null;
  inForce: DeskInForce;
};

async function behind(tx: Tx, token: string, { desks }: Pick<AdmitShop, "desks">): Promise<Behind | null> {
  const known = looksLikeToken(token) ? await findToken(tx, tokenHash(token), "admit") : null;
  if (!known?.isLive || known.ticketId === null) return null;
  const loaded = await lockTicket(tx, known.ticketId);
  if (!loaded) return null;
  const { ticket } = loaded;
  const inForce = await desks.forTicket(tx, ticket.deskVersionId);
  const { address, name, rawMailId } = known.data;
  const agent = Object.hasOwn(inForce.desk.agents, known.person) ? inForce.desk.agents[known.person] : undefined;
  const isAsked = typeof rawMailId === "number" && isParticipant(ticket, known.person);
  if ((!agent && !isAsked) || typeof address !== "string" || address in inForce.desk.agents) return null;
  const words = typeof rawMailId === "number" ? await strangersWords(tx, rawMailId) : null;
  if (typeof rawMailId === "number" && words?.ticketId !== ticket.id) return null;
  const isThere = words ? !words.isUnverified : isParticipant(ticket, address);
  const isRefused = !isThere && (await wasRefused(tx, address, ticket.id, words?.id ?? null));
  const seen: AdmitSeen = {
    state: isThere ? "approved" : isRefused ? "refused" : "waiting",
    ticketId: ticket.id,
    subject: ticket.subject,
    person: { name: typeof name === "string" ? name : "", address },
    words: words?.visible ?? null,
    isAgent: agent !== undefined,
    language: agent ? inForce.desk.language : ticket.language,
  };
  const everyone = [ticket.requester, ...ticket.participants];
  const ownName = agent?.name ?? everyone.find((one) => one.address === known.person)?.name ?? "";
  return { seen, loaded, by: { name: ownName, address: known.person }, words, inForce };
}
