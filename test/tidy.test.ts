/** The rules of src/README.md that a program can check. A failure reads like a compiler's: where, what, what instead. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { functionsOf, lineAt, onlyCode, pathsBelow, readSource, root, type SourceFile } from "./harness/source.ts";

const sources = pathsBelow("src", [".ts"]).map(readSource);
const tests = pathsBelow("test", [".ts"]).map(readSource);
const bench = existsSync(join(root, "bench")) ? pathsBelow("bench", [".ts"]).map(readSource) : [];
const everything = [...sources, ...tests, ...bench];

function expectNone(problems: string[]): void {
  if (problems.length > 0) expect.fail(`\n${problems.join("\n")}\n`);
}

/** Every place in the code (not in strings or comments) where `pattern` matches, as a problem. */
function places(files: SourceFile[], pattern: RegExp, advice: (found: string) => string): string[] {
  return files.flatMap((file) =>
    [...file.code.matchAll(pattern)].map(
      (match) => `${file.path}:${lineAt(file.code, match.index)} ${advice(match[0])}`,
    ),
  );
}

const isPure = ({ path }: SourceFile) => /^src\/(mail|ticket)\//.test(path);

describe("who may import whom", () => {
  /** A file imports from its own room and from rooms further down; config.ts stands between what it configures and its readers. */
  const ranks: Record<string, number> = {
    "src/mail": 0,
    "src/ticket": 0,
    "src/io": 1,
    "src/store": 2,
    "src/config.ts": 3,
    "src/flow": 4,
    "src/web": 5,
    "src/demo": 5,
    "src/cli": 6,
    "src/web.ts": 7,
    "src/worker.ts": 7,
    "src/main.ts": 8,
  };
  /** The commands and the demo run the very processes that the Procfile runs. */
  const exceptions = [
    { from: /^src\/(cli|demo)\//, to: /^src\/(worker|web)\.ts$/ },
    { from: /^src\/worker\.ts$|^src\/web\.ts$/, to: /^src\/cli\/(options|fail|report)\.ts$/ },
  ];
  const roomOf = (path: string) => path.split("/").slice(0, 2).join("/");

  test("an import points to the own room or down, never up or across", () => {
    const problems = sources.flatMap((file) =>
      file.imports.flatMap(({ path, line, typeOnly }) => {
        const [from, to] = [roomOf(file.path), roomOf(path)];
        const [high, low] = [ranks[from], ranks[to]];
        if (from === to || exceptions.some((known) => known.from.test(file.path) && known.to.test(path))) return [];
        if (high === undefined) return [`${file.path}:1 stands in no room; move it into one of ${Object.keys(ranks)}`];
        if (low !== undefined && (low < high || (typeOnly && low === 0))) return [];
        return [
          `${file.path}:${line} imports ${path}, which is not below ${from}; move what is shared down, or pass it in`,
        ];
      }),
    );
    expectNone([...new Set(problems)]);
  });

  test("mail and ticket touch nothing outside the program", () => {
    const outside =
      /from "(node:(fs|net|http|https|dns|tls|child_process|worker_threads|os)(\/promises)?|pg|pg-boss|imapflow|pino)"/g;
    expectNone(
      sources
        .filter(isPure)
        .flatMap(({ path, text }) =>
          [...text.matchAll(outside)].map(
            (match) =>
              `${path}:${lineAt(text, match.index)} imports ${match[1]}; give it the data instead, from io or flow`,
          ),
        ),
    );
  });

  test("no file imports itself by way of others", () => {
    const byPath = new Map(everything.map((file) => [file.path, file]));
    const done = new Set<string>();
    const problems: string[] = [];
    const visit = (path: string, trail: string[]) => {
      if (trail.includes(path))
        problems.push(`${[...trail.slice(trail.indexOf(path)), path].join(" → ")}: a circle; cut it`);
      if (done.has(path) || trail.includes(path)) return;
      for (const next of byPath.get(path)?.imports ?? []) if (!next.typeOnly) visit(next.path, [...trail, path]);
      done.add(path);
    };
    for (const { path } of everything) visit(path, []);
    expectNone(problems);
  });

  test("an imported file exists", () => {
    expectNone(
      everything.flatMap((file) =>
        file.imports
          .filter(({ path }) => !existsSync(join(root, path)))
          .map(({ path, line }) => `${file.path}:${line} imports ${path}, which is not there`),
      ),
    );
  });

  test("every file is imported by another, or is where a program begins", () => {
    const begins =
      /^src\/(main|worker|web)\.ts$|^src\/setup\.mjs$|(\.test|\.d)\.ts$|^test\/(all|vitest\.config)\.ts$|^test\/harness\/(laws|line|setup)\.ts$|^bench\//;
    /** A program that a person runs by hand says so at its head. */
    const isRunByHand = ({ path, text }: SourceFile) => text.slice(0, 600).includes(`node ${path}`);
    const importedBy = (files: SourceFile[]) => new Set(files.flatMap((file) => file.imports.map(({ path }) => path)));
    const [bySources, byAll] = [importedBy(sources), importedBy(everything)];
    expectNone(
      everything
        .filter((file) => !begins.test(file.path) && !isRunByHand(file))
        .filter(({ path }) => !(path.startsWith("src/") ? bySources : byAll).has(path))
        .map(
          ({ path }) =>
            `${path}:1 is imported by no ${path.startsWith("src/") ? "source" : "test"}; use it or delete it`,
        ),
    );
  });
});

describe("where things are read", () => {
  test("the environment is read in config.ts alone", () => {
    const others = sources.filter(({ path }) => path !== "src/config.ts");
    expectNone(
      places(others, /\bprocess\.env\b|\benv\b(?=.*from\s+)/g, () => "reads process.env; take the value from Config"),
    );
  });

  test("mail and ticket know neither the clock nor chance", () => {
    const pattern =
      /\bnew Date\(\s*\)|\bDate\(\s*\)(?<!new Date\(\s*\))|\bDate\.now\b|\bDateTime\.(now|local|utc)\(\s*\)|\bperformance\.now\b|\bMath\.random\b|\brandom(Bytes|UUID|Int)\b|\bgetRandomValues\b/g;
    expectNone(
      places(sources.filter(isPure), pattern, (found) => `uses ${found}; take the instant or the value as an argument`),
    );
  });
});

describe("size", () => {
  /** A table of data (no function in it) may be as long as its data. */
  const isTable = ({ code }: SourceFile) => !/=>|\bfunction\b/.test(code);
  /** Tests hold their tables of cases beside the rule. */
  const linesMax = ({ path }: SourceFile) => (path.startsWith("src/") ? 300 : 500);

  test("a file ends within 300 lines, a test with its tables within 500", () => {
    expectNone(
      everything
        .filter((file) => !isTable(file))
        .flatMap((file) => {
          const lines = file.text.trimEnd().split("\n").length;
          return lines > linesMax(file) ? [`${file.path}:${lines} has ${lines} lines; split it by notion`] : [];
        }),
    );
  });

  test("a function ends within 70 lines of its own, and within 150 with the functions it makes", () => {
    const parts = [
      ...sources,
      ...tests.filter(({ path }) => path.startsWith("test/harness/") && !path.endsWith(".test.ts")),
    ];
    expectNone(
      parts.flatMap((file) =>
        functionsOf(file.code)
          .filter(({ lines, ownLines }) => ownLines > 70 || lines > 150)
          .map(({ line, lines }) => `${file.path}:${line} is a function of ${lines} lines; name its steps`),
      ),
    );
  });
});

describe("words", () => {
  /** Rejected words of the glossary that mean nothing else in this program; the others are used by mail, SQL and libraries too. */
  const rejected: Record<string, string> = {
    company: "account",
    reporter: "requester",
    watcher: "participant",
    follower: "participant",
    inbound: "raw mail",
    notification: "letter",
    urgency: "severity",
    tier: "plan",
    deadline: "due",
    violation: "breach",
    survey: "rating",
    consent: "question",
  };

  test("names use the words of the glossary", () => {
    const problems = sources.flatMap((file) =>
      [...file.code.matchAll(/[A-Za-z_$][\w$]*/g)].flatMap((match) => {
        const parts = match[0].split(/(?<=[a-z0-9])(?=[A-Z])|[_$]/).map((part) => part.toLowerCase());
        const word = parts.map((part) => part.replace(/s$/, "")).find((part) => Object.hasOwn(rejected, part));
        if (word === undefined) return [];
        return [
          `${file.path}:${lineAt(file.code, match.index)} says ${match[0]}; our word for ${word} is ${rejected[word]}`,
        ];
      }),
    );
    expectNone(problems);
  });

  test("a file is named for what it holds", () => {
    expectNone(
      everything
        .filter(({ path }) => /(^|\/)(utils?|helpers?|common|managers?|services?|types|misc|index)\.ts$/.test(path))
        .map(({ path }) => `${path}:1 is called ${basename(path)}; name it for its notion`),
    );
  });

  test("nothing is exported without a name", () => {
    const libraries = /^test\/(vitest\.config|harness\/line)\.ts$/;
    const ours = everything.filter(({ path }) => !libraries.test(path));
    expectNone(places(ours, /^export default\b/gm, () => "exports a default; give it a name"));
  });

  test("a file opens by saying what it is and why it is here", () => {
    expectNone(
      sources
        .filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
        .map(({ path }) => `${path}:1 opens without a comment; say in one to four sentences what it is and why`),
    );
  });
});

describe("what belongs to one machine", () => {
  test("no file names a place of the machine it was written on", () => {
    const endings = [
      ".ts",
      ".mjs",
      ".md",
      ".json",
      ".yaml",
      ".yml",
      ".sql",
      ".mjml",
      ".txt",
      ".csv",
      ".example",
      "Procfile",
    ];
    const paths = pathsBelow(".", endings).filter((path) => !path.startsWith("test/mails/"));
    expectNone(
      paths.flatMap((path) => {
        const text = readFileSync(join(root, path), "utf8");
        const places = [...text.matchAll(/(?<![\w.:/-])\/(work|root|home)\/[a-z][\w.-]*/g)];
        return places.map(
          (match) => `${path}:${lineAt(text, match.index)} names ${match[0]}; write a path of the project`,
        );
      }),
    );
  });

  test("the lock file names no registry", () => {
    const lock = readFileSync(join(root, "package-lock.json"), "utf8");
    const hosts = [...lock.matchAll(/"resolved":\s*"https?:[^"]*"/g)];
    expectNone(
      hosts
        .slice(0, 3)
        .map(
          (match) =>
            `package-lock.json:${lineAt(lock, match.index)} has ${match[0]}; run npm with the project's .npmrc`,
        ),
    );
  });
});

describe("the reading of sources", () => {
  const blanked: [text: string, code: string][] = [
    ['f("a//b", 1) // c', "f(      , 1)     "],
    ["a = /[/\"]'/.test(b) / c", "a =        .test(b) / c"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a template is the subject.
    ["x`one ${y(`two ${z}`, {})} three`;", "x       y(       z  , {})        ;"],
    ["/* a\n b */ c", "    \n      c"],
  ];

  test.each(blanked)("%j without strings, comments and regular expressions is %j", (text, code) => {
    expect(onlyCode(text)).toBe(code);
  });

  test("a function is measured from its head to its closing brace", () => {
    const code = "export function f(\n  a: { b: 1 },\n) {\n  return () => {\n    a;\n  };\n}\nconst g = 1;";
    expect(functionsOf(code)).toEqual([
      { line: 1, lines: 7, ownLines: 4 },
      { line: 4, lines: 3, ownLines: 3 },
    ]);
  });

  test("imports are found with their kind", () => {
    const self = tests.find(({ path }) => path === "test/tidy.test.ts");
    expect(self?.imports).toEqual([{ path: "test/harness/source.ts", line: expect.any(Number), typeOnly: false }]);
    expect(dirname(self?.path ?? "")).toBe("test");
  });
});
