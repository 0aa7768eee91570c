/** Who looks when too many do: a few at a time are served, a few wait for a moment, and the rest are told at once to come again. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { openDesks } from "../../src/flow/desks.ts";
import { openLog } from "../../src/io/log.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { openApp, type Reception } from "../../src/web/app.ts";
import { openGate } from "../../src/web/crowd.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml } from "../harness/deskFile.ts";

const soon = { atOnceMax: 2, waitingMax: 3, waitMsMax: 30 };
const late = { ...soon, waitMsMax: 60_000 };

describe("a gate", () => {
  test("lets in so many at once, the others in the order they came", async () => {
    const gate = openGate(late);
    expect([await gate.enter(), await gate.enter()]).toEqual([true, true]);
    const order: number[] = [];
    const waiting = [1, 2, 3].map(async (number) => {
      expect(await gate.enter()).toBe(true);
      order.push(number);
    });
    for (const each of waiting) {
      gate.leave();
      await each;
    }
    expect(order).toEqual([1, 2, 3]);
  });

  test("turns away at once whoever finds too many waiting, and later whoever has waited too long", async () => {
    const gate = openGate(soon);
    await gate.enter();
    await gate.enter();
    const waiting = [gate.enter(), gate.enter(), gate.enter()];
    expect(await gate.enter()).toBe(false);
    expect(await Promise.all(waiting)).toEqual([false, false, false]);
  });

  test("has all its places again when all have left", async () => {
    const gate = openGate(late);
    for (let round = 0; round < 3; round++) {
      const all = [gate.enter(), gate.enter(), gate.enter(), gate.enter(), gate.enter()];
      for (const each of all) {
        expect(await each).toBe(true);
        gate.leave();
      }
    }
  });
});

describe("the pages when the database does not get on", () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await putIntoForce(database.pool, parseDesk(deskYaml), [], false);
  }, 60_000);
  afterAll(() => database?.drop());

  test("tell who would wait too long when to come again, and stay well for who watches and who presses", async () => {
    const desks = openDesks(Date.now);
    await desks.current(database.pool);
    // What the pages below do not use is not there.
    const reception = {
      pool: database.pool,
      desks,
      stationery: { keys: [] as Reception["stationery"]["keys"] },
      log: openLog("silent", "json"),
      publicUrl: "http://127.0.0.1",
      now: Date.now,
    } as Reception;
    const app = openApp(reception, { pages: soon, searches: soon, files: soon });
    const look = (path: string) => app.request(path, { headers: { cookie: `intray-desk=${"x".repeat(43)}` } });
    const blocker = await database.pool.connect();
    try {
      await blocker.query("begin; lock table desk_session in access exclusive mode");
      const held = [look("/desk"), look("/desk?of=mine")];
      const waiting = [look("/desk"), look("/desk"), look("/desk")];
      const turnedAway = await look("/desk");
      expect([turnedAway.status, turnedAway.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await turnedAway.text()).toContain("Please try again in a few seconds.");
      for (const each of await Promise.all(waiting)) expect(each.status).toBe(503);
      expect((await app.request("/healthz")).status).toBe(200);
      const pressed = await app.request("/desk/sign-out", { method: "POST" });
      expect([pressed.status, pressed.headers.get("retry-after")]).not.toEqual([503, "5"]);
      await blocker.query("commit");
      for (const each of await Promise.all(held)) expect(each.status).toBe(303);
      expect((await look("/desk")).status).toBe(303);
    } finally {
      blocker.release(true);
    }
  });
});
