/**
 * Says what kind of mail this is before anything else happens to it: our own, a bounce, an automatic answer, list mail,
 * or a person's. The order follows the cost of a mistake: a bounce taken for a customer is worst, then answering a
 * machine (RFC 3834), then being slow to a person. Every verdict carries a reason from a closed list.
 */
import { answerMark, autoSubmitted, isBulkMail, listMark, type Marks, marksOf, robotMark } from "./autoMarks.ts";
import { automaticSentences, awayPrefixes, awayWholes } from "./awayPhrases.ts";
import { awayUntil } from "./awayUntil.ts";
import { bounce, isDaemon, isDeliveryReceipt } from "./bounce.ts";
import type { Message, Verdict } from "./message.ts";
import { isOwn, type OwnMarks } from "./reference.ts";

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

const subjectCharsMax = 300;

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
    return {
      kind: "autoReply",
      reason: automatic,
      awayUntil: awayUntil(`${message.subject}\n${message.text}`, message.date),
    };
  }
  const list = listMark(message, marks);
  if (list !== null) return { kind: "list", reason: list };
  return { kind: "human", reason: humanReason(message, marks) };
}

function automaticReason(message: Message, marks: Marks): VerdictReason | null {
  const report = reportReason(message);
  if (report !== null) return report;
  const submitted = autoSubmitted(marks);
  if (submitted === "no") return null;
  if (submitted !== null) return "autoSubmitted";
  const answer = answerMark(message, marks);
  if (answer !== null) return answer;
  if (robotMark(marks)) return "robot";
  if (message.returnPath === "") return "nullReturnPath";
  if (isDaemon(message) && !isPostmaster(message)) return "daemonSender";
  if (isAwaySubject(message.subject)) return "awaySubject";
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

/** "Automatic reply: …" or "Out of office"; a Re: or Fwd: before it means that a person answered or passed it on. */
export function isAwaySubject(subject: string): boolean {
  const plain = withoutMarks(
    subject.slice(0, subjectCharsMax).normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim(),
  );
  for (const prefix of awayPrefixes) {
    if (plain.startsWith(prefix) && /^ ?(:|：|\]|\)| [-–—] |】)/.test(plain.slice(prefix.length))) return true;
  }
  return awayWholes.some((whole) => plain.startsWith(whole) && saysNothingElse(plain.slice(whole.length)));
}

/** Gateway marks and opening brackets before the phrase: "[EXT] [Automatic reply] …". */
function withoutMarks(subject: string): string {
  return subject
    .replace(/^(?:\[(?:ext|external|extern|zewn)[^\]]{0,20}\]:? ?){1,3}/, "")
    .replace(/^[[(【*"' ]{1,3}/, "");
}

/** Only a date or a stop may follow: "Out of office until 5 May", not "Out of office does not work". */
function saysNothingElse(rest: string): boolean {
  if (/^[.!…\])】"'* ]*$/.test(rest)) return true;
  return (
    /^ ?[,(-]? ?(until|till|from|through|do|od|bis|ab|vom|jusqu|du|hasta|del|fino|dal|até|de|tot|van|\d)[^?]{1,60}$/.test(
      rest,
    ) && /\d/.test(rest)
  );
}

function opensAutomatic(message: Message): boolean {
  if (/^\s{0,10}(re|fwd?|odp|pd|aw|wg)\s{0,3}:/i.test(message.subject)) return false;
  const lines = message.text
    .slice(0, 2_000)
    .split(/\r\n|\r|\n/)
    .map((line) => line.toLowerCase().replace(/^[\s*#=_[(-]{1,20}/, ""))
    .filter((line) => line.trim() !== "")
    .slice(0, 2);
  return lines.some((line) => automaticSentences.some((sentence) => line.startsWith(sentence)));
}

function humanReason(message: Message, marks: Marks): VerdictReason {
  if (autoSubmitted(marks) === "no") return "autoSubmittedNo";
  const local = message.from?.address.split("@")[0] ?? "";
  return /^(no[-_.]?reply|do[-_.]?not[-_.]?reply|nie-?odpowiadaj)/.test(local) ? "noReplySender" : "noMarks";
}
