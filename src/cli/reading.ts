/**
 * The answer of `intray read`: the JSON object of contract.md, and the same in a few lines for people. What strangers
 * wrote is shown without the control characters that terminals obey.
 */
import { isVerdictReason, reasonText } from "../mail/classify.ts";
import type { Address, Forwarded, Understood } from "../mail/message.ts";
import { readSubjectTag } from "../mail/reference.ts";
import { visible } from "../mail/visible.ts";
import type { Desk } from "../ticket/desk.ts";
import { readTags } from "../ticket/severity.ts";

/** Which rule decided, and where: header lines by name, lines of `text` counted from 1. */
export type Explanation = {
  verdict: { rule: string; header: string | null };
  cuts: { rule: string; from: number; to: number; firstLine: string }[];
  severityFrom: string | null;
  textFrom: string;
};

export type Reading = {
  file: string;
  disposition: string;
  reason: string;
  from: Address | null;
  to: Address[];
  cc: Address[];
  subject: string;
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  date: string | null;
  severity: string | null;
  requestType: string | null;
  ticket: string | null;
  customerReferences: Record<string, string[]>;
  text: string;
  visible: string;
  elided: string;
  language: string | null;
  forwarded: Forwarded | null;
  bounce: unknown;
  awayUntil: string | null;
  attachments: { name: string; type: string; bytes: number; inline: boolean }[];
  warnings: string[];
  cause?: string;
  explain?: Explanation;
};

const nothing = {
  from: null,
  to: [],
  cc: [],
  subject: "",
  messageId: null,
  inReplyTo: [],
  references: [],
  date: null,
  severity: null,
  requestType: null,
  ticket: null,
  customerReferences: {},
  text: "",
  visible: "",
  elided: "",
  language: null,
  forwarded: null,
  bounce: null,
  awayUntil: null,
  attachments: [],
};

/** A mail that could not be read: the same keys, the cause from the closed list, the detail in words. */
export function unreadable(file: string, cause: string, detail: string): Reading {
  const reason = `${cause}: ${detail}`;
  return { file, disposition: "unreadable", reason, ...nothing, warnings: [reason], cause };
}

/** A mail that was read. `desk` gives the tags their meaning; without one severity and type are null. */
export function seen(file: string, understood: Understood, desk: Desk | null, explain: boolean): Reading {
  const { message, verdict } = understood;
  const isLetter = verdict.kind === "human" || verdict.kind === "list";
  const body = understood.visible === "" ? message.text : understood.visible;
  const tags = desk === null ? null : readTags(desk, { subject: message.subject, body, isReply: false });
  const ticket = readSubjectTag(message.subject);
  const reading: Reading = {
    file,
    disposition: verdict.kind,
    reason: isVerdictReason(verdict.reason) ? reasonText[verdict.reason] : verdict.reason,
    from: message.from,
    to: message.to,
    cc: message.cc,
    subject: message.subject,
    messageId: message.messageId,
    inReplyTo: message.inReplyTo,
    references: message.references,
    date: message.date,
    severity: isLetter ? (tags?.severity ?? null) : null,
    requestType: isLetter ? (tags?.requestType ?? null) : null,
    ticket: ticket === null ? null : String(ticket),
    customerReferences: tags?.references ?? {},
    text: message.text,
    visible: understood.visible,
    elided: understood.elided,
    language: understood.language,
    forwarded: understood.forwarded,
    bounce: verdict.kind === "bounce" ? verdict.bounce : null,
    awayUntil: verdict.kind === "autoReply" ? verdict.awayUntil : null,
    attachments: message.attachments.map(({ name, type, bytes, inline }) => ({ name, type, bytes, inline })),
    warnings: message.warnings,
  };
  if (!explain) return reading;
  return { ...reading, explain: explanation(understood, isLetter ? (tags?.severityFrom ?? null) : null) };
}

/** The header that a reason speaks of, shown as it stood. */
const headersByReason: Record<string, string[]> = {
  ownMessageId: ["message-id"],
  loopHeader: ["x-intray-loop"],
  autoSubmitted: ["auto-submitted"],
  autoSubmittedNo: ["auto-submitted"],
  precedence: ["precedence"],
  listPrecedence: ["precedence"],
  nullReturnPath: ["return-path"],
  daemonSender: ["from"],
  robot: ["from", "x-mailer"],
  noReplySender: ["from"],
  awaySubject: ["subject"],
  deliveryReport: ["content-type"],
  readReceipt: ["content-type"],
  calendarAnswer: ["content-type"],
  listHeader: ["list-id", "list-unsubscribe", "list-post"],
  massMailing: ["list-unsubscribe"],
  autoReplyHeader: ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress", "auto-submitted"],
  vacation: ["x-vacation", "x-mailer"],
};

function explanation({ message, verdict }: Understood, severityFrom: string | null): Explanation {
  const names = headersByReason[verdict.reason] ?? [];
  const header = message.headers.find(({ name }) => names.includes(name));
  const lines = message.text.split(/\r\n|\n|\r/);
  return {
    verdict: { rule: verdict.reason, header: header === undefined ? null : `${header.name}: ${header.value}` },
    cuts: visible(message.text, message.html).cuts.map((cut) => ({ ...cut, firstLine: lines[cut.from - 1] ?? "" })),
    severityFrom,
    textFrom: message.textFrom,
  };
}

const excerptLines = 12;

/** A few lines for a terminal. */
export function forPeople(reading: Reading): string {
  const lines = [`${reading.file}: ${reading.disposition} (${reading.reason})`];
  const put = (label: string, value: string) => {
    if (value !== "") lines.push(`  ${label.padEnd(11)} ${plain(value)}`);
  };
  if (reading.disposition === "unreadable") return plain(lines.join("\n"));
  put("from", reading.from === null ? "nobody that can be named" : person(reading.from));
  put("to", [...reading.to, ...reading.cc].slice(0, 5).map(person).join(", "));
  put("subject", reading.subject);
  put("ticket", reading.ticket === null ? "" : `#${reading.ticket}`);
  put("severity", [reading.severity, reading.requestType].filter(Boolean).join(", "));
  for (const [name, found] of Object.entries(reading.customerReferences)) put(name, found.join(", "));
  put("language", reading.language ?? "");
  put("away until", reading.awayUntil ?? "");
  if (reading.forwarded !== null) {
    put("forwarded", `from ${reading.forwarded.from === null ? "somebody" : person(reading.forwarded.from)}`);
  }
  if (reading.bounce !== null) put("bounce", JSON.stringify(reading.bounce));
  for (const file of reading.attachments) put("file", `${file.name} (${file.type}, ${file.bytes} bytes)`);
  for (const warning of reading.warnings) put("odd", warning);
  const shown = reading.visible.split("\n");
  for (const line of shown.slice(0, excerptLines)) lines.push(`  | ${plain(line)}`);
  if (shown.length > excerptLines) lines.push(`  … ${shown.length - excerptLines} more lines`);
  if (reading.elided !== "") lines.push(`  cut: ${reading.elided.split("\n").length} lines of quotes and signatures`);
  lines.push(...explained(reading.explain));
  return lines.map(plain).join("\n");
}

function explained(explain: Explanation | undefined): string[] {
  if (explain === undefined) return [];
  const { rule, header } = explain.verdict;
  const where = header === null ? "" : `, by ${header.slice(0, 200)}`;
  const severity = explain.severityFrom === null ? [] : [`  why: severity from ${explain.severityFrom}`];
  const cuts = explain.cuts.map(
    (cut) =>
      `  why: ${cut.from === cut.to ? `line ${cut.from}` : `lines ${cut.from}–${cut.to}`} cut as ${cut.rule}: ${cut.firstLine.slice(0, 100)}`,
  );
  return [`  why: ${rule}${where}`, `  why: text taken from ${explain.textFrom}`, ...severity, ...cuts];
}

function person({ name, address }: Address): string {
  return name === "" ? address : `${name} <${address}>`;
}

/** Escape sequences of a stranger must not reach a terminal, nor marks that turn the direction of writing. */
function plain(text: string): string {
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, " ");
}
