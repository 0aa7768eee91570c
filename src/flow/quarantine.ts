/**
 * Puts a mail aside: the raw bytes stay, the cause is named, and leads are told, once an hour for each cause, so that a
 * flood of broken mail does not become a flood of letters.
 */
import { type Tx, transaction } from "../io/postgres.ts";
import type { WaitingMail } from "../store/claim.ts";
import type { Decision, Dispatch } from "../ticket/input.ts";
import { commitDecision } from "./commit.ts";
import type { Processed } from "./process.ts";
import type { Workshop } from "./workshop.ts";

/** Why a mail is put aside, from a closed list, and in words. */
export type Quarantine = {
  cause: string;
  detail: string;
  messageId?: string | null;
  sender?: string | null;
  subject?: string | null;
};

const hourMs = 3600 * 1000;

export async function quarantine(mail: WaitingMail, why: Quarantine, shop: Workshop, tx?: Tx): Promise<Processed> {
  if (!tx) return await transaction(shop.pool, (own) => quarantine(mail, why, shop, own));
  const { desk } = await shop.desks.current(tx);
  const now = shop.now();
  const timezone = Object.values(desk.calendars)[0]?.timezone ?? "UTC";
  const leads = Object.entries(desk.agents).filter(([, agent]) => agent.role === "lead");
  const told = leads.length > 0 ? leads : Object.entries(desk.agents).slice(0, 1);
  const dispatches: Dispatch[] = told.map(([address, agent]) => ({
    letter: {
      name: "quarantine",
      to: { name: agent.name, address },
      language: desk.language,
      data: {
        rawMailId: mail.id,
        cause: why.cause,
        what: why.detail,
        bytes: mail.byteCount,
        receivedAt: mail.receivedAt.getTime(),
        timezone,
      },
    },
    to: "agent",
    holdMs: 0,
    attachments: [],
  }));
  const decision: Decision = {
    disposition: "quarantined",
    reason: "putAside",
    ticket: null,
    events: [],
    message: null,
    dispatches,
  };
  const letters = await commitDecision(
    tx,
    decision,
    {
      eventKey: `quarantine:${why.cause}:${Math.floor(now / hourMs)}`,
      rawMailId: mail.id,
      mail: null,
      outcome: {
        disposition: "quarantined",
        reason: why.cause,
        detail: why.detail,
        messageId: why.messageId ?? null,
        sender: why.sender ?? null,
        subject: why.subject ?? null,
        trust: null,
        trustReason: null,
        trustEvidence: null,
      },
      lastMessageId: null,
    },
    { ...shop.stationery, deskName: desk.name },
    now,
  );
  shop.log.warn({ rawMailId: mail.id, cause: why.cause }, "a mail was put aside; see: npx intray quarantine");
  return { kind: "done", letters };
}
