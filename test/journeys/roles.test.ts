/**
 * Worker and web run as the roles that `intray migrate --roles` makes: a ticket lives its life under them, and what they
 * have no business with is refused by the database itself.
 */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { showOne } from "../../src/flow/list.ts";
import { openLog } from "../../src/io/log.ts";
import { grantRoles, missingRoles, type Role, roleStatements, roles } from "../../src/store/roles.ts";
import { type Running, startWeb } from "../../src/web.ts";
import { startWorker, type Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, type Letter, mailOf, openDesk, support } from "../harness/desk.ts";

let desk: DeskUnderTest;
let worker: Worker;
let web: Running & { url: string };
const pools = {} as Record<Role, pg.Pool>;

/** The address of the desk's database for a user who is nothing but a member of `role`. */
async function urlAs(role: Role): Promise<string> {
  const user = `t_${role}_${crypto.randomUUID().slice(0, 8)}`;
  await desk.database.pool.query(`create user ${user} password 'secret' in role ${role}`);
  users.push(user);
  const url = new URL(desk.database.url);
  url.username = user;
  url.password = "secret";
  return url.href;
}
const users: string[] = [];

beforeAll(async () => {
  desk = await openDesk();
  await grantRoles(desk.database.pool);
  const [workerUrl, webUrl] = [await urlAs("intray_worker"), await urlAs("intray_web")];
  const config = readConfig(desk.env);
  const log = openLog("silent", "json");
  web = await startWeb({ ...config, port: 0 }, webUrl, log);
  worker = await startWorker({ ...config, publicUrl: web.url }, workerUrl, log);
  pools.intray_worker = new pg.Pool({ connectionString: workerUrl, max: 1 });
  pools.intray_web = new pg.Pool({ connectionString: webUrl, max: 1 });
});
afterAll(async () => {
  await worker?.stop();
  await web?.stop();
  for (const pool of Object.values(pools)) await pool.end();
  for (const user of users) await desk?.database.pool.query(`drop user ${user}`);
  await desk?.close();
});

const deliver = (letter: Letter) => desk.dovecot.deliver("support", mailOf(letter), { internalDate: new Date() });

test("the roles are there, and granting twice changes nothing", async () => {
  expect(await missingRoles(desk.database.pool)).toEqual([]);
  const rights =
    "select grantee, table_name, privilege_type from information_schema.role_table_grants where grantee = any($1) order by 1, 2, 3";
  const before = await desk.database.pool.query(rights, [[...roles]]);
  await grantRoles(desk.database.pool);
  expect((await desk.database.pool.query(rights, [[...roles]])).rows).toEqual(before.rows);
  expect((await roleStatements(desk.database.pool)).join()).toMatch(
    /grant select on public\."desk_version" to intray_web/,
  );
});

test("a ticket lives its life: mail, answer, rating, page, words written on the page", async () => {
  await deliver({ from: "Ada Nowak <ada@shop.example>", to: support, subject: "[A] Down", text: "It is down." });
  const notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 20_000);
  const answer = { from: "Jan Kowalski <jan@acme.example>", to: notice.header("reply-to") ?? "", subject: "Re: Down" };
  await deliver({ ...answer, text: "We are on it." });
  const letter = await desk.sink.waitFor(
    (mail) => mail.to.includes("ada@shop.example") && mail.raw.includes("on it"),
    20_000,
  );
  const { text = "" } = await letter.parsed();
  const link = (path: string) => new RegExp(`http\\S+/${path}/[^\\s?]+`).exec(text)?.[0] ?? "";
  const post = (to: string, fields: Record<string, string>) =>
    fetch(to, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  expect((await post(link("rate"), { score: "5", comment: "quick" })).status).toBe(303);
  const page = await fetch(link("ticket"));
  expect(page.status).toBe(200);
  const once = /name="once" value="([^"]+)"/.exec(await page.text())?.[1] ?? "";
  expect((await post(link("ticket"), { once, text: "Thank you, it works in Chrome." })).status).toBe(303);
  const seen = await eventually("the words of the page", 20_000, async () => {
    const shown = await showOne(desk.database.pool, 1001, Date.now());
    return shown && shown.messages.length === 3 ? shown : null;
  });
  expect(seen.messages.map(({ direction }) => direction)).toEqual(["in", "out", "in"]);
  await deliver({ ...answer, text: "#solve\r\n\r\nPlease look again." });
  await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example") && mail.raw.includes("look again"), 20_000);
  expect((await fetch(`${web.url}/readyz`)).status).toBe(200);
}, 90_000);

describe.each(roles)("%s", (role) => {
  test.each([
    ["delete a ticket", "delete from ticket"],
    ["delete mail", "delete from raw_mail"],
    ["empty a table", "truncate message"],
    ["delete what was said", "delete from message"],
    ["delete history", "delete from event"],
    ["rewrite the trail", "update audit set actor = 'nobody'"],
    ["shorten the trail", "delete from audit"],
    ["alter a table", "alter table ticket add column x int"],
    ["drop a table", "drop table ticket"],
    ["make a table", "create table mine (id int)"],
    ["make a function", "create function mine() returns int language sql as 'select 1'"],
    ["switch a trigger off", "alter table audit disable trigger all"],
    ["change the desk", "insert into desk_version (desk, sha256) values ('{}', '')"],
    ["lift a hold", "delete from legal_hold"],
    ["claim a domain for an account", "insert into account_domain values ('a.example', 1)"],
    ["pretend a migration", "insert into migration values ('9999_x.sql', '', now())"],
    ["become the owner", "set role postgres"],
    ["make a user", "create user mine superuser"],
    ["read a file of the server", "select pg_read_file('/etc/passwd')"],
  ])("may not %s", async (_, statement) => {
    await expect(pools[role].query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|42704|0LP01)$/),
    });
  });
});

test.each([
  ["move the cursor of a mailbox", "update mailbox set last_uid = 0"],
  ["change an account's plan", "update account set plan = 'enterprise'"],
  ["take tokens away", "delete from token"],
])("the web may not %s", async (_, statement) => {
  await expect(pools.intray_web.query(statement)).rejects.toMatchObject({ code: "42501" });
});
