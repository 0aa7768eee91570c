/**
 * The job queue, pg-boss: a wake-up, never the record. A job says "look again"; what there is to do stands in our own
 * tables, so a job lost, doubled or late does no harm.
 */
import { PgBoss } from "pg-boss";
import { type Log, openLog, plainError } from "./log.ts";
import type { Tx } from "./postgres.ts";

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

/** Opens the queue and installs or upgrades its own schema; concurrent starts are safe. */
export async function openQueue(url: string, log: Log): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    application_name: "intray queue",
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 30,
  });
  boss.on("error", (error) => log.warn({ error: plainError(error) }, "the job queue reports an error"));
  boss.on("warning", (warning) => log.warn({ warning: warning.message }, "the job queue warns"));
  await boss.start();
  for (const name of names) {
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

/** Installs the queue's schema and returns: for `intray migrate` and for test databases. */
export async function installQueue(url: string, log: Log = openLog("silent", "json")): Promise<void> {
  const queue = await openQueue(url, log);
  await queue.stop();
}
