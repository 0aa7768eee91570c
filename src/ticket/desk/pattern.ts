/**
 * The safe subset of regular expressions that `references` may use. They run over strangers' mails, so a pattern is
 * only taken when the work at each place of the text is bounded: choices are counted, and an open end (`+`, `*`,
 * `{8,}`) may stand only where nothing follows it, so that it never has to be given back.
 */

/** Ways through a pattern at one place of the text, at most. `[A-Z]{2,5}-\d{3,8}` has 24. */
const CHOICES_MAX = 500;
const PATTERN_CHARS_MAX = 200;
const REPEAT_MAX = 200;

/** What to do about a pattern that we do not take; null when it is safe. */
export function refusePattern(pattern: string): string | null {
  if (pattern.length === 0) return "is empty; write what the reference looks like, such as proj_[A-Za-z0-9]{8,}";
  if (pattern.length > PATTERN_CHARS_MAX) return `is longer than ${PATTERN_CHARS_MAX} characters`;
  try {
    new RegExp(pattern, "g");
  } catch (error) {
    const why =
      error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : "it does not compile";
    return `is not a regular expression (${why.slice(0, 120)})`;
  }
  try {
    const reader: Reader = { pattern, at: 0 };
    const whole = readAlternatives(reader, 0);
    if (reader.at < pattern.length) return "has a closing bracket too many";
    if (whole.least === 0) return "also matches nothing at all; name at least one character that must be there";
    if (whole.choices > CHOICES_MAX) return `can be matched in more than ${CHOICES_MAX} ways; use narrower counts`;
    return null;
  } catch (error) {
    if (error instanceof Unsafe) return error.message;
    throw error;
  }
}

class Unsafe extends Error {}

type Reader = { pattern: string; at: number };

/** `least`: fewest characters it takes; `choices`: ways to match at one place; `open`: ends in an open count. */
type Piece = { least: number; choices: number; open: boolean };

function readAlternatives(reader: Reader, depth: number): Piece {
  if (depth > 3) throw new Unsafe("has groups nested more than three deep; write it flatter");
  const branches = [readBranch(reader, depth)];
  while (reader.pattern[reader.at] === "|") {
    reader.at++;
    branches.push(readBranch(reader, depth));
  }
  return {
    least: Math.min(...branches.map((branch) => branch.least)),
    choices: branches.reduce((sum, branch) => sum + branch.choices, 0),
    open: branches.some((branch) => branch.open),
  };
}

function readBranch(reader: Reader, depth: number): Piece {
  const branch: Piece = { least: 0, choices: 1, open: false };
  for (;;) {
    const char = reader.pattern[reader.at];
    if (char === undefined || char === "|" || char === ")") return branch;
    if (branch.open) {
      throw new Unsafe("has an open count (+, * or {n,}) with something after it; give it an end, such as {1,40}");
    }
    const piece = readCounted(reader, depth);
    branch.least += piece.least;
    branch.choices = Math.min(branch.choices * piece.choices, CHOICES_MAX + 1);
    branch.open = piece.open;
  }
}

function readCounted(reader: Reader, depth: number): Piece {
  const isGroup = reader.pattern[reader.at] === "(";
  const atom = isGroup ? readGroup(reader, depth) : readAtom(reader);
  const count = readCount(reader);
  if (count === null) return atom;
  if (isGroup && !(count.least === 0 && count.most === 1)) {
    throw new Unsafe("repeats a group; only `?` may follow a group, repeat single characters or [classes]");
  }
  if (isGroup) {
    if (atom.open) throw new Unsafe("has an open count inside an optional group; give it an end, such as {1,40}");
    return { least: 0, choices: atom.choices + 1, open: false };
  }
  if (count.least > REPEAT_MAX) throw new Unsafe(`repeats more than ${REPEAT_MAX} times`);
  if (count.most === Number.POSITIVE_INFINITY) return { least: atom.least * count.least, choices: 1, open: true };
  if (count.most > REPEAT_MAX) throw new Unsafe(`repeats more than ${REPEAT_MAX} times`);
  return { least: atom.least * count.least, choices: count.most - count.least + 1, open: false };
}

function readGroup(reader: Reader, depth: number): Piece {
  reader.at++;
  if (reader.pattern[reader.at] === "?") {
    if (reader.pattern[reader.at + 1] !== ":") {
      throw new Unsafe("uses look-around or a named group; only ( ) and (?: ) are taken");
    }
    reader.at += 2;
  }
  const inside = readAlternatives(reader, depth + 1);
  reader.at++;
  return inside;
}

function readAtom(reader: Reader): Piece {
  const char = reader.pattern[reader.at] ?? "";
  reader.at++;
  if (char === "^" || char === "$") return { least: 0, choices: 1, open: false };
  if (char === "[") return readClass(reader);
  if (char !== "\\") return { least: 1, choices: 1, open: false };
  const escaped = reader.pattern[reader.at] ?? "";
  reader.at++;
  if (/[1-9k]/.test(escaped)) throw new Unsafe("refers back to an earlier group; write the characters out");
  if (/[cuxpP0]/.test(escaped)) throw new Unsafe(`uses \\${escaped}; write the character itself or a [class]`);
  return { least: escaped === "b" || escaped === "B" ? 0 : 1, choices: 1, open: false };
}

function readClass(reader: Reader): Piece {
  while (reader.at < reader.pattern.length && reader.pattern[reader.at] !== "]") {
    reader.at += reader.pattern[reader.at] === "\\" ? 2 : 1;
  }
  reader.at++;
  return { least: 1, choices: 1, open: false };
}

function readCount(reader: Reader): { least: number; most: number } | null {
  const match = /^(?:([*+?])|\{(\d{1,6})(?:(,)(\d{0,6}))?\})(\??)/.exec(reader.pattern.slice(reader.at));
  if (match === null) return null;
  const [whole, sign, least, comma, most, lazy] = match;
  reader.at += whole.length;
  if (lazy === "?") throw new Unsafe("uses a lazy count (`+?`, `*?`); leave the second ? out");
  if (sign === "?") return { least: 0, most: 1 };
  if (sign !== undefined) return { least: sign === "+" ? 1 : 0, most: Number.POSITIVE_INFINITY };
  const end = comma === undefined ? Number(least) : most ? Number(most) : Number.POSITIVE_INFINITY;
  return { least: Number(least), most: end };
}
