/**
 * What is said of questions that need the customer's word: the letter that asks for access or an authorisation, and the one
 * that tells agents that a time they set is up.
 */
import type { LetterData } from "../../ticket/letter.ts";
import { type Block, none } from "./blocks.ts";
import type { Told } from "./facts.ts";
import { forAgents } from "./lettersToAgents.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject, threadSubject } from "./subject.ts";

/** To who may answer: what is asked, what yes and no mean, and a link for each; others are told whom we ask. */
export function question(data: LetterData["question"], { say, instant }: Locale): Told {
  const { kind, about, until } = data.asked;
  const name = oneLine(data.agentName, 150);
  const isAccess = kind === "access";
  const time = instant(until, data.timezone);
  const link = (answer: "yes" | "no", button: boolean): Block => ({
    kind: "link",
    label: say(`question.${kind}.${answer}`),
    url: `${data.answerUrl}?a=${answer}`,
    button,
  });
  const lead = data.mayAnswer
    ? say(data.askedAt === null ? `question.${kind}.lead` : `question.${kind}.again`, {
        name,
        instant: instant(data.askedAt ?? until, data.timezone),
      })
    : say("question.others", { name });
  return {
    subject: threadSubject(data.subject, data.ticketId),
    preheader: say(`question.${kind}.heading`),
    values: {
      heading: data.mayAnswer ? say(`question.${kind}.heading`) : say("question.othersHeading"),
      lead,
      subjectLine: bareSubject(data.subject, data.ticketId),
      yesMeans: data.mayAnswer ? say(`question.${kind}.yesMeans`, { until: time }) : "",
      noMeans: data.mayAnswer ? say(`question.${kind}.noMeans`) : "",
      reply: data.mayAnswer ? say("question.reply", { until: time }) : say("question.nothingToDo"),
    },
    blocks: {
      words: data.text.trim() === "" ? none : { kind: "words", text: data.text, quoted: false, cutNote: null },
      about: {
        kind: "facts",
        facts: [
          { label: say(`question.${kind}.about`), value: oneLine(about, 300), strong: true },
          ...(isAccess ? [{ label: say("question.access.until"), value: time }] : []),
        ],
      },
      yes: data.mayAnswer ? link("yes", true) : none,
      no: data.mayAnswer ? link("no", false) : none,
    },
  };
}

export function timeUp(data: LetterData["timeUp"], locale: Locale): Told {
  const { say } = locale;
  const heading = say(`timeUp.${data.what}`, { number: String(data.ticketId) });
  const told = forAgents(data, locale, {
    subject: `Re: ${taggedSubject(data.subject, data.ticketId)}`,
    preheader: heading,
    heading,
    author: data.requester,
    reopened: none,
  });
  const about =
    data.asked === null ? "" : say(`question.told.${data.asked.kind}`, { about: oneLine(data.asked.about, 300) });
  const wrote = data.text.trim() === "" ? "" : (told.values.wrote ?? "");
  const words = data.text.trim() === "" ? none : (told.blocks.words ?? none);
  return { ...told, values: { ...told.values, about, wrote }, blocks: { ...told.blocks, words } };
}
