/** Every mail of test/mails/forward passes on, or does not, what its file beside it says. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { forwarded } from "../../src/mail/forward/forwarded.ts";
import type { Forwarded } from "../../src/mail/message.ts";
import { readMail } from "../../src/mail/read/read.ts";

const folder = "test/mails/forward";
const names = readdirSync(folder).filter((name) => name.endsWith(".eml"));

describe("mails that pass on another", () => {
  test.each(names)("%s is read as expected", async (name) => {
    const text = readFileSync(join(folder, name.replace(/eml$/, "json")), "utf8");
    const expected = JSON.parse(text) as { forwarded: Forwarded | null };
    expect(forwarded(await readMail(readFileSync(join(folder, name))))).toEqual(expected.forwarded);
  });
});
