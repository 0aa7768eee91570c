import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSmtp, type Smtp, type SmtpAddress, type SmtpOptions } from "../../src/io/smtp.ts";
import { type Answer, type Sink, type Step, startSink } from "../harness/sink.ts";

const raw = Buffer.from("Subject: hello\r\n\r\nwords\r\n");
const envelope = { from: "bounce@acme.example", to: "ada@shop.example" };

describe("handing mail to a server", () => {
  let sink: Sink;
  const opened: Smtp[] = [];
  beforeEach(async () => {
    sink = await startSink();
  });
  afterEach(async () => {
    for (const smtp of opened.splice(0)) smtp.close(true);
    await sink.stop();
  });

  function open(change: Partial<SmtpAddress> = {}, options: SmtpOptions = {}): Smtp {
    const { host, port } = sink;
    const address = {
      host,
      port,
      secure: false,
      requireTls: false,
      user: null,
      password: "s3cret",
      auth: "password" as const,
    };
    const smtp = openSmtp({ ...address, ...change }, options);
    opened.push(smtp);
    return smtp;
  }

  const at = (step: Step["step"], answer: Answer) => sink.answerWith((now) => (now.step === step ? answer : undefined));
  const refuse = (code: number) => ({ kind: "refuse" as const, code, text: "because" });
  const drop = { kind: "drop" as const, kept: false };

  test.each<[string, Step["step"], Answer, object]>([
    ["a greeting of 554", "connect", refuse(554), { kind: "unreachable" }],
    ["a sender refused for good", "from", refuse(550), { kind: "refused", permanent: true, response: "550 because" }],
    ["a sender refused for now", "from", refuse(451), { kind: "refused", permanent: false }],
    ["a sender who has to log in first", "from", refuse(530), { kind: "loginRefused" }],
    ["a recipient refused for good", "recipient", refuse(550), { kind: "refused", permanent: true }],
    ["a recipient refused for now", "recipient", refuse(452), { kind: "refused", permanent: false }],
    ["a content refused for good", "content", refuse(554), { kind: "refused", permanent: true }],
    ["a content refused for now", "content", refuse(421), { kind: "refused", permanent: false }],
    ["a line cut at the greeting", "connect", drop, { kind: "unreachable" }],
    ["a line cut before the content", "recipient", drop, { kind: "interrupted" }],
    ["a line cut after the final dot", "content", drop, { kind: "unknown" }],
    ["silence after the final dot", "content", { kind: "stall" }, { kind: "unknown" }],
  ])("%s is told as what it is", async (_what, step, answer, result) => {
    at(step, answer);
    expect(await open({}, { answerTimeoutMs: 200 }).send(envelope, raw)).toMatchObject(result);
  });

  test.each<[number, string]>([
    [535, "loginRefused"],
    [454, "unreachable"],
  ])("a login answered with %i counts for the server, not for the mail: %s", async (code, kind) => {
    at("login", refuse(code));
    const result = await open({ user: "support" }).send(envelope, raw);
    expect(result.kind).toBe(kind);
    expect(result.response).not.toContain("s3cret");
  });

  test("a server that is not there is told with its place", async () => {
    await sink.close();
    const result = await open().send(envelope, raw);
    expect(result).toMatchObject({ kind: "unreachable", response: expect.stringContaining(`127.0.0.1:${sink.port}`) });
    await sink.open();
  });

  test("where TLS is required nothing is sent to a server that has none", async () => {
    expect(await open({ requireTls: true, user: "support" }).send(envelope, raw)).toMatchObject({
      kind: "unreachable",
    });
    expect(sink.received).toHaveLength(0);
  });

  test("a recipient that cannot be one is refused for good, without a word to the server", async () => {
    const result = await open().send({ ...envelope, to: "ada@shop.example>\r\nRCPT TO:<eve@evil.example" }, raw);
    expect(result).toMatchObject({ kind: "refused", permanent: true });
  });

  test("bare line ends become CRLF, and no dot in the text ends the mail", async () => {
    const text = "Subject: dots\n\none\n.\r\ntwo\r.\rMAIL FROM:<eve@evil.example>\n.\nlast\r\n";
    expect(await open().send(envelope, Buffer.from(text))).toMatchObject({ kind: "accepted" });
    expect(sink.received).toHaveLength(1);
    const crlf = text.replace(/\r\n|\r|\n/g, "\r\n");
    expect(sink.received[0]?.raw.toString()).toBe(crlf);
  });

  test("a large mail arrives byte for byte", async () => {
    const body = Array.from({ length: 60_000 }, (_, i) => `.line ${i} of a large mail, with dots`).join("\r\n");
    const large = Buffer.from(`Subject: large\r\n\r\n${body}\r\n`);
    expect(await open().send(envelope, large)).toMatchObject({ kind: "accepted" });
    expect(sink.received[0]?.raw.equals(large)).toBe(true);
  });

  test("one session carries many mails, also after a refusal", async () => {
    let connections = 0;
    sink.answerWith((now) => {
      if (now.step === "connect") connections++;
      return now.step === "recipient" && now.address.startsWith("nobody") ? refuse(550) : undefined;
    });
    const smtp = open();
    for (let i = 0; i < 5; i++) {
      expect(await smtp.send(envelope, raw)).toMatchObject({ kind: "accepted" });
      expect(await smtp.send({ ...envelope, to: "nobody@shop.example" }, raw)).toMatchObject({ kind: "refused" });
    }
    expect(connections).toBe(1);
    expect(sink.received).toHaveLength(5);
  });

  test("a server that takes only so many connections gets no more of them, and its mails none the less", async () => {
    let connections = 0;
    sink.answerWith((now) => (now.step === "connect" && ++connections > 2 ? refuse(421) : undefined));
    const smtp = open({}, { connectionsMax: 5 });
    const sendMany = (count: number) => Promise.all(Array.from({ length: count }, () => smtp.send(envelope, raw)));
    expect((await sendMany(2)).map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
    expect((await sendMany(5)).map(({ kind }) => kind).sort()).toEqual([
      "accepted",
      "accepted",
      "interrupted",
      "interrupted",
      "interrupted",
    ]);
    expect(smtp.connectionsMax).toBe(2);
    expect((await sendMany(smtp.connectionsMax)).map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
  });

  test("a session that the server ended while it was idle is replaced, and the mail does not suffer", async () => {
    const smtp = open();
    await smtp.send(envelope, raw);
    await sink.close();
    await sink.open();
    expect(await smtp.send(envelope, raw)).toMatchObject({ kind: "accepted" });
    expect(sink.received).toHaveLength(2);
  });

  test("a server that trickles its answer is left when the mail's time is over", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write("220 slow\r\n");
      // Every byte resets a limit on silence; the answer to EHLO never ends.
      const timer = setInterval(() => socket.write("250-x\r\n"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const smtp = open({ port: (server.address() as AddressInfo).port }, { openTimeoutMs: 300 });
    expect(await smtp.send(envelope, raw)).toMatchObject({ kind: "unreachable" });
    server.close();
  });

  test("a session that ends while it is reset holds nothing up", async () => {
    sink.answerWith((now) => {
      if (now.step !== "recipient") return undefined;
      void sink.close().then(sink.open);
      return refuse(550);
    });
    expect((await open().send(envelope, raw)).kind).toMatch(/^(refused|interrupted)$/);
  });

  test("a forced close answers for the mail in flight", async () => {
    const smtp = open();
    const begun = new Promise<void>((resolve) => {
      sink.answerWith((now) => {
        if (now.step !== "content") return undefined;
        resolve();
        return { kind: "stall" };
      });
    });
    const sending = smtp.send(envelope, raw);
    await begun;
    smtp.close(true);
    expect(await sending).toMatchObject({ kind: "unknown" });
  });
});
