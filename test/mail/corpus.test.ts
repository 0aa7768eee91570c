/**
 * Every mail of test/mails has beside it what must be read from it, and it is read so: one walk over all folders, whatever
 * each of them is for. The tests of the folders look closer at single things.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Understood } from "../../src/mail/message.ts";
import { UnreadableMail } from "../../src/mail/read/prescan.ts";
import { understand } from "../../src/mail/understand.ts";

const folder = join(import.meta.dirname, "../mails");
const names = globSync("*/*.eml", { cwd: folder })
  .map((name) => name.slice(0, -4))
  .sort();

/** What a file may say of its mail; only what it says is compared. */
type Expected = {
  disposition?: string;
  cause?: string;
  reason?: string;
  awayUntil?: string | null;
  visible?: string;
  forwarded?: unknown;
  bounce?: { recipients: { diagnosticHas?: string }[] };
  expect?: object;
  warns?: string[];
};

const words = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The reading in the words of the expectations. */
function told({ message, verdict, visible, forwarded }: Understood, wanted: Expected): object {
  const bounce = verdict.kind === "bounce" ? verdict.bounce : undefined;
  return {
    disposition: verdict.kind,
    reason: verdict.reason,
    awayUntil: verdict.kind === "autoReply" ? verdict.awayUntil : undefined,
    visible: words(visible),
    forwarded,
    bounce,
    expect: message,
    warns: wanted.warns?.filter((warning) => message.warnings.includes(warning)),
  };
}

async function readingOf(raw: Buffer, wanted: Expected): Promise<object> {
  try {
    return told(await understand(raw, { loopId: null, keys: null }), wanted);
  } catch (error) {
    if (error instanceof UnreadableMail) return { disposition: "unreadable", cause: error.cause };
    throw error;
  }
}

describe("every mail is read as the file beside it says", () => {
  test.each(names)("%s", async (name) => {
    const wanted = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Expected;
    const { visible, bounce, ...rest } = wanted;
    expect(Object.keys(wanted).length).toBeGreaterThan(0);
    // Hostile mails are held to end as they must; what kind of mail they then are says nothing.
    if (name.startsWith("hostile/") && wanted.disposition !== "unreadable") delete rest.disposition;
    const recipients = bounce?.recipients.map(({ diagnosticHas: _piece, ...recipient }) => recipient);
    expect(await readingOf(readFileSync(join(folder, `${name}.eml`)), wanted)).toMatchObject({
      ...rest,
      ...(visible === undefined ? {} : { visible: words(visible) }),
      ...(bounce === undefined ? {} : { bounce: { ...bounce, recipients } }),
    });
  });
});

test("no mail lacks its expectation, no expectation its mail, and there are many of both", () => {
  const expectations = globSync("*/*.json", { cwd: folder }).map((name) => name.slice(0, -5));
  expect(names.filter((name) => !existsSync(join(folder, `${name}.json`)))).toEqual([]);
  expect(expectations.filter((name) => !names.includes(name))).toEqual([]);
  expect(names.length).toBeGreaterThanOrEqual(650);
});
