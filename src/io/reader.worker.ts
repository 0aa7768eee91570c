/**
 * What runs in a reader thread. Outcomes travel back as values: an error loses its class on the way between threads.
 */
import { parentPort } from "node:worker_threads";
import { workerData } from "piscina";
import type { Understood } from "../mail/message.ts";
import { attachmentContents, readMail, type UnreadableCause, UnreadableMail } from "../mail/read/read.ts";
import { understand } from "../mail/understand.ts";
import type { OwnMarks } from "../mail/write/reference.ts";

export type ReaderTask = {
  id: number;
  name: "read" | "contents" | "formatted";
  raw: Uint8Array<ArrayBuffer>;
  indexes: number[];
};
export type Refused = { kind: "unreadable"; cause: UnreadableCause; detail: string };
export type ReadAnswer = { kind: "understood"; understood: Understood } | Refused;
export type FormattedAnswer = { kind: "formatted"; html: string | null } | Refused;
export type ContentsAnswer = { kind: "contents"; contents: Map<number, Uint8Array> } | Refused;

const own: OwnMarks = workerData;

export async function read({ id, raw }: ReaderTask): Promise<ReadAnswer> {
  parentPort?.postMessage({ begun: id });
  try {
    return { kind: "understood", understood: await understand(raw, own) };
  } catch (error) {
    return refusal(error);
  }
}

export async function contents({ id, raw, indexes }: ReaderTask): Promise<ContentsAnswer> {
  parentPort?.postMessage({ begun: id });
  try {
    return { kind: "contents", contents: await attachmentContents(raw, indexes) };
  } catch (error) {
    return refusal(error);
  }
}

export async function formatted({ id, raw }: ReaderTask): Promise<FormattedAnswer> {
  parentPort?.postMessage({ begun: id });
  try {
    const { html } = await readMail(raw);
    // Only the pages look at formatted mail; the worker's threads never load the library.
    const { safeHtml } = await import("../mail/safeHtml.ts");
    return { kind: "formatted", html: html === null ? null : safeHtml(html) };
  } catch (error) {
    return refusal(error);
  }
}

/** A bug of ours in one mail must not look like a broken pool: the mail is put aside, and the detail tells where. */
function refusal(error: unknown): Refused {
  if (error instanceof UnreadableMail) return { kind: "unreadable", cause: error.cause, detail: error.message };
  const detail =
    error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1]?.trim() ?? ""}` : String(error);
  return { kind: "unreadable", cause: "parserFailed", detail };
}
