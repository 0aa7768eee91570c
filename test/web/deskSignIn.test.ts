/** Signing in to the desk's pages: who gets a link, what it is good for, and how long a session lasts. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { eventually } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { openPages, type PagesDesk } from "../harness/pages.ts";

let desk: PagesDesk;
beforeAll(async () => {
  desk = await openPages();
});
afterAll(() => desk?.close());
beforeEach(async () => {
  await desk.database.pool.query("delete from sign_in_link; delete from desk_session; delete from token");
});

const jan = "jan@acme.example";

async function post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const url = path.startsWith("http") ? path : `${desk.url}${path}`;
  return await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual", headers });
}

const ask = (address: string, from = "203.0.113.7") => post("/desk/sign-in", { address }, { "x-forwarded-for": from });

const links = async (address: string) => {
  const { rows } = await desk.database.pool.query<{ n: number }>(
    "select count(*)::int as n from outgoing where letter = 'signIn' and recipient = $1",
    [address],
  );
  return rows[0]?.n ?? 0;
};

/** Asks, and takes the link out of the letter that comes. */
async function linkFor(address: string): Promise<string> {
  const before = desk.sink.received.length;
  expect((await ask(address)).status).toBe(200);
  const letter = await eventually("the letter with the link", 15_000, async () =>
    desk.sink.received.slice(before).find((mail) => mail.to.includes(address) && mail.raw.includes("desk/sign-in")),
  );
  return (await desk.links(letter, "/desk/sign-in/"))[0] ?? "";
}

const cookieOf = (response: Response) => (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

async function signIn(address: string): Promise<string> {
  return cookieOf(await post(await linkFor(address)));
}

async function seen(cookie: string): Promise<number> {
  return (await fetch(`${desk.url}/desk`, { headers: { cookie }, redirect: "manual" })).status;
}

test("a link shows a button, and only the button signs in, once", async () => {
  const link = await linkFor(jan);
  for (const method of ["GET", "HEAD", "GET"]) expect((await fetch(link, { method })).status).toBe(200);
  const html = await (await fetch(link)).text();
  expect(html).toContain("Jan Kowalski");
  expect((await desk.database.pool.query("select 1 from desk_session")).rows).toHaveLength(0);
  const signedIn = await post(link);
  expect(signedIn.status).toBe(303);
  expect(signedIn.headers.get("location")).toBe("/desk");
  const cookie = signedIn.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^intray-desk=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(await seen(cookieOf(signedIn))).toBe(200);
  const again = await post(link);
  expect(again.status).toBe(404);
  expect(again.headers.get("set-cookie")).toBeNull();
  expect((await fetch(link)).status).toBe(404);
});

test.each([
  ["/desk/ticket/1001?formatted=all", "/desk/ticket/1001?formatted=all"],
  ["/desk/search?q=%C5%BC%C3%B3%C5%82w&page=1", "/desk/search?q=%C5%BC%C3%B3%C5%82w&page=1"],
  ["/desk/report", "/desk/report"],
  ["/desk/ticket/1001/file/1/0", "/desk"],
  [`/desk/search?q=${"x".repeat(600)}`, "/desk"],
])("who asked for %s first is led to %s by the button, once", async (asked, led) => {
  const away = await fetch(`${desk.url}${asked}`, { redirect: "manual" });
  expect([away.status, away.headers.get("location")]).toEqual([303, "/desk/sign-in"]);
  const signedIn = await post(await linkFor(jan), {}, { cookie: cookieOf(away) });
  expect(signedIn.headers.get("location")).toBe(led);
  if (led !== "/desk") expect(signedIn.headers.getSetCookie().join()).toMatch(/intray-desk-way=; Max-Age=0/);
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/desk@evil.example",
  "/desk.evil.example",
  "/desk//evil.example",
  "/desk/../..//evil.example",
  "/desk/sign-out",
  "/desk?\r\nx-evil: 1",
  "/desk\n",
  "javascript:alert(1)",
  " /desk",
])("a cookie that says %j leads nowhere but to the queue", async (said) => {
  const cookie = `intray-desk-way=${encodeURIComponent(said)}`;
  const signedIn = await post(await linkFor(jan), {}, { cookie });
  expect([signedIn.status, signedIn.headers.get("location")]).toEqual([303, "/desk"]);
  expect(signedIn.headers.get("x-evil")).toBeNull();
});

test("the database keeps neither the link nor the browser's secret", async () => {
  const link = await linkFor(jan);
  const secret = cookieOf(await post(link)).split("=")[1] ?? "";
  const dump = JSON.stringify(
    (
      await desk.database.pool.query(
        "select (select json_agg(t) from token t) as token, (select json_agg(s) from desk_session s) as session, (select json_agg(o) from outgoing o where state = 'sent') as sent",
      )
    ).rows,
  );
  expect(dump).not.toContain(link.split("/").at(-1));
  expect(dump).not.toContain(secret);
});

test("an agent's address and any other are answered with the same bytes, and only the agent's gets a letter", async () => {
  const before = await links(jan);
  const answers = await Promise.all(
    [jan, "JAN@acme.example ", "eve@evil.example", "nobody@acme.example", "__proto__", "constructor", ""].map(
      async (address) => {
        const answer = await ask(address);
        return [answer.status, await answer.text(), [...answer.headers.keys()].sort().join()];
      },
    ),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  await eventually("Jan's letter", 15_000, async () => (await links(jan)) === before + 1);
  await signIn("ola@acme.example");
  const { rows } = await desk.database.pool.query("select distinct recipient from outgoing order by 1");
  expect(rows.map(({ recipient }) => recipient)).toEqual([jan, "ola@acme.example"]);
});

test("an agent gets at most one link a minute and six an hour, an address of the network thirty an hour", async () => {
  const { pool } = desk.database;
  const before = await links(jan);
  const asked = async (times: number, ago: string, agent: string) =>
    pool.query(
      "insert into sign_in_link (agent, ip_hash, asked_at) select $3, (select ip_hash from sign_in_link limit 1), now() - $2::interval from generate_series(1, $1)",
      [times, ago, agent],
    );
  await signIn(jan);
  for (const from of ["203.0.113.7", "198.51.100.4"]) await ask(jan, from);
  await signIn("ola@acme.example");
  expect(await links(jan)).toBe(before + 1);
  await pool.query("update sign_in_link set asked_at = asked_at - interval '61 seconds'");
  await signIn(jan);
  await asked(4, "10 minutes", jan);
  await pool.query("update sign_in_link set asked_at = asked_at - interval '61 seconds'");
  await ask(jan);
  await pool.query("update sign_in_link set asked_at = asked_at - interval '61 seconds'");
  await signIn("ewa@acme.example");
  expect(await links(jan)).toBe(before + 2);
  await asked(30, "10 minutes", "ola@acme.example");
  await pool.query("delete from sign_in_link where agent in ($1, 'ewa@acme.example')", [jan]);
  await ask(jan);
  const elsewhere = await links("ewa@acme.example");
  await ask("ewa@acme.example", "198.51.100.4");
  await eventually("Ewa's letter from elsewhere", 15_000, async () => (await links("ewa@acme.example")) > elsewhere);
  expect(await links(jan)).toBe(before + 2);
});

test("a link that is too old, of another purpose, or made up signs nobody in", async () => {
  const link = await linkFor(jan);
  await desk.database.pool.query("update token set expires_at = now() - interval '1 second' where purpose = 'signIn'");
  expect((await post(link)).status).toBe(404);
  await desk.database.pool.query("update token set expires_at = now() + interval '1 day', purpose = 'ticket'");
  expect((await post(link)).status).toBe(404);
  for (const made of [`k1-${"a".repeat(26)}`, "x", "%00", "..%2f..", "a".repeat(5_000)]) {
    expect((await post(`/desk/sign-in/${made}`)).status).toBe(404);
    expect((await fetch(`${desk.url}/desk/sign-in/${made}`)).status).toBe(404);
  }
  expect((await desk.database.pool.query("select 1 from desk_session")).rows).toHaveLength(0);
});

test("of many presses of one button one signs in", async () => {
  const link = await linkFor(jan);
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(link)));
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
});

test("a session ends after twelve hours, by signing out, and is no other secret's", async () => {
  const cookie = await signIn(jan);
  const { rows } = await desk.database.pool.query(
    "select extract(epoch from ends_at - began_at)::int as seconds, agent from desk_session",
  );
  expect(rows).toEqual([{ seconds: 12 * 3600, agent: jan }]);
  expect(await seen(`${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`)).toBe(303);
  for (const other of ["intray-desk=", "intray-desk=x", `intray-desk=${"%".repeat(43)}`, "a=b"]) {
    expect(await seen(other)).toBe(303);
  }
  await desk.database.pool.query("update desk_session set ends_at = now() - interval '1 second'");
  expect(await seen(cookie)).toBe(303);
  await desk.database.pool.query("update desk_session set ends_at = now() + interval '1 hour'");
  expect(await seen(cookie)).toBe(200);
  const out = await post("/desk/sign-out", {}, { cookie });
  expect(out.headers.get("set-cookie")).toMatch(/^intray-desk=; Max-Age=0/);
  expect(await seen(cookie)).toBe(303);
});

test("another site's form neither asks, signs in nor signs out", async () => {
  const link = await linkFor(jan);
  const evils = [
    { origin: "https://evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];
  for (const evil of evils) {
    expect((await post(link, {}, evil)).status).toBe(403);
    expect((await post("/desk/sign-in", { address: jan }, evil)).status).toBe(403);
  }
  const cookie = cookieOf(await post(link));
  for (const evil of evils) expect((await post("/desk/sign-out", {}, { ...evil, cookie })).status).toBe(403);
  expect(await seen(cookie)).toBe(200);
});

test("who leaves the desk's file is signed out at once, and their links are dead", async () => {
  const [ola, ewa] = [await signIn("ola@acme.example"), await linkFor("ewa@acme.example")];
  const smaller = deskYaml
    .replace("success: [ola@acme.example]", "success: [jan@acme.example]")
    .replace("[jan@acme.example, ewa@acme.example]", "[jan@acme.example]")
    .replace(/ {2}(ola|ewa)@acme.example: .*\n/g, "");
  expect(await seen(ola)).toBe(200);
  await putIntoForce(desk.database.pool, parseDesk(smaller), [], false);
  await eventually("the new desk counts", 15_000, async () => (await seen(ola)) === 303);
  expect((await post(ewa)).status).toBe(404);
  expect((await ask("ola@acme.example")).status).toBe(200);
  await putIntoForce(desk.database.pool, parseDesk(deskYaml), [], false);
  await eventually("the old desk counts again", 15_000, async () => (await seen(ola)) === 200);
});

test("every answer forbids scripts, frames, caches and referrers", async () => {
  const cookie = await signIn(jan);
  for (const path of ["/desk/sign-in", "/desk", "/desk/sign-in/x", "/desk/nowhere"]) {
    const { headers } = await fetch(`${desk.url}${path}`, { headers: { cookie }, redirect: "manual" });
    expect(headers.get("content-security-policy"), path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get("content-security-policy"), path).not.toContain("script-src");
    expect(headers.get("cache-control"), path).toBe("no-store");
    expect(headers.get("referrer-policy"), path).toBe("no-referrer");
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
  }
});
