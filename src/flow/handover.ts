/**
 * One letter, composed and handed to the SMTP server. The same row gives the same bytes every time, so that a repeat can
 * be known as one; the bytes of attachments come from the raw mail they arrived in.
 */
import { plainError } from "../io/log.ts";
import type { Smtp } from "../io/smtp.ts";
import { compose, type Enclosure } from "../mail/write/compose.ts";
import type { LetterToWrite, OutgoingRow } from "../store/outbox.ts";
import type { Attempt } from "./fate.ts";

/** What a letter is made with when it leaves. */
export type Desktop = {
  /** Decoded bytes of a raw mail's attachments by their index. */
  contents(rawMailId: number, indexes: number[]): Promise<Map<number, Buffer>>;
  /** The words of a letter; the same letter gives the same words. */
  render(words: LetterToWrite): { subject: string; text: string; html: string };
  /** What is made from the letter itself and travels with it. */
  enclose(words: LetterToWrite): Promise<Enclosure[]>;
};

/** What has been learned of the server: whether it takes only the address that logged in as the envelope's sender. */
export type Habits = { plainSender: boolean };

/** Never throws: what goes wrong is the attempt's result. */
export async function handOver(row: OutgoingRow, smtp: Smtp, desktop: Desktop, habits: Habits): Promise<Attempt> {
  let raw: Buffer;
  try {
    raw = await bytesOf(row, desktop);
  } catch (error) {
    return { kind: "notComposed", response: `it could not be composed: ${plainError(error).message}` };
  }
  const plain = row.content?.from.address ?? row.envelopeFrom;
  const attempt = await smtp.send({ from: habits.plainSender ? plain : row.envelopeFrom, to: row.recipient }, raw);
  const isAboutSender = attempt.kind === "refused" && attempt.permanent && attempt.about === "sender";
  if (!isAboutSender || habits.plainSender || plain === row.envelopeFrom) return attempt;
  // Many providers take mail from the account's own address only. Bounces then find their letter by its Message-ID.
  const second = await smtp.send({ from: plain, to: row.recipient }, raw);
  if (second.kind === "accepted") habits.plainSender = true;
  return second;
}

async function bytesOf({ content, messageId }: OutgoingRow, { contents, render, enclose }: Desktop): Promise<Buffer> {
  if (!content) throw new Error("its words are no longer there");
  const { attachments, words, ...mail } = content;
  const found = new Map<number, Map<number, Buffer>>();
  for (const [rawMailId, some] of Map.groupBy(attachments, (attachment) => attachment.rawMailId)) {
    const indexes = some.map(({ index }) => index);
    found.set(rawMailId, await contents(rawMailId, indexes));
  }
  const enclosed = attachments.map(({ rawMailId, index, name, type }) => {
    const bytes = found.get(rawMailId)?.get(index);
    if (!bytes) throw new Error(`attachment ${index} of raw mail ${rawMailId} is missing`);
    return { name, type, content: bytes };
  });
  const { subject, text, html } = render(words);
  return await compose({
    ...mail,
    subject,
    text,
    html,
    messageId,
    attachments: [...enclosed, ...(await enclose(words))],
  });
}
