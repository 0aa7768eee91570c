/**
 * The bound on a reading's memory, in a file and therefore a process of its own: a process that has read large mails
 * before still holds their memory, hands it out again, and so does not grow.
 */
import { expect, test } from "vitest";
import { openReaders } from "../../src/io/readers.ts";

const own = { loopId: null, keys: null };
const mail = Buffer.from("From: ada@shop.example\r\nSubject: Hi\r\nMessage-ID: <1@s>\r\n\r\nhello\r\n");

test("a reading that takes too much memory ends with its thread, and the next mail is read", async () => {
  const frugal = openReaders({ threadCount: 1, memoryMb: 4, own });
  try {
    await frugal.read(mail);
    const large = Buffer.concat([mail, Buffer.alloc(48 * 1024 * 1024, "some words in a line\r\n")]);
    await expect(frugal.read(large)).rejects.toMatchObject({ name: "UnreadableMail", cause: "parserFailed" });
    expect((await frugal.read(mail)).message.subject).toBe("Hi");
  } finally {
    await frugal.close();
  }
});
