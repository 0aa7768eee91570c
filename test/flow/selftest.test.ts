/** The desk's test of itself: it passes on a sound desk, sees a border that lets forgeries stand, and switches off. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noBorder, properBorder } from "../../src/flow/selftest/forgeries.ts";
import { testDaily, testItself } from "../../src/flow/selftest/selftest.ts";
import { breakers, closeBreaker, lastSelfTest } from "../../src/store/breaker.ts";
import { heldMails, releaseMail } from "../../src/store/quarantine.ts";
import { border, deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";

let desk: Simulation;
beforeAll(async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T08:00:00Z");
});
afterAll(async () => {
  await desk?.close();
});

async function counts() {
  const { rows } = await desk.pool.query(
    `select (select count(*)::int from ticket) as tickets, (select count(*)::int from raw_mail) as mails,
            (select count(*)::int from outgoing) as letters, (select count(*)::int from token) as tokens,
            (select count(*)::int from contact) as contacts, (select last_value::int from ticket_id_seq) as number`,
  );
  return rows[0];
}

describe("on a sound desk", () => {
  test("no forgery is believed, a genuine mail is, and nothing is stored or sent", async () => {
    const before = await counts();
    const result = await testItself(desk.shop);
    expect(result).toEqual({ tried: 17, passedThrough: [], isConclusive: true });
    expect(await counts()).toEqual(before);
  });

  test("it holds as well where no border is trusted and DKIM alone proves", async () => {
    const result = await testItself({ ...desk.shop, trustedAuthservIds: [] });
    expect(result).toMatchObject({ passedThrough: [], isConclusive: true });
  });

  test("it is made once a day, however many workers look", async () => {
    const letters = await Promise.all([testDaily(desk.shop), testDaily(desk.shop), testDaily(desk.shop)]);
    expect(letters).toEqual([false, false, false]);
    expect(await lastSelfTest(desk.pool)).toMatchObject({ tried: 17, passedThrough: [] });
    expect(await breakers(desk.pool)).toEqual([]);
  });
});

describe("on a desk that believes what anybody writes", () => {
  const broken: [string, Parameters<typeof testDaily>[1], string[]][] = [
    ["the border adds nothing", noBorder, [border]],
    [
      "the trusted id is another server's, whose results the border lets stand on top",
      (found) => properBorder("mx.real.example")(found).slice(0, 1),
      [border],
    ],
    [
      "the border vouches for all mail",
      () => [`Authentication-Results: ${border}; dmarc=pass header.from=acme.example`],
      [border],
    ],
  ];

  test.each(broken)("%s: the forgeries that get through are named", async (_, model, trustedAuthservIds) => {
    const { passedThrough } = await testItself({ ...desk.shop, trustedAuthservIds }, model);
    expect(passedThrough.length).toBeGreaterThan(0);
  });

  test("mail commands are switched off for all workers, the leads are told, and the button still works", async () => {
    await desk.receive({ from: "Ada <ada@shop.example>", to: support, subject: "[A] Help", text: "Nobody can pay." });
    const notice = (await desk.letters()).find(({ letter, to }) => letter === "newTicket" && to === "jan@acme.example");
    const answerTo = /support\+[a-z0-9-]+@acme\.example/.exec(notice?.text ?? "")?.[0] ?? "";
    await desk.travel("2026-10-13T08:00:00Z", { asleep: true });
    expect(await testDaily(desk.shop, noBorder)).toBe(true);
    const alarm = (await desk.letters()).filter(({ letter }) => letter === "alarm");
    expect(alarm.map(({ to }) => to)).toEqual(["ewa@acme.example"]);
    expect(alarm[0]?.text).toContain("results of our authserv-id written by the sender");
    expect(alarm[0]?.text).toContain("npx intray commands on");

    const answer = { from: "Jan <jan@acme.example>", to: answerTo, subject: "Re: Help", text: "It works again." };
    await desk.receive(answer);
    const held = await desk.letters();
    expect(held.map(({ letter, to }) => [letter, to])).toEqual([["held", "jan@acme.example"]]);
    expect(held[0]?.text).toContain("mail commands are switched off");
    expect(held[0]?.text).toMatch(/\/approve\/\S+/);
    const [mail] = await heldMails(desk.pool, 10);
    await releaseMail(desk.pool, mail?.id ?? 0, "jan@acme.example");
    await desk.receive({ from: "x@y.example", to: support, subject: "Other", text: "Other.", proven: false });
    expect((await desk.letters()).map(({ letter }) => letter)).toContain("answer");

    await desk.receive({ from: "jan@acme.example", to: support, subject: "queue", text: "#queue" });
    expect((await desk.letters()).map(({ letter }) => letter)).toEqual(["quarantine"]);

    await closeBreaker(desk.pool, "commands");
    await desk.receive({ from: "jan@acme.example", to: support, subject: "queue", text: "#queue mine" });
    expect((await desk.letters()).map(({ letter }) => letter)).toEqual(["transcript"]);
  });
});
