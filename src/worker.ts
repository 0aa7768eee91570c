/**
 * The worker process: opens the adapters, starts the flow (fetch, process, send) and stops it gracefully. Several may
 * run side by side; leases, row locks and unique keys keep them out of each other's way.
 */
import type { Config } from "./config.ts";
import { openDesks } from "./flow/desks.ts";
import { startDrain } from "./flow/drain.ts";
import { fetchInbox } from "./flow/fetch.ts";
import type { Marks } from "./flow/match.ts";
import { startReconciling } from "./flow/reconcile.ts";
import { startReminding } from "./flow/remind.ts";
import { startSelfTests } from "./flow/selftest/daily.ts";
import { sendMails } from "./flow/send.ts";
import { openStationery } from "./flow/stationery.ts";
import { tellUndelivered } from "./flow/undelivered.ts";
import type { Workshop } from "./flow/workshop.ts";
import { openBlobs } from "./io/blobs.ts";
import { openScanner } from "./io/clamd.ts";
import { openDkim } from "./io/dkim.ts";
import { enclosuresOf } from "./io/letters/enclosures.ts";
import type { Log } from "./io/log.ts";
import { accessTokens } from "./io/oauth.ts";
import { connectPool } from "./io/postgres.ts";
import { openQueue } from "./io/queue.ts";
import { openReaders } from "./io/readers.ts";
import { openSmtp } from "./io/smtp.ts";
import { loopIdOf } from "./mail/write/reference.ts";
import { noteKeys } from "./store/audit.ts";
import { rawMail } from "./store/claim.ts";
import { holdInstance } from "./store/instance.ts";

export type Worker = { stop(): Promise<void> };

/** Connections of one worker: processing, sending, fetching and the lock that shows it alive. */
const connectionCountMax = 16;
/** Two threads read while the main thread talks to the servers; more than cores only wait for each other. */
const readingThreadCount = 2;

/** Starts a worker. Throws when something it needs is missing; afterwards every failure is retried. */
export async function startWorker(config: Config, databaseUrl: string, log: Log): Promise<Worker> {
  const pool = await connectPool(databaseUrl, {
    applicationName: "intray worker",
    connectionCountMax,
    onIdleError: () => log.warn("an idle database connection broke; it is replaced"),
  });
  const [shop, queue, instance] = await Promise.all([
    openWorkshop(config, pool, log),
    openQueue(databaseUrl, log),
    holdInstance(pool, log),
  ]);
  await noteKeys(pool, config.keys);
  const accessToken = config.oauth ? accessTokens(config.oauth) : undefined;
  const smtp = openSmtp(smtpOf(config), { accessToken });
  const ending = new AbortController();
  const sending = sendMails({
    pool,
    queue,
    smtp,
    log,
    signal: ending.signal,
    instance: instance.name,
    desktop: {
      contents: (rawMailId, indexes) => contentsOf(shop, rawMailId, indexes),
      render: ({ letter, extras }) => shop.stationery.templates.render(letter, extras),
      enclose: ({ letter }) => enclosuresOf(letter),
    },
    onFailed: (tx, row, why) => tellUndelivered(tx, row, why, shop),
    onUnknown: (tx, row, why) => tellUndelivered(tx, row, why, shop),
  });
  const drain = startDrain(shop, sending.nudge);
  await queue.work("process", drain.wake);
  const reminding = startReminding(shop, sending.nudge);
  const reconciling = startReconciling(shop, sending.nudge);
  const testing = startSelfTests(shop, smtp, sending.nudge);
  const fetchEnding = new AbortController();
  const common = {
    pool,
    queue,
    blobs: shop.blobs,
    log,
    signal: fetchEnding.signal,
    instance: instance.name,
    accessToken,
  };
  const fetching = config.inboxes.map((inbox) => fetchInbox({ ...common, inbox, onStored: drain.wake }));
  log.info({ inboxes: config.inboxes.length }, "the worker is at work");
  return {
    async stop() {
      fetchEnding.abort();
      await Promise.all(fetching);
      await drain.stop();
      await reconciling.stop();
      await reminding.stop();
      await testing.stop();
      ending.abort();
      await sending.done;
      smtp.close();
      await shop.readers.close();
      await queue.stop();
      await instance.release();
      await pool.end();
    },
  };
}

/** Opens what the steps of the flow work with. Throws NoDesk where no desk is in force. */
export async function openWorkshop(config: Config, pool: Workshop["pool"], log: Log): Promise<Workshop> {
  const desks = openDesks(Date.now);
  await desks.current(pool);
  const [blobs, stationery] = await Promise.all([openBlobs(config.blobs), openStationery(config)]);
  return {
    pool,
    blobs,
    readers: openReaders({
      threadCount: readingThreadCount,
      own: { loopId: loopIdOf(config.keys), keys: config.keys },
    }),
    dkim: openDkim({ timeoutMs: 5_000, cacheMax: 1_000 }),
    scanner: config.clamd ? openScanner(config.clamd) : null,
    desks,
    marks: marksOf(config),
    stationery,
    trustedAuthservIds: config.trustedAuthservIds,
    log,
    now: Date.now,
  };
}

function smtpOf({ smtp }: Config): NonNullable<Config["smtp"]> {
  if (!smtp) throw new Error("a worker needs SMTP_URL");
  return smtp;
}

/** The bytes of attachments that a letter takes along, out of the raw mail they came in. */
async function contentsOf(
  { pool, blobs, readers }: Workshop,
  rawMailId: number,
  indexes: number[],
): Promise<Map<number, Buffer>> {
  const raw = await rawMail(pool, rawMailId);
  if (!raw) throw new Error(`the raw mail ${rawMailId} is gone`);
  return await readers.contents(await blobs.load(raw.sha256, raw.content), indexes);
}

/** What a match depends on: our own addresses, the reply pattern and the keys. */
function marksOf(config: Config): Marks {
  const users = config.inboxes.map((inbox) => inbox.user.toLowerCase()).filter((user) => user.includes("@"));
  const ourAddresses = new Set([...(config.support ? [config.support.address] : []), ...users]);
  return { replyPattern: config.replyPattern, keys: config.keys, ourAddresses };
}
