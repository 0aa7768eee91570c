/**
 * Handing mail to the SMTP server (RFC 5321) over a few kept connections. The answer to every mail is a value that tells
 * what is certain: taken, refused, not handed over at all, or unknown, because the connection broke after the final dot
 * (RFC 1047). nodemailer's own pool reports a broken connection alike at every stage, so its connection is used directly.
 */
import { asked, bodyOf, connectFailure, failureOf, isClosing, oneLine, type SendResult } from "./smtpresult.ts";
import { limitTime, openSession, type Session, type SmtpAddress, setPatience } from "./smtpsession.ts";

export type { SmtpAddress };
export type Envelope = { from: string; to: string };

export type Smtp = {
  /** How many mails may be sent at once now: fewer for a while after the server refused another connection. */
  readonly connectionsMax: number;
  /** Never throws. More calls than `connectionsMax` at once open more connections: callers keep to it. */
  send(envelope: Envelope, raw: Buffer): Promise<SendResult>;
  /** Connects and logs in, sends nothing. `accepted` means that mail can be sent. */
  probe(): Promise<SendResult>;
  /** Ends idle connections; with `force` also those that are sending. */
  close(force?: boolean): void;
};

export type SmtpOptions = {
  connectionsMax?: number;
  /** Required by `auth: "oauth2"`. */
  accessToken?: ((renew?: boolean) => Promise<string>) | undefined;
  /** How long connecting and logging in may take in all. */
  openTimeoutMs?: number;
  /** How long the server may think about a mail after the final dot. */
  answerTimeoutMs?: number;
  /** How long one mail may take in all. */
  mailTimeoutMs?: number;
};

/** RFC 5321, 4.5.3.2.6: giving up earlier makes duplicates. */
const answerTimeoutMs = 10 * 60_000;
/** One mail from MAIL FROM to the last answer, however slowly the server takes or answers. */
const mailTimeoutMs = 30 * 60_000;
/** Servers end idle sessions after minutes; we end them first. */
const idleTimeoutMs = 30_000;
/** Large providers take three connections of one account at once; they refuse the fourth while the others work. */
const fewerConnectionsMs = 10 * 60_000;
/** Many servers refuse more mails in one session. */
const mailsMaxPerSession = 100;

/** The sessions there are, and what they were opened with. */
type Pool = {
  address: SmtpAddress;
  options: SmtpOptions;
  idle: Map<Session, NodeJS.Timeout>;
  busy: Set<Session>;
  /** Fewer connections until then (performance.now()), because the server takes no more at once. */
  fewer: { connections: number; until: number };
  closed: boolean;
};

export function openSmtp(address: SmtpAddress, options: SmtpOptions = {}): Smtp {
  const pool: Pool = {
    address,
    options,
    idle: new Map(),
    busy: new Set(),
    fewer: { connections: 0, until: 0 },
    closed: false,
  };
  return {
    get connectionsMax() {
      return performance.now() < pool.fewer.until ? pool.fewer.connections : (options.connectionsMax ?? 5);
    },
    send: (envelope, raw) => send(pool, envelope, raw),
    probe: async () => {
      const session = await newSession(pool);
      if ("kind" in session) return session;
      keep(pool, session);
      return { kind: "accepted", response: "ready" };
    },
    close: (force = false) => {
      pool.closed = true;
      for (const session of [...pool.idle.keys()]) {
        forget(pool, session);
        session.connection.quit();
      }
      // The mail in flight then gets its answer as for any broken connection.
      if (force) for (const { connection } of pool.busy) if (connection._socket) connection._socket.destroy();
    },
  };
}

async function send(pool: Pool, envelope: Envelope, raw: Buffer): Promise<SendResult> {
  for (const session of [...pool.idle.keys()]) {
    if (!pool.idle.has(session)) continue;
    const result = await sendOver(pool, session, envelope, raw);
    if (result) return result;
  }
  const session = await newSession(pool);
  if ("kind" in session) return session;
  const result = await sendOver(pool, session, envelope, raw);
  return result ?? { kind: "interrupted", response: "the server ended the session" };
}

async function newSession(pool: Pool): Promise<Session | SendResult> {
  const { address, options } = pool;
  try {
    const session = await openSession(address, options.accessToken, options.openTimeoutMs);
    session.connection.once("end", () => forget(pool, session));
    return session;
  } catch (error) {
    const failure = connectFailure(error, `${address.host}:${address.port}`);
    const connections = pool.busy.size + pool.idle.size;
    if (connections === 0) return failure;
    // The server answers others of ours at this moment: it only takes no more of them.
    pool.fewer = { connections, until: performance.now() + fewerConnectionsMs };
    return { kind: "interrupted", response: failure.response };
  }
}

/** The mail over one session; null when the session turned out to be dead before anything was said on it. */
async function sendOver(pool: Pool, session: Session, envelope: Envelope, raw: Buffer): Promise<SendResult | null> {
  forget(pool, session);
  pool.busy.add(session);
  const { connection } = session;
  const body = bodyOf(raw, () => setPatience(connection, pool.options.answerTimeoutMs ?? answerTimeoutMs));
  const release = limitTime(connection, pool.options.mailTimeoutMs ?? mailTimeoutMs);
  try {
    const to = { from: envelope.from, to: [envelope.to], size: raw.length };
    const info = await asked<{ response: string }>(connection, (done) => connection.send(to, body.stream, done));
    keep(pool, session);
    return { kind: "accepted", response: oneLine(info?.response ?? "") };
  } catch (error) {
    const result = failureOf(error, body.progress());
    const isStale = session.mails > 0 && body.progress() === "untouched" && isClosing(error);
    const isUsable = result.kind === "refused" && !isClosing(error) && !connection.destroyed;
    // The server still holds the refused sender and recipient; RSET has it forget them.
    const reset = isUsable && (await resets(connection));
    if (reset) keep(pool, session);
    else {
      forget(pool, session);
      connection.close();
    }
    return isStale ? null : result;
  } finally {
    release();
  }
}

function resets(connection: Session["connection"]): Promise<boolean> {
  return asked(connection, (done) => connection.reset(done)).then(
    () => true,
    () => false,
  );
}

function forget(pool: Pool, session: Session): void {
  clearTimeout(pool.idle.get(session));
  pool.idle.delete(session);
  pool.busy.delete(session);
}

/** Gives a session back for the next mail, until it has been idle for long or has sent enough. */
function keep(pool: Pool, session: Session): void {
  forget(pool, session);
  const { connection } = session;
  if (connection.destroyed) return;
  session.mails++;
  setPatience(connection);
  if (pool.closed || session.mails >= mailsMaxPerSession) {
    connection.quit();
    return;
  }
  const timer = setTimeout(() => {
    forget(pool, session);
    connection.quit();
  }, idleTimeoutMs);
  timer.unref();
  pool.idle.set(session, timer);
}
