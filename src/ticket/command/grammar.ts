/**
 * The words after a `#`, each with what may follow it. The grammar is closed: what a word does not take refuses the whole
 * mail, with what was probably meant (lifecycle.md, "Agents work from their mail client").
 */

import { nearest } from "../desk/nearest.ts";
import type { Desk } from "../desk.ts";

export const stages = ["reproduce", "locate", "solve"] as const;
export const causes = ["user-error", "platform", "feature"] as const;

/** Words that take nothing after them. */
type Bare = "note" | "solve" | "wait" | "open" | "help" | "undo" | "split" | "spam";

/** What a line asks for. `until` and `about` are as written; what they mean depends on the moment and the ticket. */
export type Form =
  | { [Word in Bare]: { kind: Word } }[Bare]
  | { kind: "hold"; until: string }
  | { kind: "away"; until: string }
  | { kind: "severity" | "type" | "stage" | "cause" | "assign" | "team"; to: string }
  | { kind: "cc"; verb: "add" | "remove"; address: string }
  | { kind: "requester"; address: string }
  | { kind: "merge" | "link"; ticketId: number }
  | { kind: "ask"; question: "access" | "authorisation"; about: string }
  | { kind: "docs"; words: string }
  | { kind: "show"; ticketId: number | null }
  | { kind: "queue"; of: "mine" | "team" | "all" };

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
  | "ticketClosed"
  | "noParticipant"
  | "isParticipantAlready"
  | "isAgent"
  | "nothingToUndo"
  | "answerHasLeft"
  | "noTicket"
  | "sameTicket"
  | "otherClosed"
  | "otherAccount"
  | "noAnswerBeside"
  | "nothingToSplit"
  | "isRequester"
  | "notOfAccount"
  | "needsTicket"
  | "nothingNew"
  | "noGuide"
  | "needsAnswer"
  | "tooMany"
  | "tooLong"
  | "notADate"
  | "datePast"
  | "dateTooFar"
  | "alreadySolved"
  | "needsAuthorisation";

/** What names a command may use: the desk's, and whose mail it is. */
export type Speaker = { desk: Desk; agent: string };

/** What `#word after` asks for, or why it is nothing of ours. */
export function readOne(word: string, after: string, speaker: Speaker): Form | Omit<Refusal, "line"> {
  if (!/^[a-z]+$/i.test(word)) {
    const plain = word.normalize("NFKC").replace(/[^\p{L}]/gu, "");
    const meant = nearest(plain.toLowerCase(), wordList);
    return { ...told("lookalike"), suggestion: meant && `#${meant}` };
  }
  const name = word.toLowerCase();
  const read = Object.hasOwn(grammar, name) ? grammar[name] : undefined;
  if (read === undefined) {
    return { ...told("unknownCommand"), suggestion: meantBy(word, after, speaker) };
  }
  if (after !== "" && !/^\s/.test(after)) {
    return { ...told("unknownCommand"), suggestion: whole(name, after, speaker) };
  }
  const given = after.trim().replace(/\s+/g, " ");
  return read(given, speaker, name);
}

/** What a word that is none of ours was probably meant as, with what stands after it: `#severty A`, `#severityA`. */
function meantBy(word: string, after: string, speaker: Speaker): string | null {
  const name = word.toLowerCase();
  const start = wordList.find((each) => each.length > 3 && name.startsWith(each));
  const glued = start === undefined ? null : whole(start, `${word.slice(start.length)}${after}`, speaker);
  if (glued?.includes(" ")) return glued;
  const meant = nearest(name, wordList) ?? start;
  return meant === undefined ? null : whole(meant, after, speaker);
}

/** A command with its words as it would be understood, or as much of it as would: `#merge1041`, `#severity: A`, `#solve.`. */
function whole(name: string, after: string, speaker: Speaker): string {
  const given = after
    .replace(/^[\s:=,.;!–—-]{1,9}/u, "")
    .trim()
    .replace(/\s+/g, " ")
    .slice(0, 100);
  const read = Object.hasOwn(grammar, name) ? grammar[name]?.(given, speaker, name) : undefined;
  if (read === undefined) return `#${name}`;
  return "why" in read ? (read.suggestion ?? `#${name}`) : `#${name} ${given}`.trim();
}

type Reader = (given: string, speaker: Speaker, name: string) => Form | Omit<Refusal, "line">;

const plain =
  (kind: Bare): Reader =>
  (given, _, name) =>
    given === "" ? { kind } : { ...told("takesNoWord"), suggestion: `#${name}` };

const grammar: Record<string, Reader> = {
  note: plain("note"),
  solve: plain("solve"),
  wait: plain("wait"),
  hold: (given) => ({ kind: "hold", until: withoutUntil(given) }),
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
  split: plain("split"),
  spam: plain("spam"),
  merge: (given) => readTicket("merge", given),
  link: (given) => readTicket("link", given),
  requester: (given) => {
    const address = addressIn(given);
    return address === null
      ? { ...told("noAddress"), suggestion: "#requester ada@shop.example" }
      : { kind: "requester", address };
  },
  ask: readAsk,
  docs: (given) => (given === "" ? told("needsWord") : { kind: "docs", words: given }),
  away: (given) => (given === "" ? told("needsWord") : { kind: "away", until: withoutUntil(given) }),
};

export const wordList: readonly string[] = Object.keys(grammar);

/** `#hold until 4 May` and `#hold 4 May` say the same. */
function withoutUntil(given: string): string {
  return given.replace(/^(?:until|till|do) /i, "");
}

function readTicket(kind: "merge" | "link", given: string): Form | Omit<Refusal, "line"> {
  const number = /^#?(\d{1,12})$/.exec(given)?.[1];
  if (number) return { kind, ticketId: Number(number) };
  return { ...told(given === "" ? "needsWord" : "unknownWord"), suggestion: `#${kind} 1041` };
}

/** `#ask access proj_12345678 until Friday`, `#ask authorisation to delete the old project`. */
function readAsk(given: string): Form | Omit<Refusal, "line"> {
  const kinds = ["access", "authorisation"] as const;
  const [word = "", ...about] = given.split(" ");
  const spelt = isSame(word, "authorization") ? "authorisation" : word;
  const question = kinds.find((each) => isSame(each, spelt));
  if (question !== undefined) return { kind: "ask", question, about: about.join(" ") };
  const { suggestion, ...refusal } = unfit("ask", word, kinds);
  return { ...refusal, suggestion: suggestion && [suggestion, ...about].join(" ").slice(0, 200) };
}

/** `#assign me`, an address of an agent, the part before its @, a name or any part of it. */
function readAssign(written: string, { desk, agent }: Speaker): Form | Omit<Refusal, "line"> {
  const given = written.replace(/^@|[.,;]$/g, "");
  if (isSame(given, "me")) return { kind: "assign", to: agent };
  const address = addressIn(given);
  const fits = Object.entries(desk.agents)
    .filter(([known, { name }]) =>
      address !== null
        ? known === address
        : [known.slice(0, known.lastIndexOf("@")), name, ...name.split(" ")].some((each) => isSame(each, given)),
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

/** The one address of a text, also behind its owner's name; mail clients put brackets and links around what looks like one. */
export function addressIn(text: string): string | null {
  const named = /^[^<>@]{1,80}<([^<>@\s]{1,64}@[^<>@\s]{1,255})>[.,;]?$/.exec(text.trim().slice(0, 500))?.[1];
  if (named !== undefined) return addressIn(named);
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

export function told(why: RefusalReason): Omit<Refusal, "line"> {
  return { why, suggestion: null, known: [] };
}

function isSame(a: string, b: string): boolean {
  return unaccented(a) === unaccented(b);
}

function unaccented(text: string): string {
  return (
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/ł/gi, "l")
      // Mail clients make dashes of hyphens.
      .replace(/[‐‑‒–—−]/g, "-")
      .toLowerCase()
      .trim()
  );
}
