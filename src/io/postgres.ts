/**
 * The door to PostgreSQL: one pool with named timeouts, and `transaction`, whose `Tx` is handed to every function of the
 * store and (as `tx.boss`) to pg-boss, so that rows and jobs commit together. No policy here: what the database refuses is
 * thrown as it is, except for "no database", which becomes one line a person can act on. Only a transaction that the server
 * ended because it met another one is run again: it wrote nothing, and a second later it will pass.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** Counts and ids of ours stay far below 2^53; a bigint given as a string would be compared and added wrongly. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** A calendar day is a day, not an instant in whatever zone the process runs in. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const timeouts = {
  /** Reaching the server and its greeting; a firewall that swallows packets must not hold a worker. */
  connectMs: 10_000,
  /** No statement of ours takes a second in life; one that takes this long is stuck. */
  statementMs: 30_000,
  /** Waiting for a ticket's row lock; longer means its holder is stuck. */
  lockMs: 10_000,
  /** A transaction left open by a hung process must not keep its locks. */
  idleInTransactionMs: 60_000,
  /** The client's own watch, for a server that stopped answering at all; above `statementMs` so that the server's word comes first. */
  answerMs: 35_000,
  /** An unused connection is given back. */
  idleMs: 30_000,
} as const;

/** The oldest server version we run on, as `server_version_num` counts. */
const oldestVersion = 150_000;

export interface PoolOptions {
  /** Shown in pg_stat_activity, so that a person sees whose connection it is. */
  applicationName: string;
  /** Connections at most. */
  connectionCountMax?: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. Without this the break is silent. */
  onIdleError?: (error: Error) => void;
}

/** There is no usable database at the address: the message is one line that says what, where and what to do. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";
}

/** A pool for `url` (postgres://…); connects on first use. Throws DatabaseUnreachable when the URL itself cannot be used. */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connection(url),
    application_name: options.applicationName,
    max: options.connectionCountMax ?? 10,
    connectionTimeoutMillis: timeouts.connectMs,
    idleTimeoutMillis: timeouts.idleMs,
    statement_timeout: timeouts.statementMs,
    lock_timeout: timeouts.lockMs,
    idle_in_transaction_session_timeout: timeouts.idleInTransactionMs,
    query_timeout: timeouts.answerMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Our statements mean the same whatever their values are; planning them anew for each value cost more than running them.
    onConnect: async (client) => {
      await client.query("set plan_cache_mode = force_generic_plan");
    },
  });
  pool.on("error", (error) => options.onIdleError?.(error));
  // A connection that breaks while it is checked out fails its query; the event beside it must not end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Like openPool, and proves that a new enough server answers. Throws DatabaseUnreachable. */
export async function connectPool(url: string, options: PoolOptions): Promise<pg.Pool> {
  const pool = openPool(url, options);
  try {
    const version = await serverVersion(pool);
    if (version < oldestVersion) {
      throw new DatabaseUnreachable(
        `PostgreSQL ${Math.floor(version / 10_000)} runs at ${databasePlace(url)}; intray needs 15 or newer: upgrade the server or set DATABASE_URL to another`,
      );
    }
    return pool;
  } catch (error) {
    await pool.end();
    throw error instanceof DatabaseUnreachable ? error : unreachable(url, error);
  }
}

async function serverVersion(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
  return Number(rows[0]?.version);
}

/** Where a database is, fit for people and logs: never with user or password. */
export function databasePlace(url: string): string {
  if (!URL.canParse(url)) return "the address in DATABASE_URL";
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `${hostname || searchParams.get("host") || "localhost"}:${port || "5432"}${pathname}`;
}

/** The one line for an error met while connecting. */
export function unreachable(url: string, cause: unknown): DatabaseUnreachable {
  const place = databasePlace(url);
  const { code, message } = errorOf(cause);
  const say = (what: string, todo: string) => new DatabaseUnreachable(`${what}; ${todo}`, { cause });
  switch (code) {
    case "ECONNREFUSED":
      return say(`no PostgreSQL answers at ${place}`, "start it or correct DATABASE_URL");
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return say(`the database host of ${place} has no address (DNS)`, "correct DATABASE_URL");
    case "28P01":
    case "28000":
      return say(
        `PostgreSQL at ${place} refused the login (${message})`,
        "correct user, password or sslmode in DATABASE_URL",
      );
    case "3D000":
      return say(`PostgreSQL answers, but there is no database at ${place}`, "create it or correct DATABASE_URL");
    case "53300":
      return say(
        `PostgreSQL at ${place} has no connection left`,
        "raise max_connections or stop other users of the database",
      );
    case "57P03":
      return say(`PostgreSQL at ${place} is starting up or shutting down`, "try again in a moment");
    default:
      return say(
        `cannot use PostgreSQL at ${place} (${message || code})`,
        "check that it runs and DATABASE_URL is right",
      );
  }
}

/** Several addresses of one host fail as one AggregateError with an empty message; the first inner one tells. */
function errorOf(cause: unknown): { code: string; message: string } {
  if (cause instanceof AggregateError) return errorOf(cause.errors[0]);
  if (!(cause instanceof Error)) return { code: "", message: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return { code, message: cause.message.split("\n")[0] ?? "" };
}

/**
 * TLS as the URL's `sslmode` says. Libraries differ in what `require` proves; here whoever asks for TLS gets a verified
 * certificate, and giving that up must be written out (`no-verify`). Who says nothing gets it too, unless the server is near.
 */
export function connection(url: string): { connectionString: string; ssl?: pg.PoolConfig["ssl"] } {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new DatabaseUnreachable(
      "DATABASE_URL is not a PostgreSQL address; write it like postgres://user:password@host:5432/intray",
    );
  }
  const parsed = new URL(url);
  const mode = parsed.searchParams.get("sslmode") ?? "";
  const authority = parsed.searchParams.get("sslrootcert");
  for (const name of ["sslmode", "sslrootcert"]) parsed.searchParams.delete(name);
  const verified = { rejectUnauthorized: true, ...(authority ? { ca: readAuthority(authority) } : {}) };
  const ssl = (value: pg.PoolConfig["ssl"]) => ({ connectionString: parsed.href, ssl: value });
  switch (mode) {
    case "":
      return isNear(parsed) ? { connectionString: parsed.href } : ssl(verified);
    case "disable":
      return ssl(false);
    case "no-verify":
      return ssl({ rejectUnauthorized: false });
    case "verify-ca":
      return ssl({ ...verified, checkServerIdentity: () => undefined });
    case "require":
    case "verify-full":
      return ssl(verified);
    default:
      throw new DatabaseUnreachable(
        `sslmode=${mode} in DATABASE_URL is not known; use disable, require, verify-full, verify-ca or no-verify`,
      );
  }
}

/** This machine, a private network (RFC 1918, RFC 4193, RFC 6598), or a name that only such a network knows. */
function isNear({ hostname, searchParams }: URL): boolean {
  const host = (hostname || searchParams.get("host") || "").replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "" || host.startsWith("/") || host.startsWith("%2f")) return true;
  if (/^(?:127|10)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(host))
    return true;
  if (host.includes(":")) return host === "::1" || /^f[cd]/.test(host);
  return !host.includes(".") || /\.(?:local|internal|localhost|lan|home\.arpa)$/.test(host);
}

function readAuthority(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new DatabaseUnreachable(`sslrootcert=${path} in DATABASE_URL cannot be read; correct the path`);
  }
}

/** A long statement of the hot path: the server keeps its plan under `name` for each connection instead of making it anew. */
export interface Prepared {
  name: string;
  text: string;
}

/** What runs SQL: a transaction, or the pool for a single statement that needs none. */
export interface Queries {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string | Prepared,
    values?: unknown[],
  ): Promise<pg.QueryResult<Row>>;
}

/** One open transaction on one connection. Await every query before the next: a connection does one at a time. */
export interface Tx extends Queries {
  /** For pg-boss' `db` option: the job exists exactly when this transaction commits. */
  readonly boss: { executeSql(text: string, values?: unknown[]): Promise<pg.QueryResult> };
}

/** Two that meet pass at the second try; who meets somebody every time is in a crowd that waiting does not thin out. */
const attemptsMax = 4;
/** Long enough for the other one to go on, and not the same for both. */
const pauseMs = 25;

/**
 * Runs `fn` in a transaction: commits what it did, or rolls back and throws what it threw. After a deadlock or a failed
 * serialization `fn` runs again from its beginning, so what it does must all be done by `tx`.
 */
export async function transaction<T>(pool: pg.Pool, fn: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(pool, fn);
    } catch (error) {
      if (attempt >= attemptsMax || !hasMetAnother(error)) throw error;
      await sleep(attempt * pauseMs * (0.5 + Math.random()));
    }
  }
}

/** serialization_failure and deadlock_detected. */
function hasMetAnother(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "40001" || error.code === "40P01");
}

async function attemptOnce<T>(pool: pg.Pool, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await fn(openTx(client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection that could not even roll back is in an unknown state: it is closed, not given back.
    client.release(broken);
  }
}

/**
 * Runs `fn` over one unchanging look at the database, for statements that count much: each is planned for its own values
 * and sorts in memory what a transaction of life would never hold; compiling it would take longer than running it.
 */
export function counting<T>(pool: pg.Pool, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(pool, async (tx) => {
    await tx.query(
      `set transaction isolation level repeatable read, read only;
       set local plan_cache_mode = force_custom_plan; set local work_mem = '32MB'; set local jit = off`,
    );
    return fn(tx);
  });
}

function openTx(client: pg.ClientBase): Tx {
  return {
    query: (sql, values = []) =>
      typeof sql === "string" ? client.query(sql, values) : client.query({ ...sql, values }),
    boss: { executeSql: (text, values) => client.query(text, values) },
  };
}
