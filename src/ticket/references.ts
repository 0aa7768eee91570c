/**
 * The references a mail names: project ids, campaign ids, whatever the desk's file asks for by a pattern. Patterns meet
 * strangers' text, so only those that take linear time are used.
 */
import { refusePattern } from "./desk/pattern.ts";

const referencesPerNameMax = 20;
const lineCharsMax = 2_000;
const textCharsMax = 200_000;

/** What customers are asked to name, by the desk's patterns; as written, each once, in order of appearance. */
export function readReferences(
  rules: readonly { name: string; pattern: string }[],
  text: string,
): Record<string, string[]> {
  const lines = linesOf(text);
  const found: Record<string, string[]> = {};
  for (const { name, pattern } of rules) {
    const expression = expressionOf(pattern);
    if (expression === null) continue;
    const values = new Set<string>();
    for (const line of lines) {
      if (values.size >= referencesPerNameMax) break;
      for (const match of line.matchAll(expression)) {
        if (values.size < referencesPerNameMax && standsAlone(line, match.index, match[0])) values.add(match[0]);
      }
    }
    if (values.size > 0) found[name] = [...values];
  }
  return found;
}

/** A desk has a handful of patterns and uses them on every mail. */
const expressions = new Map<string, RegExp | null>();

function expressionOf(pattern: string): RegExp | null {
  const kept = expressions.get(pattern);
  if (kept !== undefined) return kept;
  if (expressions.size >= 100) expressions.clear();
  const made = refusePattern(pattern) === null ? new RegExp(pattern, "gi") : null;
  expressions.set(pattern, made);
  return made;
}

/** A reference cut out of a longer word is another word. */
function standsAlone(line: string, start: number, value: string): boolean {
  const edges: [string, string][] = [
    [line.charAt(start - 1), value.charAt(0)],
    [line.charAt(start + value.length), value.charAt(value.length - 1)],
  ];
  return (
    value !== "" &&
    edges.every(([outside, inside]) => !(/[\p{L}\p{N}_]/u.test(outside) && /[\p{L}\p{N}_]/u.test(inside)))
  );
}

/** The lines of a text as far as anybody reads it, each cut to a length that no person writes. */
export function linesOf(text: string): string[] {
  const lines = text.slice(0, textCharsMax).split(/\r\n|\r|\n/);
  return lines.map((line) => line.slice(0, lineCharsMax));
}
