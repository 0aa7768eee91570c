/** The morning's digest: once a day and agent, at the opening, what is theirs in the working order. */
import { afterEach, expect, test } from "vitest";
import { sendDigests } from "../../src/flow/digest.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { morningOf } from "../../src/ticket/digest.ts";
import { makeCalendar } from "../../src/ticket/sla/calendar.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";

let desk: Simulation | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

test("each agent gets one digest at the opening: overdue, due today and waiting, the most pressing first", async () => {
  const simulated = await openSimulation(deskYaml, "2026-10-15T09:00:00+02:00");
  desk = simulated;
  const write = (subject: string) =>
    simulated.receive({
      from: "Ada Nowak <ada@shop.example>",
      to: support,
      subject,
      text: "Please help. proj_12345678",
    });
  await write("[C] Print is pale");
  await desk.travel("2026-10-15T16:00:00+02:00");
  await write("[B] Search is slow");
  await write("[C] Logo is old");
  await desk.travel("2026-10-15T16:59:00+02:00");
  await write("[A] Checkout is down");
  await desk.travel("2026-10-16T08:59:59+02:00");
  expect(await sendDigests(desk.shop)).toBeNull();
  await desk.travel("2026-10-16T09:00:00+02:00");
  await desk.letters();
  expect(await Promise.all([sendDigests(desk.shop), sendDigests(desk.shop)])).toContainEqual({
    day: "2026-10-16",
    letters: expect.any(Number),
  });
  const digests = await desk.letters();
  expect(digests.map(({ letter, to }) => `${letter} ${to}`).sort()).toEqual([
    "digest ewa@acme.example",
    "digest jan@acme.example",
  ]);
  const text = digests[0]?.text ?? "";
  const order = ["Due today", "Checkout is down", "Search is slow", "Waiting for you", "Print is pale", "Logo is old"];
  expect(order.map((words) => text.indexOf(words))).toEqual(
    order.map((words) => text.indexOf(words)).sort((a, b) => a - b),
  );
  expect(text).not.toContain("Overdue (");
  await desk.travel("2026-10-17T12:00:00+02:00");
  await desk.letters();
  expect(await sendDigests(desk.shop)).toBeNull();
  await desk.travel("2026-10-19T11:30:00+02:00");
  await desk.letters();
  // The worker comes up late that Monday: the digest is still worth reading.
  expect(await sendDigests(desk.shop)).toEqual({ day: "2026-10-19", letters: 2 });
  expect((await desk.letters())[0]?.text).toContain("Overdue (2)");
});

const { calendars } = parseDesk(deskYaml);

test.each([
  ["office", "2026-10-16T12:00:00+02:00", "2026-10-16T07:00:00.000Z"],
  ["office", "2026-10-26T12:00:00+01:00", "2026-10-26T08:00:00.000Z"],
  ["office", "2026-10-17T12:00:00+02:00", null],
  ["office", "2026-11-11T12:00:00+01:00", null],
  ["always", "2026-10-25T12:00:00+01:00", "2026-10-25T07:00:00.000Z"],
  ["always", "2026-07-04T00:30:00+02:00", "2026-07-04T06:00:00.000Z"],
])("the morning of the %s calendar at %s is at %s", (name, now, at) => {
  const definition = calendars[name];
  if (definition === undefined) throw new Error(`there is no calendar ${name}`);
  const morning = morningOf(makeCalendar(definition), Date.parse(now));
  expect(morning === null ? null : new Date(morning.at).toISOString()).toBe(at);
});
