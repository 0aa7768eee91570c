/**
 * Mails of the corpus, changed at random in the ways of `harness/mutate.ts`: each is read or refused, in time, and
 * nothing comes out that PostgreSQL refuses. `node bench/fuzz.ts 200000` sends many more through the reader threads.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UnreadableMail } from "../../src/mail/read/prescan.ts";
import { understand } from "../../src/mail/understand.ts";
import { mutated } from "../harness/mutate.ts";

const folder = join(import.meta.dirname, "../mails");
const corpus = globSync("*/*.eml", { cwd: folder })
  .sort()
  .map((name) => readFileSync(join(folder, name)));
const own = { loopId: null, keys: null };
const filled = (text: string): string[] => text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");

/** As many as ten seconds hold, and not more than this. */
const mailsMax = 5_000;
const patienceMs = 10_000;

test("a mail changed at random is read or refused within two seconds, and none of its lines is lost", async () => {
  const end = performance.now() + patienceMs;
  let count = 0;
  for (; count < mailsMax && performance.now() < end; count += 1) {
    const raw = mutated(corpus, count);
    const kept = Buffer.from(raw);
    const before = process.threadCpuUsage();
    try {
      const { message, visible, elided } = await understand(raw, own);
      const lines = [...filled(visible), ...filled(elided)].length;
      expect(lines, `mail ${count}`).toBe(filled(message.text).length);
      const written = JSON.stringify({ message, visible, elided });
      expect(written.isWellFormed() && !written.includes("\\u0000"), `mail ${count}`).toBe(true);
    } catch (error) {
      if (!(error instanceof UnreadableMail)) throw new Error(`mail ${count}`, { cause: error });
    }
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000, `mail ${count}`).toBeLessThan(2_000);
    expect(kept.equals(raw), `mail ${count}`).toBe(true);
  }
  expect(count).toBeGreaterThan(50);
});
