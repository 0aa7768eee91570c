/** Locks on tickets: whoever waits for one that is merged meanwhile ends with the other, and never in a circle. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../../src/io/postgres.ts";
import { lockTickets } from "../../src/store/lock.ts";
import { lockTicket } from "../../src/store/ticket.ts";
import { eventually } from "../harness/desk.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";

let desk: Simulation;
beforeAll(async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T08:00:00Z");
  for (const subject of ["First", "Second"]) {
    await desk.receive({ from: "ada@shop.example", to: support, subject, text: `${subject}.` });
  }
});
afterAll(() => desk?.close());

const ids = [1001, 1002];
const waiting = `select count(*)::int as n from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query like '%for update%'`;

test("a merge, a mail to the merged ticket and an undo of both meet, and all come through", async () => {
  const { pool } = desk;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHeld = () => {};
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const merging = transaction(pool, async (tx) => {
    await lockTickets(
      tx,
      ids.map((id) => ({ id })),
    );
    isHeld();
    await released;
    await tx.query("update ticket set merged_into = 1001 where id = 1002");
  });
  await held;
  let attempts = 0;
  const mail = transaction(pool, async (tx) => {
    attempts++;
    return (await lockTicket(tx, 1002))?.ticket.id;
  });
  // In the queue behind the merge before the one that wants both.
  await eventually("the mail waits", 10_000, async () => (await pool.query(waiting)).rows[0].n === 1);
  const undo = transaction(pool, async (tx) => {
    const loaded = await lockTickets(
      tx,
      ids.map((id) => ({ id, itself: true })),
    );
    return loaded.map((each) => each?.ticket.id);
  });
  await eventually("the undo waits", 10_000, async () => (await pool.query(waiting)).rows[0].n === 2);
  release();
  await merging;
  expect(await mail).toBe(1001);
  expect(await undo).toEqual(ids);
  expect(attempts).toBe(2);
});
