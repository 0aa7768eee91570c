/**
 * What a mail's own words say of its being automatic, for systems that put no mark into the headers (RFC 3834 asks
 * for one, many send none). Words are the last resort: people write about automatic replies too.
 */

import type { Message } from "../message.ts";
import { automaticSentences, awayPrefixes, awayWholes, confirmationStarts, readStarts } from "./awayPhrases.ts";

/** The sentences by their first two letters: hundreds of them are asked of every mail. */
const sentencesByStart = Map.groupBy(automaticSentences, (sentence) => sentence.slice(0, 2));

const subjectCharsMax = 300;
const textCharsMax = 2_000;

/** "Automatic reply: …" or "Out of office"; a Re: or Fwd: before it means that a person answered or passed it on. */
export function isAwaySubject(subject: string): boolean {
  const said = withoutMarks(plain(subject.slice(0, subjectCharsMax)));
  for (const prefix of awayPrefixes) {
    const rest = said.startsWith(prefix) ? said.slice(prefix.length) : null;
    if (rest !== null && /^ ?(?:[:：\])】]| [-–—] )|^ (?:re|aw|odp|sv|antw) ?:/.test(rest)) return true;
  }
  return awayWholes.some((whole) => said.startsWith(whole) && saysNothingElse(said.slice(whole.length)));
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

/** The first words say that nobody wrote this. A forward's first words are somebody else's. */
export function opensAutomatic(message: Message): boolean {
  const subject = message.subject.slice(0, subjectCharsMax);
  if (/^\s{0,10}(fwd?|pd|wg|tr|rv|i|enc|doorst)\s{0,3}:/i.test(subject)) return false;
  const answers = /^\s{0,10}(re|odp|aw|sv|antw|r|rif|res|vá)\s{0,3}:/i.test(subject);
  const lines = message.text
    .slice(0, textCharsMax)
    .split(/\r\n|\r|\n/)
    .filter((line) => /[^\s*#=_[(-]/.test(line))
    .slice(0, answers ? 1 : 2)
    .map((line) => line.toLowerCase().replace(/^[\s*#=_[(-]{1,20}/, ""));
  return lines.some((line) => sentencesByStart.get(line.slice(0, 2))?.some((sentence) => line.startsWith(sentence)));
}

/** "[Request received] …" with a text that speaks of automation or of a ticket: a help desk's receipt. */
export function isConfirmation(message: Message): boolean {
  const subject = withoutMarks(plain(message.subject.slice(0, subjectCharsMax)));
  if (!confirmationStarts.some((start) => subject.startsWith(start))) return false;
  return /automat|reply to this|nie odpowiad|nicht antworten|ne pas répondre|no responda|non rispondere|não responda|ticket|zgłoszeni|case|request|anfrage|demande|solicitud|richiesta|#\d/.test(
    plain(message.text.slice(0, textCharsMax)),
  );
}

/** Read receipts that mail programs write without the report of RFC 8098. */
export function tellsOfReading(message: Message): boolean {
  const subject = plain(message.subject.slice(0, subjectCharsMax));
  if (!readStarts.some((start) => subject.startsWith(start) && /^ ?[:：]/.test(subject.slice(start.length))))
    return false;
  return /was (read|displayed|deleted|opened) |without being read|return receipt|została (przeczytana|wyświetlona)|gelesen|angezeigt|a été (lu|affiché)|se leyó|fue leído|è stato letto|foi lida|is gelezen|byla přečtena|lästes|ble lest|blev læst/.test(
    plain(message.text.slice(0, 1_000)),
  );
}

function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}
