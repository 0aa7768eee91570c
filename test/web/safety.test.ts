/** What holds for every route there is: headers, where forms may come from, how large they may be, and that links tell nothing. */
import type { Hono } from "hono";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { putIntoForce } from "../../src/flow/apply.ts";
import { openDesks } from "../../src/flow/desks.ts";
import { openStationery } from "../../src/flow/stationery.ts";
import { openBlobs } from "../../src/io/blobs.ts";
import { openLog } from "../../src/io/log.ts";
import { openProxies } from "../../src/io/proxies.ts";
import { openQueue, type Queue } from "../../src/io/queue.ts";
import { openReaders, type Readers } from "../../src/io/readers.ts";
import { mintToken, tokenHash } from "../../src/mail/write/reference.ts";
import { sign } from "../../src/mail/write/signing.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { openApp, type Reception } from "../../src/web/app.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml, support } from "../harness/deskFile.ts";

const publicUrl = "https://desk.acme.example";
const unknownToken = `k1-${"a".repeat(26)}`;

let database: FreshDatabase;
let queue: Queue;
let readers: Readers;
let app: Hono;
let reception: Reception;
let asked: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const accounts = [{ name: "Shop", plan: "standard", domains: ["shop.example"], contacts: [], language: null }];
  await putIntoForce(database.pool, parseDesk(deskYaml), accounts, false);
  const config = readConfig({
    DATABASE_URL: database.url,
    SUPPORT_ADDRESS: `Acme Support <${support}>`,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    PUBLIC_URL: publicUrl,
  });
  const log = openLog("silent", "json");
  queue = await openQueue(database.url, log);
  readers = openReaders({ threadCount: 1, own: { loopId: null, keys: null } });
  reception = {
    pool: listening(database.pool),
    queue,
    // The desk in force is kept in mind for a while, whoever asks; here for as long as the test goes on.
    desks: openDesks(() => 0),
    stationery: await openStationery(config),
    blobs: await openBlobs({ kind: "postgres" }),
    readers,
    log,
    publicUrl,
    isProxy: openProxies([]),
    now: Date.now,
  };
  app = openApp(reception);
  await reception.desks.current(reception.pool);
});
afterAll(async () => {
  await readers?.close();
  await queue?.stop();
  await database?.drop();
});

/** The same pool, but every question to the database is noted. */
function listening(pool: Pool): Pool {
  const noted = <Asker extends object>(asker: Asker): Asker =>
    new Proxy(asker, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...words: unknown[]) => {
          const [first] = words;
          const text = typeof first === "string" ? first : String((first as { name?: unknown } | null)?.name);
          if (name === "query") asked.push(text);
          const answer = value.apply(target, words);
          return name === "connect" ? answer.then(noted) : answer;
        };
      },
    });
  return noted(pool);
}

/** Every route as `METHOD /path`, its places filled with what nobody knows. */
function routes(method: string): string[] {
  const paths = app.routes
    .filter((route) => route.method === method && !route.path.includes("*"))
    .map(({ path }) => path.replace(":token", unknownToken).replace(/:[a-z]+(\{[^/]*\})?/gi, "1"));
  return [...new Set(paths)];
}

/** A proxy on this machine asks; the server's own word on the connection is what `hono` is given by node. */
const connection = { incoming: { socket: { remoteAddress: "203.0.113.9", remotePort: 1, remoteFamily: "IPv4" } } };
const ask = (path: string, init: RequestInit = {}) =>
  Promise.resolve(app.request(`${publicUrl}${path}`, { redirect: "manual", ...init }, connection));

test("there are routes to try", () => {
  expect(routes("GET").length).toBeGreaterThan(10);
  expect(routes("POST").length).toBeGreaterThan(6);
});

describe("every answer", () => {
  const expectSafe = (what: string, { headers }: Response) => {
    const policy = headers.get("content-security-policy") ?? "";
    expect([what, policy]).toEqual([what, expect.stringMatching(/default-src 'none'/)]);
    expect([what, policy]).not.toEqual([what, expect.stringMatching(/script-src|unsafe-eval|\*/)]);
    if (!policy.startsWith("sandbox"))
      expect([what, policy]).toEqual([what, expect.stringContaining("frame-ancestors 'none'")]);
    expect([what, headers.get("referrer-policy")]).toEqual([what, "no-referrer"]);
    expect([what, headers.get("x-content-type-options")]).toEqual([what, "nosniff"]);
    expect([what, headers.get("cache-control")]).toEqual([what, "no-store"]);
    expect([what, headers.get("x-frame-options")]).toEqual([what, "DENY"]);
    expect([what, headers.get("strict-transport-security")]).toEqual([what, expect.stringMatching(/max-age=\d{8}/)]);
    expect([what, headers.get("server") ?? headers.get("x-powered-by")]).toEqual([what, null]);
  };

  test("of every route and method bears the headers that keep it to itself", async () => {
    for (const path of [...routes("GET"), "/nowhere", "/%00", "/rate/%ff"]) {
      for (const method of ["GET", "HEAD", "OPTIONS"]) expectSafe(`${method} ${path}`, await ask(path, { method }));
    }
    for (const path of routes("POST")) {
      expectSafe(`POST ${path}`, await ask(path, { method: "POST", body: new URLSearchParams({ score: "1" }) }));
    }
  });

  test("names the address of the configuration, whatever the Host header says", async () => {
    for (const path of routes("GET")) {
      const headers = { host: "evil.example", "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
      const answer = await ask(path, { headers });
      expect([path, `${await answer.text()}${answer.headers.get("location")}`]).not.toEqual([
        path,
        expect.stringContaining("evil"),
      ]);
    }
  });
});

describe("every form", () => {
  const tryAll = async (headers: Record<string, string>) => {
    const statuses = new Map<string, number>();
    for (const path of routes("POST")) {
      const body = new URLSearchParams({ words: "x", answer: "yes", score: "5", text: "x" });
      statuses.set(path, (await ask(path, { method: "POST", body, headers })).status);
    }
    return statuses;
  };

  test.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site", origin: publicUrl },
    { "sec-fetch-site": "nonsense", origin: publicUrl },
    { origin: "https://evil.example" },
    { origin: "https://desk.acme.example.evil.example" },
    { origin: "http://desk.acme.example" },
  ] as Record<string, string>[])(
    "that comes from elsewhere (%j) is refused before anything is read",
    async (headers) => {
      asked = [];
      for (const [path, status] of await tryAll(headers)) expect([path, status]).toEqual([path, 403]);
      expect(asked).toEqual([]);
    },
  );

  test.each([{ "sec-fetch-site": "same-origin", origin: "null" }, { origin: publicUrl }, {}] as Record<
    string,
    string
  >[])("that comes from its own page (%j) is let in", async (headers) => {
    for (const [path, status] of await tryAll(headers)) expect([path, status]).not.toEqual([path, 403]);
  });

  test("of a browser that only says null is let in by a secret address, and not by a cookie", async () => {
    for (const [path, status] of await tryAll({ origin: "null" })) {
      if (path.startsWith("/desk")) expect([path, status]).toEqual([path, 403]);
      else expect([path, status]).not.toEqual([path, 403]);
    }
  });

  test("that is too large is refused, told or not how large it is", async () => {
    for (const path of routes("POST")) {
      const bytes = path === "/new" ? 20_300_000 : path.startsWith("/ticket/") ? 52_700_000 : 70_000;
      const told = await ask(path, { method: "POST", body: "x", headers: { "content-length": String(bytes) } });
      expect([path, told.status]).toEqual([path, 413]);
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let sent = 0; sent < bytes; sent += 1_000_000) controller.enqueue(new Uint8Array(1_000_000));
          controller.close();
        },
      });
      const headers = { "transfer-encoding": "chunked" };
      const untold = await ask(path, { method: "POST", body, headers, duplex: "half" } as RequestInit);
      expect([path, untold.status]).toEqual([path, 413]);
    }
  });

  test("of nonsense bytes breaks nothing", async () => {
    for (const path of routes("POST")) {
      for (const type of [
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/plain",
        "",
      ]) {
        const body = new Uint8Array([0, 255, 45, 45, 120, 13, 10, 0, 128]);
        const answer = await ask(path, { method: "POST", body, headers: type === "" ? {} : { "content-type": type } });
        expect([path, type, answer.status]).not.toEqual([path, type, 500]);
      }
    }
  });
});

describe("a link that does not work", () => {
  /** Tokens that once were good, or are good for something else. */
  async function deadTokens(purpose: string): Promise<Record<string, string>> {
    const tokens: Record<string, string> = { unknown: unknownToken };
    const rows: [string, string, string][] = [
      ["expired", purpose, "now() - interval '1 minute'"],
      ["for another purpose", purpose === "file" ? "rate" : "file", "now() + interval '1 day'"],
    ];
    for (const [name, of, expires] of rows) {
      const token = mintToken(reception.stationery.keys, {
        purpose: "bounce",
        ticketId: null,
        person: name,
        nonce: purpose,
      });
      await database.pool.query(
        `insert into token (hash, purpose, ticket_id, person, data, expires_at) values ($1, $2, null, $3, '{}', ${expires})`,
        [tokenHash(token), of, name],
      );
      tokens[name] = token;
    }
    return tokens;
  }

  const places: [path: string, purpose: string][] = [
    ["rate", "rate"],
    ["answer", "question"],
    ["ticket", "ticket"],
    ["file", "file"],
    ["approve", "approve"],
    ["cancel", "cancel"],
    ["verify", "verify"],
    ["guide", "guide"],
    ["admit", "admit"],
    ["vote", "vote"],
  ];
  test.each(places)(
    "of /%s answers alike and does the same work, whatever is wrong with it",
    async (place, purpose) => {
      const tokens = await deadTokens(purpose);
      for (const method of ["GET", "POST"]) {
        const seen = new Map<string, { status: number; words: string; asked: string[] }>();
        for (const [name, token] of Object.entries(tokens)) {
          asked = [];
          const body = new URLSearchParams({ score: "5", answer: "yes", text: "x" });
          const answer = await ask(`/${place}/${token}`, method === "POST" ? { method, body } : { method });
          const words = (await answer.text()).replaceAll(token, "TOKEN");
          seen.set(name, { status: answer.status, words, asked });
        }
        for (const what of seen.values()) expect(what).toEqual(seen.get("unknown"));
      }
    },
  );

  test("of any shape asks the database nothing it could be harmed by", async () => {
    for (const odd of [
      "..%2f..%2fetc",
      "%00",
      "k1-AAAA",
      "x".repeat(5_000),
      "%F0%9F%92%A9",
      "'--",
      "k1-%61".padEnd(40, "a"),
    ]) {
      for (const [place] of places) expect([odd, (await ask(`/${place}/${odd}`)).status]).toEqual([odd, 404]);
    }
  });
});

test("the form does the same work for known and unknown addresses", async () => {
  const seen: string[] = [];
  for (const address of ["ada@shop.example", "nobody@else.example"]) {
    asked = [];
    const at = Date.now() - 60_000;
    const key = reception.stationery.keys[0]?.key ?? "";
    const body = new URLSearchParams({
      opened: `${at}.${sign(key, ["form", at], 26)}`,
      address,
      subject: "x",
      words: "x",
    });
    const answer = await ask("/new", { method: "POST", body });
    seen.push(JSON.stringify([answer.status, (await answer.text()).replaceAll(address, "ADDRESS"), asked]));
  }
  expect(seen[1]).toBe(seen[0]);
});
