/** What reaches the pages over the wire itself: odd requests, endless forms, and lines that hold places. */
import { connect } from "node:net";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../src/demo/database.ts";
import { openProxies } from "../../src/io/proxies.ts";
import { field, readForm, UnreadableForm } from "../../src/web/form.ts";
import { bareHeaders, servePages } from "../../src/web/server.ts";
import { fewAtOnce } from "../../src/web/uploads.ts";

let port: number;
let server: Awaited<ReturnType<typeof servePages>>;

beforeAll(async () => {
  port = await freePort();
  const app = new Hono();
  app.use(fewAtOnce(1_000, openProxies([]), (context) => context.text("busy", 503)));
  app.get("/", (context) => context.text("page"));
  app.post("/", async (context) => {
    const sent = await readForm(context);
    return context.json({ names: Object.keys(sent).length, a: field(sent.a) });
  });
  app.onError((error, context) =>
    error instanceof UnreadableForm ? context.text(error.why, 400) : context.text("failed", 500),
  );
  server = await servePages(app.fetch, { host: "127.0.0.1", port });
});
afterAll(() => {
  server?.close();
  server?.closeAllConnections();
});

/** Sends bytes as they are and reads until the line is closed. */
function talk(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const line = connect(port, "127.0.0.1", () => line.write(bytes));
    let answer = "";
    line.on("data", (data) => {
      answer += data.toString("latin1");
    });
    line.once("close", () => resolve(answer)).once("error", reject);
  });
}

test.each([
  ["no HTTP", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["a method that is none", 400, "FOO / HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["no host", 400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ["a host that is none", 400, "GET / HTTP/1.1\r\nHost: a b/..\r\nConnection: close\r\n\r\n"],
  ["an address of no scheme we have", 400, "GET evil://x/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
  ["two lengths", 400, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
  ["headers without end", 431, `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`],
  ["an expectation nobody meets", 417, "POST / HTTP/1.1\r\nHost: x\r\nExpect: teapot\r\nContent-Length: 0\r\n\r\n"],
  ["a page", 200, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
])("%s is answered with %i and the headers that every answer bears", async (_, status, request) => {
  const [head = ""] = (await talk(request)).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  const names = head.split("\r\n").map((line) => line.split(":")[0]?.toLowerCase());
  for (const name of Object.keys(bareHeaders))
    expect(names.filter((each) => each === name.toLowerCase())).toHaveLength(1);
});

const post = async (type: string, body: string | Buffer) => {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: { "content-type": type }, body });
  return [answer.status, await answer.text()];
};
const part = (head: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\nx\r\n`;

test("a form is read in each way that browsers and programs write it", async () => {
  const two = '{"names":2,"a":"x"}';
  expect(await post("application/x-www-form-urlencoded", "a=x&__proto__=y")).toEqual([200, two]);
  expect(await post("application/x-www-form-urlencoded;charset=UTF-8", "a=%78&b=y")).toEqual([200, two]);
  expect(await post("application/x-www-form-urlencoded", "a=%00x%1b%7F%00&b=%ED%A0%80")).toEqual([200, two]);
  const body = `${part('name="a"')}${part('name="b"; filename="c"')}--b--\r\n`;
  expect(await post("multipart/form-data; boundary=b", body)).toEqual([200, two]);
  expect(await post('Multipart/Form-Data;boundary="b"', body)).toEqual([200, two]);
});

test.each([
  ["more fields than any form has", "application/x-www-form-urlencoded", "a&".repeat(201), "unreadable"],
  ["millions of fields", "application/x-www-form-urlencoded", "a&".repeat(2_000_000), "tooLarge"],
  [
    "more parts than any form has",
    "multipart/form-data; boundary=b",
    `${part('name="a"').repeat(201)}--b--`,
    "unreadable",
  ],
  [
    "a part whose head does not end",
    "multipart/form-data; boundary=b",
    `${part(`name="${"a".repeat(9_000)}"`)}--b--`,
    "unreadable",
  ],
  [
    "two types at once",
    "multipart/form-data; boundary=c, multipart/form-data; boundary=b",
    `${part('name="a"')}--b--`,
    "unreadable",
  ],
  ["no boundary", "multipart/form-data", `${part('name="a"')}--b--`, "unreadable"],
  ["no end", "multipart/form-data; boundary=b", part('name="a"').slice(0, -6), "unreadable"],
])("a form with %s is not read", async (_, type, body, why) => {
  expect(await post(type, body)).toEqual([400, why]);
});

test("of one network two large forms are taken at a time, however slowly they come, and other networks wait for none of them", async () => {
  const ask = "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000";
  const large = (from: string) => ({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": from },
    body: `a=${"x".repeat(2_000)}`,
  });
  const lines = ["2001:db8::1", "2001:db8::2"].map((from) => {
    const line = connect(port, "127.0.0.1");
    line.on("error", () => {});
    line.write(`${ask}\r\nX-Forwarded-For: ${from}\r\n\r\na=`);
    return line;
  });
  try {
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/`, large("2001:db8::3"))).status, { timeout: 20_000 })
      .toBe(503);
    expect((await fetch(`http://127.0.0.1:${port}/`, large("203.0.113.9"))).status).toBe(200);
  } finally {
    for (const line of lines) line.destroy();
  }
  await expect
    .poll(async () => (await fetch(`http://127.0.0.1:${port}/`, large("2001:db8::3"))).status, { timeout: 20_000 })
    .toBe(200);
});
