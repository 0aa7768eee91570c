/**
 * What the letters of passing time say: how much of a promise is left or by how much it is broken, as words and as a
 * picture, why it is due then, and the customer's last words, so that an agent can answer from the letter itself.
 */
import type { LetterData } from "../../ticket/letter.ts";
import { type Block, type Fact, none } from "./blocks.ts";
import { optional, person, personName, promiseName, type Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject } from "./subject.ts";

type Data = LetterData["reminder"];

/** The same facts for all three; what differs is what the first lines say. */
export function clockLetter(name: "reminder" | "breach" | "overdue", data: Data, locale: Locale): Told {
  const { say, instant } = locale;
  const subject = bareSubject(data.subject, data.ticketId);
  const what = promiseName(data.metric, locale);
  const told = {
    what,
    number: String(data.ticketId),
    left: data.left ?? "",
    over: data.over ?? "",
    due: instant(data.dueAt, data.timezone),
  };
  const heading = {
    reminder: () => say("clock.leftHeading", told),
    breach: () => say("clock.breachHeading", told),
    overdue: () => say("clock.overdueHeading", told),
  }[name]();
  const subjectWords = {
    reminder: () => say("clock.leftSubject", { ...told, subject }),
    breach: () => say("clock.breachSubject", { ...told, subject }),
    overdue: () => say("clock.overdueSubject", { ...told, subject }),
  }[name]();
  const used = { used: data.used, target: data.target, share: String(data.share) };
  return {
    subject: taggedSubject(subjectWords, data.ticketId),
    preheader: heading,
    values: {
      replyGoes: say("agents.replyGoes", { name: personName(data.requester) }),
      heading,
      subjectLine: subject,
      summary: data.over === null ? say("clock.used", used) : say("clock.usedAndOver", { ...used, over: data.over }),
      trace: data.trace,
      wrote: data.author === null ? say("clock.noWords") : say("clock.lastWords", { name: personName(data.author) }),
    },
    blocks: {
      handed: handedOver(data, locale),
      standsFor: standsFor(data, locale),
      timeline: {
        kind: "timeline",
        segments: data.timeline,
        from: locale.wallTime(data.startedAt, data.timezone),
        to: say("clock.dueThen", { instant: locale.wallTime(data.dueAt, data.timezone) }),
        words: say("clock.picture", used),
      },
      words: { kind: "words", text: data.text, quoted: true, cutNote: say("agents.cut") },
      facts: { kind: "facts", facts: clockFacts(data, locale) },
      addresses: {
        kind: "addresses",
        addresses: [
          ...optional(say("agents.answerAddress"), data.answerAddress),
          ...optional(say("agents.noteAddress"), data.noteAddress),
        ],
      },
    },
  };
}

function handedOver({ handedTo }: Data, { say }: Locale): Block {
  if (handedTo === null) return none;
  return { kind: "notice", warn: true, text: say("clock.handed", { name: oneLine(handedTo) }) };
}

/** A letter that comes late, or stands for several, says so. */
function standsFor(data: Data, { say, list }: Locale): Block {
  const shares = data.standsFor.filter((each) => each.endsWith("%"));
  if (data.standsFor.length === 0) return none;
  const text =
    shares.length > 0 && shares.length <= 12
      ? say("clock.standsFor", { list: list(shares) })
      : say("clock.standsForMany", { count: String(data.standsFor.length) });
  return { kind: "notice", warn: false, text };
}

function clockFacts(data: Data, { say, instant }: Locale): Fact[] {
  return [
    { label: say("clock.due"), value: instant(data.dueAt, data.timezone), strong: true },
    { label: say("clock.since"), value: instant(data.startedAt, data.timezone) },
    { label: say("fact.requester"), value: person(data.requester) },
    { label: say("fact.account"), value: data.account ?? say("fact.noAccount") },
    { label: say("fact.plan"), value: data.plan },
    { label: say("fact.severity"), value: data.severity },
    { label: say("clock.with"), value: data.assignee ?? say("clock.nobody") },
  ];
}
