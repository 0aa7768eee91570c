/** Looks at clocks that come late, twice or after a change: state is truth, and nobody is told twice or at night. */
import { afterEach, expect, test } from "vitest";
import { listQueue, showOne } from "../../src/flow/list.ts";
import { lookAtDue } from "../../src/flow/remind.ts";
import { healthCounts } from "../../src/store/health.ts";
import { soonestLook } from "../../src/store/reminder.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";

let desk: Simulation;
afterEach(() => desk.close());

const ada = "Ada Nowak <ada@shop.example>";
const write = (subject: string) => desk.receive({ from: ada, to: support, subject, text: "It is down." });

async function lettersByClock(): Promise<string[]> {
  return (await desk.letters())
    .filter(({ letter }) => ["reminder", "breach", "overdue"].includes(letter))
    .map(({ at, letter, to }) => `${new Date(at).toISOString().slice(5, 19)} ${letter} ${to.split("@")[0]}`);
}

test("a worker that was down tells of everything that passed in one letter a clock, and says so", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await desk.letters();
  await desk.travel("2026-10-12T13:15:00+02:00", { asleep: true });
  await desk.work();
  const letters = await desk.letters();
  expect(letters.map(({ letter, to }) => `${letter} ${to}`)).toEqual([
    // The answer: 50, 75, 90 %, due at 11:00 and twice an hour of it. The resolution, due at 14:00: 50 and 75 %.
    "breach jan@acme.example",
    "breach ewa@acme.example",
    "reminder jan@acme.example",
    "reminder ewa@acme.example",
  ]);
  expect(letters[0]?.text).toContain("This letter stands for several: 50%, 75%, and 90%");
  expect(letters[2]?.text).toContain("This letter stands for several: 50%");
  await desk.travel("2026-10-12T14:00:00+02:00");
  expect(await lettersByClock()).toEqual([
    "10-12T11:36:00 reminder jan",
    "10-12T11:36:00 reminder ewa",
    "10-12T12:00:00 overdue jan",
    "10-12T12:00:00 overdue ewa",
    "10-12T12:00:00 breach jan",
    "10-12T12:00:00 breach ewa",
  ]);
});

test("a look for nothing, or again for the same, tells nothing", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await desk.travel("2026-10-12T10:40:00+02:00");
  expect(await lettersByClock()).toHaveLength(2);
  for (let again = 0; again < 5; again++) {
    await desk.pool.query("update ticket set next_look_at = $1", [new Date(desk.now())]);
    expect(await lookAtDue(desk.shop)).toMatchObject({ letters: false });
  }
  expect(await lettersByClock()).toEqual([]);
  expect(await soonestLook(desk.pool)).toBe(Date.parse("2026-10-12T10:45:00+02:00"));
});

test("two workers that look at the same moment tell once", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  for (let index = 0; index < 5; index++) await write(`[A] Down ${index}`);
  await desk.travel("2026-10-12T10:30:00+02:00", { asleep: true });
  await desk.letters();
  const workOff = async () => {
    while ((await lookAtDue(desk.shop)) !== null);
  };
  await Promise.all([workOff(), workOff(), workOff()]);
  expect(await lettersByClock()).toHaveLength(10);
});

const aroundTheClock = deskYaml.replace(
  "A: { firstResponse: 1h, resolution: 4h }",
  "A: { firstResponse: { within: 4h, clock: wall } }",
);

test("what passes at night is noted then and told at the opening", async () => {
  desk = await openSimulation(aroundTheClock, "2026-10-16T16:00:00+02:00");
  await write("[A] Down");
  await desk.travel("2026-10-16T23:00:00+02:00");
  // 18:00, 19:00, 19:36 and 20:00 pass while it is closed.
  expect(await lettersByClock()).toEqual([]);
  const clock = (await showOne(desk.pool, 1001, desk.now()))?.clocks[0];
  expect(clock).toMatchObject({ state: "running", breachedAt: "2026-10-16T18:00:00.000Z" });
  await desk.travel("2026-10-19T09:30:00+02:00");
  expect(await lettersByClock()).toEqual(["10-19T07:00:00 breach jan", "10-19T07:00:00 breach ewa"]);
  const { rows } = await desk.pool.query("select distinct due_at, fired_at from reminder");
  expect(rows).toEqual([{ due_at: new Date("2026-10-19T07:00:00Z"), fired_at: new Date("2026-10-19T07:00:00Z") }]);
});

test("where the calendar never closes, it is told at once, also at night", async () => {
  desk = await openSimulation(deskYaml.replaceAll("calendar: office", "calendar: always"), "2026-10-17T03:00:00+02:00");
  await write("[A] Down");
  await desk.travel("2026-10-17T04:00:00+02:00");
  expect((await lettersByClock()).at(-1)).toBe("10-17T02:00:00 breach ewa");
});

test("a paused clock is not told of; a solved matter wakes nobody", async () => {
  desk = await openSimulation(deskYaml.replace("firstResponse: 1h, ", ""), "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await desk.travel("2026-10-12T11:00:00+02:00");
  await desk.change(1001, { kind: "status", to: "onHold", reason: "waitsForHost" }, "jan@acme.example");
  expect(await soonestLook(desk.pool)).toBeNull();
  await desk.travel("2026-10-12T15:00:00+02:00");
  await desk.change(1001, { kind: "status", to: "open", reason: "hostAnswered" }, "jan@acme.example");
  expect(await lettersByClock()).toEqual([]);
  // One hour was used before the pause: half of four hours is used at 16:00.
  await desk.travel("2026-10-12T16:00:00+02:00");
  expect(await lettersByClock()).toEqual(["10-12T14:00:00 reminder jan", "10-12T14:00:00 reminder ewa"]);
  await desk.change(1001, { kind: "status", to: "solved", reason: "proposed" }, "jan@acme.example");
  const solvedAt = desk.now();
  await desk.travel("2026-10-14T16:00:00+02:00");
  await desk.change(1001, { kind: "status", to: "closed", reason: "agreed", solvedAt }, "ada@shop.example");
  expect(await lettersByClock()).toEqual([]);
  expect((await showOne(desk.pool, 1001, desk.now()))?.clocks).toMatchObject([
    { metric: "resolution", state: "met", consumedSeconds: 2 * 3600 },
  ]);
});

test("another desk re-bases the tickets it concerns, and only those; time used stays used", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await write("[B] Slow");
  await desk.travel("2026-10-12T10:20:00+02:00");
  await desk.letters();
  await desk.apply(deskYaml.replace("A: { firstResponse: 1h,", "A: { firstResponse: 2h,"));
  const [a, b] = [await showOne(desk.pool, 1001, desk.now()), await showOne(desk.pool, 1002, desk.now())];
  expect(a?.clocks[0]).toMatchObject({ dueAt: "2026-10-12T10:00:00.000Z", targetSeconds: 7200, consumedSeconds: 1203 });
  expect(a?.events.map(({ type }) => type).slice(-2)).toEqual(["clockRebased", "deskChanged"]);
  expect(b?.events.some(({ type }) => type === "deskChanged")).toBe(false);
  const { rows } = await desk.pool.query("select distinct desk_version_id from ticket");
  expect(rows).toEqual([{ desk_version_id: 2 }]);
  await desk.travel("2026-10-12T11:00:00+02:00");
  expect(await lettersByClock()).toEqual([
    "10-12T09:00:00 reminder jan",
    "10-12T09:00:00 reminder ewa",
    "10-12T09:00:00 reminder jan",
    "10-12T09:00:00 reminder ewa",
  ]);
});

test("other opening hours under the same name move the due instants", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T16:30:00+02:00");
  await write("[A] Down");
  expect((await showOne(desk.pool, 1001, desk.now()))?.clocks[0]?.dueAt).toBe("2026-10-13T07:30:00.000Z");
  await desk.apply(deskYaml.replace("09:00-17:00", "09:00-18:00"));
  expect((await showOne(desk.pool, 1001, desk.now()))?.clocks[0]?.dueAt).toBe("2026-10-12T15:30:00.000Z");
});

test("an account's new plan re-bases its tickets", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T16:30:00+02:00");
  await write("[A] Down");
  await desk.pool.query("update account set plan = 'enterprise'");
  await desk.work();
  const shown = await showOne(desk.pool, 1001, desk.now());
  expect(shown).toMatchObject({ plan: "enterprise" });
  expect(shown?.clocks[0]).toMatchObject({ targetSeconds: 1800, dueAt: "2026-10-12T15:00:00.000Z" });
});

test("a look that is missing is found by the sweep and made", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await desk.letters();
  await desk.pool.query("update ticket set next_look_at = null");
  await desk.travel("2026-10-12T10:50:00+02:00");
  expect(await lettersByClock()).toEqual([]);
  await desk.work();
  expect(await lettersByClock()).toEqual(["10-12T08:50:00 reminder jan", "10-12T08:50:00 reminder ewa"]);
});

test("a ticket that cannot be looked at does not hold back the others", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await write("[A] Down too");
  await desk.letters();
  await desk.pool.query(
    "update ticket set clocks = jsonb_set(clocks, '{0,target,calendar}', '\"gone\"') where id = 1001",
  );
  await desk.travel("2026-10-12T10:30:00+02:00");
  expect(await lettersByClock()).toEqual(["10-12T08:30:00 reminder jan", "10-12T08:30:00 reminder ewa"]);
});

test("the list of overdue tickets holds those whose promise is broken, running or paused, and no others", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  for (const subject of ["[A] Running", "[A] Paused", "[C] Kept"]) await write(subject);
  await desk.travel("2026-10-12T14:10:00+02:00");
  await desk.change(1002, { kind: "status", to: "pending", reason: "asked" }, "jan@acme.example");
  const filter = { statuses: null, severity: null, account: null, overdueAt: new Date(desk.now()) };
  const overdue = await listQueue(desk.pool, filter, desk.now());
  expect(overdue.map(({ id }) => id)).toEqual([1001, 1002]);
  expect(overdue[1]?.clocks).toMatchObject([
    { metric: "firstResponse", state: "running", breachedAt: "2026-10-12T09:00:00.000Z" },
    { metric: "resolution", state: "paused", dueAt: null, breachedAt: "2026-10-12T12:00:00.000Z" },
  ]);
});

test("how late letters about clocks were is a figure of health", async () => {
  desk = await openSimulation(deskYaml.replaceAll("calendar: office", "calendar: always"), new Date().toISOString());
  const from = desk.now();
  await write("[A] Down");
  await desk.travel(new Date(from + 30 * 60_000 + 3_000).toISOString(), { asleep: true });
  await desk.work();
  const counts = await healthCounts(desk.pool);
  expect(counts).toMatchObject({ looks_late: 0, reminder_lateness_p95_seconds: 3, reminder_lateness_max_seconds: 3 });
});

test("an agent's reply to a breach letter answers the customer and ends the telling", async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T10:00:00+02:00");
  await write("[A] Down");
  await desk.travel("2026-10-12T11:00:00+02:00");
  const breach = (await desk.letters()).find(({ letter, to }) => letter === "breach" && to === "jan@acme.example");
  expect(breach?.text).toContain("Your reply goes to Ada Nowak (customer).");
  expect(breach?.text).toContain("It is down.");
  const answerTo = /To answer the customer:\s+(\S+)/.exec(breach?.text ?? "")?.[1] ?? "";
  const headers = [`In-Reply-To: ${breach?.messageId}`];
  await desk.receive({
    from: "Jan Kowalski <jan@acme.example>",
    to: answerTo,
    subject: "Re: x",
    headers,
    text: "Mended.",
  });
  expect((await desk.letters()).map(({ letter, to }) => `${letter} ${to}`)).toEqual(["answer ada@shop.example"]);
  await desk.travel("2026-10-12T12:30:00+02:00");
  // Only the resolution, due at 14:00, is still told of.
  expect(await lettersByClock()).toEqual(["10-12T10:00:00 reminder jan"]);
});
