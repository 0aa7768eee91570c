import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CommandError, UsageError } from "../../src/cli/command.ts";
import { preview } from "../../src/cli/preview.ts";
import { letterNames } from "../../src/io/letters/templates.ts";

let folder: string;
let said: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "preview-"));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe("intray preview", () => {
  test("lists the letters when none is named", async () => {
    expect(await preview.run([])).toBe(0);
    expect(said.trim().split("\n")).toEqual(letterNames);
  });

  test("writes HTML and text of one letter and prints where", async () => {
    expect(await preview.run(["confirmation", "--lang", "pl", "--out", folder])).toBe(0);
    expect(said.trim().split("\n")).toEqual([
      join(folder, "confirmation.pl.html"),
      join(folder, "confirmation.pl.txt"),
    ]);
    expect(await readFile(join(folder, "confirmation.pl.txt"), "utf8")).toContain("1042");
  });

  test("writes all letters in all languages", async () => {
    expect(await preview.run(["--all", "--out", folder])).toBe(0);
    expect(await readdir(folder)).toHaveLength(letterNames.length * 2 * 2);
  });

  test("prints the text of one letter, and nothing else", async () => {
    expect(await preview.run(["answer", "--text"])).toBe(0);
    expect(said).toMatch(/^Hello Ada,\n/);
    expect(said).toMatch(/\nRef: \S+\n$/);
  });

  test("says as JSON what it wrote", async () => {
    await preview.run(["held", "--html", "--json", "--out", folder]);
    expect(JSON.parse(said)).toMatchObject({ letter: "held", language: "en", files: [join(folder, "held.en.html")] });
  });

  test.each([
    [["confirmatoin"], "did you mean confirmation?"],
    [["customerrepyl"], "did you mean customerReply?"],
    [["zzz"], "the letters are confirmation"],
    [["answer", "--lang", "de"], "the languages are en, pl"],
    [["answer", "--nonsense"], "--help"],
  ])("%j is used wrongly, and one line says what to write instead", async (argv, advice) => {
    const error = await preview.run(argv).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain(advice);
    expect(String(error)).not.toContain("\n");
    expect(said).toBe("");
  });

  test("a folder that cannot be written to is named", async () => {
    const error = await preview.run(["answer", "--out", "/dev/null/x"]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CommandError);
    expect(String(error)).toContain("/dev/null/x");
    expect(String(error)).toContain("--out");
  });

  test("its help holds an example", () => {
    expect(preview.usage).toContain("Example: npx intray preview");
  });
});
