/**
 * What a customer's reply says to the question whether it is solved, in English and Polish: yes, no, thanks, or none of
 * them for sure. Only a mail that says nothing else is an answer: doubt is an ordinary reply, shown to agents as such
 * (lifecycle.md, "Mutual agreement").
 */
import { closings, courtesy, doubts, negations, no, partly, saysSolved, thanks, yes } from "./agreementWords.ts";
import { plain, unsigned, withoutLastName } from "./signedOff.ts";

/**
 * `solved`: says in so many words that it is solved, which counts also where nobody asked; `yes`: agrees, which needs a
 * question; `unclear`: everything else.
 */
export type Verdict = "solved" | "yes" | "no" | "thanks" | "unclear";

/** An answer is short; what is longer tells a story. */
const charsMax = 600;
const noCharsMax = 4_000;
const clausesMax = 30;

/**
 * Reads what the writer wrote now. `names` are the people of the ticket, `writer` among them: a name below the words says
 * nothing, nor what stands below it. A last line that may be a name is one only where that makes an answer of the rest.
 */
export function readAgreement(visible: string, names: readonly string[] = [], writer = ""): Verdict {
  if (visible.length > noCharsMax) return "unclear";
  const ownNames = namesIn(names);
  const said = unsigned(visible, writer);
  const verdict = readWords(said, ownNames);
  return verdict === "unclear" && !visible.includes("?") ? readWords(withoutLastName(said), ownNames) : verdict;
}

function readWords(visible: string, ownNames: ReadonlySet<string>): Verdict {
  const clauses = clausesOf(visible);
  if (clauses.length === 0) return onlySigns(visible);
  if (clauses.length > clausesMax) return "unclear";
  const kinds: (Verdict | "courtesy" | "doubt" | "other")[] = [];
  for (const clause of clauses) {
    if (closings.some((pattern) => pattern.test(clause))) break;
    kinds.push(kindOf(clause, ownNames));
  }
  const has = (kind: (typeof kinds)[number]) => kinds.includes(kind);
  const agrees = has("solved") || has("yes");
  if (has("no")) return agrees ? "unclear" : "no";
  // A question in return, or a "but", is no answer.
  if (has("other") || has("doubt") || visible.includes("?") || visible.length > charsMax) return "unclear";
  if (has("solved")) return "solved";
  if (has("yes")) return "yes";
  return has("thanks") ? "thanks" : "unclear";
}

/** The words of people's names; a single letter is none. */
export function namesIn(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => plain(name).split(" ")).filter((word) => word.length > 1));
}

function kindOf(clause: string, names: ReadonlySet<string>): Verdict | "courtesy" | "doubt" | "other" {
  const words = clause.split(" ");
  if (words.every((word) => names.has(word))) return "courtesy";
  const bare = withoutNames(words, names);
  const is = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(bare));
  if (is(courtesy)) return "courtesy";
  if (words.some((word) => doubts.has(word))) return "doubt";
  const core = bare
    .replace(/ (?:dzieki|dziekuje|thanks|thank you)(?: bardzo| a lot| so much)?$/, "")
    .replace(/^(?:(?:tak |yes |ok )?(?:dzieki|dziekuje|thanks|thank you) )(?=.{3})/, "");
  if (saysSolved.some((pattern) => pattern.test(core))) return "solved";
  if (is(no)) return "no";
  if (is(yes)) return words.some((word) => partly.has(word) || negations.has(word)) ? "doubt" : "yes";
  return is(thanks) && !words.some((word) => negations.has(word)) ? "thanks" : "other";
}

/** "dziękuję panie Janie", "yes Jan": a name beside the words says nothing. */
function withoutNames(words: string[], names: ReadonlySet<string>): string {
  const rest = words.filter((word) => !names.has(word));
  return rest.join(" ");
}

/** The parts of a text between its stops, in small letters without accents and without signs. */
export function clausesOf(text: string): string[] {
  return text
    .split(/[.!?;,:\n\r()…]|\s[-–—]+\s|^[-–—]+\s/m)
    .map(plain)
    .filter((clause) => clause !== "");
}

/** A mail of nothing but pictures of a hand or a face. */
function onlySigns(text: string): Verdict {
  const bare = text.replace(/\p{Emoji_Modifier}|\p{M}|\ufe0f|\s/gu, "");
  if (/^[👎❌]{1,6}$/u.test(bare)) return "no";
  return /^[👍🙏😊🙂❤✅🎉]{1,12}$/u.test(bare) ? "thanks" : "unclear";
}
