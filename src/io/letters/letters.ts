/**
 * From a letter's data to its subject, its preheader and the values and blocks that its templates ask for. The sentences stand
 * in the locales, the looks in the templates.
 */
import type { Letter } from "../../ticket/letter.ts";
import { digest } from "./digest.ts";
import type { Told } from "./facts.ts";
import { alarm } from "./lettersOfAlarm.ts";
import { clockLetter } from "./lettersOfClocks.ts";
import { transcript } from "./lettersOfCommands.ts";
import { ideaNews, voteLetter } from "./lettersOfIdeas.ts";
import { question, timeUp } from "./lettersOfQuestions.ts";
import { merged, split, tookOver } from "./lettersOfRelations.ts";
import { monthlyReport, weeklyReport } from "./lettersOfReports.ts";
import { customerReply, handedOver, held, lowRating, newTicket, quarantine, undelivered } from "./lettersToAgents.ts";
import { answer, confirmation, mayJoin, solved, unknownSender, verify } from "./lettersToCustomers.ts";
import type { Locale } from "./locale.ts";
import { signIn } from "./signInLetter.ts";

export function tell(letter: Letter, locale: Locale): Told {
  switch (letter.name) {
    case "confirmation":
      return confirmation(letter.data, locale);
    case "unknownSender":
      return unknownSender(letter.data, locale);
    case "vote":
      return voteLetter(letter.data, locale);
    case "ideaNews":
      return ideaNews(letter.data, locale);
    case "verify":
      return verify(letter.data, locale);
    case "signIn":
      return signIn(letter.data, locale);
    case "newTicket":
      return newTicket(letter.data, locale);
    case "customerReply":
      return customerReply(letter.data, locale);
    case "solved":
      return solved(letter.data, locale);
    case "answer":
      return answer(letter.data);
    case "question":
      return question(letter.data, locale);
    case "mayJoin":
      return mayJoin(letter.data, locale);
    case "timeUp":
      return timeUp(letter.data, locale);
    case "held":
      return held(letter.data, locale);
    case "merged":
      return merged(letter.data, locale);
    case "split":
      return split(letter.data, locale);
    case "tookOver":
      return tookOver(letter.data, locale);
    case "handedOver":
      return handedOver(letter.data, locale);
    case "transcript":
      return transcript(letter.data, locale);
    case "quarantine":
      return quarantine(letter.data, locale);
    case "undelivered":
      return undelivered(letter.data, locale);
    case "alarm":
      return alarm(letter.data, locale);
    case "lowRating":
      return lowRating(letter.data, locale);
    case "reminder":
    case "breach":
    case "overdue":
      return clockLetter(letter.name, letter.data, locale);
    case "weeklyReport":
      return weeklyReport(letter.data, locale);
    case "monthlyReport":
      return monthlyReport(letter.data, locale);
    case "digest":
      return digest(letter.data, locale);
    default:
      return letter satisfies never;
  }
}
