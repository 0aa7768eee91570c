/**
 * Tells whether a mail says that another could not be delivered: delivery reports (RFC 3464, in a multipart/report of
 * RFC 6522) and the letters in prose of large providers and older servers. Taking a bounce for a customer is the worst
 * mistake here, as it would be answered; yet a person who passes a bounce on and asks about it is a person.
 */

import { mentionsIn } from "../mentions.ts";
import type { Bounce, Header, Message } from "../message.ts";
import { type BounceCause, causeOf, causeWithoutWords, weigh } from "./bounceCause.ts";
import { headOf, proseRecipients } from "./bounceProse.ts";
import { enhancedStatus, type ReportedRecipient, recipientsOf } from "./bounceReport.ts";
import { bounceOpenings, bounceSubjects, daemonLocals, daemonNames, delayWords } from "./bounceWords.ts";

export { type BounceCause, bounceCauses, causeText } from "./bounceCause.ts";

const searchedCharsMax = 6_000;
const subjectCharsMax = 500;

/** Reads a bounce: whom it did not reach, why, and which mail it was; null where the mail is something else. */
export function bounce(message: Message): Bounce | null {
  if (passedOn(message)) return null;
  const reported = message.deliveryStatus === null ? [] : recipientsOf(message.deliveryStatus);
  if (isReport(message, reported)) return fromReport(message, reported);
  return isProse(message) ? fromProse(message, []) : null;
}

/** A report of success only (delivered, relayed, expanded): automatic, yet nothing came back. */
export function isDeliveryReceipt(message: Message): boolean {
  if (message.deliveryStatus === null) return false;
  const reported = recipientsOf(message.deliveryStatus);
  return reported.length > 0 && reported.every(({ action }) => action !== null && successes.has(action));
}

const successes: ReadonlySet<string> = new Set(["delivered", "relayed", "expanded"]);

/** A person who forwards or answers a bounce has a reply mark in the subject and an address of their own. */
function passedOn(message: Message): boolean {
  if (isDaemon(message) || message.returnPath === "") return false;
  return /^\s{0,10}(re|fwd?|wg|aw|odp|pd|tr|rv|sv|vs|antw|i|r|doorst)\s{0,3}(\[\d{1,3}\])?:/i.test(
    message.subject.slice(0, subjectCharsMax),
  );
}

function isReport(message: Message, reported: ReportedRecipient[]): boolean {
  const kind = (message.contentType.parameters["report-type"] ?? "").toLowerCase();
  if (kind === "disposition-notification" || kind === "feedback-report") return false;
  if (reported.length === 0 || reported.every(({ action }) => action !== null && successes.has(action))) return false;
  return message.contentType.type === "multipart/report" || isDaemon(message) || isMachine(message);
}

function fromReport(message: Message, reported: ReportedRecipient[]): Bounce {
  const failed = withoutRepeats(reported.filter(({ action }) => action === null || !successes.has(action)));
  const recipients = failed.map((entry) => ({
    ...entry,
    status: preciseStatus(entry.status, entry.diagnostic),
    action: entry.action ?? (speaksOfDelay(message) ? "delayed" : "failed"),
  }));
  if (recipients.every(({ address }) => address === "")) return fromProse(message, recipients);
  return assemble(
    message,
    recipients.filter(({ address }) => address !== ""),
    headOf(message.text).join("\n"),
  );
}

/** Exchange names one address several times; what it says last is least, what has a diagnostic most. */
function withoutRepeats(reported: ReportedRecipient[]): ReportedRecipient[] {
  const byAddress = new Map<string, ReportedRecipient>();
  for (const entry of reported) {
    const known = byAddress.get(entry.address);
    if (known === undefined || (known.diagnostic === null && entry.diagnostic !== null)) {
      byAddress.set(entry.address, entry);
    }
  }
  return [...byAddress.values()];
}

/** Servers write 5.0.0 into the field and the true code into the diagnostic. */
function preciseStatus(status: string | null, diagnostic: string | null): string | null {
  const said = diagnostic === null ? null : enhancedStatus(diagnostic);
  if (status === null || /^[45]\.0\.0$/.test(status)) return said === null || said.startsWith("2.") ? status : said;
  return status;
}

/** A letter in prose is a bounce where a machine wrote it, or where it is built like one from its first line on. */
function isProse(message: Message): boolean {
  const kind = (message.contentType.parameters["report-type"] ?? "").toLowerCase();
  if (kind === "disposition-notification") return rejectedByRule(message);
  if (kind === "feedback-report") return false;
  if (message.contentType.type === "multipart/report" && kind === "delivery-status") return !isDeliveryReceipt(message);
  const daemon = isDaemon(message);
  const titled = isTitled(plainSubject(message));
  const failed = headerValues(message.headers, "x-failed-recipients").length > 0;
  if (!daemon && !titled && !failed && !isMachine(message)) return false;
  const lines = headOf(message.text);
  const head = lines.join("\n").slice(0, searchedCharsMax).toLowerCase().replace(/\s+/g, " ");
  const opens = bounceOpenings.some((words) => head.includes(words));
  if (failed && !writtenByHand(message, head)) return true;
  if (daemon && (opens || titled || namesFailure(message, lines))) return true;
  if (isMachine(message) && (titled || opens)) {
    return namesFailure(message, lines) || (titled && opens && addressedIn(message, lines));
  }
  return titled && opens && namesFailure(message, lines) && !writtenByHand(message, head);
}

/** Dovecot reports a full mailbox and a Sieve `reject` as a disposition (RFC 5429 section 2.1), not as a delivery. */
function rejectedByRule(message: Message): boolean {
  return /automatically rejected|was rejected automatically|rejected by the recipient/i.test(
    message.text.slice(0, 1_000),
  );
}

/** Carriers write automatic mails about parcels that "could not be delivered"; those name no address. */
function addressedIn(message: Message, head: string[]): boolean {
  return proseRecipients(head, [], ourAddresses(message)).length > 0;
}

/** Somebody else's address together with a cause of failure. */
function namesFailure(message: Message, head: string[]): boolean {
  const told = proseRecipients(head, [], ourAddresses(message));
  const statuses = [...new Set(told.map(({ status }) => status))].slice(0, 5);
  return statuses.some((status) => causeOf(head.join(" "), status) !== "unknown");
}

/** Marks of a person: an answer in a thread, a greeting, a question, or speaking of oneself. */
function writtenByHand(message: Message, head: string): boolean {
  if (message.inReplyTo.length > 0 && !isMachine(message)) return true;
  if (isPersonsName(message)) return true;
  if (/\?(?:\s|$)/.test(head)) return true;
  if (
    /^(hi|hello|hey|dear|good (morning|day|afternoon)|dzień dobry|cześć|witam|szanowni|hallo|guten tag|sehr geehrte|bonjour|hola|ciao|buongiorno|olá)\b(?!\. this is)/.test(
      head,
    )
  )
    return true;
  return /\b(please help|can you|could you|why do|i get|i got|i am getting|we get|when i send|fyi|proszę o|otrzymuję|dostaję|bitte um|help)\b/.test(
    head,
  );
}

/** Servers without a daemon's address sign with no name at all, or with the name of what they do. */
function isPersonsName(message: Message): boolean {
  const name = message.from?.name.toLowerCase().slice(0, subjectCharsMax) ?? "";
  if (name === "" || name === message.from?.address || isDaemon(message)) return false;
  return !/mail|system|server|gateway|admin|deliver|reply|filter|virus|service|notif|poczta|бот|メール/.test(name);
}

function ourAddresses(message: Message): ReadonlySet<string> {
  return new Set([message.from, ...message.to].flatMap((person) => (person === null ? [] : [person.address])));
}

function fromProse(message: Message, reported: ReportedRecipient[]): Bounce {
  const head = headOf(message.text);
  const named = headerValues(message.headers, "x-failed-recipients").flatMap((value) =>
    mentionsIn(value).map(({ address }) => address),
  );
  const found = proseRecipients(head, named, ourAddresses(message));
  const told = found.length > 0 ? found : addressedBefore(message);
  const action = speaksOfDelay(message) ? "delayed" : "failed";
  const recipients = told.map((entry) => ({
    address: entry.address,
    status: entry.status ?? reported[0]?.status ?? null,
    action: entry.action ?? reported[0]?.action ?? action,
    diagnostic: entry.diagnostic ?? reported[0]?.diagnostic ?? null,
  }));
  return assemble(message, recipients, `${message.subject}\n${head.join("\n")}`);
}

/** Where the letter names nobody, the returned mail was to somebody; several would be a guess. */
function addressedBefore(message: Message): ReportedRecipient[] {
  const returned = message.nested[0]?.to.map(({ address }) => address) ?? [];
  const quoted = headerValues(message.returnedHeaders ?? [], "to").flatMap((value) => mentionsIn(value, 2));
  const all = new Set(returned.length > 0 ? returned : quoted.map(({ address }) => address));
  if (all.size !== 1) return [];
  return [...all].map((address) => ({ address, status: null, action: null, diagnostic: null }));
}

/** One verdict for the mail: any hard failure makes it hard, else soft, else delayed. */
function assemble(message: Message, recipients: ReportedRecipient[], told: string): Bounce {
  const silent = new Map<string | null, BounceCause>();
  const judged = recipients.map(({ status, action, diagnostic }) => {
    if (!silent.has(status)) silent.set(status, causeWithoutWords(told, status));
    const own = diagnostic === null ? "unknown" : causeOf(diagnostic, status);
    const cause = own === "unknown" ? (silent.get(status) ?? own) : own;
    return { cause, kind: weigh(action, status, cause) };
  });
  const rank = { hard: 0, soft: 1, delayed: 2 };
  const worst = judged.sort((a, b) => rank[a.kind] - rank[b.kind])[0];
  const cause = worst?.cause ?? causeOf(told, null);
  return {
    kind: worst?.kind ?? weigh(speaksOfDelay(message) ? "delayed" : "failed", null, cause),
    cause,
    recipients,
    originalMessageId: originalMessageId(message),
  };
}

function speaksOfDelay(message: Message): boolean {
  const head = `${plainSubject(message)} ${headOf(message.text).join(" ").slice(0, searchedCharsMax)}`;
  const plain = head.toLowerCase().replace(/\s+/g, " ");
  return delayWords.some((words) => plain.includes(words)) && !/permanent(ly)? (error|fail)/.test(plain);
}

/** The Message-ID of the mail that came back, from its returned headers, else from the quoted text, else threading. */
function originalMessageId(message: Message): string | null {
  const returned = message.returnedHeaders ?? message.nested[0]?.headers ?? [];
  const header = headerValues(returned, "message-id")[0] ?? message.nested[0]?.messageId ?? null;
  const quoted = message.text.match(/^[ \t>|]{0,10}message-id:[ \t\r\n]{0,10}(<[^<>\s]{3,250}>)/im)?.[1] ?? null;
  const named = header?.match(/<[^<>\s]{3,500}>/)?.[0] ?? null;
  return named ?? quoted ?? message.inReplyTo[0] ?? message.references.at(-1) ?? null;
}

/** Whether From is a mail server's own address or name; "Postmaster <>" names no address at all. */
export function isDaemon(message: Message): boolean {
  const written = headerValues(message.headers, "from")[0]?.slice(0, subjectCharsMax).toLowerCase() ?? "";
  if (message.from === null) return /mailer-daemon|postmaster|daemon|<>|administrator|mail delivery/.test(written);
  const local = message.from.address.split("@")[0] ?? "";
  const name = message.from.name.toLowerCase().slice(0, subjectCharsMax);
  if (daemonLocals.includes(local) || /^microsoftexchange[0-9a-f]{6,40}$/.test(local)) return true;
  if (/mailer-?daemon|^post[-_.]?master|^ndr$|smtp.?(mail|gateway|error)|antivirus/.test(local)) return true;
  return daemonNames.some((known) => name === known || name.startsWith(`${known} `));
}

function isMachine(message: Message): boolean {
  const submitted = headerValues(message.headers, "auto-submitted")[0]?.toLowerCase() ?? "no";
  const path = headerValues(message.headers, "return-path")[0]?.toLowerCase() ?? "";
  return message.returnPath === "" || path.includes("mailer-daemon") || submitted.trim().startsWith("auto-");
}

function isTitled(subject: string): boolean {
  return bounceSubjects.some((words) => subject.includes(words));
}

function plainSubject(message: Message): string {
  return message.subject.slice(0, subjectCharsMax).toLowerCase().replace(/\s+/g, " ");
}

function headerValues(headers: Header[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}
