/**
 * A stored mail of somebody else, written anew without the person who is being erased: its text and heads in plain text,
 * its files where they do not name the person, each under the number by which links and messages know it.
 */
import { createHash } from "node:crypto";
import type { Message } from "../message.ts";
import { compose, type Enclosure } from "../write/compose.ts";
import { type Forgetting, forgetIn, speaksOf } from "./forget.ts";
import { readingsOf } from "./trace.ts";

/** A file with a higher number than this lay inside another one (winmail.dat) and is not carried over. */
const indexMax = 200;

/** The new bytes. `contents`: the files' bytes by `Attachment.index`; what is missing is left out. */
export async function redacted(
  message: Message,
  contents: Map<number, Buffer>,
  forgetting: Forgetting,
  receivedAt: Date,
): Promise<Buffer> {
  const forget = (text: string) => forgetIn(text, forgetting, "near");
  const from = message.from ?? { name: "", address: "unknown@erased.invalid" };
  return await compose({
    messageId: forget(message.messageId ?? `<redacted-${receivedAt.getTime()}@erased.invalid>`),
    date: message.date ?? receivedAt,
    from: { name: forget(from.name), address: forget(from.address) },
    to: {
      name: forget(message.to[0]?.name ?? ""),
      address: forget(message.to[0]?.address ?? "unknown@erased.invalid"),
    },
    replyTo: null,
    subject: forget(message.subject),
    text: forget(message.text),
    html: null,
    inReplyTo: message.inReplyTo[0] ? forget(message.inReplyTo[0]) : null,
    references: message.references.map(forget),
    headers: { "X-Intray-Redacted": "yes" },
    attachments: enclosuresOf(message, contents, forgetting),
  });
}

function enclosuresOf(message: Message, contents: Map<number, Buffer>, forgetting: Forgetting): Enclosure[] {
  const gone = (): Enclosure => ({ name: "erased.txt", type: "text/plain", content: Buffer.from("erased\n") });
  const byIndex = new Map(message.attachments.map((attachment) => [attachment.index, attachment]));
  const count = Math.max(-1, ...[...byIndex.keys()].filter((index) => index <= indexMax)) + 1;
  return Array.from({ length: count }, (_, index) => {
    const attachment = byIndex.get(index);
    const content = contents.get(index);
    if (!attachment || !content || namesPerson(content, forgetting)) return gone();
    const isPlainType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/.test(attachment.type);
    // A mail inside a mail may not be encoded in base64 (RFC 2046, 5.2.1), so it travels as a file.
    const type =
      isPlainType && !/^(message|multipart)\//.test(attachment.type) ? attachment.type : "application/octet-stream";
    return { name: forgetIn(attachment.name, forgetting, "near"), type, content };
  });
}

/** Under what name a file is known again, whoever sends it and whatever it is called. */
export function fileKey(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** As far as can be told without opening it: a compressed file is not looked into. */
function namesPerson(content: Buffer, forgetting: Forgetting): boolean {
  if (forgetting.files.has(fileKey(content))) return true;
  return readingsOf(content).some((text) => speaksOf(text, forgetting, "near"));
}
