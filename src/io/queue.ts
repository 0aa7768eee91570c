/**
 * The job queue, pg-boss: a wake-up, never the record. A job says "look again"; what there is to do stands in our own
 * tables, so a job lost, doubled or late does no harm.
 */
import { PgBoss } from "pg-boss";
import { type Log, openLog, plainError } from "./log.ts";
import { connection, openPool, type Tx } from "./postgres.ts";

/** What may be woken: reading stored mail, and sending what is due. */
export type QueueName = "process" | "send";

export type Queue = {
  /** Inside the caller's transaction: wakes whoever works on `name` once it commits. Several wakes melt into one. */
  wake(tx: Tx, name: QueueName): Promise<void>;
  /** Calls `onWake` after each wake. It must return at once: what there is to do is done by a loop of the caller. */
  work(name: QueueName, onWake: () => void): Promise<void>;
  stop(): Promise<void>;
};

const names: QueueName[] = ["process", "send"];

/**
 * Opens the queue and installs or upgrades its own schema; concurrent starts are safe. Whoever may not create in it (a
 * process that runs as a role without that right) takes it as the owner left it.
 */
export async function openQueue(url: string, log: Log): Promise<Queue> {
  const isOwner = await mayInstall(url);
  const boss = new PgBoss({
    ...connection(url),
    migrate: isOwner,
    createSchema: isOwner,
    max: 4,
    application_name: "intray queue",
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 30,
  });
  boss.on("error", (error) => log.warn({ error: plainError(error) }, "the job queue reports an error"));
  boss.on("warning", (warning) => log.warn({ warning: warning.message }, "the job queue warns"));
  await boss.start();
  for (const name of isOwner ? names : []) {
    await boss.createQueue(name, {
      policy: "short",
      notify: true,
      retryLimit: 3,
      retryDelay: 1,
      retryBackoff: true,
      expireInSeconds: 15 * 60,
      heartbeatSeconds: 20,
      deleteAfterSeconds: 3600,
    });
  }
  return {
    async wake(tx, name) {
      await boss.send(name, {}, { singletonKey: name, db: tx.boss });
    },
    async work(name, onWake) {
      await boss.work(
        name,
        { batchSize: 10, burstWhenBatchFull: true, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
        async () => onWake(),
      );
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 20_000 });
    },
  };
}

async function mayInstall(url: string): Promise<boolean> {
  const pool = openPool(url, { applicationName: "intray queue", connectionCountMax: 1 });
  try {
    const { rows } = await pool.query<{ may: boolean }>(
      "select coalesce(has_schema_privilege(to_regnamespace('pgboss'), 'create'), true) as may",
    );
    return rows[0]?.may ?? true;
  } finally {
    await pool.end();
  }
}

/** Installs the queue's schema and returns: for `intray migrate` and for test databases. */
export async function installQueue(url: string, log: Log = openLog("silent", "json")): Promise<void> {
  const queue = await openQueue(url, log);
  await queue.stop();
}
