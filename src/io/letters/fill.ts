/**
 * The smallest template language that serves: `{{key}}` is a value, escaped; `{{{key}}}` a block that is already in its
 * final form; `{{say key}}` a sentence of the locale, put in when the template is read. A key nobody gave is an error,
 * never an empty place in a letter; what a value holds is never read as a template.
 */

/** A template cut at its places: always one literal more than there are places. */
export type Form = { literals: string[]; places: { key: string; block: boolean }[] };

const place = /\{\{\{ ?([A-Za-z]+) ?\}\}\}|\{\{ ?([A-Za-z]+) ?\}\}/g;
const sentence = /\{\{ ?say ([A-Za-z]+\.[A-Za-z]+) ?\}\}/g;

/** The keys of the sentences that a template asks for. */
export function sentenceKeys(template: string): string[] {
  return [...template.matchAll(sentence)].map((match) => match[1] ?? "");
}

/** Puts the locale's sentences in; `say` throws on a key it does not know. */
export function withSentences(template: string, say: (key: string) => string): string {
  return template.replace(sentence, (_, key: string) => say(key));
}

export function cut(template: string): Form {
  const literals: string[] = [];
  const places: Form["places"] = [];
  let from = 0;
  for (const match of template.matchAll(place)) {
    literals.push(template.slice(from, match.index));
    places.push({ key: match[1] ?? match[2] ?? "", block: match[1] !== undefined });
    from = match.index + match[0].length;
  }
  literals.push(template.slice(from));
  const left = literals.find((literal) => literal.includes("{{") || literal.includes("}}"));
  if (left !== undefined) throw new Error(`a template holds braces that are no place: ${left.trim().slice(0, 80)}`);
  return { literals, places };
}

/** Fills the places. `inline` is applied to values, such as `escapeHtml`; blocks go in as they are. */
export function fill(
  { literals, places }: Form,
  values: Record<string, string>,
  inline: (value: string) => string,
): string {
  let filled = literals[0] ?? "";
  for (const [index, { key, block }] of places.entries()) {
    const value = values[key];
    if (value === undefined || !Object.hasOwn(values, key))
      throw new Error(`a template asks for "${key}", which nobody gave`);
    filled += (block ? value : inline(value)) + (literals[index + 1] ?? "");
  }
  return filled;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Safe in text and in quoted attributes. */
export function escapeHtml(value: string): string {
  if (!/[&<>"']/.test(value)) return value;
  return value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
