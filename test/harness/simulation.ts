/**
 * A desk in simulated time: a real database and the real steps of the flow, but a clock that the test sets. Time goes from
 * one look at the tickets' clocks to the next, as the worker's loop would have it.
 */
import { putIntoForce } from "../../src/flow/apply.ts";
import { changeTicket } from "../../src/flow/change.ts";
import { deliverMails } from "../../src/flow/deliver.ts";
import { openDesks } from "../../src/flow/desks.ts";
import { processMail } from "../../src/flow/process.ts";
import { reconcile } from "../../src/flow/reconcile.ts";
import { lookAtDue } from "../../src/flow/remind.ts";
import type { Workshop } from "../../src/flow/workshop.ts";
import { openBlobs } from "../../src/io/blobs.ts";
import { openDkim } from "../../src/io/dkim.ts";
import { type Extras, loadTemplates } from "../../src/io/letters/templates.ts";
import { openLog } from "../../src/io/log.ts";
import { transaction } from "../../src/io/postgres.ts";
import { openReaders } from "../../src/io/readers.ts";
import { loopIdOf, parseKeyring } from "../../src/mail/write/reference.ts";
import { waitingMails } from "../../src/store/claim.ts";
import { soonestLook } from "../../src/store/reminder.ts";
import { lockTicket } from "../../src/store/ticket.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import type { Change } from "../../src/ticket/input.ts";
import type { Letter as LetterToWrite } from "../../src/ticket/letter.ts";
import { freshDatabase } from "./database.ts";
import { type Letter, mailOf } from "./desk.ts";
import { border, support } from "./deskFile.ts";

export type SentLetter = { at: number; letter: string; to: string; subject: string; text: string; messageId: string };

type LetterRow = Pick<SentLetter, "letter" | "to" | "messageId"> & {
  id: number;
  at: Date;
  words: { letter: LetterToWrite; extras: Extras };
};

export type Simulation = Awaited<ReturnType<typeof openSimulation>>;

const accounts = [
  { name: "Shop", plan: "standard", domains: ["shop.example"], contacts: ["ada@shop.example"], language: null },
];

/** Another desk than the usual one: its address, the byte its key is made of, and whom it knows. */
export type Identity = { support: string; keyByte: number; accounts: typeof accounts };

/** A desk by this definition, at the instant `startAt` (ISO 8601). */
export async function openSimulation(deskYaml: string, startAt: string, identity: Partial<Identity> = {}) {
  const self = { support, keyByte: 7, accounts, ...identity };
  const database = await freshDatabase();
  const { pool } = database;
  let nowMs = Date.parse(startAt);
  const now = () => nowMs;
  await putIntoForce(pool, parseDesk(deskYaml), self.accounts, false);
  const shop = await workshopOf(pool, now, self);
  let seen = 0;
  return {
    pool,
    shop,
    now,
    /** Lets time pass until `iso`; every look is made at its moment. `asleep`: the worker is down meanwhile. */
    async travel(iso: string, { asleep = false } = {}): Promise<void> {
      const until = Date.parse(iso);
      for (;;) {
        const at = await soonestLook(pool);
        if (asleep || at === null || at > until) break;
        nowMs = Math.max(nowMs, at);
        await lookAtDue(shop);
      }
      nowMs = until;
    },
    /** Everything that is due now, as when a worker starts. */
    async work(): Promise<void> {
      await reconcile(shop);
      while ((await lookAtDue(shop)) !== null);
    },
    /** A mail arrives now and is carried through its journey. */
    async receive(letter: Letter | Buffer): Promise<void> {
      const raw = Buffer.isBuffer(letter) ? letter : mailOf(letter);
      await deliverMails([raw], { pool, blobs: shop.blobs, queue: null, receivedAt: new Date(nowMs) });
      for (const mail of await waitingMails(pool, [], 10, 10_000_000)) await processMail(mail, shop);
    },
    /** An agent changes a ticket now. */
    async change(ticketId: number, change: Change, actor: string): Promise<void> {
      await transaction(pool, async (tx) => {
        const loaded = await lockTicket(tx, ticketId);
        if (loaded === null) throw new Error(`there is no ticket ${ticketId}`);
        const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
        await changeTicket(tx, loaded, change, actor, inForce, shop);
      });
    },
    /** Another desk.yaml is applied now. */
    async apply(yaml: string): Promise<void> {
      await putIntoForce(pool, parseDesk(yaml), accounts, false);
      nowMs += 3_000;
      await reconcile(shop);
    },
    /** The letters that were written since the last call, in order, with the instants they are to leave at. */
    async letters(): Promise<SentLetter[]> {
      const { rows } = await pool.query<LetterRow>(
        `select id, next_at as at, letter, recipient as to, content->'words' as words, message_id as "messageId"
           from outgoing where id > $1 order by id`,
        [seen],
      );
      seen = rows.at(-1)?.id ?? seen;
      return rows.map(({ at, letter, to, words, messageId }) => {
        const { subject, text } = shop.stationery.templates.render(words.letter, words.extras);
        return { at: at.getTime(), letter, to, subject, text, messageId };
      });
    },
    async close(): Promise<void> {
      await shop.readers.close();
      await database.drop();
    },
  };
}

/** What the steps work with, as the worker opens it; without a mail server. */
export async function workshopOf(
  pool: Workshop["pool"],
  now: () => number,
  { support, keyByte }: Identity,
): Promise<Workshop> {
  const keys = parseKeyring(`k1:${Buffer.alloc(32, keyByte).toString("base64")}`);
  const replyPattern = support.replace("@", "+{token}@");
  const blobs = await openBlobs({ kind: "postgres" });
  return {
    pool,
    blobs,
    readers: openReaders({ threadCount: 1, own: { loopId: loopIdOf(keys), keys } }),
    dkim: openDkim({ timeoutMs: 100, cacheMax: 1 }),
    desks: openDesks(now),
    marks: { replyPattern, keys, ourAddresses: new Set([support]) },
    stationery: {
      templates: await loadTemplates(),
      keys,
      support: { name: "Acme Support", address: support },
      replyPattern,
      publicUrl: "http://localhost:3000",
    },
    trustedAuthservIds: [border],
    log: openLog("silent", "json"),
    now,
  };
}
