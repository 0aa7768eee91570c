/** A ticket's promises in simulated time, on a real database: which letter leaves to whom at which instant. */
import { afterEach, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import { loadTicket } from "../../src/store/ticket.ts";
import { consumedMs } from "../../src/ticket/sla/clock.ts";
import { explain } from "../../src/ticket/sla/explain.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";

let desk: Simulation;
afterEach(() => desk.close());

/** "Mon 19 Oct 11:00:00 breach → jan, ewa": what left, by instant and letter, in the desk's own time. */
async function told(): Promise<string[]> {
  const lines = new Map<string, string[]>();
  for (const { at, letter, to } of await desk.letters()) {
    const when = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/Warsaw",
      weekday: "short",
      day: "2-digit",
      month: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    }).format(at);
    const line = `${when} ${letter}`;
    lines.set(line, [...(lines.get(line) ?? []), to.split("@")[0] ?? ""]);
  }
  return [...lines].map(([line, people]) => `${line} → ${people.join(", ")}`);
}

const ada = "Ada Nowak <ada@shop.example>";
const escalating = deskYaml.replace("answers:", "escalate: { A: { after: 80% } }\nanswers:");

test("an unanswered A ticket over a weekend: reminders at their shares, the lead, the breach, then every hour", async () => {
  desk = await openSimulation(escalating, "2026-10-16T16:30:00+02:00");
  await desk.receive({ from: ada, to: support, subject: "[A] Down", text: "It is down." });
  await desk.travel("2026-10-19T12:00:00+02:00");
  expect(await told()).toEqual([
    "Fri 16/10, 16:30:00 confirmation → ada",
    "Fri 16/10, 16:30:00 newTicket → jan, ewa",
    // Half of the hour is used exactly at closing, and told then.
    "Fri 16/10, 17:00:00 reminder → jan, ewa",
    "Mon 19/10, 09:15:00 reminder → jan, ewa",
    // 80 %: nobody has answered, so it goes to the lead; the team hears whose it is.
    "Mon 19/10, 09:18:00 reminder → ewa, jan",
    "Mon 19/10, 09:24:00 reminder → ewa",
    "Mon 19/10, 09:30:00 breach → ewa, jan",
    "Mon 19/10, 10:30:00 overdue → ewa",
    "Mon 19/10, 10:30:00 reminder → ewa",
    "Mon 19/10, 11:30:00 overdue → ewa",
    "Mon 19/10, 11:30:00 reminder → ewa",
  ]);
  const { rows } = await desk.pool.query("select count(*)::int as n from reminder where fired_at = due_at");
  expect(rows[0]).toEqual({ n: 9 });
});

/** The bounce of a letter to Ada, as her provider's server writes it. */
function bounceOf(messageId: string): Buffer {
  return Buffer.from(
    [
      "Return-Path: <>",
      "From: MAILER-DAEMON <mailer-daemon@mx.shop.example>",
      `To: ${support}`,
      "Message-ID: <bounce@mx.shop.example>",
      "Subject: Undelivered Mail Returned to Sender",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.shop.example",
      "",
      "Final-Recipient: rfc822; ada@shop.example",
      "Action: failed",
      "Status: 5.1.1",
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: ${messageId}`,
      "",
      "--b--",
      "",
    ].join("\r\n"),
  );
}

test("a B ticket over a long weekend: paused, re-based to A, breached, escalated, answered, bounced, answered again", async () => {
  desk = await openSimulation(escalating, "2026-04-30T16:30:00+02:00");
  const lines: string[] = [];
  const step = async (iso: string, act?: () => Promise<void>) => {
    await desk.travel(`${iso}+02:00`);
    lines.push(...(await told()));
    await act?.();
    if (act) lines.push(`-- ${iso.slice(5, 16)}`, ...(await told()));
  };
  await step("2026-04-30T16:30:00", () =>
    desk.receive({ from: ada, to: support, subject: "[B] Slow", messageId: "<1@shop.example>", text: "It is slow." }),
  );
  const ewa = "Ewa Nowak <ewa@acme.example>";
  const notice = (await desk.pool.query("select message_id from outgoing where recipient = 'ewa@acme.example'"))
    .rows[0];
  const answer = (text: string) => () =>
    desk.receive({
      from: ewa,
      to: support,
      subject: "Re: [#1001] Slow",
      headers: [`In-Reply-To: ${notice.message_id}`],
      text,
    });
  await step("2026-05-04T09:15:00", () =>
    desk.change(1001, { kind: "status", to: "pending", reason: "askedForDetails" }, "jan@acme.example"),
  );
  await step("2026-05-04T09:45:00", () =>
    desk.receive({
      from: ada,
      to: support,
      subject: "Re: [B] Slow [#1001]",
      headers: ["In-Reply-To: <1@shop.example>"],
      text: "Now it is down.",
    }),
  );
  await step("2026-05-04T09:50:00", () => desk.change(1001, { kind: "severity", to: "A" }, "jan@acme.example"));
  await step("2026-05-04T11:05:00", answer("We have set it back."));
  await step("2026-05-04T11:10:00", async () => {
    const { rows } = await desk.pool.query("select message_id from outgoing where letter = 'answer'");
    await desk.receive(bounceOf(rows[0].message_id));
  });
  await step("2026-05-04T12:05:00", answer("Again: we have set it back."));
  await step("2026-05-04T12:30:00");
  expect(lines).toEqual([
    "-- 04-30T16:30",
    "Thu 30/04, 16:30:00 confirmation → ada",
    "Thu 30/04, 16:30:00 newTicket → jan, ewa",
    "-- 05-04T09:15",
    // The first answer is not paused: half of its two hours is used after a holiday and a weekend.
    "Mon 04/05, 09:30:00 reminder → jan, ewa",
    "-- 05-04T09:45",
    "Mon 04/05, 09:45:00 customerReply → jan, ewa",
    "-- 05-04T09:50",
    // 80 minutes are used of what is an hour now: broken by the change, and handed to the lead.
    "Mon 04/05, 09:50:00 breach → ewa, jan",
    "Mon 04/05, 10:50:00 overdue → ewa",
    // 50 minutes of the resolution were used without the pause, so half of four hours is used now.
    "Mon 04/05, 11:00:00 reminder → ewa",
    "-- 05-04T11:05",
    "Mon 04/05, 11:05:00 answer → ada",
    "-- 05-04T11:10",
    "Mon 04/05, 11:10:00 undelivered → ewa",
    // The answer bounced: overdue since 09:50, as if it had never been given.
    "Mon 04/05, 11:50:00 overdue → ewa",
    "Mon 04/05, 12:00:00 reminder → ewa",
    "-- 05-04T12:05",
    "Mon 04/05, 12:05:00 answer → ada",
  ]);
  const shown = await showOne(desk.pool, 1001, desk.now());
  expect(shown).toMatchObject({ severity: "A", status: "open", assignee: "ewa@acme.example" });
  expect(shown?.clocks).toMatchObject([
    { metric: "firstResponse", state: "missed", breachedAt: "2026-05-04T07:50:00.000Z", consumedSeconds: 215 * 60 },
    { metric: "resolution", state: "running", dueAt: "2026-05-04T11:00:00.000Z", breachedAt: null },
  ]);
  // The explanation's lines add up to what each clock has consumed.
  const loaded = await loadTicket(desk.pool, 1001);
  const { calendar } = await desk.shop.desks.current(desk.pool);
  for (const clock of loaded?.ticket.clocks ?? []) {
    const { lines, text } = explain(calendar("office"), clock, "en", "Europe/Warsaw", {
      plan: "standard",
      severity: "A",
    });
    const counted = lines.reduce((sum, line) => sum + line.countedMs, 0);
    expect(counted).toBe(consumedMs(calendar, clock, lines.at(-1)?.to ?? 0));
    expect(text).toContain("the severity changed, now");
  }
  const turns = shown?.events.filter(({ type }) => !["received", "answered", "reminded"].includes(type));
  expect(turns?.map(({ at, type, reason }) => `${at.slice(11, 16)} ${type} ${reason ?? ""}`.trimEnd())).toEqual([
    "14:30 opened tag",
    "14:30 clockStarted opened",
    "14:30 clockStarted opened",
    "07:15 statusChanged askedForDetails",
    "07:15 clockPaused askedForDetails",
    "07:45 statusChanged customerReplied",
    "07:45 clockResumed customerReplied",
    "07:50 severityChanged",
    "07:50 clockRebased severityChanged",
    "07:50 breached severityChanged",
    "07:50 clockRebased severityChanged",
    "07:50 escalated unanswered",
    "09:05 clockStopped answered",
    "09:10 undelivered hard",
    "09:10 clockReopened answerBounced",
    "10:05 clockStopped answered",
  ]);
});
