/** A button pressed: an agent approves their own held mail, which then goes through its journey again as trusted. */
import type { Pool } from "pg";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { type Keyring, looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { noteDeed } from "../../store/audit.ts";
import { heldMail, releaseMail } from "../../store/quarantine.ts";
import { findToken, useToken } from "../../store/token.ts";
import type { LetterData } from "../../ticket/letter.ts";
import type { DeskBook } from "../desks.ts";

/** What a held mail is: an answer to the customer, a note, commands alone, or somebody's mail that was passed on. */
export type HeldAs = LetterData["held"]["what"];

export type Approval =
  | {
      kind: "waiting";
      ticketId: number | null;
      what: HeldAs;
      subject: string;
      excerpt: string;
      agent: string;
    }
  | { kind: "approved"; ticketId: number | null; what: HeldAs }
  | { kind: "unknown" };

/** What stands behind an approve link; looking changes nothing. */
export async function lookAtApproval(pool: Pool, token: string): Promise<Approval> {
  return await transaction(pool, (tx) => approval(tx, token));
}

/** Approves; pressing twice does what pressing once does. */
export async function approve(
  pool: Pool,
  token: string,
  queue: Queue,
  desks: DeskBook,
  keys: Keyring,
): Promise<Approval> {
  return await transaction(pool, async (tx) => {
    const found = await approval(tx, token);
    if (found.kind !== "waiting") return found;
    const { desk } = await desks.current(tx);
    if (!(found.agent in desk.agents)) return { kind: "unknown" };
    const known = await findToken(tx, tokenHash(token), "approve");
    if (!known || !(await useToken(tx, known.hash))) return { kind: "unknown" };
    const rawMailId = Number(known.data.rawMailId);
    await releaseMail(tx, rawMailId, found.agent);
    await noteDeed(tx, keys, { actor: found.agent, deed: "approved", subject: `mail ${rawMailId}` });
    await queue.wake(tx, "process");
    return { kind: "approved", ticketId: found.ticketId, what: found.what };
  });
}

async function approval(tx: Tx, token: string): Promise<Approval> {
  if (!looksLikeToken(token)) return { kind: "unknown" };
  const known = await findToken(tx, tokenHash(token), "approve");
  if (!known) return { kind: "unknown" };
  const { ticketId, person: agent } = known;
  const what = heldAs.find((each) => each === known.data.what) ?? "answer";
  if (known.isUsed) return { kind: "approved", ticketId, what };
  if (!known.isLive) return { kind: "unknown" };
  const mail = await heldMail(tx, Number(known.data.rawMailId));
  if (!mail) return { kind: "unknown" };
  const excerpt = typeof known.data.excerpt === "string" ? known.data.excerpt : "";
  return { kind: "waiting", ticketId, what, subject: mail.subject ?? "", excerpt, agent };
}

const heldAs: readonly HeldAs[] = ["answer", "note", "commands", "forward"];
