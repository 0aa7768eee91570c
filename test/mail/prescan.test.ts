import { describe, expect, test } from "vitest";
import { limits } from "../../src/mail/limits.ts";
import { prescan, type UnreadableMail } from "../../src/mail/read/prescan.ts";
import { attachmentContents, readMail } from "../../src/mail/read/read.ts";

const head = "From: a@b.example\r\nSubject: x\r\n";
const causeOf = (mail: string) => {
  try {
    prescan(Buffer.from(mail));
    return "read";
  } catch (error) {
    return (error as UnreadableMail).cause;
  }
};
const nested = (depth: number) =>
  Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join(
    "",
  );

describe("what is refused before the parser sees it", () => {
  test.each([
    ["headers", "X: y\r\n".repeat(limits.headerCountMax - 2), "read"],
    ["one header too many", "X: y\r\n".repeat(limits.headerCountMax), "tooManyHeaders"],
    ["headers of 256 KB", `X: ${"y".repeat(1_000)}\r\n`.repeat(300), "tooManyHeaders"],
    ["a header line of 256 KB", `X: ${"y".repeat(limits.headerBytesMax)}\r\n`, "lineTooLong"],
    ["parts as deep as may be", nested(limits.depthMax), "read"],
    ["parts one deeper", nested(limits.depthMax + 1), "tooDeep"],
  ])("%s", (_name, lines, cause) => {
    expect(causeOf(`${head}${lines}\r\nx`)).toBe(cause);
  });

  test("more parts than may be, also where a boundary is folded, quoted and oddly spelt", () => {
    const body = "--a b\r\n\r\nx\r\n".repeat(limits.partCountMax);
    expect(causeOf(`${head}CONTENT-TYPE : Multipart/Mixed;\r\n\tBOUNDARY = "a b"\r\n\r\n${body}`)).toBe("tooManyParts");
  });

  test("not lines that look like delimiters of no open part", () => {
    expect(causeOf(`${head}\r\n${"--x\r\n".repeat(5_000)}`)).toBe("read");
  });
});

describe("a large file in base64", () => {
  const file = Buffer.alloc(300_000, "some bytes of a file ");
  const base64 = file.toString("base64").replace(/.{76}/g, "$&\r\n");
  const mail = (type: string, payload: string) =>
    Buffer.from(
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: ${type}; name=f\r\nContent-Transfer-Encoding: base64\r\n\r\n${payload}\r\n--b\r\nContent-Type: text/plain\r\n\r\nbye\r\n--b--\r\n`,
    );

  test("is left out of what the parser sees, and nobody can tell", async () => {
    const raw = mail("application/pdf", base64);
    expect(prescan(raw).payloads).toHaveLength(1);
    const message = await readMail(raw);
    expect(message.text).toBe("Hello\nbye");
    expect(message.attachments).toMatchObject([{ index: 0, type: "application/pdf", bytes: file.length }]);
    expect((await attachmentContents(raw, [0])).get(0)?.equals(file)).toBe(true);
  });

  test("goes through the parser where it holds a foreign byte", async () => {
    const raw = mail("application/pdf", `${base64}-`);
    expect(prescan(raw).payloads).toHaveLength(0);
    expect((await readMail(raw)).attachments).toMatchObject([{ bytes: file.length }]);
  });

  test("goes through the parser where it may be text", async () => {
    const text = Buffer.from("words ".repeat(20_000)).toString("base64");
    const message = await readMail(mail("text/plain; x=y", text).subarray(0));
    expect(prescan(mail("text/plain", text)).payloads).toHaveLength(0);
    expect(message.attachments).toMatchObject([{ type: "text/plain", bytes: 120_000 }]);
  });

  test("is found again behind a part that pretends to be the mark of another", async () => {
    const raw = mail("application/pdf", base64);
    const forged = Buffer.from(`\u0001payload left out\u0001${raw.length}:0`).toString("base64");
    const message = await readMail(Buffer.concat([mail("application/pdf", forged), raw]));
    expect(message.attachments[0]?.bytes).toBe(Buffer.from(forged, "base64").length);
  });
});
