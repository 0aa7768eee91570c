/**
 * What a DKIM signature leaves open. A signature covers the headers it names, each as often as it names it and from the bottom
 * up (RFC 6376, sections 5.4.2 and 8.15): whoever has one signed mail of a person can put a subject, a recipient or a type
 * of their own on top of it, and it still verifies.
 */
import type { Header } from "../message.ts";

/** Those that stand in a mail once (RFC 5322, section 3.6; RFC 2045) and change what it says, to whom, or how it is read. */
const single = [
  ...["subject", "to", "cc", "date", "sender", "reply-to", "message-id", "in-reply-to", "references"],
  ...["mime-version", "content-type", "content-transfer-encoding"],
];

/** Whether a mail says something in its headers that a signature over `signed` (lower case, with repeats) does not vouch for. */
export function leavesOpen(signed: readonly string[], headers: readonly Header[]): boolean {
  return single.some((name) => {
    const values = headers.filter((header) => header.name.trim() === name).map(({ value }) => value.trim());
    const isDoubled = values.some((value) => value !== values[0]);
    // A subject can name a ticket: it is never left to whoever passes a mail on.
    if (!isDoubled && (name !== "subject" || values.length === 0)) return false;
    return signed.filter((each) => each === name).length < values.length;
  });
}
