/** The short way for mails of texts alone gives the very parts that the parser gives. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHeaders } from "../../src/mail/read/headers.ts";
import { type Part, readParts } from "../../src/mail/read/mime.ts";
import { prescan, UnreadableMail } from "../../src/mail/read/prescan.ts";
import { readTexts } from "../../src/mail/read/texts.ts";

const folder = join(import.meta.dirname, "../mails");
const corpus = globSync("{visible,human,list,forward,auto,bounce,read}/*.eml", { cwd: folder }).map((name) => ({
  name,
  raw: readFileSync(join(folder, name)),
}));

/** Both readings of a mail; null where the short way leaves it to the parser. */
async function both(raw: Buffer): Promise<{ short: Part; long: Part } | null> {
  try {
    const scan = prescan(raw);
    const short = readTexts(scan, readHeaders(scan.mail.subarray(0, scan.headersEnd)).headers);
    return short === null ? null : { short: comparable(short), long: comparable(await readParts(scan, () => false)) };
  } catch (error) {
    if (error instanceof UnreadableMail) return null;
    throw error;
  }
}

/** A disposition and an id matter to attachments alone, and charsets are compared without case. */
function comparable(part: Part): Part {
  const charset = part.charset?.toLowerCase() ?? null;
  const typeLine = part.typeLine.replace(/\s+/g, " ");
  return { ...part, charset, typeLine, disposition: null, contentId: null, children: part.children.map(comparable) };
}

describe("a mail of texts alone has the same parts by the short way and by the parser", () => {
  test("every mail of the corpus, and the short way takes most of what people write", async () => {
    let taken = 0;
    for (const { name, raw } of corpus) {
      const read = await both(raw);
      if (read === null) continue;
      taken += 1;
      expect(read.short, name).toEqual(read.long);
    }
    expect(taken).toBeGreaterThan(corpus.length * 0.6);
  });

  const pieces = "\r\n|\n|\r|=\r\n|= \n|=3D|=3D\r\n|=|=4|=C5=82| \t|--|--b|--b--\r\n|\r\n\r\n|\u2028|\0|ł| \r\n".split(
    "|",
  );
  const base64 = Buffer.from("Zażółć gęślą jaźń, said Ada.\r\n".repeat(9)).toString("base64");
  const bodies = fc.array(fc.oneof(fc.constantFrom(...pieces, base64), fc.string({ maxLength: 30 })), {
    maxLength: 15,
  });
  const kinds = fc.constantFrom(
    ...["", "Content-Type: text/plain\r\n", "Content-Type: text/html; charset=iso-8859-2\r\n"],
    ...['Content-Type: TEXT/PLAIN;\r\n charset="UTF-8"\r\n', "Content-Type: text/plain; charset=us-ascii; x=y\r\n"],
  );
  const encodings = fc.constantFrom(
    ...["", "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Transfer-Encoding: 8bit\r\n"],
    ...["Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: Quoted-Printable\r\n"],
  );
  const leaf = fc
    .tuple(kinds, encodings, bodies)
    .map(([kind, encoding, body]) => `${kind}${encoding}\r\n${body.join("")}`);
  const head = "From: ada@shop.example\r\nMIME-Version: 1.0\r\n";

  test("any single text", async () => {
    await fc.assert(
      fc.asyncProperty(leaf, async (written) => {
        const read = await both(Buffer.from(head + written));
        if (read !== null) expect(read.short).toEqual(read.long);
      }),
      { numRuns: 600 },
    );
  });

  test("any few versions side by side", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(leaf, { minLength: 1, maxLength: 3 }), bodies, async (leaves, epilogue) => {
        const parts = leaves.map((written) => `--b\r\n${written}\r\n`).join("");
        const mail = `${head}Content-Type: multipart/alternative; boundary="b"\r\n\r\n${parts}--b--\r\n${epilogue.join("")}`;
        const read = await both(Buffer.from(mail));
        if (read !== null) expect(read.short).toEqual(read.long);
      }),
      { numRuns: 600 },
    );
  });
});
