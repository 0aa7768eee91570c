/**
 * Reads the machine part of a delivery report (RFC 3464): one block of fields for the message, then one for each
 * recipient. Reports in life lack the blank lines, the types (`rfc822;`) or the fields, so what is there is taken.
 */
import { mentionsIn } from "../mentions.ts";

/** What a report says of one recipient; `action` is lower-cased, `status` is the enhanced code (RFC 3463). */
export type ReportedRecipient = {
  address: string;
  status: string | null;
  action: string | null;
  diagnostic: string | null;
};

const recipientsMax = 100;
const linesMax = 5_000;
const fieldCharsMax = 4_000;
const known =
  /^(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code|remote-mta|will-retry-until|reporting-mta|arrival-date|last-attempt-date|x-supplementary-info|x-original-message-id|x-message-id|original-message-id)[ \t]*:/i;

/** The fields of a report in order, folded lines joined. */
export function fieldsOf(text: string): { name: string; value: string }[] {
  const fields: { name: string; value: string }[] = [];
  for (const line of text.split(/\r\n|\r|\n/, linesMax)) {
    const last = fields.at(-1);
    if (/^[ \t]+\S/.test(line) && last !== undefined && !known.test(line.trim())) {
      if (last.value.length < fieldCharsMax) last.value += ` ${line.trim().slice(0, fieldCharsMax)}`;
      continue;
    }
    const plain = line.trim().slice(0, fieldCharsMax);
    const colon = plain.indexOf(":");
    const name = plain.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (colon > 0 && /^[a-z0-9-]+$/.test(name)) fields.push({ name, value: plain.slice(colon + 1).trim() });
    else if (plain === "") fields.push({ name: "", value: "" });
  }
  return fields;
}

/** The recipients of a report. Several blocks about one address are joined, as Exchange writes them. */
export function recipientsOf(text: string): ReportedRecipient[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  for (const { name, value } of fieldsOf(text)) {
    if ((name === "" && isAboutRecipient(group)) || (name === "final-recipient" && group.has(name))) {
      groups.push(group);
      group = new Map();
    }
    if (name !== "" && !group.has(name)) group.set(name, value);
    if (groups.length > recipientsMax) break;
  }
  groups.push(group);
  return groups.filter(isAboutRecipient).map(readRecipient).slice(0, recipientsMax);
}

function isAboutRecipient(group: Map<string, string>): boolean {
  return group.has("final-recipient") || group.has("original-recipient") || group.has("action") || group.has("status");
}

function readRecipient(group: Map<string, string>): ReportedRecipient {
  const diagnostic = group.get("diagnostic-code") ?? group.get("x-supplementary-info") ?? null;
  return {
    address: reportedAddress(group),
    status: enhancedStatus(group.get("status") ?? "") ?? null,
    action: actionOf(group.get("action") ?? ""),
    diagnostic: diagnostic === null ? null : withoutType(diagnostic).slice(0, fieldCharsMax) || null,
  };
}

/** The actions of RFC 3464 section 2.3.3, and the near misses that servers write. */
function actionOf(value: string): string | null {
  const word = value.toLowerCase().match(/[a-z]+/)?.[0] ?? "";
  if (word.startsWith("fail") || word === "error" || word === "expired" || word === "deleted") return "failed";
  if (word.startsWith("delay") || word === "deferred") return "delayed";
  return word === "" ? null : word;
}

/** Final-Recipient is the address that failed; the others step in where it holds no full one (X.400, local hosts). */
function reportedAddress(group: Map<string, string>): string {
  const claims = ["final-recipient", "original-recipient", "x-actual-recipient"].map((name) => group.get(name) ?? "");
  const addresses = claims.flatMap((claim) => mentionsIn(withoutType(claim), 1).map(({ address }) => address));
  const best = addresses.find((address) => address.includes(".", address.indexOf("@"))) ?? addresses[0];
  if (best !== undefined) return best;
  const named = (claims[0] === "" ? (claims[1] ?? "") : (claims[0] ?? "")).slice(0, 320);
  const bare = withoutType(named)
    .replace(/[<>"']/g, " ")
    .trim()
    .toLowerCase();
  return /\s/.test(bare) ? "" : bare;
}

/** The value without its type: `rfc822; a@b.example`, `smtp; 550 …`, `X-Postfix; …`. */
function withoutType(value: string): string {
  return value.replace(/^[A-Za-z0-9-]{1,40}[ \t]{0,5};/, "").trim();
}

/** The first enhanced status code in `text` (class 2, 4 or 5), or null. */
export function enhancedStatus(text: string): string | null {
  return text.slice(0, fieldCharsMax).match(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/)?.[0] ?? null;
}
