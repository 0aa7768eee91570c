/** Likely duplicates as the database finds them, whatever of a new matter can be compared: its subject, its references, both. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { transaction } from "../../src/io/postgres.ts";
import { ticketsAlike } from "../../src/store/alike.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
const since = new Date("2026-11-01T00:00:00Z");

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(`
    insert into desk_version (desk, sha256) values ('{}', '\\x00');
    insert into account (name, plan) values ('Shop', 'standard');
    insert into contact (address, account_id) values ('ada@shop.example', 1);
    insert into ticket (id, subject, status, severity, account_id, plan, requester_id, team, language, desk_version_id,
                        customer_references, opened_at)
    values (1001, '[A] Checkout is down', 'open', 'A', 1, 'standard', 1, 'success', 'en', 1,
            '{"project": ["proj_12345678"]}', '2026-11-20'),
           (1002, 'Where are our invoices?', 'open', 'C', 1, 'standard', 1, 'success', 'en', 1, '{}', '2026-11-20');`);
});
afterAll(() => database.drop());

test.each([
  ["a subject too short to compare, beside a reference", null, ["proj_12345678"], [[1001, "reference"]]],
  ["a subject alone", "checkout is down again", [], [[1001, "subject"]]],
  ["a subject and a reference", "checkout is down again", ["proj_12345678"], [[1001, "subject"]]],
  ["another subject with a known reference", "export of coupons fails", ["proj_12345678"], [[1001, "reference"]]],
  ["an unknown reference", null, ["proj_87654321"], []],
  ["nothing to compare", null, [], []],
])("%s finds the tickets it may repeat", async (_what, subject, project, found) => {
  const alike = await transaction(database.pool, (tx) =>
    ticketsAlike(tx, { accountId: 1, subject, references: { project }, since }),
  );
  expect(alike.map(({ ticketId, likeness }) => [ticketId, likeness])).toEqual(found);
});
