/**
 * Commands are the leading lines of an agent's own new text that begin with `#`. What each may say stands in `grammar.ts`;
 * a leading line that is none of them refuses the whole mail, because a typing error must never reach a customer
 * (lifecycle.md, "Agents work from their mail client").
 */

import { type Form, type Refusal, readOne, type Speaker, told, wordList } from "./grammar.ts";

/** A command as understood; `line` is how it was written. */
export type Command = Form & { line: string };

export type Commands = {
  commands: Command[];
  /** The text after the commands. */
  rest: string;
  refused: Refusal | null;
};

/** More leading commands than this are a mistake or a mischief. */
const commandsMax = 20;
const lineCharsMax = 200;

/** Commands that change nothing of a ticket; a text below them is not sent to anyone. */
export function onlyAsks(commands: Command[]): boolean {
  return commands.length > 0 && commands.every(({ kind }) => isAsking(kind));
}

function isAsking(kind: Command["kind"]): boolean {
  return kind === "help" || kind === "show" || kind === "queue" || kind === "undo" || kind === "away";
}

/** Reads the leading command lines of an agent's visible text. `#1042` or `# heading` are text, not commands. */
export function readCommands(text: string, speaker: Speaker): Commands {
  const lines = text.split(/\r?\n/);
  const commands: Command[] = [];
  const refuse = (refused: Omit<Refusal, "line">, line: string): Commands => ({
    commands: [],
    rest: text,
    refused: { ...refused, line: line.slice(0, lineCharsMax) },
  });
  let index = 0;
  let lineCount = 0;
  for (; index < lines.length; index++) {
    const line = (lines[index] ?? "").trim();
    if (line === "") continue;
    const word = commandWord(line);
    const dressed = word === null ? dressedWord(line) : null;
    if (dressed !== null) return refuse({ ...told("lookalike"), suggestion: `#${dressed}` }, line);
    if (word === null) break;
    if (lineCount++ === commandsMax) return refuse(told("tooMany"), line);
    const after = line.slice(word.length + 1);
    if (word.toLowerCase() === "note" && after.trim() !== "") {
      commands.push({ kind: "note", line: "#note" });
      const rest = [after.replace(/^\s*[:,-]?\s*/, ""), ...lines.slice(index + 1)].join("\n").trim();
      return contradiction(commands, rest) ?? { commands, rest, refused: null };
    }
    const read = readOne(word, after, speaker);
    if ("why" in read) return refuse(read, line);
    // The same line twice is a slip that means one thing.
    const isRepeated = commands.some(({ line: _, ...form }) => JSON.stringify(form) === JSON.stringify(read));
    if (!isRepeated) commands.push({ ...read, line: line.slice(0, lineCharsMax) });
  }
  const rest = lines.slice(index).join("\n").trim();
  return contradiction(commands, rest) ?? { commands, rest, refused: null };
}

/**
 * The word after the `#` of a line that begins like a command; null for text. Letters and signs that only look like ours
 * count as an attempt at a command: it is refused, because its writer saw a command and meant the text to stay inside.
 */
function commandWord(line: string): string | null {
  const match = /^[\p{Cf}\p{M}\s]{0,20}[#＃﹟♯⌗][\p{Cf}\p{M}]{0,20}(?=\p{L})([\p{L}\p{M}\p{Cf}]{1,60})/u.exec(line);
  if (match === null) return null;
  return match[0].slice(line.startsWith("#") ? 1 : 0);
}

/**
 * A command in quotes, bold, a list, behind two signs or a space after its sign: its writer meant a command, and we do not
 * guess which text it rules.
 */
function dressedWord(line: string): string | null {
  const word = /^[^\p{L}\p{N}]{0,6}#[\p{Cf}\s]{0,3}([a-z]{1,20})(?![\p{L}\p{N}])/iu.exec(line)?.[1]?.toLowerCase();
  return word !== undefined && wordList.includes(word) ? word : null;
}

/** They end or divide a ticket: what another line would change is not there any more. A note may stand beside all but the first. */
const standsAlone = ["undo", "merge", "split", "spam"] as const;

/** Two lines that want different things of one matter, or `#undo` beside another command. */
function contradiction(commands: Command[], rest: string): Commands | null {
  const matterOf = ({ kind }: Command) => (["solve", "wait", "hold", "open"].includes(kind) ? "status" : kind);
  const second = commands.find((command, index) => {
    if (command.kind === "cc") return false;
    return commands.findIndex((other) => matterOf(other) === matterOf(command)) < index;
  });
  if (second) return { commands: [], rest, refused: { ...told("contradicts"), line: second.line } };
  const ask = commands.find(({ kind }) => kind === "ask");
  if (ask && commands.some(({ kind }) => kind === "solve")) {
    return { commands: [], rest, refused: { ...told("contradicts"), line: ask.line } };
  }
  const away = commands.find(({ kind }) => kind === "away");
  if (away && !onlyAsks(commands)) return { commands: [], rest, refused: { ...told("standsAlone"), line: away.line } };
  const alone = commands.find(({ kind }) => standsAlone.some((each) => each === kind));
  const others = commands.filter(({ kind }) => kind !== alone?.kind && (kind !== "note" || alone?.kind === "undo"));
  if (alone && others.length > 0) return { commands: [], rest, refused: { ...told("standsAlone"), line: alone.line } };
  return null;
}
