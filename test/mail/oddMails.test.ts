/**
 * Odd and hostile mails. Those that are small lie in test/mails as files, each with its expectation beside it, so that
 * `intray read` can be tried on them; they are written by this test with UPDATE_FIXTURES=1 and compared otherwise.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Understood } from "../../src/mail/message.ts";
import { UnreadableMail } from "../../src/mail/read/read.ts";
import { understand } from "../../src/mail/understand.ts";
import { ownCpuMsOf } from "../harness/ownCpu.ts";
import { oddBodies } from "./odd/bodies.ts";
import { oddHeaders } from "./odd/headers.ts";
import { hostile } from "./odd/hostile.ts";
import { oddParts } from "./odd/parts.ts";
import type { Fixture } from "./odd/shape.ts";

const folder = (name: string) => fileURLToPath(new URL(`../mails/${name}/`, import.meta.url));
const own = { loopId: null, keys: null };
const readable: Fixture[] = [...oddHeaders, ...oddBodies, ...oddParts];
const hostileFiles: Fixture[] = hostile
  .filter((entry) => entry.file !== false)
  .map(({ name, make, ends, cause }) => ({
    name,
    mail: make(),
    disposition: ends === "read" ? "human" : "unreadable",
    ...(cause === undefined ? {} : { cause }),
  }));

type Ending = { understood: Understood } | { cause: string };

async function ending(raw: Buffer): Promise<Ending> {
  try {
    return { understood: await understand(raw, own) };
  } catch (error) {
    if (error instanceof UnreadableMail) return { cause: error.cause };
    throw error;
  }
}

/** PostgreSQL refuses NUL in text and lone surrogates in JSON; every string that leaves must be free of both. */
function badStrings(value: unknown, path = ""): string[] {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed() ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => badStrings(inner, `${path}.${key}`));
}

function keepFile(path: string, content: Buffer): void {
  if (process.env.UPDATE_FIXTURES === "1") writeFileSync(path, content);
  expect(existsSync(path), `${path} is missing; run with UPDATE_FIXTURES=1`).toBe(true);
  expect(readFileSync(path).equals(content), `${path} differs; run with UPDATE_FIXTURES=1`).toBe(true);
}

describe.each([
  { name: "read", fixtures: readable },
  { name: "hostile", fixtures: hostileFiles },
])("the files of test/mails/$name", ({ name, fixtures }) => {
  test("are those that this folder's tables describe", () => {
    mkdirSync(folder(name), { recursive: true });
    for (const { name: file, mail, ...rest } of fixtures) {
      keepFile(join(folder(name), `${file}.eml`), mail);
      keepFile(join(folder(name), `${file}.json`), Buffer.from(`${JSON.stringify(rest, null, 2)}\n`));
    }
  });

  const files = existsSync(folder(name)) ? readdirSync(folder(name)).filter((file) => file.endsWith(".eml")) : [];
  test.each(files)("%s ends as the file beside it says", async (file) => {
    const raw = readFileSync(join(folder(name), file));
    const wanted = JSON.parse(readFileSync(join(folder(name), file.replace(/\.eml$/, ".json")), "utf8"));
    const end = await ending(raw);
    if ("cause" in end) {
      expect({ disposition: "unreadable", cause: end.cause }).toEqual({
        disposition: wanted.disposition,
        cause: wanted.cause,
      });
      return;
    }
    const { message, verdict } = end.understood;
    expect(message).toMatchObject(wanted.expect ?? {});
    expect(message.warnings).toEqual(expect.arrayContaining(wanted.warns ?? []));
    expect(badStrings(end.understood)).toEqual([]);
    if (name === "read") expect(verdict.kind).toBe(wanted.disposition);
  });
});

test.each(hostile)("$name ends within ten seconds", async ({ make, ends, cause }) => {
  const raw = make();
  const { answer: end, tookMs } = await ownCpuMsOf(() => ending(raw));
  expect(tookMs).toBeLessThan(10_000);
  expect("cause" in end ? { ends: "unreadable", cause: end.cause } : { ends: "read", cause: undefined }).toEqual({
    ends,
    cause,
  });
  if ("understood" in end) expect(badStrings(end.understood)).toEqual([]);
});
