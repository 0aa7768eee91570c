/** Looks up what a new matter may be a duplicate of, before it is decided. */
import type { Tx } from "../io/postgres.ts";
import { ticketsAlike } from "../store/alike.ts";
import { alikeWithinMs, comparable } from "../ticket/alike.ts";
import type { Context, Input } from "../ticket/input.ts";
import { readTags } from "../ticket/severity.ts";

/** The input with its likely duplicates; other inputs, and those of people whose account we do not know, stay as they are. */
export async function withAlike(tx: Tx, input: Input, context: Context): Promise<Input> {
  if (input.kind !== "newMatter" || context.account === null) return input;
  const { mail } = input;
  const { references } = readTags(context.desk, { subject: mail.subject, body: mail.visible, isReply: false });
  const alike = await ticketsAlike(tx, {
    accountId: context.account.id,
    subject: comparable(mail.subject),
    references,
    since: new Date(mail.receivedAt - alikeWithinMs),
  });
  return alike.length === 0 ? input : { ...input, alike };
}
