/** A session with the SMTP server that sends nothing: what the server offers, and how well the line is protected. */
import { TLSSocket } from "node:tls";
import { readDate } from "../mail/read/date.ts";
import { connectFailure, type SendResult } from "./smtpresult.ts";
import { openSession, type SmtpAddress } from "./smtpsession.ts";

export type SmtpFacts = {
  kind: "ready";
  /** Such as TLSv1.3; null where the line is not protected. */
  tls: string | null;
  certificateEndsAt: Date | null;
  loggedIn: boolean;
  /** The largest mail it takes; null where it does not say. */
  bytesMax: number | null;
  /** Many servers greet with the time. */
  greetedAt: { serverDate: Date; here: Date } | null;
};

const openTimeoutMs = 30_000;

export async function checkSmtp(
  address: SmtpAddress,
  accessToken?: (renew?: boolean) => Promise<string>,
): Promise<SmtpFacts | Extract<SendResult, { kind: "unreachable" | "loginRefused" }>> {
  let greetedAt: SmtpFacts["greetedAt"] | undefined;
  let bytesMax: number | null = null;
  const onAnswer = (answer: string) => {
    greetedAt ??= greeting(answer);
    const size = /^250[ -]SIZE (\d{1,15})/im.exec(answer)?.[1];
    if (size !== undefined) bytesMax = Number(size) || null;
  };
  try {
    const { connection } = await openSession(address, accessToken, openTimeoutMs, onAnswer);
    const socket = connection._socket;
    const line = socket instanceof TLSSocket ? socket : null;
    const facts: SmtpFacts = {
      kind: "ready",
      tls: line?.getProtocol() ?? null,
      certificateEndsAt: dateOf(line?.getPeerCertificate().valid_to),
      loggedIn: connection.authenticated,
      bytesMax,
      greetedAt: greetedAt ?? null,
    };
    connection.quit();
    return facts;
  } catch (error) {
    const failure = connectFailure(error, `${address.host}:${address.port}`);
    if (failure.kind === "unreachable" || failure.kind === "loginRefused") return failure;
    return { kind: "unreachable", response: failure.response };
  }
}

/** "220 mx.example ESMTP Exim 4.98 Mon, 12 Oct 2026 10:00:00 +0200" */
function greeting(answer: string): SmtpFacts["greetedAt"] {
  const written = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), {1,2}\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}/.exec(
    answer,
  );
  const date = dateOf(written ? (readDate(written[0]) ?? undefined) : undefined);
  return date && { serverDate: date, here: new Date() };
}

function dateOf(text: string | undefined): Date | null {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : new Date(at);
}
