/**
 * Which language a text is written in, guessed cheaply from its letters and its commonest words. Letters' language and
 * the agents' view use it; null where it is not clear, because a wrong guess is worse than none.
 */
import { languageLetters, stopWords } from "./words/language.ts";

/** Languages that also show by plain letters ("rz", "zione", "ij"); a word of ASCII says nothing of the others. */
const asciiTells: ReadonlySet<string> = new Set(
  languageLetters.filter(([, letters]) => /(?<![\\\]])[a-z]{2}/.test(letters.source)).map(([code]) => code),
);

const charsMax = 2_000;
const likelyMax = 5;

/** ISO 639-1 of `text` (its first 2,000 characters), or null when unsure. */
export function language(text: string): string | null {
  const sample = text
    .slice(0, charsMax)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !word.includes("@") && !word.includes("://"))
    .join(" ");
  const byScript = scriptLanguage(sample);
  if (byScript !== null) return byScript;
  const words = sample.split(/[^\p{L}']+/u).filter((word) => word !== "");
  const scores = new Map<string, number>();
  for (const word of words) for (const code of stopWords.get(word) ?? []) add(scores, code, 1);
  // The letters settle it among the few languages whose words were met; without words they are all there is.
  const likely = new Set(
    rank(scores)
      .slice(0, likelyMax)
      .map(([code]) => code),
  );
  const accented = words.filter((word) => /[^\x00-\x7f]/.test(word));
  for (const [code, letters] of languageLetters) {
    if (likely.size === likelyMax && !likely.has(code)) continue;
    for (const word of asciiTells.has(code) ? words : accented) if (letters.test(word)) add(scores, code, 0.6);
  }
  const ranked = rank(scores);
  const best = ranked[0];
  if (best === undefined) return null;
  const second = ranked[1]?.[1] ?? 0;
  if (best[1] < 2 || best[1] < words.length * 0.08) return null;
  return best[1] >= second * 1.2 + 0.3 ? best[0] : null;
}

function add(scores: Map<string, number>, code: string, points: number): void {
  scores.set(code, (scores.get(code) ?? 0) + points);
}

function rank(scores: Map<string, number>): [string, number][] {
  return [...scores].toSorted((a, b) => b[1] - a[1]);
}

/** Scripts that one of our languages has to itself. */
function scriptLanguage(sample: string): string | null {
  if (!/[\u0370-\u03ff\u1f00-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(sample)) return null;
  const letters = count(sample, /\p{L}/gu);
  if (count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu) * 10 > letters) return "ja";
  if (count(sample, /\p{Script=Hangul}/gu) * 3 > letters) return "ko";
  if (count(sample, /\p{Script=Han}/gu) * 3 > letters) return "zh";
  if (count(sample, /\p{Script=Greek}/gu) * 2 > letters) return "el";
  return null;
}

function count(text: string, letter: RegExp): number {
  return text.match(letter)?.length ?? 0;
}
