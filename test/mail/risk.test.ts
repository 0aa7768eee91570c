/** Files that could act when somebody opens them are told from files that could not, by name, type and bytes. */
import { describe, expect, test } from "vitest";
import { readMail } from "../../src/mail/read/read.ts";
import { type Risk, riskOf } from "../../src/mail/risk.ts";

const bytes = (hex: string, rest = "") => Buffer.concat([Buffer.from(hex, "hex"), Buffer.from(rest, "latin1")]);
const program = bytes("4d5a900003000000", "\0".repeat(60));

/** A zip with these entries and nothing in them. */
function zip(names: string[], flags = 0): Buffer {
  const heads = names.map((name) => {
    const local = Buffer.alloc(30 + name.length);
    local.write("PK\u0003\u0004", "latin1");
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30, "latin1");
    return local;
  });
  const table = names.map((name) => {
    const entry = Buffer.alloc(46 + name.length);
    entry.write("PK\u0001\u0002", "latin1");
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46, "latin1");
    return entry;
  });
  return Buffer.concat([...heads, ...table, Buffer.from(`PK\u0005\u0006${"\0".repeat(18)}`, "latin1")]);
}

const compound = (stream: string) =>
  Buffer.concat([bytes("d0cf11e0a1b11ae1"), Buffer.alloc(600), Buffer.from(stream, "utf16le"), Buffer.alloc(100)]);

const cases: [name: string, type: string, content: Buffer | null, risk: Risk | null][] = [
  ["setup.exe", "application/octet-stream", null, "program"],
  ["SETUP.EXE. . ", "application/octet-stream", null, "program"],
  ["invoice.pdf.exe", "application/pdf", null, "program"],
  ["invoice.pdf.js", "application/pdf", null, "script"],
  ["page.html", "text/html", null, "page"],
  ["logo.svg", "image/svg+xml", null, "page"],
  ["logo", "image/svg+xml", null, "page"],
  ["old.scr", "image/jpeg", null, "program"],
  ["report.lnk", "application/octet-stream", null, "shortcut"],
  ["disk.iso", "application/octet-stream", null, "diskImage"],
  ["letter.docm", "application/octet-stream", null, "macros"],
  ["sums", "application/vnd.ms-excel.sheet.macroEnabled.12", null, "macros"],
  ["photo.jpg", "image/jpeg", program, "disguised"],
  ["photo", "image/jpeg", program, "program"],
  ["notes.pdf", "application/pdf", bytes("7f454c46", "rest"), "disguised"],
  ["notes.pdf", "application/pdf", bytes("4c0000000114020000000000c0000000", "rest"), "disguised"],
  ["invoice.pdf", "application/pdf", Buffer.from("  <!DOCTYPE html><script>"), "page"],
  ["drawing.png", "image/png", Buffer.from('<?xml version="1.0"?>\n<svg onload="x()">'), "page"],
  ["letter.docx", "application/octet-stream", zip(["word/document.xml", "word/vbaProject.bin"]), "macros"],
  ["secret.zip", "application/zip", zip(["a.txt"], 1), "encrypted"],
  ["secret.xlsx", "application/octet-stream", compound("EncryptedPackage"), "encrypted"],
  ["old.doc", "application/msword", compound("_VBA_PROJECT"), "macros"],
  ["photos.zip", "application/zip", zip(["holiday.jpg", "holiday.jpg.exe"]), "program"],
  ["photos.zip", "application/zip", zip(["run.vbs"]), "script"],
  [
    "locked.7z",
    "application/x-7z-compressed",
    Buffer.concat([bytes("377abcaf271c"), Buffer.alloc(99), bytes("06f10701")]),
    "encrypted",
  ],
  ["locked.rar", "application/vnd.rar", bytes("526172211a0700cf907380000d000000", "\0".repeat(40)), "encrypted"],
  // What people send every day travels.
  ["photo.jpg", "image/jpeg", bytes("ffd8ffe000104a464946"), null],
  ["letter.docx", "application/octet-stream", zip(["[Content_Types].xml", "word/document.xml"]), null],
  ["site.zip", "application/zip", zip(["index.html", "app.js", "build.sh"]), null],
  ["old.doc", "application/msword", compound("WordDocument"), null],
  ["server.log", "text/plain", Buffer.from("#!/bin/sh was run\n"), null],
  ["response.txt", "text/plain", Buffer.from("<html><body>502 Bad Gateway"), null],
  ["data.csv", "text/csv", Buffer.from("MZ;a;b\n1;2;3\n"), null],
  ["invoice.pdf", "application/pdf", Buffer.from("%PDF-1.7\n"), null],
  ["", "application/octet-stream", Buffer.alloc(0), null],
  ["archive.zip", "application/zip", bytes("504b0304"), null],
];

test.each(cases)("%s (%s) is judged by name, type and bytes", (name, type, content, risk) => {
  expect(riskOf({ name, written: name, type, content })).toBe(risk);
});

test("a name whose writing turns round is held, whatever it ends in", () => {
  expect(riskOf({ name: "photo gpj.txt", written: "photo \u202egpj.txt", type: "text/plain", content: null })).toBe(
    "disguised",
  );
});

test("any bytes are looked at without an error", () => {
  const heads = [
    "504b0304",
    "504b0102",
    "526172211a0701",
    "526172211a0700",
    "377abcaf271c",
    "d0cf11e0a1b11ae1",
    "4d5a",
    "cafebabe",
  ];
  for (const head of heads) {
    for (let length = 0; length < 80; length++) {
      const content = Buffer.concat([Buffer.from(head, "hex"), Buffer.alloc(length, 0xff)]);
      expect(() => riskOf({ name: "a.zip", written: "a.zip", type: "application/zip", content })).not.toThrow();
    }
  }
});

describe("in a mail", () => {
  const mail = (name: string, content: Buffer) =>
    Buffer.from(
      [
        "From: a@b.example",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        `Content-Type: image/jpeg; name="${name}"`,
        "Content-Disposition: attachment",
        "Content-Transfer-Encoding: base64",
        "",
        content.toString("base64").replace(/.{76}/g, "$&\r\n"),
        "--b--",
        "",
      ].join("\r\n"),
    );

  test.each([
    ["small", 10],
    ["larger than what the parser is fed with", 400_000],
  ])("a program under a picture's name is seen: %s", async (_, bytesBehind) => {
    const { attachments } = await readMail(mail("photo.jpg", Buffer.concat([program, Buffer.alloc(bytesBehind)])));
    expect(attachments).toMatchObject([{ name: "photo.jpg", risk: "disguised" }]);
  });

  test("a picture stands there without a word about risk", async () => {
    const { attachments } = await readMail(mail("photo.jpg", bytes("ffd8ffe000104a464946")));
    expect(attachments[0]).not.toHaveProperty("risk");
  });
});
