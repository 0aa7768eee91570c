/**
 * Commands are the leading lines of an agent's own new text that begin with `#`. The grammar is closed: a leading line
 * that is none of its commands refuses the whole mail, because a typing error must never reach a customer
 * (lifecycle.md, "Agents work from their mail client").
 */

import { nearest } from "./desk/nearest.ts";
import type { Desk } from "./desk.ts";

export const stages = ["reproduce", "locate", "solve"] as const;
export const causes = ["user-error", "platform", "feature"] as const;

type Form =
  | { kind: "note" | "solve" | "wait" | "hold" | "open" | "help" | "undo" }
  | { kind: "severity" | "type" | "stage" | "cause" | "assign" | "team"; to: string }
  | { kind: "cc"; verb: "add" | "remove"; address: string }
  | { kind: "show"; ticketId: number | null }
  | { kind: "queue"; of: "mine" | "team" | "all" };

/** A command as understood; `line` is how it was written. */
export type Command = Form & { line: string };

/** Why a line is no command of ours, from a closed list; `known` are the words that would have been. */
export type Refusal = { line: string; why: RefusalReason; suggestion: string | null; known: string[] };

export type RefusalReason =
  | "unknownCommand"
  | "lookalike"
  | "needsWord"
  | "takesNoWord"
  | "unknownWord"
  | "severalFit"
  | "noAddress"
  | "contradicts"
  | "standsAlone"
  | "notYet"
  | "ticketClosed"
  | "noParticipant"
  | "isParticipantAlready"
  | "isAgent"
  | "nothingToUndo"
  | "answerHasLeft"
  | "noTicket"
  | "needsTicket"
  | "nothingNew"
  | "tooMany";

export type Commands = {
  commands: Command[];
  /** The text after the commands. */
  rest: string;
  refused: Refusal | null;
};

/** What names a command may use: the desk's, and whose mail it is. */
export type Speaker = { desk: Desk; agent: string };

/** More leading commands than this are a mistake or a mischief. */
const commandsMax = 20;
const lineCharsMax = 200;

/** Commands that change nothing of the ticket; a text below them is not sent to anyone. */
export function onlyAsks(commands: Command[]): boolean {
  return commands.length > 0 && commands.every(({ kind }) => isAsking(kind));
}

function isAsking(kind: Command["kind"]): boolean {
  return kind === "help" || kind === "show" || kind === "queue" || kind === "undo";
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
  for (; index < lines.length; index++) {
    const line = (lines[index] ?? "").trim();
    if (line === "") continue;
    const word = commandWord(line);
    const dressed = word === null ? dressedWord(line) : null;
    if (dressed !== null) return refuse({ ...told("lookalike"), suggestion: `#${dressed}` }, line);
    if (word === null) break;
    if (commands.length === commandsMax) return refuse(told("tooMany"), line);
    const after = line.slice(word.length + 1);
    if (word.toLowerCase() === "note" && after.trim() !== "") {
      commands.push({ kind: "note", line: "#note" });
      const rest = [after.replace(/^\s*[:,-]?\s*/, ""), ...lines.slice(index + 1)].join("\n").trim();
      return contradiction(commands, rest) ?? { commands, rest, refused: null };
    }
    const read = readOne(word, after, speaker);
    if ("why" in read) return refuse(read, line);
    commands.push({ ...read, line: line.slice(0, lineCharsMax) });
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

/** A command in quotes, bold, a list or behind two signs: its writer meant a command, and we do not guess which text it rules. */
function dressedWord(line: string): string | null {
  const word = /^[^\p{L}\p{N}]{0,6}#([a-z]{1,20})(?![\p{L}\p{N}])/iu.exec(line)?.[1]?.toLowerCase();
  return word !== undefined && wordList.includes(word) ? word : null;
}

function readOne(word: string, after: string, speaker: Speaker): Form | Omit<Refusal, "line"> {
  if (!/^[a-z]+$/i.test(word)) {
    const plain = word.normalize("NFKC").replace(/[^\p{L}]/gu, "");
    const meant = nearest(plain.toLowerCase(), wordList);
    return { ...told("lookalike"), suggestion: meant && `#${meant}` };
  }
  const name = word.toLowerCase();
  const read = Object.hasOwn(grammar, name) ? grammar[name] : undefined;
  if (read === undefined) {
    const meant = nearest(name, wordList);
    return { ...told("unknownCommand"), suggestion: meant && `#${meant}` };
  }
  if (after !== "" && !/^\s/.test(after)) return { ...told("unknownCommand"), suggestion: `#${name}` };
  const given = after.trim().replace(/\s+/g, " ");
  return read(given, speaker, name);
}

type Reader = (given: string, speaker: Speaker, name: string) => Form | Omit<Refusal, "line">;

const plain =
  (kind: "note" | "solve" | "wait" | "hold" | "open" | "help" | "undo"): Reader =>
  (given, _, name) =>
    given === "" ? { kind } : { ...told("takesNoWord"), suggestion: `#${name}` };

const notYet: Reader = () => told("notYet");

const grammar: Record<string, Reader> = {
  note: plain("note"),
  solve: plain("solve"),
  wait: plain("wait"),
  hold: plain("hold"),
  open: plain("open"),
  severity: (given, { desk }) => {
    const named = desk.severities.find((each) => [each.name, ...each.tags].some((tag) => isSame(tag, given)));
    return named
      ? { kind: "severity", to: named.name }
      : unfit(
          "severity",
          given,
          desk.severities.map((each) => each.name),
        );
  },
  type: (given, { desk }) => {
    const named = desk.requestTypes.find((each) => [each.name, ...each.tags].some((tag) => isSame(tag, given)));
    return named
      ? { kind: "type", to: named.name }
      : unfit(
          "type",
          given,
          desk.requestTypes.map((each) => each.name),
        );
  },
  stage: (given) => oneOf("stage", given, stages),
  cause: (given) => oneOf("cause", given, causes),
  team: (given, { desk }) => oneOf("team", given, Object.keys(desk.teams)),
  assign: readAssign,
  cc: readCc,
  show: (given) => {
    const number = /^#?(\d{1,12})$/.exec(given)?.[1];
    if (given === "") return { kind: "show", ticketId: null };
    return number ? { kind: "show", ticketId: Number(number) } : { ...told("unknownWord"), suggestion: "#show 1042" };
  },
  queue: (given) => {
    const of = (["mine", "team", "all"] as const).find((each) => isSame(each, given || "mine"));
    return of ? { kind: "queue", of } : unfit("queue", given, ["mine", "team", "all"]);
  },
  help: plain("help"),
  undo: plain("undo"),
  merge: notYet,
  split: notYet,
  link: notYet,
  spam: notYet,
  requester: notYet,
  ask: notYet,
  docs: notYet,
};

const wordList = Object.keys(grammar).filter((name) => grammar[name] !== notYet);

/** `#assign me`, an address of an agent, the part before its @, a first name or a whole name. */
function readAssign(given: string, { desk, agent }: Speaker): Form | Omit<Refusal, "line"> {
  if (isSame(given, "me")) return { kind: "assign", to: agent };
  const address = addressIn(given);
  const fits = Object.entries(desk.agents)
    .filter(([known, { name }]) =>
      address !== null
        ? known === address
        : [known.slice(0, known.lastIndexOf("@")), name, name.split(" ")[0] ?? ""].some((each) => isSame(each, given)),
    )
    .map(([known]) => known);
  const [only] = fits;
  if (only !== undefined && fits.length === 1) return { kind: "assign", to: only };
  if (fits.length > 1) return { ...told("severalFit"), known: fits };
  return unfit("assign", given, ["me", ...Object.keys(desk.agents)]);
}

function readCc(given: string): Form | Omit<Refusal, "line"> {
  const [verb = "", ...others] = given.split(" ");
  const wanted = (["add", "remove"] as const).find((each) => isSame(each, verb));
  if (wanted === undefined) return { ...told(given === "" ? "needsWord" : "unknownWord"), known: ["add", "remove"] };
  const address = addressIn(others.join(" "));
  return address === null
    ? { ...told("noAddress"), suggestion: `#cc ${wanted} ada@shop.example` }
    : { kind: "cc", verb: wanted, address };
}

/** The one address of a text; mail clients put brackets and links around what looks like one. */
export function addressIn(text: string): string | null {
  const bare = text.replace(/mailto:/gi, " ").replace(/[<>[\]()"',;]/g, " ");
  const found = new Set(
    bare
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => word.toLowerCase()),
  );
  const [only = ""] = found;
  return found.size === 1 && /^[^\s@]{1,64}@[a-z0-9.-]{1,190}\.[a-z0-9-]{2,63}$/i.test(only) ? only : null;
}

function oneOf(
  kind: "stage" | "cause" | "team",
  given: string,
  known: readonly string[],
): Form | Omit<Refusal, "line"> {
  const to = known.find((each) => isSame(each, given));
  return to === undefined ? unfit(kind, given, known) : { kind, to };
}

function unfit(name: string, given: string, known: readonly string[]): Omit<Refusal, "line"> {
  if (given === "") return { ...told("needsWord"), known: [...known] };
  const meant = nearest(given, known);
  return { why: "unknownWord", suggestion: meant && `#${name} ${meant}`, known: [...known] };
}

function told(why: RefusalReason): Omit<Refusal, "line"> {
  return { why, suggestion: null, known: [] };
}

function isSame(a: string, b: string): boolean {
  return unaccented(a) === unaccented(b);
}

function unaccented(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/gi, "l").toLowerCase().trim();
}

/** Two lines that want different things of one matter, or `#undo` beside another command. */
function contradiction(commands: Command[], rest: string): Commands | null {
  const matterOf = ({ kind }: Command) => (["solve", "wait", "hold", "open"].includes(kind) ? "status" : kind);
  const second = commands.find((command, index) => {
    if (command.kind === "cc") return false;
    return commands.findIndex((other) => matterOf(other) === matterOf(command)) < index;
  });
  if (second) return { commands: [], rest, refused: { ...told("contradicts"), line: second.line } };
  const undo = commands.find(({ kind }) => kind === "undo");
  if (undo && commands.length > 1) return { commands: [], rest, refused: { ...told("standsAlone"), line: undo.line } };
  return null;
}
