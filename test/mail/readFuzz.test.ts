/** No bytes may crash the understanding of a mail, and nothing that PostgreSQL refuses may come out of it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { UnreadableMail } from "../../src/mail/read/read.ts";
import { understand } from "../../src/mail/understand.ts";
import { oddBodies } from "./odd/bodies.ts";
import { oddHeaders } from "./odd/headers.ts";
import { oddParts } from "./odd/parts.ts";
import { plainHead } from "./odd/shape.ts";

const own = { loopId: null, keys: null };
const corpus = [...oddHeaders, ...oddBodies, ...oddParts].map((fixture) => fixture.mail);

/** In CI as many cases as half a minute holds, elsewhere a few hundred. */
const effort = process.env.CI === "true" ? { numRuns: 100_000, interruptAfterTimeLimit: 30_000 } : { numRuns: 300 };

async function check(raw: Buffer): Promise<void> {
  try {
    const understood = await understand(raw, own);
    const written = JSON.stringify(understood);
    expect(written).not.toContain("\\u0000");
    expect(written).not.toMatch(/\\ud[89a-f]/);
    expect(understood.message.text.length).toBeLessThanOrEqual(1024 * 1024);
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error;
  }
}

/** What mutations insert: the pieces that structure is made of. */
const pieces = fc.constantFrom(
  ..."\r\n|\n|\r|\r\n\r\n|--b|--b--|--b\r\n\r\n|Content-Type: multipart/mixed; boundary=b\r\n|Content-Type: message/rfc822\r\n\r\n|Content-Transfer-Encoding: base64\r\n|Content-Type: text/html; charset=utf-16\r\n|From: |=?utf-8?B?|?=|=?utf-16?Q?=D8?=|<|>|<div>|<!--|> |-- \n|\0|\x1b$B|On x wrote:\n".split(
    "|",
  ),
);

const mutation = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), at: fc.double({ min: 0, max: 1, noNaN: true }), piece: pieces }),
  fc.record({
    kind: fc.constant("cut" as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    kind: fc.constant("byte" as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.integer({ min: 0, max: 255 }),
  }),
);

type Mutation =
  | { kind: "insert"; at: number; piece: string }
  | { kind: "cut"; at: number; length: number }
  | { kind: "byte"; at: number; value: number };

function mutate(raw: Buffer, change: Mutation): Buffer {
  const at = Math.floor(change.at * raw.length);
  switch (change.kind) {
    case "insert":
      return Buffer.concat([raw.subarray(0, at), Buffer.from(change.piece), raw.subarray(at)]);
    case "cut":
      return Buffer.concat([raw.subarray(0, at), raw.subarray(at + change.length)]);
    case "byte":
      return Buffer.concat([raw.subarray(0, at), Buffer.from([change.value]), raw.subarray(at + 1)]);
  }
}

test("no mutated mail crashes the reading", { timeout: 90_000 }, async () => {
  const mails = fc.record({
    base: fc.constantFrom(...corpus),
    changes: fc.array(mutation, { minLength: 1, maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(mails, ({ base, changes }) => check(changes.reduce(mutate, base))),
    effort,
  );
});

test("no bytes crash the reading", { timeout: 90_000 }, async () => {
  const bodies = fc.uint8Array({ maxLength: 600 });
  const heads = fc.constantFrom(
    "",
    plainHead,
    `${plainHead}Content-Type: text/html\r\n`,
    `${plainHead}Content-Type: multipart/mixed; boundary=a\r\n`,
  );
  await fc.assert(
    fc.asyncProperty(heads, bodies, (head, body) => check(Buffer.concat([Buffer.from(`${head}\r\n`), body]))),
    effort,
  );
});
