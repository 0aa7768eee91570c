/**
 * The machine-readable parts of a mail: delivery reports (RFC 3464, 6522), what they return of the original, and
 * calendar methods (RFC 5546). What they mean is for `bounce.ts` and `classify.ts`; here they are only taken out.
 */

import { limits } from "../limits.ts";
import type { Header } from "../message.ts";
import { decodeText } from "./charset.ts";
import type { Attached } from "./content.ts";
import { manyLines } from "./encoded.ts";
import { readHeaders } from "./headers.ts";

const statusTypes = /^message\/(?:global-)?delivery-status$/;
const returnedTypes = /^(?:text\/rfc822-headers|message\/(?:global-headers|rfc822|global))$/;

/** The text of the delivery status, several joined by an empty line. */
export function deliveryStatusOf(attached: Attached[]): string | null {
  const texts = attached.filter(({ part }) => statusTypes.test(part.type)).map(textOf);
  return texts.length === 0 ? null : texts.join("\n\n");
}

/** Headers of the mail that a report gives back; null in mails that report nothing. */
export function returnedHeadersOf(attached: Attached[], topType: string): Header[] | null {
  const reports = topType === "multipart/report" || attached.some(({ part }) => statusTypes.test(part.type));
  const given = attached.find(
    ({ part }) => part.type === "text/rfc822-headers" || (reports && returnedTypes.test(part.type)),
  );
  const bytes = given?.part.attachment?.content ?? null;
  if (bytes === null) return null;
  return readHeaders(bytes.subarray(0, Math.min(endOfHeaders(bytes), limits.headerBytesMax))).headers;
}

function endOfHeaders(bytes: Buffer): number {
  const ends = [bytes.indexOf("\n\n"), bytes.indexOf("\n\r\n")].filter((at) => at >= 0);
  return ends.length === 0 ? bytes.length : Math.min(...ends);
}

/** METHOD of the first calendar part, upper-cased; from its type line or from its first property. */
export function calendarMethodOf(attached: Attached[]): string | null {
  for (const entry of attached) {
    if (entry.part.type !== "text/calendar" && entry.part.type !== "application/ics") continue;
    const named = /;\s{0,20}method\s{0,5}=\s{0,5}"?([A-Za-z-]{1,30})/i.exec(entry.part.typeLine);
    const written = named ?? /^METHOD[ \t]{0,5}:[ \t]{0,5}([A-Za-z-]{1,30})/im.exec(textOf(entry).slice(0, 20_000));
    if (written?.[1] !== undefined) return written[1].toUpperCase();
  }
  return null;
}

function textOf({ part }: Attached): string {
  const bytes = part.attachment?.content?.subarray(0, limits.headerBytesMax) ?? Buffer.alloc(0);
  return manyLines(decodeText(bytes, part.charset).text, limits.headerBytesMax);
}
