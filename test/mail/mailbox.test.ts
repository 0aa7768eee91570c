import { domainToUnicode } from "node:url";
import fc from "fast-check";
import nodemailer from "nodemailer";
import { describe, expect, test } from "vitest";
import { comparable, strictMailbox } from "../../src/mail/proof/mailbox.ts";
import { addresses } from "../../src/mail/read/address.ts";
import { lottery, shaped, soup } from "../harness/addressLottery.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

const caseCount = Number(process.env.FUZZ_ADDRESSES ?? 1_000_000);
/** Twenty million take a quarter of an hour; a slow machine beside others needs several times as long. */
const patienceMs = 60_000 + caseCount * 0.24;

const firstSeed = Number(process.env.FUZZ_SEED ?? 20_261_123);

/** The value in lower case, unfolded, without what stands in quotes, comments and encoded words. */
function bareOf(value: string): string {
  let bare = "";
  let depth = 0;
  let isQuoted = false;
  const text = value.replace(/\r?\n(?=[ \t])/g, "").toLowerCase();
  for (const [char] of text.matchAll(/\\.|./gs)) {
    if (isQuoted) isQuoted = char !== '"';
    else if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (depth > 0) continue;
    else if (char === '"') isQuoted = true;
    else bare += char;
  }
  return bare.replace(/=\?[^?\s]*\?[bq]\?[^?\s]*\?=/g, "");
}

/** Labels in the letters of their own script, however they were written. */
function withoutCodes(text: string): string {
  return text.replace(/(?<=[@.])xn--[a-z0-9-]+/g, (label) => domainToUnicode(label) || label);
}

describe("two readers of one address", () => {
  test(
    "never both accept and disagree unseen, and accept only what stands there in one piece",
    () => {
      const draw = lottery(firstSeed);
      const count = { strict: 0, equal: 0, differ: 0 };
      for (let index = 0; index < caseCount; index++) {
        // Most soup is refused at once; what is well shaped costs both readers their whole way.
        const value = index % 16 === 0 ? shaped(draw) : soup(draw);
        const strict = strictMailbox(value);
        if (strict === null) continue;
        count.strict++;
        const read = addresses([value]);
        const first = read.length === 1 ? comparable(read[0]?.address ?? "") : null;
        if (first !== strict) {
          count.differ++;
          continue;
        }
        count.equal++;
        // What both accept is written out in the value, letter by letter, and names nobody else outside quotes.
        const bare = withoutCodes(bareOf(value));
        const others = bare.replaceAll(withoutCodes(strict), "");
        if (others.length === bare.length || others.includes("@")) {
          expect.fail(`${JSON.stringify(value)} was read as ${strict}`);
        }
      }
      console.log(
        `addresses: ${caseCount} cases, ${count.strict} accepted strictly, ${count.equal} by both, ${count.differ} refused by disagreement`,
      );
      expect(count.equal).toBeGreaterThan(caseCount / 1_000);
    },
    patienceMs,
  );

  const atom = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/).filter((text) => !text.includes("=?"));
  const local = fc.array(atom, { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join("."));
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/).filter((text) => !text.startsWith("xn--"));
  const domain = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, "example"].join("."));
  const address = fc.tuple(local, domain).map(([left, right]) => `${left}@${right}`);
  const comment = fc.constantFrom("", "(x)", "(a (b) c)", "(\\))", "(mallory@evil.example)", '(")');
  const phrase = fc.constantFrom(
    ...["", "Jan", "Jan Kowalski", "J. Kowalski", "O'Neil", '"Kowalski, Jan"', '"a \\" b"', '"mallory@evil.example"'],
    ...['"<mallory@evil.example>"', "=?utf-8?q?Ja=C5=84?=", "=?utf-8?B?TWFsbG9yeSA8bUBldmlsLmV4YW1wbGU+?=", "Żółw"],
  );

  test("both find the mailbox that RFC 5322 puts there", () => {
    fc.assert(
      fc.property(address, phrase, comment, comment, (written, name, before, after) => {
        const value = `${before} ${name} <${written}> ${after}`;
        expect(strictMailbox(value)).toBe(written.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
        expect(addresses([value]).map((one) => one.address)).toEqual([strictMailbox(value)]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("accept only what a mail to it would be sent to", async () => {
    const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
    const sample = fc.sample(address, { numRuns: 200, seed: 7 }).flatMap((one) => strictMailbox(one) ?? []);
    for (const one of sample) {
      const sent = await transport.sendMail({
        from: "a@b.example",
        to: { name: "Jan <x@evil.example>", address: one },
        text: "x",
      });
      expect(sent.envelope.to).toEqual([one]);
    }
    expect(sample.length).toBe(200);
  });
});

test("a hostile From costs little", () => {
  for (const part of ["<", '"', "(", "\\", " ", "a@", '""', "()", "<>"]) {
    const tookMs = ownCpuMs(() => {
      strictMailbox(part.repeat(1_000_000 / part.length));
      strictMailbox(part.repeat(1_900 / part.length));
    });
    expect(tookMs).toBeLessThan(2_000);
  }
});
