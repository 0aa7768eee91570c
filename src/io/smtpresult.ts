/**
 * What became of a mail that was being handed over: the library's error, and how much of the mail had left, as one of a
 * few kinds. The one question that matters is whether the server may have taken the mail.
 */
import type { EventEmitter } from "node:events";
import { Readable } from "node:stream";

/** `response` is what the server said last, or what happened, in one line. */
export type SendResult =
  | { kind: "accepted"; response: string }
  /** `about`: whether the server would not have the envelope's sender, or this one mail or recipient. */
  | { kind: "refused"; permanent: boolean; about: "sender" | "mail"; response: string }
  /** The connection broke before the whole mail was handed over: it was certainly not taken. Perhaps this mail is why. */
  | { kind: "interrupted"; response: string }
  /** No connection, or no login: every mail would fare alike. */
  | { kind: "unreachable"; response: string }
  | { kind: "loginRefused"; response: string }
  /** The last byte was handed over, the server's answer was not seen. */
  | { kind: "unknown"; response: string };

const chunkBytes = 64 * 1024;

/** How much of a mail's bytes have been asked for by the connection, which does so only after the server's 354. */
type Progress = "untouched" | "begun" | "handedOver";

/** The bytes as a stream that knows how far it has been read; `onHandedOver` is called when only the final dot is left. */
export function bodyOf(raw: Buffer, onHandedOver: () => void): { stream: Readable; progress: () => Progress } {
  let offset = 0;
  let progress: Progress = "untouched";
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      progress = "begun";
      const chunk = raw.subarray(offset, offset + chunkBytes);
      offset += chunk.length;
      this.push(chunk.length ? chunk : null);
    },
  });
  stream.once("end", () => {
    progress = "handedOver";
    onHandedOver();
  });
  return { stream, progress: () => progress };
}

/**
 * One call of the library that ends by a callback, as a promise. A session that ends meanwhile ends the call too: the
 * library forgets some callbacks then.
 */
export function asked<T>(
  session: EventEmitter,
  call: (done: (error?: Error | null, result?: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    // A moment later, because the callback, where it is called, knows more.
    const onEnd = () => setImmediate(() => reject(new Error("the server ended the session")));
    session.once("end", onEnd);
    call((error, result) => {
      session.off("end", onEnd);
      if (error) reject(error);
      else resolve(result);
    });
  });
}

/**
 * Postfix tells of a refused sender only at the recipient ("Sender address rejected: not owned by user"), Exchange only
 * after the content (5.7.60, SendAsDenied).
 */
const senderWords = /sender address rejected|sender verify failed|not owned by|send ?as|\b5\.7\.60\b|\b5\.1\.8\b/i;

/** The result of a mail whose sending ended in an error. */
export function failureOf(error: unknown, progress: Progress): SendResult {
  const { status, code, command, response } = factsOf(error);
  if (status === 530 || status === 534 || status === 535) return { kind: "loginRefused", response };
  if (status !== null) {
    const about = command === "MAIL FROM" || senderWords.test(response) ? "sender" : "mail";
    return { kind: "refused", permanent: status >= 500, about, response };
  }
  if (progress === "handedOver") return { kind: "unknown", response };
  // The library itself refuses what cannot be sent at all: a recipient that is none, a mail above the server's SIZE.
  if (code === "EENVELOPE" || code === "EMESSAGE") return { kind: "refused", permanent: true, about: "mail", response };
  return { kind: "interrupted", response };
}

/** The result for every mail while there is no session. */
export function connectFailure(error: unknown, place: string): SendResult {
  const { status, code, response } = factsOf(error);
  const isRefused = code === "EAUTH" && (status === null || status >= 500);
  if (isRefused) return { kind: "loginRefused", response: `${place} refused the login (${response}); check SMTP_URL` };
  return { kind: "unreachable", response: `no mail can be handed to ${place} (${response})` };
}

/** Whether the error says that the session is over, rather than something about the mail. */
export function isClosing(error: unknown): boolean {
  const { status, code } = factsOf(error);
  return status === 421 || (status === null && code !== "EENVELOPE" && code !== "EMESSAGE");
}

export function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, " ")
    .trim()
    .slice(0, 500);
}

function factsOf(error: unknown): { status: number | null; code: string; command: string; response: string } {
  const field = (key: string): unknown =>
    typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
  const status = field("responseCode");
  const said = field("response");
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: typeof status === "number" ? status : null,
    code: String(field("code") ?? ""),
    command: String(field("command") ?? ""),
    response: oneLine(typeof said === "string" && said ? said : message),
  };
}
