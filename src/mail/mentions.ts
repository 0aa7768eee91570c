/**
 * Finds e-mail addresses in running text. Machines write them bare, in angle brackets, in quotes, or behind
 * `mailto:`; each `@` is widened both ways under the size limits of RFC 5321 (4.5.3.1), so the work is linear.
 */
const localStop = new Set([
  ..." \t\r\n\u00a0\u200b\u200e\u200f\u202f\u2060\ufeff<>()[]{},;:\"'`|\\@*»«„”“’‘、。：，；（）【】《》",
]);
const domainCharacter = /[\p{L}\p{N}.-]/u;
const localCharsMax = 128;
const domainCharsMax = 255;

/** An address as it stands in a text, and where. */
export type Mention = { address: string; start: number; end: number };

/** Every address in `text`, in order, at most `max` of them, lower-cased. */
export function mentionsIn(text: string, max = 50): Mention[] {
  const found: Mention[] = [];
  let at = text.indexOf("@");
  for (; at !== -1 && found.length < max; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > 0 && at - start < localCharsMax && !localStop.has(text.charAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && end - at <= domainCharsMax && domainCharacter.test(text.charAt(end))) end++;
    while (end > at + 1 && /[.-]/.test(text.charAt(end - 1))) end--;
    while (start < at && /[=./]/.test(text.charAt(start))) start++;
    const domain = text.slice(at + 1, end);
    if (start === at || domain === "" || domain.startsWith(".")) continue;
    found.push({ address: text.slice(start, end).toLowerCase(), start, end });
  }
  return found;
}

/** The first address of `text` whose domain has a dot, or null. */
export function firstMention(text: string): string | null {
  const found = mentionsIn(text, 5).find(({ address }) => address.includes(".", address.indexOf("@")));
  return found?.address ?? null;
}
