/**
 * desk.yaml as YAML 1.2: its values together with the line each stands on, so that every complaint names a line.
 * Aliases, merge keys and names that JavaScript objects already have are refused here, before anything reads values.
 */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** One thing that is wrong: where, and what to do about it. */
export type Problem = { line: number; path: string; message: string };

export type PathStep = string | number;

export type DeskDocument = {
  /** The values as plain data; null when the text is not YAML at all. */
  value: unknown;
  problems: Problem[];
  /** The line of the value at a path, or of the nearest thing above it that exists. */
  lineOf(path: readonly PathStep[]): number;
};

/** A desk of hundreds of accounts stays far below; a larger file is not a desk. */
export const DESK_BYTES_MAX = 256 * 1024;

const DEPTH_MAX = 30;

/** Reads the text; never throws. */
export function readDocument(text: string): DeskDocument {
  const refusal = refuseUnread(text);
  if (refusal !== null) return { value: null, problems: [refusal], lineOf: () => refusal.line };
  const counter = new LineCounter();
  const doc = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false, version: "1.2" });
  const problems = [...doc.errors, ...doc.warnings].map((error) => ({
    line: counter.linePos(error.pos[0]).line,
    path: "",
    message: tellYamlError(error.code, error.message, text.slice(error.pos[0], error.pos[0] + 200)),
  }));
  const lineOfNode = (node: unknown): number | null => {
    const range = (node as Node | null | undefined)?.range;
    return range ? counter.linePos(range[0]).line : null;
  };
  if (problems.length === 0) refuseNames(doc.contents, [], lineOfNode, problems);
  return {
    value: problems.length === 0 ? (doc.toJS({ maxAliasCount: 0 }) as unknown) : null,
    problems,
    lineOf: (path) => lineAt(doc.contents, path, lineOfNode),
  };
}

/** Too large or too deep to hand to a parser that recurses. */
function refuseUnread(text: string): Problem | null {
  if (new TextEncoder().encode(text).length > DESK_BYTES_MAX) {
    return { line: 1, path: "", message: `is larger than ${DESK_BYTES_MAX / 1024} KB; keep accounts in accounts.csv` };
  }
  let depth = 0;
  let line = 1;
  for (const char of text) {
    if (char === "\n") line++;
    else if (char === "[" || char === "{") depth++;
    else if ((char === "]" || char === "}") && depth > 0) depth--;
    if (depth > DEPTH_MAX) return { line, path: "", message: "is nested too deeply; close a bracket before here" };
  }
  const lines = text.split("\n");
  const ladder = lines.findIndex((each) => /(?:[-?:][ \t]+){30}/.test(each));
  return ladder < 0 ? null : { line: ladder + 1, path: "", message: "is nested too deeply; write one item a line" };
}

function tellYamlError(code: string, message: string, found: string): string {
  if (code === "DUPLICATE_KEY") {
    const key = found.split(/[:\n]/, 1)[0]?.trim() ?? "";
    return `${key === "" ? "a name" : JSON.stringify(key)} stands twice; keep one of the two`;
  }
  if (code === "MULTIPLE_DOCS") return "a second document begins here; keep one, without ---";
  if (code === "TAB_AS_INDENT") return "is indented by a tab; YAML wants spaces";
  return `is not YAML: ${message.split("\n", 1)[0]?.slice(0, 200) ?? code}`;
}

/** Walks keys before they become properties: an own `__proto__` or `toString` would answer for names nobody wrote. */
function refuseNames(
  node: unknown,
  path: string[],
  lineOfNode: (node: unknown) => number | null,
  problems: Problem[],
): void {
  const here = path.join(".");
  const line = lineOfNode(node) ?? 1;
  if (isAlias(node)) {
    problems.push({
      line,
      path: here,
      message: "is an alias (*); write the value out, or let a plan `extends` another",
    });
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) refuseNames(item, [...path, String(index)], lineOfNode, problems);
  } else if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const keyLine = lineOfNode(pair.key) ?? line;
      const key = isScalar(pair.key) ? String(pair.key.value) : null;
      if (key === null) problems.push({ line: keyLine, path: here, message: "a name must be plain text" });
      else if (key in {} || key === "prototype") {
        problems.push({ line: keyLine, path: [...path, key].join("."), message: "is a reserved name; choose another" });
      }
      refuseNames(pair.value, [...path, key ?? "?"], lineOfNode, problems);
    }
  }
}

function lineAt(root: unknown, path: readonly PathStep[], lineOfNode: (node: unknown) => number | null): number {
  let node = root;
  let line = lineOfNode(root) ?? 1;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return line;
      line = lineOfNode(pair.key) ?? line;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      line = lineOfNode(node) ?? line;
    } else return line;
  }
  return line;
}
