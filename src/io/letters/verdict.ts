/** How a customer's words were understood, for the agents who hear of them. */
import type { LetterData } from "../../ticket/letter.ts";
import { type Block, none } from "./blocks.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";

const aboutSolution = {
  agreed: "customerReply.agreed",
  disagreed: "customerReply.disagreed",
  thanks: "customerReply.thanks",
  saysSolved: "customerReply.saysSolved",
} as const;

/** What may be a machine's is said to be so. */
export function verdictOf(data: LetterData["customerReply"], locale: Locale): Block {
  const told = understood(data, locale);
  if (told.kind !== "notice" || data.perhapsMachine !== true) return told;
  return { ...told, warn: true, text: `${told.text} ${locale.say("customerReply.perhapsMachine")}` };
}

function understood({ verdict, asked, timezone }: LetterData["customerReply"], locale: Locale): Block {
  const { say } = locale;
  if (!verdict) return none;
  if (verdict !== "allowed" && verdict !== "declined") {
    return { kind: "notice", warn: verdict === "disagreed", text: say(aboutSolution[verdict]) };
  }
  if (asked === undefined) return none;
  const what = say(`question.told.${asked.kind}`, { about: oneLine(asked.about, 300) });
  if (verdict === "declined") return { kind: "notice", warn: true, text: say("question.told.declined", { what }) };
  const until = locale.instant(asked.until, timezone);
  const text = say(asked.kind === "access" ? "question.told.allowedUntil" : "question.told.allowed", { what, until });
  return { kind: "notice", warn: false, text };
}
