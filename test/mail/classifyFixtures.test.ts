/** Every mail of test/mails/{auto,list,human} is of the kind, and for the reason, that its file beside it says. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { classify } from "../../src/mail/machine/classify.ts";
import { readMail } from "../../src/mail/read/read.ts";

type Expected = { disposition: string; reason: string; awayUntil?: string | null };

describe.each(["auto", "list", "human"])("the mails of test/mails/%s", (folder) => {
  const path = join("test/mails", folder);
  const names = readdirSync(path).filter((name) => name.endsWith(".eml"));
  test.each(names)("%s is of its kind", async (name) => {
    const expected = JSON.parse(readFileSync(join(path, name.replace(/eml$/, "json")), "utf8")) as Expected;
    const verdict = classify(await readMail(readFileSync(join(path, name))), { loopId: null, keys: null });
    expect({ disposition: verdict.kind, reason: verdict.reason }).toEqual({
      disposition: expected.disposition,
      reason: expected.reason,
    });
    if (verdict.kind === "autoReply") expect(verdict.awayUntil).toBe(expected.awayUntil);
  });
});
