import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { understand } from "../../src/mail/understand.ts";

const folder = new URL("../mails/forward/", import.meta.url);
const own = { loopId: null, keys: null };

const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

test("a matter that begins with a forward shows all that was passed on, in every client's form", async () => {
  let count = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".eml"))) {
    const { forwarded, matter, message } = await understand(readFileSync(new URL(name, folder)), own);
    expect(matter === null, name).toBe(forwarded === null);
    if (forwarded === null || matter === null || message.nested.length > 0) continue;
    count++;
    const shown = new Set(words(matter));
    const lost = words(forwarded.text).filter((word) => !shown.has(word));
    expect(lost, name).toEqual([]);
  }
  expect(count).toBeGreaterThan(60);
});

test.each([
  ["Odp: voucher", null],
  [
    "PD: voucher",
    "Proszę o pomoc.\n\nOd: Ewa <ewa@x.example>\nWysłano: 23 listopada 2026 09:00\nDo: Ada\nTemat: voucher\n\nNie działa.",
  ],
])("under the subject %j a block of headers shows %j", async (subject, shown) => {
  const text = `Proszę o pomoc.\n\nOd: Ewa <ewa@x.example>\nWysłano: 23 listopada 2026 09:00\nDo: Ada\nTemat: voucher\n\nNie działa.\n`;
  const head = `From: ada@shop.example\nTo: support@acme.example\nSubject: ${subject}\nContent-Type: text/plain; charset=utf-8\n\n`;
  const { matter, visible } = await understand(Buffer.from(head + text), own);
  expect(visible).toBe("Proszę o pomoc.");
  expect(matter).toBe(shown);
});
