/**
 * Lets go of what has had its time by the desk's `retention`: bytes of mails, and the conversation of closed tickets. The
 * rows stay as tombstones, so that nothing is fetched twice and no figure changes. What is on hold stays whole.
 */
import { transaction } from "../../io/postgres.ts";
import { erasedWords, standInFor } from "../../mail/forget/forget.ts";
import { noteDeed } from "../../store/audit.ts";
import { renameEverywhere } from "../../store/everywhere.ts";
import { everyAgent } from "../../store/person.ts";
import {
  expiredMails,
  expiredTickets,
  mailsOfTickets,
  orphans,
  peopleOfTickets,
  renamePeople,
} from "../../store/retention.ts";
import { buryMails, emptyContact, emptyIdeas } from "../../store/tombstone.ts";
import type { Workshop } from "../workshop.ts";
import { emptyWholeTickets } from "./emptyTickets.ts";

type RetainShop = Pick<Workshop, "pool" | "blobs" | "desks" | "stationery" | "log" | "now">;

export type Retained = { mails: number; tickets: number; people: number };

/** In one transaction; and so many of them in one sweep, so that a first sweep over years leaves room for mail. */
const atOnce = { mails: 200, tickets: 20 };
const turnsMax = 20;

/** One sweep; answers with what it let go of. Nothing where the desk names no terms. */
export async function sweepRetention(shop: RetainShop, signal?: AbortSignal): Promise<Retained> {
  const { desk } = await shop.desks.current(shop.pool);
  const { rawMailsMs = null, closedTicketsMs = null } = desk.retention ?? {};
  const swept: Retained = { mails: 0, tickets: 0, people: 0 };
  for (let turn = 0; turn < turnsMax && rawMailsMs !== null && !signal?.aborted; turn++) {
    const count = await letMailsGo(shop, new Date(shop.now() - rawMailsMs));
    swept.mails += count;
    if (count < atOnce.mails) break;
  }
  for (let turn = 0; turn < turnsMax && closedTicketsMs !== null && !signal?.aborted; turn++) {
    const { tickets, people } = await letTicketsGo(shop, new Date(shop.now() - closedTicketsMs));
    swept.tickets += tickets;
    swept.people += people;
    if (tickets < atOnce.tickets) break;
  }
  if (swept.mails + swept.tickets > 0) {
    shop.log.info(swept, "what has had its time was let go");
    await noteDeed(shop.pool, shop.stationery.keys, { actor: "intray", deed: "swept", subject: null, detail: swept });
  }
  return swept;
}

async function letMailsGo(shop: RetainShop, before: Date): Promise<number> {
  const ids = await expiredMails(shop.pool, before, atOnce.mails);
  await removeBlobs(shop, await transaction(shop.pool, (tx) => buryMails(tx, ids, "expired")));
  return ids.length;
}

async function letTicketsGo(shop: RetainShop, before: Date): Promise<{ tickets: number; people: number }> {
  const { keys } = shop.stationery;
  const nonce = String(shop.now());
  const standIn = (address: string) => standInFor(keys, address, nonce);
  const done = await transaction(shop.pool, async (tx) => {
    const ids = await expiredTickets(tx, before, atOnce.tickets);
    if (ids.length === 0) return { tickets: 0, people: 0, needless: [] };
    const agents = await everyAgent(tx);
    const people = await peopleOfTickets(tx, ids, [...agents]);
    const needless = await buryMails(tx, await mailsOfTickets(tx, ids), "expired");
    await emptyWholeTickets(tx, ids, keys);
    await emptyIdeas(tx, ids, erasedWords, null);
    await renamePeople(
      tx,
      ids,
      people.map((address) => ({ address, standIn: standIn(address) })),
    );
    const alone = await orphans(tx, people);
    for (const address of alone) needless.push(...(await emptyContact(tx, address, standIn(address))));
    await renameEverywhere(
      tx,
      alone.map((address) => ({ from: address, to: standIn(address) })),
    );
    return { tickets: ids.length, people: alone.length, needless };
  });
  await removeBlobs(shop, done.needless);
  return done;
}

async function removeBlobs({ blobs }: RetainShop, hashes: Buffer[]): Promise<void> {
  for (const sha256 of hashes) await blobs.remove(sha256);
}
