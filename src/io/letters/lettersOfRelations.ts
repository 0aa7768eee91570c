/** What the letters about merged and split tickets say, to customers and to agents. */
import type { LetterData } from "../../ticket/letter.ts";
import { none } from "./blocks.ts";
import { promise, type Told } from "./facts.ts";
import { forAgents } from "./lettersToAgents.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject, threadSubject } from "./subject.ts";

/** To the customer: this goes on in another ticket, with the agent's words where there are any. */
export function merged(data: LetterData["merged"], { say }: Locale): Told {
  const numbers = { number: String(data.ticketId), into: String(data.into ?? "") };
  const isThere = data.into !== null;
  const lead = say(isThere ? "merged.lead" : "merged.leadOutside", numbers);
  return {
    subject: threadSubject(data.subject, data.ticketId),
    preheader: lead,
    values: {
      lead,
      heading: say(isThere ? "merged.heading" : "merged.headingOutside", numbers),
      how: say(isThere ? "merged.how" : "merged.howOutside", numbers),
      subjectLine: bareSubject(data.subject, data.ticketId),
    },
    blocks: {
      words: data.text.trim() === "" ? none : { kind: "words", text: data.text, quoted: false, cutNote: null },
    },
  };
}

/** To the customer: one mail of theirs is a ticket of its own now. */
export function split(data: LetterData["split"], locale: Locale): Told {
  const { say, instant } = locale;
  const values = { number: String(data.ticketId), from: String(data.from) };
  return {
    subject: taggedSubject(data.subject, data.ticketId),
    preheader: say("split.heading", values),
    values: {
      heading: say("split.heading", values),
      lead: say("split.lead", { ...values, instant: instant(data.writtenAt, data.timezone) }),
      how: say("split.how", values),
      subjectLine: bareSubject(data.subject, data.ticketId),
    },
    blocks: { promise: data.firstResponse || data.resolution ? promise(data, locale) : none },
  };
}

/** To who has a ticket: another one was merged into it. */
export function tookOver(data: LetterData["tookOver"], locale: Locale): Told {
  const values = { name: oneLine(data.by, 150), number: String(data.ticketId), merged: String(data.merged) };
  const heading = locale.say("tookOver.heading", values);
  return forAgents(data, locale, {
    subject: `Re: ${taggedSubject(data.subject, data.ticketId)}`,
    preheader: heading,
    heading,
    author: data.author,
    reopened: {
      kind: "notice",
      warn: false,
      text: locale.say("tookOver.was", { subject: bareSubject(data.mergedSubject, data.merged) }),
    },
  });
}
