/** How far the desk writes by itself, over a real database: caps, floods, the pause of greetings, and what leads hear. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { calm } from "../../src/flow/restraint/calm.ts";
import { heldMails, releaseMail } from "../../src/store/quarantine.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";
import { attack } from "../harness/victims.ts";

const yaml = `${deskYaml}floods: { sender: 5, domain: 12, greetings: 8 }\n`;
let desk: Simulation;

beforeAll(async () => {
  desk = await openSimulation(yaml, "2026-10-12T08:00:00Z");
});
afterAll(async () => {
  await desk?.close();
});
/** Each test begins on a day of its own, when nothing is remembered any more. */
let day = 12;
beforeEach(async () => {
  day += 2;
  await desk.travel(
    `2026-${String(10 + Math.floor(day / 28)).padStart(2, "0")}-${String((day % 28) + 1).padStart(2, "0")}T08:00:00Z`,
    { asleep: true },
  );
  await calm(desk.shop);
  await desk.letters();
});

let number = 0;
/** A mail of an unproven sender, unlike any other. */
const mailFrom = (from: string, changes: { proven?: boolean; text?: string; subject?: string } = {}) =>
  desk.receive({
    from,
    to: support,
    subject: changes.subject ?? `Matter ${++number}`,
    text: changes.text ?? `${word(++number)} is broken and ${word(number * 7)} too.`,
    proven: changes.proven ?? false,
  });

function word(seed: number): string {
  return [...String(seed * 7919)].map((digit) => "abcdefghij"[Number(digit)]).join("");
}

const to = (letters: { letter: string; to: string }[], address: string) =>
  letters.filter((letter) => letter.to === address).map(({ letter }) => letter);

async function tickets(): Promise<number> {
  return (await desk.pool.query("select count(*)::int as n from ticket")).rows[0].n;
}

async function minutes(count: number): Promise<void> {
  await desk.travel(new Date(desk.now() + count * 60_000).toISOString(), { asleep: true });
}

describe("greetings", () => {
  test("an address that nobody proved gets one letter within a day, also across midnight", async () => {
    await minutes(13 * 60 + 55);
    await mailFrom("victim@home.example");
    await minutes(10);
    await mailFrom("victim@home.example");
    expect(to(await desk.letters(), "victim@home.example")).toEqual(["unknownSender"]);
    await minutes(24 * 60);
    await mailFrom("victim@home.example");
    expect(to(await desk.letters(), "victim@home.example")).toEqual(["unknownSender"]);
  });

  test("a proven customer is told of each matter", async () => {
    for (let n = 0; n < 4; n++) await mailFrom("ada@shop.example", { proven: true });
    expect(to(await desk.letters(), "ada@shop.example")).toEqual(Array(4).fill("confirmation"));
  });

  test("what says the same after each letter of ours is greeted twice in all", async () => {
    for (let n = 0; n < 6; n++) {
      await mailFrom("robot@shop.example", { proven: true, text: `Thank you, this is request ${n} of our system.` });
      await minutes(30);
    }
    expect(to(await desk.letters(), "robot@shop.example")).toEqual(Array(2).fill("confirmation"));
  });

  test("what names our own ticket from another address of the domain is greeted once more", async () => {
    await mailFrom("ada@shop.example", { proven: true });
    const id = (await desk.pool.query("select max(id) as id from ticket")).rows[0].id;
    await desk.letters();
    for (let n = 0; n < 5; n++) await mailFrom(`desk-${n}@shop.example`, { subject: `Case ${n} about [#${id}]` });
    expect((await desk.letters()).filter(({ to: address }) => address.endsWith("@shop.example"))).toHaveLength(1);
  });

  test("our own address is never written to by itself", async () => {
    const token = support.replace("@", `+k1-${"a".repeat(26)}@`);
    for (const ours of [support, token]) await mailFrom(ours, { proven: true });
    const letters = await desk.letters();
    expect([...to(letters, support), ...to(letters, token)]).toEqual([]);
  });

  test("a stranger has nothing sent into the network of the mail server", async () => {
    const before = await tickets();
    const inside = [
      "root@localhost",
      "admin@intranet",
      "x@[127.0.0.1]",
      "x@10.0.0.5",
      "printer@office.local",
      "x@db.internal",
    ];
    for (const address of inside) await mailFrom(address);
    const letters = await desk.letters();
    for (const address of inside) expect([address, to(letters, address)]).toEqual([address, []]);
    expect(await tickets()).toBe(before + inside.length);
  });
});

describe("the pause of greetings", () => {
  test("it begins by itself, tells the lead once, spares proven customers, and ends after a quiet half hour", async () => {
    const before = await tickets();
    for (let n = 0; n < 20; n++) await mailFrom(`victim${n}@v${n}.example`);
    await mailFrom("ada@shop.example", { proven: true });
    const letters = await desk.letters();
    expect(letters.filter(({ letter }) => letter === "unknownSender")).toHaveLength(8);
    expect(to(letters, "ewa@acme.example").filter((name) => name === "alarm")).toHaveLength(1);
    expect(letters.find(({ letter }) => letter === "alarm")?.subject).toContain("paused");
    expect(to(letters, "ada@shop.example")).toEqual(["confirmation"]);
    expect(await tickets()).toBe(before + 21);
    // Each of the eleven that came while it paused stands in the queue without a letter of its own.
    expect(to(letters, "ola@acme.example").length).toBeLessThanOrEqual(10);

    await minutes(20);
    expect(await calm(desk.shop)).toBe(false);
    await minutes(45);
    expect(await calm(desk.shop)).toBe(true);
    const after = await desk.letters();
    expect(after.map(({ letter, to: address }) => [letter, address])).toEqual([["alarm", "ewa@acme.example"]]);
    expect(after[0]?.text).toContain("12 confirmations were not sent");
    await mailFrom("somebody@else.example");
    expect(to(await desk.letters(), "somebody@else.example")).toEqual(["unknownSender"]);
  });
});

describe("an attack", () => {
  test("600 mails in the names of 250 victims give each one letter at most, and the desk pauses within a minute", async () => {
    const own = await openSimulation(deskYaml, "2026-10-12T08:00:00Z");
    try {
      const clock = { now: own.now() };
      const harm = await attack({ ...own.shop, now: () => clock.now }, clock, {
        mails: 600,
        victims: 250,
        perMinute: 1_000,
      });
      console.log(JSON.stringify(harm));
      expect(harm).toMatchObject({ mostPerVictim: 1, undecided: 0 });
      // Eight mails are weighed side by side, so that a few more may leave than the limit says.
      expect(harm.letters).toBeLessThanOrEqual(200 + 8);
      expect(harm.pausedAfterMs).toBeLessThan(60_000);
      expect(harm.tickets + harm.filed).toBe(600);
      expect(harm.noticesToAgents).toBeLessThanOrEqual(2 * (200 + 8));
    } finally {
      await own.close();
    }
  }, 120_000);
});

describe("a flood", () => {
  test("of one sender becomes one ticket, keeps every mail, tells once, and gives each its own ticket on release", async () => {
    const before = await tickets();
    for (let n = 0; n < 30; n++) await mailFrom("flood@noise.example");
    const letters = await desk.letters();
    expect(await tickets()).toBe(before + 6);
    const held = (await heldMails(desk.pool, 100)).filter(({ cause }) => cause === "flood");
    expect(held).toHaveLength(24);
    expect(letters.filter(({ letter }) => letter === "newTicket").length).toBeLessThanOrEqual(10);
    const alarms = letters.filter(({ letter }) => letter === "alarm");
    expect(new Set(alarms.map(({ to: address }) => address)).size).toBe(alarms.length);
    expect(alarms[0]?.subject).toContain("flood@noise.example");

    await releaseMail(desk.pool, held[0]?.id ?? 0, "operator");
    await mailFrom("other@quiet.example");
    expect(await tickets()).toBe(before + 8);

    await minutes(150);
    await calm(desk.shop);
    const over = (await desk.letters()).filter(({ letter }) => letter === "alarm");
    expect(over.some(({ text }) => text.includes("23 mails were kept"))).toBe(true);
    await mailFrom("flood@noise.example");
    expect(await tickets()).toBe(before + 9);
  });

  test("of one domain becomes one ticket, and a flood in somebody's name spares their proven mail", async () => {
    const before = await tickets();
    for (let n = 0; n < 20; n++) await mailFrom(`ada@shop.example`);
    expect(await tickets()).toBe(before + 6);
    await mailFrom("ada@shop.example", { proven: true });
    expect(await tickets()).toBe(before + 7);
    for (let n = 0; n < 20; n++) await mailFrom(`user${n}@noise.example`);
    expect(await tickets()).toBe(before + 7 + 13);
    await mailFrom("user@other.example");
    expect(await tickets()).toBe(before + 21);
  });

  test("nothing of it is lost: every mail has one disposition", async () => {
    const { rows } = await desk.pool.query("select count(*)::int as n from raw_mail where disposition is null");
    expect(rows[0].n).toBe(0);
  });
});

describe("what was held back", () => {
  test("leads hear of it in one letter, once ten letters were held back or half a day has passed", async () => {
    await mailFrom("twice@home.example");
    await mailFrom("twice@home.example");
    await desk.letters();
    await calm(desk.shop);
    expect(await desk.letters()).toEqual([]);
    await minutes(12 * 60 + 1);
    await calm(desk.shop);
    await calm(desk.shop);
    const letters = await desk.letters();
    expect(letters.map(({ letter, to: address }) => [letter, address])).toEqual([["alarm", "ewa@acme.example"]]);
    expect(letters[0]?.text).toContain("the address had enough letters that day");
  });
});
