/** The transcript: what an agent's commands were understood as, what was done, what was refused, and the way back. */
import type { LetterData } from "../../ticket/letter.ts";
import { type Block, none } from "./blocks.ts";
import { queue } from "./digest.ts";
import type { Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject } from "./subject.ts";

export function transcript(data: LetterData["transcript"], locale: Locale): Told {
  const { say, instant } = locale;
  const { refused, ticketId } = data;
  const bare = ticketId === null ? oneLine(data.subject) : bareSubject(data.subject, ticketId);
  const subject = say(refused ? "transcript.refusedSubject" : "transcript.subject", { subject: bare });
  const heading = say(refused ? "transcript.refusedHeading" : "transcript.heading");
  const about = ticketId === null ? say("transcript.noTicket") : say("common.ticket", { number: String(ticketId) });
  const list = (title: string, lines: string[]): Block =>
    lines.length === 0 ? none : { kind: "list", title, items: lines.map((text) => ({ text, url: null })) };
  const words = (text: string): Block =>
    text.trim() === "" ? none : { kind: "words", text, quoted: true, cutNote: say("agents.cut") };
  const [tickets = none, unnamed = none] = data.queue === null ? [] : queue(data.queue, data.timezone, locale);
  const hasCancel = data.cancelUrl !== null && data.leavesAt !== null;
  return {
    subject: ticketId === null ? subject : taggedSubject(subject, ticketId),
    preheader: refused ? refused.why : (data.done[0] ?? heading),
    values: {
      heading,
      summary: `${about}: ${bare}`,
      undo: data.canUndo ? say("transcript.undo") : refused ? say("transcript.again") : "",
      leavesAt: hasCancel ? say("transcript.leavesAt", { instant: instant(data.leavesAt ?? 0, data.timezone) }) : "",
    },
    blocks: {
      line: words(refused?.line ?? ""),
      why: refused ? { kind: "notice", warn: true, text: refused.why } : none,
      suggestion: refused?.suggestion
        ? {
            kind: "notice",
            warn: false,
            text: say("transcript.suggestion", { suggestion: oneLine(refused.suggestion) }),
          }
        : none,
      understood: list(say("transcript.understood"), data.understood),
      done: list(say("transcript.done"), data.done),
      page: words(data.page),
      write: writeOn(data.shown, locale),
      queue: tickets,
      unnamed,
      cancel: hasCancel
        ? { kind: "link", label: say("transcript.cancel"), url: data.cancelUrl ?? "", button: true }
        : none,
    },
  };
}

/** Below a ticket that was asked for: where to write on it. */
function writeOn(shown: LetterData["transcript"]["shown"], { say }: Locale): Block {
  if (shown === null || shown.answerAddress === null || shown.noteAddress === null) return none;
  return {
    kind: "addresses",
    addresses: [
      { label: say("agents.answerAddress"), value: shown.answerAddress },
      { label: say("agents.noteAddress"), value: shown.noteAddress },
    ],
  };
}
