/**
 * Which worker instances are alive. Each holds a session advisory lock named after it for as long as it runs; PostgreSQL
 * gives the lock back the moment the process or its connection dies, so nobody waits for a lease to run out.
 */
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Log } from "../io/log.ts";
import { plainError } from "../io/log.ts";

export type Instance = {
  /** Unique to this run of the process. */
  readonly name: string;
  release(): Promise<void>;
};

/** First half of the lock's key: keeps our locks apart from others' in the same database. */
const lockClass = 1_229_869_139;

/** True in SQL while the instance named by the expression `name` holds its lock. */
export function aliveSql(name: string): string {
  return `exists (select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
    and l.database = (select oid from pg_database where datname = current_database())
    and l.classid = ${lockClass} and l.objid = (hashtext(${name})::bigint & 4294967295)::oid)`;
}

/** Takes the lock on a connection of its own and takes it again whenever that connection breaks. */
export async function holdInstance(pool: pg.Pool, log: Log): Promise<Instance> {
  const name = `${hostname()}/${process.pid}/${crypto.randomUUID().slice(0, 8)}`;
  const released = new AbortController();
  let client: pg.PoolClient | null = null;
  const take = async (): Promise<void> => {
    const taken = await pool.connect();
    const lost = (error?: Error) => {
      if (client !== taken) return;
      client = null;
      taken.release(true);
      log.warn({ error: plainError(error) }, "the connection that shows this worker alive broke; taking another");
      void retake();
    };
    taken.on("error", lost);
    taken.on("end", () => lost());
    try {
      await taken.query("select pg_advisory_lock($1, hashtext($2))", [lockClass, name]);
      client = taken;
    } catch (error) {
      taken.release(true);
      throw error;
    }
  };
  const retake = async (): Promise<void> => {
    while (!released.signal.aborted && client === null) {
      await take().catch((error) => log.debug({ error: plainError(error) }, "the database is still away"));
      if (client === null) await sleep(500, undefined, { signal: released.signal }).catch(() => {});
    }
  };
  await take();
  return {
    name,
    async release() {
      released.abort();
      const held = client;
      client = null;
      // Closing the connection gives the lock back; nothing needs to be answered by a server that may be gone.
      held?.release(true);
    },
  };
}
