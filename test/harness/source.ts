/**
 * Reads our own source files for test/tidy.test.ts: which file imports which, how long functions are, and the code without
 * its strings, comments and regular expressions, so that a rule about names does not trip over prose.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface SourceFile {
  /** From the root of the project: src/mail/read/read.ts. */
  path: string;
  text: string;
  /** The same lines, with everything blanked that is not code. */
  code: string;
  imports: Import[];
}

export interface Import {
  /** From the root of the project, whether or not the file exists. */
  path: string;
  line: number;
  /** Nothing of it is left when the program runs. */
  typeOnly: boolean;
}

/** Every file below `folder` (relative to the root) with one of these endings; never packages or what a run leaves behind. */
export function pathsBelow(folder: string, endings: string[]): string[] {
  const skipped = new Set(["node_modules", ".git", ".intray"]);
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = normalize(join(folder, entry.name));
      if (skipped.has(entry.name) || entry.isSymbolicLink()) return [];
      return entry.isDirectory() ? pathsBelow(path, endings) : [path];
    })
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && statSync(join(root, path)).isFile())
    .sort();
}

export function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const code = onlyCode(text);
  return { path, text, code, imports: importsOf(path, text, code) };
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Static imports and re-exports, `import("./x.ts")`, and files named to be run elsewhere (`new URL("./x.ts", …)`). */
function importsOf(path: string, text: string, code: string): Import[] {
  const found: Import[] = [];
  const patterns = [
    /^(?:import|export)\s(?<type>type\s)?[^"';]*?from\s+"(?<to>\.[^"]+)"/gm,
    /^import\s+"(?<to>\.[^"]+)"/gm,
    /(?<!typeof )\b(?:import|new URL)\(\s*"(?<to>\.[^"]+)"/g,
  ];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const { type, to = "" } = match.groups ?? {};
      const isProse = code.charAt(match.index) === " ";
      if (isProse || !/\.(ts|mjs|js)$/.test(to)) continue;
      const target = relative(root, join(root, dirname(path), to));
      // `import { type A, type B }` is plain types too.
      const names = /\{([^}]*)\}/
        .exec(match[0])?.[1]
        ?.split(",")
        .map((name) => name.trim());
      const allTypes = names?.filter(Boolean).every((name) => name.startsWith("type ")) ?? false;
      found.push({
        path: target,
        line: lineAt(text, match.index),
        typeOnly: type !== undefined || allTypes,
      });
    }
  }
  return found;
}

export interface MeasuredFunction {
  line: number;
  /** From head to closing brace. */
  lines: number;
  /** Without the functions inside it: what of a factory, our stand-in for a class, is statements of its own. */
  ownLines: number;
}

/** Every function with a body of several lines; right for code that Biome has laid out. */
export function functionsOf(code: string): MeasuredFunction[] {
  const lines = code.split("\n");
  const found = lines.flatMap((head, index) => {
    const indent = /^\s*/.exec(head)?.[0] ?? "";
    const isDeclared = /^\s*(export )?(async )?function\b/.test(head);
    if (!isDeclared && !/=>\s*\{$/.test(head)) return [];
    const end = lines.findIndex(
      (line, at) => at > index && line.startsWith(`${indent}}`) && /^\s*\}[;,)\]]*$/.test(line),
    );
    return end < 0 ? [] : [{ first: index, last: end }];
  });
  return found.map(({ first, last }) => {
    const inside = found.filter((other) => other.first > first && other.last < last);
    const isInside = (line: number) => inside.some((other) => line >= other.first && line <= other.last);
    const own = lines.slice(first, last + 1).filter((_, offset) => !isInside(first + offset));
    return { line: first + 1, lines: last - first + 1, ownLines: own.length };
  });
}

export interface RegexLiteral {
  line: number;
  source: string;
  flags: string;
}

/** Every regular expression literal of a source text. */
export function regexesOf(text: string): RegexLiteral[] {
  const found: RegexLiteral[] = [];
  onlyCode(text, (at, end) => {
    const flags = /^[a-z]*/.exec(text.slice(end))?.[0] ?? "";
    found.push({ line: lineAt(text, at), source: text.slice(at + 1, end - 1), flags });
  });
  return found;
}

/** Blanks strings, comments and regular expressions, keeping line breaks and what stands in `${}` of a template. */
export function onlyCode(text: string, onRegex?: (at: number, end: number) => void): string {
  let code = "";
  let at = 0;
  // One entry per open `${`: how many braces are open inside it.
  const templates: number[] = [];
  const blank = (end: number) => {
    code += text.slice(at, end).replace(/[^\n]/g, " ");
    at = end;
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 2);
    const char = rest[0];
    const depth = templates.at(-1);
    if (rest === "//") blank(endOf(text, at, "\n"));
    else if (rest === "/*") blank(endOf(text, at + 2, "*/") + 2);
    else if (char === '"' || char === "'") blank(endOfString(text, at + 1, char));
    else if (char === "`" || (char === "}" && depth === 0)) {
      if (char === "}") templates.pop();
      const end = endOfTemplate(text, at + 1);
      if (text.startsWith("${", end - 2)) templates.push(0);
      blank(end);
    } else if (char === "/" && beginsRegex(code)) {
      const end = endOfRegex(text, at + 1);
      onRegex?.(at, end);
      blank(end);
    } else {
      if (depth !== undefined && char === "{") templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && char === "}") templates[templates.length - 1] = depth - 1;
      code += char;
      at += 1;
    }
  }
  return code;
}

function endOf(text: string, from: number, mark: string): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found;
}

function endOfString(text: string, from: number, quote: string): number {
  let at = from;
  while (at < text.length && text[at] !== quote && text[at] !== "\n") at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Behind the closing backtick, or behind the `${` that opens code. */
function endOfTemplate(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "`") {
    if (text.startsWith("${", at)) return at + 2;
    at += text[at] === "\\" ? 2 : 1;
  }
  return at + 1;
}

/** A slash is a division only after a value. */
function beginsRegex(codeBefore: string): boolean {
  const before = codeBefore.slice(-200).trimEnd();
  return before === "" || /[([{,;:=!&|?+\-*%<>~^]$|\b(return|typeof|case|in|of|await|yield)$/.test(before);
}

function endOfRegex(text: string, from: number): number {
  let isClass = false;
  for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "[") isClass = true;
    else if (text[at] === "]") isClass = false;
    else if (text[at] === "/" && !isClass) return at + 1;
  }
  return from;
}
