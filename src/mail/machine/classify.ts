/**
 * Says what kind of mail this is before anything else happens to it: our own, a bounce, an automatic answer, list mail,
 * or a person's. The order follows the cost of a mistake: a bounce taken for a customer is worst, then answering a
 * machine (RFC 3834), then being slow to a person. Every verdict carries a reason from a closed list.
 */

import { bounce, isDaemon, isDeliveryReceipt } from "../bounce/bounce.ts";
import type { Message, Verdict } from "../message.ts";
import { isOwn, type OwnMarks } from "../write/reference.ts";
import {
  answerMark,
  autoSubmitted,
  isBulkMail,
  isRobotSender,
  listMark,
  type Marks,
  marksOf,
  robotMark,
} from "./autoMarks.ts";
import { isAwaySubject, isConfirmation, opensAutomatic, tellsOfReading } from "./autoText.ts";
import { awayUntil } from "./awayUntil.ts";

/** The closed list of reasons, each in words for people. */
export const reasonText = {
  ownMessageId: "carries a Message-ID that we signed",
  loopHeader: "carries our own loop header",
  deliveryReport: "a delivery report says that a mail did not arrive",
  bounceProse: "a mail server writes that a mail did not arrive",
  readReceipt: "a read receipt",
  deliveryReceipt: "a delivery report that tells only of success",
  feedbackReport: "a complaint report of a mail provider",
  calendarAnswer: "an answer to a calendar invitation",
  autoSubmitted: "Auto-Submitted says that a machine sent it",
  autoReplyHeader: "a header marks an automatic answer",
  precedence: "Precedence marks an automatic answer",
  vacation: "a vacation program sent it",
  mailboxRule: "a rule of an Exchange mailbox wrote it",
  robot: "a robot or a ticket system sent it",
  nullReturnPath: "its return path is empty, as machines send",
  daemonSender: "a mail server sent it",
  awaySubject: "the subject is that of an automatic answer",
  confirmation: "it confirms by itself that a mail came in",
  saysAutomatic: "its first words say that it is automatic",
  listHeader: "mailing list headers",
  listPrecedence: "Precedence marks mass mail",
  massMailing: "an unsubscribe link and the marks of a mass mailing",
  autoSubmittedNo: "Auto-Submitted: no says that a person wrote it",
  noReplySender: "no automatic marks, though its sender takes no answers",
  noMarks: "no automatic marks",
} as const;

export type VerdictReason = keyof typeof reasonText;

/** Whether a reason of a stored verdict is one of the list. */
export function isVerdictReason(reason: string): reason is VerdictReason {
  return Object.hasOwn(reasonText, reason);
}

/** The kind of a mail; first match wins (mail.md, "Understanding"). */
export function classify(message: Message, own: OwnMarks): Verdict {
  const ours = isOwn(message, own);
  if (ours !== null) return { kind: "own", reason: ours };
  const returned = bounce(message);
  if (returned !== null) {
    const reason: VerdictReason = message.deliveryStatus === null ? "bounceProse" : "deliveryReport";
    return { kind: "bounce", reason, bounce: returned };
  }
  const marks = marksOf(message);
  const automatic = automaticReason(message, marks);
  if (automatic !== null) {
    const until = reports.has(automatic) ? null : awayUntil(`${message.subject}\n${message.text}`, message.date);
    return { kind: "autoReply", reason: automatic, awayUntil: until };
  }
  const list = listMark(message, marks);
  if (list !== null) return { kind: "list", reason: list };
  return { kind: "human", reason: humanReason(message, marks) };
}

/** Dates in these say when something happened, not until when anybody is away. */
const reports: ReadonlySet<VerdictReason> = new Set([
  ...(["readReceipt", "deliveryReceipt", "feedbackReport", "calendarAnswer", "robot", "daemonSender"] as const),
]);

function automaticReason(message: Message, marks: Marks): VerdictReason | null {
  const report = reportReason(message);
  if (report !== null) return report;
  const submitted = autoSubmitted(marks);
  if (submitted === "no") return null;
  if (submitted !== null) return "autoSubmitted";
  const answer = answerMark(message, marks);
  if (answer !== null) return answer;
  if (isRobotSender(message) || (robotMark(marks) && listMark(message, marks) !== "listHeader")) return "robot";
  if (message.returnPath === "") return "nullReturnPath";
  if (isDaemon(message) && !isPostmaster(message)) return "daemonSender";
  if (isAwaySubject(message.subject)) return "awaySubject";
  if (tellsOfReading(message)) return "readReceipt";
  if (isConfirmation(message)) return "confirmation";
  if (isBulkMail(marks) && message.inReplyTo.length > 0 && listMark(message, marks) === "listPrecedence")
    return "precedence";
  return opensAutomatic(message) ? "saysAutomatic" : null;
}

/** Reports (RFC 6522) and calendar answers (RFC 5546) are automatic whatever their headers say. */
function reportReason(message: Message): VerdictReason | null {
  const { type, parameters } = message.contentType;
  const kind = (parameters["report-type"] ?? "").toLowerCase();
  const parts = new Set(message.attachments.map((attachment) => attachment.type));
  if (kind === "feedback-report" || (type === "multipart/report" && parts.has("message/feedback-report")))
    return "feedbackReport";
  if (kind === "disposition-notification" || parts.has("message/disposition-notification")) return "readReceipt";
  if (isDeliveryReceipt(message)) return "deliveryReceipt";
  if (type === "multipart/report") return "robot";
  const method = message.calendarMethod ?? "";
  return ["REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"].includes(method) ? "calendarAnswer" : null;
}

/** A postmaster may be a person; the other names of mail servers never are. */
function isPostmaster(message: Message): boolean {
  return message.from?.address.startsWith("postmaster@") === true;
}

function humanReason(message: Message, marks: Marks): VerdictReason {
  if (autoSubmitted(marks) === "no") return "autoSubmittedNo";
  const local = message.from?.address.split("@")[0] ?? "";
  return /^(no[-_.]?reply|do[-_.]?not[-_.]?reply|nie-?odpowiadaj)/.test(local) ? "noReplySender" : "noMarks";
}
