/**
 * Commands are the leading lines of an agent's own new text that begin with `#`. The grammar is closed: a leading line
 * that is none of its commands refuses the whole mail, because a typing error must never reach a customer.
 */

export type Commands = {
  isNote: boolean;
  /** The text after the commands. */
  rest: string;
  refused: { line: string; why: string; suggestion: string | null } | null;
};

const words = ["#note"];

/** Reads the leading command lines of an agent's visible text. `#1042` or `# heading` are text, not commands. */
export function readCommands(text: string): Commands {
  const lines = text.split(/\r?\n/);
  let isNote = false;
  let index = 0;
  for (; index < lines.length; index++) {
    const line = (lines[index] ?? "").trim();
    if (line === "") continue;
    const word = /^#[a-z]{1,40}/i.exec(line)?.[0]?.toLowerCase();
    if (!word) break;
    if (word === "#note") {
      isNote = true;
      const sameLine = line.slice(word.length).trim();
      if (sameLine) return { isNote, rest: [sameLine, ...lines.slice(index + 1)].join("\n").trim(), refused: null };
      continue;
    }
    return {
      isNote: false,
      rest: text,
      refused: { line: line.slice(0, 200), why: "unknownCommand", suggestion: nearest(word) },
    };
  }
  return { isNote, rest: lines.slice(index).join("\n").trim(), refused: null };
}

/** The command that was probably meant: one that shares its first letters or is one letter away. */
function nearest(word: string): string | null {
  return words.find((candidate) => candidate.startsWith(word.slice(0, 3)) || differsByOne(candidate, word)) ?? null;
}

function differsByOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const restOfA = a.slice(start);
  const restOfB = b.slice(start);
  return restOfA.slice(1) === restOfB.slice(1) || restOfA.slice(1) === restOfB || restOfA === restOfB.slice(1);
}
