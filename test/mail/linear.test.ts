/**
 * Every regular expression of the pure rooms meets what strangers wrote, so each must be one that runs in linear time.
 * The checker is `harness/regex.ts`; the pump tests beside the rules measure the same from outside.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { slowness } from "../harness/regex.ts";
import { pathsBelow, readSource, regexesOf, root } from "../harness/source.ts";

const files = ["src/mail", "src/ticket"].flatMap((folder) => pathsBelow(folder, [".ts"]));

/** Expressions that the checker refuses and that are right all the same, by their source, with the reason. */
const excused: Record<string, string> = {
  "^\\s*<?\\s*(0|[1-9]\\d{0,14})\\.([a-z0-9-]{1,64})\\.([a-z0-9]{1,6})-([a-z2-7]{20})@":
    "meets Message-IDs only, which begin with < and hold no space (headers.ts)",
  "^[a-z0-9.-]+\\.[a-z0-9-]+$": "meets the domains of accounts.csv, which the desk's owner writes",
};

test("no regular expression literal can take more than linear time", () => {
  const literals = files.flatMap((path) => regexesOf(readSource(path).text).map((literal) => ({ ...literal, path })));
  expect(literals.length).toBeGreaterThan(150);
  const problems = literals.flatMap(({ path, line, source, flags }) => {
    const why = source in excused ? null : slowness(source, flags);
    return why === null ? [] : [`${path}:${line} /${source}/${flags}: ${why}`];
  });
  if (problems.length > 0) expect.fail(`\n${problems.join("\n")}\n`);
});

test("nor can one that is made of word lists when a file is loaded", async () => {
  const made: { source: string; flags: string }[] = [];
  const Native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct(target, [source, flags]) {
      const built = new target(source, flags);
      // What libraries make of their own accord is theirs.
      const maker = new Error().stack?.split("\n")[2] ?? "";
      if (/\/src\/(?:mail|ticket)\//.test(maker)) made.push({ source: built.source, flags: built.flags });
      return built;
    },
  });
  try {
    for (const path of files) await import(join(root, path));
  } finally {
    globalThis.RegExp = Native;
  }
  expect(made.length).toBeGreaterThan(8);
  const problems = made.flatMap(({ source, flags }) => {
    const why = slowness(source, flags);
    return why === null ? [] : [`/${source.slice(0, 200)}/${flags}: ${why}`];
  });
  if (problems.length > 0) expect.fail(`\n${problems.join("\n")}\n`);
});

describe("the checker", () => {
  test.each([
    "(a+)+",
    "(?:a|ab)*c",
    "(?:\\s*a?)*x",
    "\\s+$",
    "^\\s*\\s*$",
    "^[a-z]+\\w+$",
    "^.*,.*;",
    "(?:a|b|[ab])+x",
    "^(?:\\d+\\.?)+$",
    "\\bx|[^@]+@",
  ])("refuses /%s/", (source) => {
    expect(slowness(source, "u")).not.toBeNull();
  });

  test.each([
    "^\\s*$",
    "(?<!\\d)\\d+x",
    "^(?:[a-z]+,)*$",
    "a[^b]*b",
    "\\s{1,20}$",
    "^(?:a|b)*c",
    "(?:re|fwd?)\\s{0,3}:",
    "<[^<>]{1,900}>",
    "\\s+",
    "^[^;]*;\\s*x",
  ])("accepts /%s/", (source) => {
    expect(slowness(source, "u")).toBeNull();
  });
});
