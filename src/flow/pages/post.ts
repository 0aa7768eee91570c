/**
 * What a participant writes on the ticket page becomes a mail and takes the same journey. It is theirs because the page's
 * link was mailed to them alone; the row says so (`posted_by`), and no header does, so no mail can claim it.
 */
import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { type Blobs, sha256Of } from "../../io/blobs.ts";
import { transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { compose, type Enclosure } from "../../mail/write/compose.ts";
import { writeMessageId, writeSubject } from "../../mail/write/reference.ts";
import { insertPosted, postedCount } from "../../store/posted.ts";
import type { Stationery } from "../commit.ts";
import { behindTicketLink } from "./view.ts";

export type PostShop = {
  pool: Pool;
  blobs: Blobs;
  queue: Queue;
  stationery: Pick<Stationery, "keys" | "support">;
  now: () => number;
};

export type Posted = { kind: "posted" } | { kind: "tooMany" } | { kind: "unknown" };

const hourMs = 3600 * 1000;
/** More than a person types in an hour. */
const postsPerHourMax = 20;

/** `once` is the form's own: pressing its button twice posts once. */
export type Written = { text: string; files: Enclosure[]; once: string };

/** Stores the words and files as a mail. */
export async function postWords(shop: PostShop, token: string, { text, files, once }: Written): Promise<Posted> {
  const { keys, support } = shop.stationery;
  const now = shop.now();
  return await transaction(shop.pool, async (tx) => {
    const found = await behindTicketLink(tx, token);
    if (!found) return { kind: "unknown" };
    const { person } = found;
    const { ticket } = found.loaded;
    if ((await postedCount(tx, person.address, new Date(now - hourMs))) >= postsPerHourMax) return { kind: "tooMany" };
    const domain = support.address.slice(support.address.lastIndexOf("@") + 1);
    const postKey = createHash("sha256").update(`${token}\n${once}`).digest("hex");
    const raw = await compose({
      // Not signed as ours: it is the participant's mail, and ours are left aside when they come round again.
      messageId: `<page-${postKey.slice(0, 40)}@${domain}>`,
      date: new Date(now),
      from: { name: person.name, address: person.address },
      to: support,
      replyTo: null,
      subject: `Re: ${writeSubject(ticket.subject, ticket.id)}`,
      text,
      html: null,
      // Names the ticket by our own signature, whatever becomes of reply addresses.
      inReplyTo: writeMessageId(keys, { ticketId: ticket.id, unique: "page" }, domain),
      references: [],
      headers: { "Auto-Submitted": "no" },
      attachments: files,
    });
    const sha256 = sha256Of(raw);
    const content = await shop.blobs.keep(sha256, raw);
    const mail = { sha256, byteCount: raw.length, content, receivedAt: new Date(now) };
    if (await insertPosted(tx, { ...mail, postedBy: person.address, postKey })) await shop.queue.wake(tx, "process");
    return { kind: "posted" };
  });
}
