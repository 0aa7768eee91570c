/** The main job on real input: a customer writes, the team is told, an agent answers from a mail client, the customer replies. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import type { Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, mailOf, openDesk, support } from "../harness/desk.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: DeskUnderTest;
let worker: Worker;

beforeAll(async () => {
  desk = await openDesk();
  worker = await desk.startWorker();
});
afterAll(async () => {
  await worker?.stop();
  await desk?.close();
});

/** The promises of these mails, which are of an old date, are broken: letters that say so go to the team as well. */
const isToJan = (subject: string) => (mail: SunkMail) =>
  mail.to.includes("jan@acme.example") && mail.header("subject") === subject;

const ada = "Ada Nowak <ada@shop.example>";

test("a mail becomes a ticket, its confirmation and the team's notices; answer and reply are threaded", async () => {
  await desk.dovecot.deliver(
    "support",
    mailOf({
      from: ada,
      to: support,
      subject: "[A] Checkout is down",
      messageId: "<first@shop.example>",
      text: "Nobody can pay.\n\nproj_12345678",
    }),
    { internalDate: new Date("2026-10-12T08:00:00Z") },
  );
  const confirmation = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 10_000);
  expect(confirmation.header("subject")).toContain("[#1001]");
  expect(confirmation.header("in-reply-to")).toBe("<first@shop.example>");
  expect(confirmation.header("auto-submitted")).toBe("auto-replied");
  const told = await confirmation.parsed();
  expect(told.text).toContain("11:00");
  expect(told.text).toContain("14:00");

  const notice = await desk.sink.waitFor(isToJan("[#1001] [A] Checkout is down"), 10_000);
  const noticeText = (await notice.parsed()).text ?? "";
  expect(noticeText).toContain("Nobody can pay.");
  expect(noticeText).toContain("#note");
  const answerTo = notice.header("reply-to") ?? "";

  await desk.dovecot.deliver(
    "support",
    mailOf({
      from: "Jan Kowalski <jan@acme.example>",
      to: answerTo,
      subject: "Re: [#1001] Checkout is down",
      headers: [`In-Reply-To: ${notice.header("message-id")}`, `References: ${notice.header("message-id")}`],
      text: "We are on it.\n\nOn Mon, 12 Oct 2026 at 10:00, Acme Support wrote:\n> Nobody can pay.",
    }),
    { internalDate: new Date("2026-10-12T08:30:00Z") },
  );
  const answer = await desk.sink.waitFor(
    (mail) => mail.to.includes("ada@shop.example") && mail !== confirmation,
    10_000,
  );
  const answered = await answer.parsed();
  expect(answered.from?.value[0]).toMatchObject({ address: support, name: "Jan Kowalski" });
  expect(answered.text).toContain("We are on it.");
  expect(answered.text).not.toContain("Nobody can pay.");
  expect(answer.header("references")).toContain("<first@shop.example>");
  expect(answer.header("auto-submitted")).toBeNull();

  await desk.dovecot.deliver(
    "support",
    mailOf({
      from: ada,
      to: answer.header("reply-to") ?? "",
      subject: "Re: Checkout is down",
      text: "Works again, but slowly.",
    }),
    { internalDate: new Date("2026-10-12T09:00:00Z") },
  );
  const reply = await desk.sink.waitFor(isToJan("Re: [#1001] [A] Checkout is down"), 10_000);
  expect((await reply.parsed()).text).toContain("Works again, but slowly.");

  const ticket = await eventually("three messages", 5_000, async () => {
    const shown = await showOne(desk.database.pool, 1001, Date.now());
    return shown?.messages.length === 3 ? shown : null;
  });
  expect(ticket).toMatchObject({
    status: "open",
    severity: "A",
    account: { name: "Shop", plan: "standard" },
    assignee: "jan@acme.example",
    customerReferences: { project: ["proj_12345678"] },
  });
  expect(ticket.clocks.map(({ metric, state, dueAt }) => ({ metric, state, dueAt }))).toEqual([
    { metric: "firstResponse", state: "met", dueAt: "2026-10-12T09:00:00.000Z" },
    { metric: "resolution", state: "running", dueAt: "2026-10-12T12:00:00.000Z" },
    { metric: "nextResponse", state: "running", dueAt: "2026-10-12T10:00:00.000Z" },
  ]);
  expect(ticket.messages.map((message) => message.direction)).toEqual(["in", "out", "in"]);
});
