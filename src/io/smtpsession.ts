/**
 * One session with the SMTP server: connected, under TLS where it is asked for, and logged in, with a time limit at
 * every stage.
 */
import SMTPConnection from "nodemailer/lib/smtp-connection";
import XOAuth2 from "nodemailer/lib/xoauth2";
import { asked } from "./smtpresult.ts";

/** The mail server to hand mail to, as SMTP_URL names it. */
export type SmtpAddress = {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  /** STARTTLS or nothing. False with `secure` false: no TLS at all, for loopback or where `?tls=off` is written out. */
  requireTls: boolean;
  /** Null: no login. */
  user: string | null;
  password: string;
  auth: "password" | "oauth2";
};

/** `mails`: how many have been tried over it. */
export type Session = { connection: SMTPConnection; mails: number };

const connectTimeoutMs = 10_000;
const commandTimeoutMs = 60_000;
/** Connecting, TLS and login together: answers that trickle in byte by byte reset every other limit. */
const openTimeoutMs = 45_000;

/** Connects and logs in; `onAnswer` hears each answer of the server. Throws the library's error. */
export async function openSession(
  address: SmtpAddress,
  accessToken?: (renew?: boolean) => Promise<string>,
  timeoutMs = openTimeoutMs,
  onAnswer?: (answer: string) => void,
): Promise<Session> {
  const connection = new SMTPConnection({
    host: address.host,
    port: address.port,
    secure: address.secure,
    ...(address.requireTls ? { requireTLS: true } : { ignoreTLS: true }),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: commandTimeoutMs,
    ...(onAnswer ? { transactionLog: true, logger: listener(onAnswer) } : {}),
  });
  // Errors of a session at work come by its callbacks; the event beside them must not end the process.
  connection.on("error", () => {});
  const release = limitTime(connection, timeoutMs);
  try {
    await asked(connection, (done) => {
      connection.once("error", done);
      connection.connect(done);
    });
    if (address.user !== null && connection.allowsAuth) await logIn(connection, address, address.user, accessToken);
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    release();
  }
  return { connection, mails: 0 };
}

/** The library tells what passes to a logger alone; what we say, passwords among it, is left out. */
function listener(onAnswer: (answer: string) => void) {
  const debug = (about: unknown, text: unknown) => {
    const isAnswer = typeof about === "object" && about !== null && Reflect.get(about, "tnx") === "server";
    if (isAnswer && typeof text === "string") onAnswer(text);
  };
  const nothing = () => {};
  return { trace: nothing, debug, info: nothing, warn: nothing, error: nothing, fatal: nothing };
}

function logIn(
  connection: SMTPConnection,
  address: SmtpAddress,
  user: string,
  accessToken: ((renew?: boolean) => Promise<string>) | undefined,
): Promise<unknown> {
  if (address.auth === "password") {
    return asked(connection, (done) => connection.login({ user, credentials: { user, pass: address.password } }, done));
  }
  const provisionCallback = (_user: string, renew: boolean, done: (error: Error | null, token?: string) => void) => {
    const token = accessToken
      ? accessToken(renew)
      : Promise.reject(new Error("?auth=oauth2 needs the OAUTH_ settings"));
    token.then(
      (value) => done(null, value),
      (error) => done(error instanceof Error ? error : new Error(String(error))),
    );
  };
  const oauth2 = new XOAuth2({ user, provisionCallback });
  return asked(connection, (done) => connection.login({ user, oauth2, method: "XOAUTH2" }, done));
}

/** How long the server may be silent from now on; without `ms` as long as for any command. */
export function setPatience(connection: SMTPConnection, ms = commandTimeoutMs): void {
  if (connection._socket) connection._socket.setTimeout(ms);
}

/** Cuts the connection after `ms`, whatever it is doing, unless released before. */
export function limitTime(connection: SMTPConnection, ms: number): () => void {
  const timer = setTimeout(() => {
    if (connection._socket) connection._socket.destroy(new Error("the time for this step is over"));
  }, ms);
  return () => clearTimeout(timer);
}
