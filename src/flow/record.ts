/** The message of a decision as a row: what a mail said, or what was written on a page of ours. */
import type { MessageRecord } from "../store/commit.ts";
import type { Decision, MailFacts } from "../ticket/input.ts";

/** A message without a mail was written on a page of ours. */
export function messageRecord(
  { message, ticket }: Decision,
  mail: MailFacts | null,
  now: number,
): MessageRecord | null {
  if (!message || !ticket) return null;
  return {
    direction: message.direction,
    authorName: message.author.name,
    authorAddress: message.author.address,
    at: new Date(mail?.receivedAt ?? now),
    subject: mail?.subject ?? ticket.subject,
    text: mail?.text ?? message.visible,
    visible: message.visible,
    language: mail?.language ?? null,
    messageId: mail?.messageId ?? null,
    isUnverified: message.isUnverified,
    attachments: mail?.attachments ?? [],
    hasHtml: mail === null ? false : (mail.hasHtml ?? null),
  };
}
