/**
 * Subjects of letters. A reply keeps the subject of its thread, or clients (Gmail among them) begin a new one; the ticket's
 * number stands in it as `[#1042]`, once.
 */
import { readSubjectTag } from "../../mail/write/reference.ts";
import { oneLine } from "./plaintext.ts";

/** "Re:" as clients of several languages write it, counted ("Re[2]:") or not. */
const replyPrefix = /^(?:re|odp|aw|antw|sv|vs|r|rif|res|ynt)(?:\[\d{1,3}\])?\s?:\s*/i;

const subjectCharsMax = 200;

/** The subject without "Re:" and without our tag of this ticket. */
export function bareSubject(subject: string, ticketId: number): string {
  let bare = oneLine(subject.slice(0, 2000)).replaceAll(`[#${ticketId}]`, " ").replace(/ {2,}/g, " ").trim();
  for (let turn = 0; turn < 10; turn += 1) bare = bare.replace(replyPrefix, "");
  return bare.length > subjectCharsMax
    ? `${bare
        .slice(0, subjectCharsMax - 1)
        .toWellFormed()
        .trimEnd()}…`
    : bare;
}

/** For mails in the customer's thread: "Re: checkout down [#1042]". The number of another desk stays, behind ours. */
export function threadSubject(subject: string, ticketId: number): string {
  const bare = bareSubject(subject, ticketId);
  const tag = `[#${ticketId}]`;
  return oneLine(readSubjectTag(bare) === null ? `Re: ${bare} ${tag}` : `Re: ${tag} ${bare}`);
}

/** For our own mails: "[#1042] checkout down". */
export function taggedSubject(subject: string, ticketId: number): string {
  return `[#${ticketId}] ${bareSubject(subject, ticketId)}`.trimEnd();
}
