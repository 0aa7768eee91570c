/** Every mail of test/mails/bounce is read as its expected values beside it say. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { classify } from "../../src/mail/machine/classify.ts";
import { readMail } from "../../src/mail/read/read.ts";

type Expected = {
  disposition: "bounce";
  reason?: string;
  bounce: {
    kind: string;
    cause: string;
    originalMessageId: string | null;
    recipients: { address: string; status: string | null; action: string; diagnosticHas?: string }[];
  };
};

const folder = "test/mails/bounce";
const names = readdirSync(folder).filter((name) => name.endsWith(".eml"));

describe("mails that say that another did not arrive", () => {
  test.each(names)("%s is read as expected", async (name) => {
    const expected = JSON.parse(readFileSync(join(folder, name.replace(/eml$/, "json")), "utf8")) as Expected;
    const verdict = classify(await readMail(readFileSync(join(folder, name))), { loopId: null, keys: null });
    if (verdict.kind !== "bounce") throw new Error(`taken for ${verdict.kind}: ${verdict.reason}`);
    const { recipients, ...rest } = verdict.bounce;
    const { recipients: expectedRecipients, ...expectedRest } = expected.bounce;
    expect(rest).toEqual(expectedRest);
    expect(recipients.map(({ address, status, action }) => ({ address, status, action }))).toEqual(
      expectedRecipients.map(({ address, status, action }) => ({ address, status, action })),
    );
    for (const [index, { diagnosticHas }] of expectedRecipients.entries()) {
      if (diagnosticHas !== undefined) expect(recipients[index]?.diagnostic).toContain(diagnosticHas);
    }
    if (expected.reason !== undefined) expect(verdict.reason).toBe(expected.reason);
  });
});
