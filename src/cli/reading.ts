/**
 * The answer of `intray read`: the JSON object of contract.md, and the same in a few lines for people. What strangers
 * wrote is shown without the control characters that terminals obey.
 */
import { listHeaders, robotHeaders } from "../mail/machine/autoMarks.ts";
import { isVerdictReason, reasonText } from "../mail/machine/classify.ts";
import type { Address, Forwarded, Understood } from "../mail/message.ts";
import { visible } from "../mail/visible/visible.ts";
import { readSubjectTag } from "../mail/write/reference.ts";
import type { Desk } from "../ticket/desk.ts";
import { readTags } from "../ticket/severity.ts";

/** Which rule decided, and where: header lines by name, lines of `text` counted from 1. */
export type Explanation = {
  verdict: { rule: string; header: string | null; line: number | null };
  /** Where what was passed on begins: a line of the text, or null where it was attached. */
  forwarded: { line: number | null } | null;
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
  robot: [...robotHeaders, "x-fc-machinegenerated", "x-mailer", "from"],
  mailboxRule: ["x-ms-exchange-generated-message-source", "x-ms-exchange-inbox-rules-loop"],
  confirmation: ["subject"],
  bounceProse: ["x-failed-recipients", "from", "subject"],
  feedbackReport: ["content-type"],
  deliveryReceipt: ["content-type"],
  noReplySender: ["from"],
  awaySubject: ["subject"],
  deliveryReport: ["content-type"],
  readReceipt: ["content-type"],
  calendarAnswer: ["content-type"],
  listHeader: [...listHeaders],
  massMailing: ["list-unsubscribe"],
  autoReplyHeader: ["x-autoreply", "x-autorespond", "x-autoresponder", "x-loop", "delivered-to", "auto-submitted"],
  vacation: ["x-vacation", "x-mailer"],
};

/** The line (from 1) at which a passage of the text begins; its quote marks may have been taken off. */
function lineOf(lines: string[], passage: string): number | null {
  const first = passage
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.trim();
  if (first === undefined) return null;
  const at = lines.findIndex((line) => line.trim() === first || line.replace(/^[>\s]{1,40}/, "").trim() === first);
  return at < 0 ? null : at + 1;
}

function explanation({ message, verdict, forwarded }: Understood, severityFrom: string | null): Explanation {
  const names = headersByReason[verdict.reason] ?? [];
  const header = names.map((name) => message.headers.find((each) => each.name === name)).find((found) => found);
  const lines = message.text.split(/\r\n|\n|\r/);
  // Only this reason and a letter in prose rest on the text; both speak in its first words.
  const told = verdict.reason === "saysAutomatic" || verdict.reason === "bounceProse";
  const first = lines.findIndex((line) => line.trim() !== "") + 1;
  return {
    verdict: {
      rule: verdict.reason,
      header: header === undefined ? null : `${header.name}: ${header.value}`,
      line: told && first > 0 ? first : null,
    },
    forwarded: forwarded === null ? null : { line: lineOf(lines, forwarded.text) },
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
  const { rule, header, line } = explain.verdict;
  const where = `${header === null ? "" : `, by ${header.slice(0, 200)}`}${line === null ? "" : `, by line ${line}`}`;
  const severity = explain.severityFrom === null ? [] : [`  why: severity from ${explain.severityFrom}`];
  const cuts = explain.cuts.map(
    (cut) =>
      `  why: ${cut.from === cut.to ? `line ${cut.from}` : `lines ${cut.from}–${cut.to}`} cut as ${cut.rule}: ${cut.firstLine.slice(0, 100)}`,
  );
  const passedOn =
    explain.forwarded === null
      ? []
      : [
          `  why: passed on ${explain.forwarded.line === null ? "as an attachment" : `from line ${explain.forwarded.line} on`}`,
        ];
  return [`  why: ${rule}${where}`, `  why: text taken from ${explain.textFrom}`, ...severity, ...passedOn, ...cuts];
}

function person({ name, address }: Address): string {
  return name === "" ? address : `${name} <${address}>`;
}

/** Escape sequences of a stranger must not reach a terminal, nor marks that turn the direction of writing. */
function plain(text: string): string {
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, " ");
}
