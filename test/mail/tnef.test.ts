import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachmentContents, readMail } from "../../src/mail/read/read.ts";
import { readTnef } from "../../src/mail/read/tnef.ts";

const u16 = (value: number) => Buffer.from([value & 255, value >> 8]);
const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};

/** One attribute: level, number with its type, length, data, checksum. */
function attribute(level: number, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)]);
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([u32(data.length), data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}

function property(type: number, id: number, data: Buffer): Buffer {
  return Buffer.concat([u16(type), u16(id), u32(1), padded(data)]);
}

const unicode = (text: string) => Buffer.from(`${text}\0`, "utf16le");
const list = (...entries: Buffer[]) => Buffer.concat([u32(entries.length), ...entries]);

function tnef(...parts: Buffer[]): Buffer {
  return Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(1, 0x00069007, Buffer.concat([u32(1250), u32(0)])),
    ...parts,
  ]);
}

/** A property with a name of its own (0x8000 and above), then a time and a number, which are all stepped over. */
const strange = [
  Buffer.concat([
    u16(0x1f),
    u16(0x8001),
    Buffer.alloc(16),
    u32(1),
    padded(unicode("Own")),
    u32(1),
    padded(unicode("x")),
  ]),
  Buffer.concat([u16(0x40), u16(0x3007), Buffer.alloc(8)]),
  Buffer.concat([u16(0x03), u16(0x3705), u32(1)]),
];

const stream = tnef(
  attribute(1, 0x00069003, list(...strange, property(0x1f, 0x1000, unicode("Treść listu")))),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from("SHORT~1.PDF\0")),
  attribute(2, 0x0006800f, Buffer.from("pdf bytes")),
  attribute(
    2,
    0x00069005,
    list(
      ...strange,
      property(0x1f, 0x3707, unicode("umowa żółta.pdf")),
      property(0x1e, 0x370e, Buffer.from("application/pdf\0")),
    ),
  ),
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from("b\xb3\xb9d.txt\0", "latin1")),
  attribute(2, 0x0006800f, Buffer.from("text")),
);

function mailWith(content: Buffer, text: string): Buffer {
  return Buffer.from(
    `From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${text}\r\n--b\r\nContent-Type: application/octet-stream; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString("base64")}\r\n--b--\r\n`,
  );
}

describe("winmail.dat", () => {
  test("gives its files with their long names, types and bytes, and its body", () => {
    const read = readTnef(stream);
    expect(read?.body).toBe("Treść listu");
    expect(read?.files.map(({ name, type, content }) => [name, type, content.toString()])).toEqual([
      ["umowa żółta.pdf", "application/pdf", "pdf bytes"],
      ["błąd.txt", "application/octet-stream", "text"],
    ]);
  });

  test("gives way to its files among the attachments of a mail, and their bytes are found by index", async () => {
    const raw = mailWith(stream, "Hello");
    const message = await readMail(raw);
    expect(message.text).toBe("Hello");
    expect(message.warnings).toContain("winmail.dat unpacked");
    expect(message.attachments.map(({ name, bytes }) => [name, bytes])).toEqual([
      ["umowa żółta.pdf", 9],
      ["błąd.txt", 4],
    ]);
    const indexes = message.attachments.map(({ index }) => index);
    const contents = await attachmentContents(raw, indexes);
    expect(indexes.map((index) => contents.get(index)?.toString())).toEqual(["pdf bytes", "text"]);
  });

  test("lends its body to a mail without a text", async () => {
    expect((await readMail(mailWith(stream, ""))).text).toBe("Treść listu");
  });

  test("says where its only text is RTF, which is not read", async () => {
    const rtf = Buffer.concat([
      stream.subarray(0, 6),
      attribute(1, 0x00069003, list(property(0x102, 0x1009, Buffer.from("LZFu")))),
    ]);
    const { text, warnings } = await readMail(mailWith(rtf, ""));
    expect(text.trim()).toBe("");
    expect(warnings).toContain("the text of winmail.dat is RTF and was not read");
  });

  test("stays an attachment where it cannot be read", async () => {
    const message = await readMail(mailWith(Buffer.from("no tnef at all"), "Hello"));
    expect(message.attachments).toMatchObject([{ name: "winmail.dat" }]);
    expect(message.warnings).toContain("winmail.dat cannot be unpacked");
  });

  test("survives every cut and every changed byte", () => {
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.nat(255), fc.nat(stream.length), (at, value, end) => {
        const changed = Buffer.from(stream);
        changed[at] = value;
        readTnef(changed.subarray(0, end));
      }),
      { numRuns: 2_000 },
    );
  });
});
