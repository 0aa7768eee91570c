import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { openReaders } from "../../src/io/readers.ts";
import { UnreadableMail } from "../../src/mail/read/prescan.ts";

const own = { loopId: null, keys: null };
const mail = Buffer.from("From: ada@shop.example\r\nSubject: Hi\r\nMessage-ID: <1@s>\r\n\r\nhello\r\n");
const withFile = Buffer.from(
  `From: ada@shop.example\r\nSubject: Hi\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(60_000, "file").toString("base64")}\r\n--b--\r\n`,
);
const readers = openReaders({ threadCount: 2, own });
afterAll(() => readers.close());

describe("reader threads", () => {
  test("give what understanding gives, and leave the caller its bytes", async () => {
    const understood = await readers.read(mail);
    expect(understood.message.subject).toBe("Hi");
    expect(understood.visible).toBe("hello");
    expect(understood.verdict.kind).toBe("human");
    expect(mail.toString()).toContain("hello");
  });

  test("take a view on a larger buffer for what it shows", async () => {
    const padded = Buffer.concat([Buffer.from("xxxx"), mail, Buffer.from("yyyy")]);
    const understood = await readers.read(padded.subarray(4, 4 + mail.length));
    expect(understood.message.text).toBe("hello\n");
  });

  test("hand out the bytes of attachments", async () => {
    const { message } = await readers.read(withFile);
    expect(message.attachments).toMatchObject([{ index: 0, name: "a.pdf", bytes: 60_000 }]);
    const contents = await readers.contents(withFile, [0, 7]);
    expect([...contents.keys()]).toEqual([0]);
    expect(contents.get(0)?.equals(Buffer.alloc(60_000, "file"))).toBe(true);
  });

  test("name the cause of what cannot be read", async () => {
    const tooMany = Buffer.from(
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(2_000)}`,
    );
    await expect(readers.read(tooMany)).rejects.toMatchObject({ name: "UnreadableMail", cause: "tooManyParts" });
  });

  test("keep the main thread free while they work", async () => {
    const big = Buffer.concat([mail, Buffer.alloc(8 * 1024 * 1024, "some words in a line\r\n")]);
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await Promise.all(Array.from({ length: 4 }, () => readers.read(big)));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
  });
});

test("a reading over its time ends with its thread, and the next mail is read", async () => {
  const hasty = openReaders({ threadCount: 1, timeoutMs: 300, own });
  try {
    await hasty.read(mail);
    const slow = Buffer.concat([mail, Buffer.alloc(40 * 1024 * 1024, "From: a\nSent: b\n> c\n")]);
    const [first, second] = await Promise.allSettled([hasty.read(slow), hasty.read(mail)]);
    const refusal = first.status === "rejected" ? first.reason : null;
    expect(refusal).toBeInstanceOf(UnreadableMail);
    expect(refusal).toMatchObject({ cause: "timeout" });
    expect(second.status).toBe("fulfilled");
  } finally {
    await hasty.close();
  }
});

test("a reading that the machine did not let work is not over its time", async () => {
  const room = JSON.stringify(new URL("../../src/io/readers.ts", import.meta.url).href);
  const program = `
    import { openReaders } from ${room};
    const readers = openReaders({ threadCount: 1, timeoutMs: 4_000, own: { loopId: null, keys: null } });
    const mail = Buffer.from("From: ada@shop.example\\r\\nSubject: Hi\\r\\n\\r\\nhello\\r\\n");
    await readers.read(mail);
    const reading = readers.read(Buffer.concat([mail, Buffer.alloc(16 * 1024 * 1024, "some words in a line\\r\\n")]));
    await new Promise((resolve) => setTimeout(resolve, 150));
    console.log("begun");
    console.log(await reading.then(({ verdict }) => verdict.kind, ({ message }) => message));
    await readers.close();
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (words: string) => {
    said += words;
  });
  await once(child.stdout, "data");
  child.kill("SIGSTOP");
  await sleep(4_200);
  child.kill("SIGCONT");
  await once(child, "close");
  expect(said).toBe("begun\nhuman\n");
});

test("closing rejects what is under way, and not as the mail's fault", async () => {
  const closing = openReaders({ threadCount: 1, own });
  const reading = closing.read(mail);
  const outcome = expect(reading).rejects.toThrow("the readers were closed");
  await closing.close();
  await outcome;
});
