/**
 * A command that stands where it is text: below a greeting, or at the end of an answer. It is not carried out, because only
 * leading lines are commands, and the mail is not sent either before its agent says so: who writes `#note` below "Hi" means
 * that the words stay inside (lifecycle.md, "Agents work from their mail client").
 */
import { readOne, type Speaker } from "./grammar.ts";

/** More lines than an answer has; what a longer one ends in is looked at all the same. */
const linesMax = 200;

/** The first line of an answer's text that would be a command if it stood first; null where none would. */
export function misplacedCommand(text: string, speaker: Speaker): string | null {
  const lines = text.split(/\r?\n/).slice(0, linesMax);
  let isCode = false;
  for (const line of lines) {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
    if (!isCode && isCommand(line, speaker)) return line.trim();
  }
  const last = text.trimEnd().split(/\r?\n/).at(-1) ?? "";
  return isLastWord(last) ? last.trim().slice(-200) : null;
}

/** What is set in from the left is code or a quotation. */
function isCommand(line: string, speaker: Speaker): boolean {
  const match = /^#([a-z]{1,20})(?![\p{L}\p{N}_-])(.{0,300})$/iu.exec(line.trimEnd());
  const [, word = "", after = ""] = match ?? [];
  if (match === null) return false;
  return word.toLowerCase() === "note" || !("why" in readOne(word, after, speaker));
}

/** "It works again now. #solve" */
function isLastWord(line: string): boolean {
  return /^\S/.test(line) && /\s#(?:note|solve|wait|hold|open|undo|spam|split)[.!]?$/i.test(line.slice(-40));
}
