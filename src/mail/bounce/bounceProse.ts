/**
 * Reads what mail servers tell in plain sentences instead of a report (RFC 3464): which address failed, and what the
 * server beyond said. qmail, Exim, Postfix, Sendmail and Exchange each set the address at the head of a line with the
 * cause below it; webmail providers put it into a sentence.
 */

import { mentionsIn } from "../mentions.ts";
import { causeOf, isVague } from "./bounceCause.ts";
import { enhancedStatus, type ReportedRecipient, recipientsOf } from "./bounceReport.ts";
import { returnedMailLines } from "./bounceWords.ts";

const headCharsMax = 20_000;
const lineCharsMax = 1_000;
const linesMax = 400;
const diagnosticLinesMax = 12;
const recipientsMax = 50;
const bullet = /^[-*•>\s<"'[({«„“]{0,20}/;
const replyCode = /(?<![\d.])[45]\d\d[ -]|#\s?[45]\.\d\.\d|(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])/;

/** The server's own words: everything above the returned mail. */
export function headOf(text: string): string[] {
  const lines = text
    .slice(0, headCharsMax)
    .split(/\r\n|\r|\n/, linesMax)
    .map((line) => line.slice(0, lineCharsMax));
  const end = lines.findIndex((line, index) => index > 0 && beginsReturnedMail(line));
  const head = end === -1 ? lines : lines.slice(0, end);
  return mentionsIn(head.join("\n"), 1).length > 0 ? head : lines;
}

function beginsReturnedMail(line: string): boolean {
  const plain = line
    .trim()
    .toLowerCase()
    .replace(/^-{6,}/, "-----")
    .replace(/^-+\s+/, "--- ");
  const bare = line.trim().toLowerCase();
  return returnedMailLines.some((start) => plain.startsWith(start) || bare.startsWith(start));
}

/** The failed recipients a head names; `named` are those the headers name, `ours` are never recipients of ours. */
export function proseRecipients(head: string[], named: string[], ours: ReadonlySet<string>): ReportedRecipient[] {
  const text = head.join("\n");
  if (/^\s{0,20}final-recipient:/im.test(text)) {
    const reported = recipientsOf(text).filter(({ address }) => address.includes("@"));
    if (reported.length > 0) return reported;
  }
  const standing = linedUp(head, ours);
  const general = saidIn(head);
  if (named.length > 0) {
    return named.slice(0, recipientsMax).map((address) => {
      const own = standing.find((entry) => entry.address === address);
      return tellingMore(own ?? entryOf(address, null), general);
    });
  }
  if (standing.length > 0) {
    return standing.map((entry) => tellingMore(entry, general));
  }
  const spoken = mentionsIn(text, 20).find(({ address }) => isForeign(address, ours));
  return spoken === undefined ? [] : [entryOf(spoken.address, general)];
}

/** What stands below an address counts, unless only the line with the code elsewhere says why. */
function tellingMore(entry: ReportedRecipient, general: string | null): ReportedRecipient {
  if (saysWhy(entry) || general === null) return entry;
  const other = entryOf(entry.address, general);
  return entry.diagnostic === null || saysWhy(other) ? other : entry;
}

function saysWhy({ diagnostic, status }: ReportedRecipient): boolean {
  return diagnostic !== null && (replyCode.test(diagnostic) || !isVague(causeOf(diagnostic, status)));
}

function entryOf(address: string, said: string | null): ReportedRecipient {
  return { address, status: statusIn(said), action: null, diagnostic: said };
}

function statusIn(said: string | null): string | null {
  const status = said === null ? null : enhancedStatus(said);
  return status === null || status.startsWith("2.") ? null : status;
}

function isForeign(address: string, ours: ReadonlySet<string>): boolean {
  if (ours.has(address) || !address.includes(".", address.indexOf("@"))) return false;
  return !/^(mailer-daemon|postmaster|mail-daemon|abuse|hostmaster|helpdesk)@/.test(address);
}

/** Addresses that stand at the head of a line, each with the lines below it that say why. */
function linedUp(head: string[], ours: ReadonlySet<string>): ReportedRecipient[] {
  const found = new Map<string, ReportedRecipient>();
  for (let at = 0; at < head.length && found.size < recipientsMax; at++) {
    const line = head[at] ?? "";
    const address = headAddress(line);
    if (address === null || !isForeign(address, ours)) continue;
    const rest = line.slice(line.toLowerCase().indexOf(address) + address.length).replace(/^[>\])"'»:\s]{0,20}/, "");
    const said = [rest, ...below(head, at + 1)].map((part) => part.trim()).filter((part) => part !== "");
    const known = found.get(address);
    if (known !== undefined && known.diagnostic !== null && replyCode.test(known.diagnostic)) continue;
    const diagnostic = said.join(" ") || null;
    if (known === undefined || diagnostic !== null) found.set(address, entryOf(address, diagnostic));
  }
  return [...found.values()];
}

/** The address a line begins with, allowing for bullets, brackets, a label or a name before it. */
function headAddress(line: string): string | null {
  const mention = mentionsIn(line, 1)[0];
  if (mention === undefined) return null;
  const before = line.slice(0, mention.start);
  if (before.replace(bullet, "") === "" || /^[\p{L} .'"-]{1,60}<mailto:$/u.test(before)) return mention.address;
  const label = before.match(
    /^[\s>*-]{0,10}([\p{L}][\p{L} _'()]{1,34})\s{0,3}[:：]\s{0,5}["'<]{0,2}(?:mailto:)?$/u,
  )?.[1];
  if (label === undefined) return null;
  return otherLabels.test(label) || originalLabels.has(label.trim().toLowerCase()) ? null : mention.address;
}

/** Exchange 5.5 repeats the header of the mail ("To: …") above the address that failed. */
const originalLabels: ReadonlySet<string> = new Set([
  "to",
  "an",
  "do",
  "à",
  "a",
  "para",
  "aan",
  "komu",
  "кому",
  "email",
  "e",
]);

/** Labels of addresses that did not fail: who sent, who answers questions, what the mail was about. */
const otherLabels =
  /\b(from|sender|reply|contact|postmaster|cc|admin|support|help|subject|absender|nadawca|od|von|de|da|expéditeur|remitente|mittente|message.?id)\b/i;

/** The lines that belong to an address: up to a blank line, the next address, or the end. */
function below(head: string[], from: number): string[] {
  const lines: string[] = [];
  let start = from;
  if ((head[start] ?? "").trim() === "") start++;
  for (const line of head.slice(start, start + diagnosticLinesMax)) {
    if (line.trim() === "" || /^-{3,}/.test(line.trim())) break;
    if (headAddress(line) !== null) break;
    lines.push(line);
  }
  return lines;
}

/** What a server said anywhere in the head: the first line with a reply code, else with a known cause, and what follows. */
function saidIn(head: string[]): string | null {
  const coded = head.findIndex((line) => replyCode.test(line));
  const at = coded === -1 ? head.findIndex((line) => causeOf(line, null) !== "unknown") : coded;
  if (at === -1) return null;
  const lines: string[] = [];
  for (const line of head.slice(at, at + 6)) {
    if (line.trim() === "" || (lines.length > 0 && headAddress(line) !== null)) break;
    lines.push(line.trim());
  }
  return lines.join(" ");
}
