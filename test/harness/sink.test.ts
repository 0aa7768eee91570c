import nodemailer from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sink, startSink } from "./sink.ts";

let sink: Sink;
beforeEach(async () => {
  sink = await startSink();
});
afterEach(() => sink.stop());

function send(to: string[], subject = "one", timeoutMs = 10_000) {
  const transport = nodemailer.createTransport({
    host: sink.host,
    port: sink.port,
    ignoreTLS: true,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  return transport.sendMail({ envelope: { from: "desk@example.org", to }, subject, to, text: "zażółć" });
}

test("keeps envelope, bytes and headers of what it accepts, and tells who waits for it", async () => {
  const waiting = sink.waitFor((mail) => mail.header("subject") === "one");
  await send(["ada@example.org", "ola@example.org"]);
  const mail = await waiting;
  expect(mail).toMatchObject({ from: "desk@example.org", to: ["ada@example.org", "ola@example.org"], answered: true });
  expect((await mail.parsed()).text?.trim()).toBe("zażółć");
  expect(sink.received).toEqual([mail]);
});

test("refuses by step and by recipient, and keeps nothing of it", async () => {
  sink.answerWith((at) =>
    at.step === "recipient" && at.address.startsWith("no")
      ? { kind: "refuse", code: 550, text: "no such user" }
      : undefined,
  );
  const partly = await send(["no@example.org", "yes@example.org"]);
  expect(partly.rejected).toEqual(["no@example.org"]);
  sink.answerWith((at) => (at.step === "content" ? { kind: "refuse", code: 451, text: "later" } : undefined));
  await expect(send(["yes@example.org"])).rejects.toMatchObject({ responseCode: 451 });
  sink.acceptAll();
  await send(["yes@example.org"]);
  expect(sink.received.map((mail) => mail.to)).toEqual([["yes@example.org"], ["yes@example.org"]]);
  expect(sink.refused.length).toBe(2);
});

test.each([true, false])("cuts the line after the final dot (kept: %s)", async (kept) => {
  sink.answerWith((at) => (at.step === "content" ? { kind: "drop", kept } : undefined));
  await expect(send(["ada@example.org"])).rejects.toThrow();
  expect(sink.received.map((mail) => mail.answered)).toEqual(kept ? [false] : []);
});

test("stalls without an answer", async () => {
  sink.answerWith((at) => (at.step === "from" ? { kind: "stall" } : undefined));
  await expect(send(["ada@example.org"], "one", 300)).rejects.toMatchObject({ code: "ETIMEDOUT" });
});

test("is nowhere while closed, and at the same port when it opens", async () => {
  await sink.close();
  await expect(send(["ada@example.org"])).rejects.toMatchObject({ code: "ESOCKET" });
  await sink.open();
  await send(["ada@example.org"]);
  expect(sink.received.length).toBe(1);
});

test("says what did come when the awaited mail does not", async () => {
  await send(["ada@example.org"]);
  await expect(sink.waitFor((mail) => mail.to.includes("ola@example.org"), 50)).rejects.toThrow(
    "after 200 ms only 1 mails, last: ada@example.org: one",
  );
});
