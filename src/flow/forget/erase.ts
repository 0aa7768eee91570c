/**
 * Erases a person: their tickets and mails become tombstones, their address goes from every row, their words from what
 * others quoted of them (SECURITY.md, "People's data"). It can be run again: what was done before is passed over.
 */
import type { Pool } from "pg";
import type { Blobs } from "../../io/blobs.ts";
import { type Log, plainError } from "../../io/log.ts";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Readers } from "../../io/readers.ts";
import { erasedWords, type Forgetting, standInFor, wordprint } from "../../mail/forget/forget.ts";
import { redacted } from "../../mail/forget/redact.ts";
import { isTraced } from "../../mail/forget/trace.ts";
import type { Keyring } from "../../mail/write/reference.ts";
import { noteDeed } from "../../store/audit.ts";
import { type Hold, holdsAgainst } from "../../store/hold.ts";
import { findPerson, type PersonFound, storedMail, wordsOfPerson } from "../../store/person.ts";
import { lockTicket } from "../../store/ticket.ts";
import { buryMails, emptyContact, emptyIdeas, emptyMessagesOf, replaceMail } from "../../store/tombstone.ts";
import { changeTicket } from "../change.ts";
import type { Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import { emptyWholeTickets, sealIds } from "./emptyTickets.ts";
import { forgetRows, rowsNaming, ticketsNaming } from "./forgetRows.ts";
import { filesOf, findTraces, type Traced, type Traces } from "./traces.ts";

export type EraseShop = {
  pool: Pool;
  blobs: Blobs;
  readers: Readers;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  keys: Keyring;
  log: Log;
  now: () => number;
};

/** What erasing somebody would do; making it writes nothing. */
export type ErasePlan = {
  person: PersonFound;
  forgetting: Forgetting;
  touched: number[];
  traces: Traces;
  holds: Hold[];
  /** They are an agent of the desk in force, whose work cannot be forgotten while they do it. */
  isAgent: boolean;
};

export type Erased = {
  tickets: number;
  messages: number;
  mailsErased: number;
  mailsRedacted: number;
  rows: Record<string, number>;
  /** Rows that still name the person: mail came in meanwhile, so erase again. */
  left: Record<string, number>;
  waiting: number;
};

/** Looks at everything and changes nothing. */
export async function planErasing(shop: EraseShop, address: string): Promise<ErasePlan> {
  const { pool, keys } = shop;
  const person = await findPerson(pool, address);
  const files = await filesOf(shop, address);
  const spoken = await wordsOfPerson(pool, address, person.ownTickets);
  const forgetting: Forgetting = {
    address,
    standIn: standInFor(keys, address, String(shop.now())),
    names: person.names.map((name) => name.trim()).filter((name) => /\S\s+\S/.test(name)),
    words: wordprint([...spoken, ...files.texts.map((text) => [{ text, isTheirs: true }])]),
    files: files.keys,
  };
  const named = await ticketsNaming(pool, forgetting);
  const touched = [...new Set([...person.ownTickets, ...person.otherTickets, ...named])];
  const traces = await findTraces(shop, forgetting, { touched: new Set(touched), own: new Set(person.ownTickets) });
  const byMail = [...traces.erase, ...traces.redact].flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId]));
  const { desk } = await shop.desks.current(pool);
  return {
    person,
    forgetting,
    touched: [...new Set([...touched, ...byMail])],
    traces,
    holds: await holdsAgainst(pool, address),
    isAgent: Object.hasOwn(desk.agents, address),
  };
}

/** True where nothing of the person is kept. */
export function isUnknown({ person, touched, traces }: ErasePlan): boolean {
  return (
    person.contactId === null && person.messageCount + touched.length + traces.erase.length + traces.redact.length === 0
  );
}

/** Carries the plan out. `actor`: who asked for it, for the trail. */
export async function erasePerson(shop: EraseShop, plan: ErasePlan, actor: string): Promise<Erased> {
  const { pool, blobs, keys } = shop;
  const { person, forgetting, touched, traces } = plan;
  const { address } = forgetting;
  const needless: Buffer[] = [];
  needless.push(...(await redactMails(shop, traces.redact, forgetting)));
  const erased = await transaction(pool, async (tx) => {
    const freed: Buffer[] = [];
    // No mail of theirs is decided meanwhile (store/claim.ts takes the same lock).
    await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 1042))", [address]);
    for (const id of person.liveTickets) await closeTicket(tx, id, shop);
    const ids = traces.erase.map(({ id }) => id);
    freed.push(...(await buryMails(tx, ids, "dropped")));
    await emptyWholeTickets(tx, person.ownTickets, keys);
    await emptyIdeas(tx, person.ownTickets, erasedWords, "published");
    await sealIds(tx, { ticketIds: [], author: address }, keys);
    await emptyMessagesOf(tx, address, erasedWords);
    freed.push(...(await emptyContact(tx, address, forgetting.standIn)));
    const { tables } = await forgetRows(tx, forgetting, { touched, own: person.ownTickets });
    await noteDeed(tx, keys, {
      actor,
      deed: "erased",
      subject: address,
      detail: {
        standIn: forgetting.standIn,
        tickets: person.ownTickets.length,
        mailsErased: ids.length,
        mailsRedacted: traces.redact.length,
      },
    });
    return { rows: tables, freed };
  });
  for (const sha256 of [...needless, ...erased.freed]) await blobs.remove(sha256);
  return {
    tickets: person.ownTickets.length,
    messages: person.messageCount,
    mailsErased: traces.erase.length,
    mailsRedacted: traces.redact.length,
    rows: erased.rows,
    left: await rowsNaming(pool, forgetting),
    waiting: traces.waiting,
  };
}

/** Promises to nobody are no promises: their clocks end with the ticket. */
async function closeTicket(tx: Tx, id: number, shop: EraseShop): Promise<void> {
  const loaded = await lockTicket(tx, id);
  if (!loaded || loaded.ticket.id !== id || loaded.ticket.status === "closed") return;
  const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
  await changeTicket(tx, loaded, { kind: "status", to: "closed", reason: "requesterErased" }, "intray", inForce, shop);
}

/** Other people's mails, each in a transaction of its own; one that cannot be written anew is erased. */
async function redactMails(shop: EraseShop, mails: Traced[], forgetting: Forgetting): Promise<Buffer[]> {
  const needless: Buffer[] = [];
  for (const { id } of mails) {
    const content = await withoutPerson(shop, id, forgetting);
    needless.push(
      ...(await transaction(shop.pool, (tx) =>
        content === null ? buryMails(tx, [id], "dropped") : replaceMail(tx, id, content),
      )),
    );
  }
  return needless;
}

async function withoutPerson(shop: EraseShop, id: number, forgetting: Forgetting): Promise<Buffer | null> {
  const mail = await storedMail(shop.pool, id);
  if (!mail) return null;
  try {
    const raw = await shop.blobs.load(mail.sha256, mail.content);
    const { message } = await shop.readers.read(raw);
    const contents = await shop.readers.contents(
      raw,
      message.attachments.map(({ index }) => index),
    );
    const content = await redacted(message, contents, forgetting, mail.receivedAt);
    return isTraced(content, forgetting) ? null : content;
  } catch (error) {
    shop.log.warn({ rawMailId: id, error: plainError(error) }, "a mail could not be written anew and is erased");
    return null;
  }
}
