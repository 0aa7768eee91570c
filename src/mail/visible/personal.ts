/**
 * Whether a paragraph speaks for the one who writes it. Notices, banners and footers speak for nobody; people who write
 * about them say "my" and ask questions.
 */
import { personalWords } from "../words/signature.ts";

const personal = new RegExp(`(?<!\\p{L})(?:${personalWords.join("|")})(?!\\p{L})`, "u");
const charsMax = 4_000;

/** `text` in any case; only its first 4,000 characters are looked at. */
export function isPersonal(text: string): boolean {
  const words = text
    .slice(0, charsMax)
    .toLowerCase()
    .replace(/https?:\S*/g, " ");
  return words.includes("?") || personal.test(words);
}
