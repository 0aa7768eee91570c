/**
 * desk.yaml, read: what the desk promises, to whom, by which clocks. A file with mistakes is refused whole, with every
 * mistake at once, the line it stands on and what to write instead; a desk that was accepted holds no gaps.
 */
import { checkAcross } from "./desk/across.ts";
import { type DeskDocument, type PathStep, type Problem, readDocument } from "./desk/document.ts";
import { tell } from "./desk/hours.ts";
import { nearest } from "./desk/nearest.ts";
import { isAgentsAddress } from "./desk/people.ts";
import { resolveDesk } from "./desk/resolve.ts";
import { type Hint, KNOWN_NAMES, type Names, type Sections, sections } from "./desk/schema.ts";
import type { Desk } from "./desk/shape.ts";

export type { CalendarDefinition, DaySpan, Desk, Metric, Promises } from "./desk/shape.ts";
export { defaultPlan, defaultSeverity, metrics } from "./desk/shape.ts";

/** Everything that is wrong with a desk's file; the message has one line a problem. */
export class DeskError extends Error {
  override name = "DeskError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[], fileName: string) {
    super(problems.map((each) => tellProblem(each, fileName)).join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads the text of desk.yaml (contract.md, "The desk's definition"). Throws `DeskError` naming every problem;
 * `fileName` is only for its messages.
 */
export function parseDesk(yamlText: string, fileName = "desk.yaml"): Desk {
  const document = readDocument(yamlText);
  if (document.problems.length > 0) throw new DeskError(document.problems, fileName);
  const problems: Problem[] = [];
  let moreCount = 0;
  const put: Put = (path, message) => {
    if (problems.length < PROBLEMS_MAX)
      problems.push({ line: document.lineOf(path), path: path.join("."), message: message() });
    else moreCount++;
  };
  const read = readSections(document, put);
  const found = problems.map((each) => `${each.path}.`);
  checkAcross(read, (path, message) => {
    // What follows from a slip inside of it is no news: a plan whose calendar is mistyped does not lack one.
    if (!found.some((each) => each.startsWith(`${path.join(".")}.`))) put(path, () => message);
  });
  problems.sort((a, b) => a.line - b.line);
  if (moreCount > 0)
    problems.push({ line: 1, path: "", message: `holds ${moreCount} more mistakes; mend these first` });
  if (problems.length > 0) throw new DeskError(problems, fileName);
  return resolveDesk(read as Sections);
}

/** More mistakes than this are of one kind; the rest are counted. */
const PROBLEMS_MAX = 200;

/** The message is only worked out for a mistake that is told. */
type Put = (path: readonly PathStep[], message: () => string) => void;

/** Each section by itself, so that a slip in one does not hide the slips of the others. */
function readSections(document: DeskDocument, put: Put): Partial<Sections> {
  const raw = document.value;
  if (!isMap(raw)) {
    put([], () => "holds no desk; it begins with `name:` and has calendars, severities and plans");
    return {};
  }
  const schemas: Record<string, (typeof all)[keyof typeof all]> = {};
  const all = sections(namesOf(raw));
  Object.assign(schemas, all);
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(schemas, key))
      put([key], () => `is not a section of a desk${suggest(key, Object.keys(schemas))}`);
  }
  const read: Record<string, unknown> = {};
  for (const [section, schema] of Object.entries(schemas)) {
    if (isMap(raw[section])) checkNames(section, raw[section], put);
    const parsed = schema.safeParse(raw[section] ?? undefined);
    if (parsed.success) {
      read[section] = parsed.data;
      continue;
    }
    for (const issue of parsed.error.issues) tellIssue(section, issue, raw, put);
    const rest = schema.safeParse(withoutWrong(raw[section], parsed.error.issues));
    if (rest.success) read[section] = rest.data;
  }
  return read as Partial<Sections>;
}

/** A section without what was wrong in it, so that the rest can still be held against the other sections. */
function withoutWrong(section: unknown, issues: readonly Issue[]): unknown {
  const rest: unknown = structuredClone(section);
  for (const issue of issues) {
    const last = issue.path.at(-1);
    const wrong = issue.keys?.map((key) => [...issue.path, key]) ?? [
      typeof last === "number" ? issue.path.slice(0, -1) : issue.path,
    ];
    for (const path of wrong) {
      const owner = valueAt(rest, path.slice(0, -1).map(String));
      if (isMap(owner)) delete owner[String(path.at(-1))];
    }
  }
  return rest;
}

function namesOf(raw: Record<string, unknown>): Names {
  const keys = (section: string) => (isMap(raw[section]) ? Object.keys(raw[section]) : []);
  return {
    calendars: keys("calendars"),
    plans: keys("plans"),
    severities: keys("severities"),
    teams: keys("teams"),
  };
}

const NAMED_SECTIONS = ["calendars", "severities", "plans", "requestTypes", "teams", "references", "accountOverrides"];

/** Names go into subjects, addresses of pages and commands, so they are short and plain. */
function checkNames(section: string, entries: Record<string, unknown>, put: Put): void {
  for (const name of Object.keys(entries)) {
    if (section === "agents") {
      if (isAgentsAddress(name.trim())) continue;
      put([section, name], () => `${tell(name)} is not an address; write jan@acme.example`);
    } else if (NAMED_SECTIONS.includes(section)) {
      const wanted = section === "accountOverrides" ? /^.{1,200}$/ : /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,59}$/u;
      if (!wanted.test(name)) put([section, name], () => "is not a name; write up to 60 letters, digits, - or _");
    }
  }
}

type Issue = {
  code?: string | undefined;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  expected?: unknown;
  params?: unknown;
};

function tellIssue(section: string, issue: Issue, raw: unknown, put: Put): void {
  const path: PathStep[] = [section, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  if (issue.code === "unrecognized_keys") {
    const [what = "name", ...known] = issue.message.split(KNOWN_NAMES);
    for (const key of issue.keys ?? []) {
      const unknown = what === "severity" ? "is not a severity of this desk" : "is not known here";
      put([...path, key], () => `${unknown}${suggest(key, known)}`);
    }
    return;
  }
  put(path, () => wordsOf(issue, valueAt(raw, path), path));
}

function wordsOf(issue: Issue, value: unknown, path: readonly PathStep[]): string {
  if (issue.code !== "custom" && (value === undefined || value === null)) {
    return `is missing; ${examples[path.at(-1) ?? ""] ?? `write ${wording(issue.expected)}`}`;
  }
  if (issue.code === "invalid_type") return `${tell(value)} is not ${wording(issue.expected)}`;
  if (issue.code !== "custom" && issue.code !== "invalid_union") return `${tell(value)} ${issue.message}`;
  if (issue.message.startsWith("Invalid")) return `${tell(value)} is not understood`;
  return issue.params === undefined ? issue.message : `${issue.message}; ${hintOf(issue.params as Hint)}`;
}

function hintOf({ written, known, otherwise }: Hint): string {
  const meant = nearest(written, known);
  return meant === null ? otherwise : `did you mean ${meant}?`;
}

const examples: Record<string, string> = {
  name: "write the name customers see, such as Acme Support",
  calendars: 'write at least one, such as office: { timezone: Europe/Warsaw, hours: { mon-fri: "09:00-17:00" } }',
  severities: "write them, most severe first, with tags and what they mean",
  plans: "write at least one, with a calendar and targets",
  timezone: "write an IANA name such as Europe/Warsaw",
  hours: 'write { mon-fri: "09:00-17:00" }',
  means: "write what customers read beside it",
  team: "write which team gets it",
};

function wording(expected: unknown): string {
  if (expected === "object" || expected === "record") return "a group of names with values";
  if (expected === "array") return "a list, such as [a, b]";
  if (expected === "string") return "a text";
  if (expected === "boolean") return "true or false";
  return expected === "number" || expected === "int" ? "a whole number" : String(expected);
}

function suggest(written: string, known: readonly string[]): string {
  const meant = nearest(written, known);
  return meant === null ? `; known: ${known.join(", ") || "none"}` : `; did you mean ${meant}?`;
}

function valueAt(raw: unknown, path: readonly PathStep[]): unknown {
  let value = raw;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
    else return undefined;
  }
  return value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tellProblem(problem: Problem, fileName: string): string {
  return `${fileName}:${problem.line} ${problem.path === "" ? "" : `${problem.path}: `}${problem.message}`;
}
