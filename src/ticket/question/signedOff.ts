/**
 * Where the words of a short reply end and its writer signs: a name on a line of its own, initials, a line of the mail
 * program. What stands below says nothing, but people add a postscript there, so it is only left out while it looks like none.
 */
import { closings, doubts, negations, partly, thanks } from "./agreementWords.ts";

/** A signature of more lines is a text. */
const signatureLinesMax = 12;

/** The words above the line that is nothing but the writer's name or first name. */
export function unsigned(text: string, writer: string): string {
  const lines = text.split(/\r?\n/);
  const named = plain(writer);
  const forms = named === "" ? [] : [named, named.split(" ")[0]];
  const signed = lines.findIndex((line, at) => at > 0 && forms.includes(plain(line)));
  if (signed < 0 || lines.length - signed > signatureLinesMax || saysMore(belowName(lines.slice(signed + 1))))
    return text;
  return lines.slice(0, signed).join("\n");
}

/** The same, without a last line that is a name nobody knows ("Ania") or initials ("A.N."). */
export function withoutLastName(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const last = (lines.at(-1) ?? "").replace(/^[\s–—~*-]{1,6}/, "").trim();
  const isName = /^(?:\p{Lu}\p{Ll}{1,15}(?: \p{Lu}\p{Ll}{1,20})?|(?:\p{L}\.? ?){1,3})$/u.test(last);
  return lines.length > 1 && isName && !saysMore([last]) && !others.has(plain(last)) && !partly.has(plain(last))
    ? lines.slice(0, -1).join("\n")
    : text;
}

/**
 * Is this nothing but the end of a mail: regards, the writer's own name, and what stands below it? Below a command it was
 * put there by the mail program, and is no answer to anybody.
 */
export function isOnlySignature(text: string, writer: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => /[\p{L}\p{N}]/u.test(line));
  const [first = "", second = ""] = lines;
  if (lines.length === 0 || lines.length > signatureLinesMax || text.includes("?")) return false;
  const names = plain(writer).split(" ");
  const isOwnName = (line: string) => plain(line) !== "" && [writer, ...names].map(plain).includes(plain(line));
  const ends = first.split("/").map(plain);
  if (ends.every((end) => closings.some((pattern) => pattern.test(end)))) return true;
  return isOwnName(first) || (isOwnName(second) && thanks.some((pattern) => pattern.test(plain(first))));
}

/** Postscripts stand at once below the name; further down stand addresses, and what lawyers want there. */
function belowName(lines: string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  return filled.filter((line, at) => at < 1 || /^p\.?\s?s\b/i.test(line.trim()));
}

function saysMore(lines: string[]): boolean {
  return lines.some((line) => {
    const words = plain(line).split(" ");
    return (
      line.includes("?") ||
      words.some((word) => word === "ps" || word === "p" || doubts.has(word) || negations.has(word))
    );
  });
}

/** A word alone on the last line that answers "when" or "what", not "who". */
const others: ReadonlySet<string> = new Set(
  "monday tuesday wednesday thursday friday saturday sunday today later poniedzialek wtorek sroda czwartek piatek sobota niedziela dzisiaj dzis please prosze now teraz solved works dziala".split(
    " ",
  ),
);

/** Small letters without accents and signs, words parted by one space. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replace(/['’`´]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
