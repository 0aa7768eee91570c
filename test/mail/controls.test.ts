/** A control character in a header is seen as what it is: taken out, it would make another address of the one that stands there. */
import { expect, test } from "vitest";
import { readMail } from "../../src/mail/read/read.ts";

const controls = Array.from({ length: 33 }, (_, code) => String.fromCharCode(code === 32 ? 127 : code)).filter(
  (char) => !"\t\n\r".includes(char),
);

test.each(["jan%@acme.example", "j%an@acme.example", "jan@%acme.example", "jan@acme.exam%ple", "%jan@acme.example"])(
  "%s with any control character in its place is nobody's plain address",
  async (pattern) => {
    for (const char of controls) {
      const mail = `From: <${pattern.replace("%", char)}>\r\nSubject: a${char}b\r\n\r\nHello\r\n`;
      const { from, subject } = await readMail(Buffer.from(mail, "latin1"));
      expect(from?.address, `U+${char.charCodeAt(0).toString(16)}`).not.toBe("jan@acme.example");
      expect(subject).toBe("a\ufffdb");
    }
  },
);
