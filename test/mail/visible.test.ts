import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readMail } from "../../src/mail/read/read.ts";
import { visible } from "../../src/mail/visible/visible.ts";

const folder = join(import.meta.dirname, "../mails/visible");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".eml"))
  .map((file) => file.slice(0, -4));

/** White space is the client's; the words and their order are the writer's. */
const words = (text: string): string => text.replace(/\s+/g, " ").trim();

describe("what is visible of a mail is what its writer wrote now", () => {
  test.each(names)("%s", async (name) => {
    const mail = await readMail(readFileSync(join(folder, `${name}.eml`)));
    const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as { visible: string };
    const found = visible(mail.text, mail.html);
    expect(words(found.visible)).toBe(words(expected.visible));
  });
});

test("there are at least 120 mails", () => {
  expect(names.length).toBeGreaterThanOrEqual(120);
});
