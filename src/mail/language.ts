/**
 * Which language a text is written in, guessed cheaply from its letters and its commonest words. Letters' language and
 * the agents' view use it; null where it is not clear, because a wrong guess is worse than none.
 */
import { languageLetters, stopWords } from "./words/language.ts";

const charsMax = 2_000;

/** ISO 639-1 of `text` (its first 2,000 characters), or null when unsure. */
export function language(text: string): string | null {
  const sample = text
    .slice(0, charsMax)
    .toLowerCase()
    .replace(/\S*(?:@|:\/\/)\S*/g, " ");
  const byScript = scriptLanguage(sample);
  if (byScript !== null) return byScript;
  const words = sample.split(/[^\p{L}']+/u).filter((word) => word !== "");
  const scores = new Map<string, number>();
  for (const word of words) {
    for (const code of stopWords.get(word) ?? []) scores.set(code, (scores.get(code) ?? 0) + 1);
    for (const [code, letters] of languageLetters) {
      if (letters.test(word)) scores.set(code, (scores.get(code) ?? 0) + 0.6);
    }
  }
  const ranked = [...scores].toSorted((a, b) => b[1] - a[1]);
  const best = ranked[0];
  if (best === undefined) return null;
  const second = ranked[1]?.[1] ?? 0;
  if (best[1] < 2 || best[1] < words.length * 0.08) return null;
  return best[1] >= second * 1.2 + 0.3 ? best[0] : null;
}

/** Scripts that one of our languages has to itself. */
function scriptLanguage(sample: string): string | null {
  const letters = count(sample, /\p{L}/gu);
  if (letters < 2) return null;
  if (count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu) * 10 > letters) return "ja";
  if (count(sample, /\p{Script=Hangul}/gu) * 3 > letters) return "ko";
  if (count(sample, /\p{Script=Han}/gu) * 3 > letters) return "zh";
  if (count(sample, /\p{Script=Greek}/gu) * 2 > letters) return "el";
  return null;
}

function count(text: string, letter: RegExp): number {
  return text.match(letter)?.length ?? 0;
}
