/** Bad input at each door: one line that says what, where and what to do; never a stack trace. */

import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { hasDovecot, startDovecot } from "../harness/dovecot.ts";
import { emptyFolder, intray, type Ran } from "../harness/program.ts";
import { startSink } from "../harness/sink.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await putIntoForce(database.pool, parseDesk(deskYaml), null, false);
});
afterAll(() => database.drop());

const key = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const whole = {
  INBOX_URL: "imaps://u:p@imap.acme.example/INBOX",
  SMTP_URL: "smtps://u:p@smtp.acme.example",
  SUPPORT_ADDRESS: support,
  SECRET_KEYS: key,
};

function lines(ran: Ran): string[] {
  expect(ran.err).not.toMatch(/^\s+at /m);
  return ran.err.trim().split("\n");
}

test("a missing environment names everything that is missing at once, each with an example", async () => {
  const ran = await intray(["worker"]);
  expect(ran.status).toBe(1);
  const said = lines(ran);
  for (const name of ["DATABASE_URL", "INBOX_URL", "SMTP_URL", "SUPPORT_ADDRESS", "SECRET_KEYS"]) {
    expect(
      said.filter((line) => line.startsWith(`intray: ${name}: is required`) && line.includes("example:")),
    ).toHaveLength(1);
  }
});

test("wrong values are named together, and no password is repeated", async () => {
  const ran = await intray(["worker"], {
    env: {
      DATABASE_URL: "mysql://root:hunter2@db",
      INBOX_URL: "imap://u:hunter2@imap.acme.example/INBOX",
      SMTP_URL: "gopher://u:hunter2@x",
      SUPPORT_ADDRESS: "not an address",
      SECRET_KEYS: "k1:short",
      PORT: "99999",
      LOG_LEVEL: "loud",
      INTRAY_PORT: "1",
      TRUSTED_AUTHSERV_ID: "mx",
    },
  });
  expect(ran.status).toBe(1);
  const said = lines(ran).join("\n");
  for (const name of [
    "DATABASE_URL",
    "INBOX_URL",
    "SMTP_URL",
    "SUPPORT_ADDRESS",
    "SECRET_KEYS",
    "PORT",
    "LOG_LEVEL",
    "INTRAY_PORT",
  ]) {
    expect(said).toContain(`intray: ${name}:`);
  }
  expect(said).toContain("did you mean PORT?");
  expect(said).not.toContain("hunter2");
});

test("a wrong desk.yaml names each mistake with its line", async () => {
  const folder = emptyFolder();
  writeFileSync(
    join(folder, "desk.yaml"),
    deskYaml
      .replace("1h, resolution: 4h", "1x, resolution: 4h")
      .replace("timezone: Europe/Warsaw", "timezone: Europe/Nowhere"),
  );
  const ran = await intray(["apply"], { cwd: folder, env: { DATABASE_URL: database.url } });
  expect(ran.status).toBe(1);
  expect(lines(ran).length).toBeGreaterThanOrEqual(2);
  expect(ran.err).toMatch(/desk\.yaml:\d+ .*1x/);
  expect(ran.err).toContain("Europe/Nowhere");
});

test("a desk file that is not there is said with the setting that names it", async () => {
  const ran = await intray(["apply"], { env: { DATABASE_URL: database.url, DESK_FILE: "other.yaml" } });
  expect(ran.status).toBe(1);
  expect(lines(ran)).toHaveLength(1);
  expect(ran.err).toMatch(/other\.yaml.*DESK_FILE/);
});

test.each([
  ["nobody listens", "postgres://u:hunter2@127.0.0.1:1/x", /no PostgreSQL answers at 127\.0\.0\.1:1/],
  ["there is no such database", "", /there is no database at/],
])("no database (%s) is one line", async (_why, url, said) => {
  const wrong = url || database.url.replace(/\/[^/]*$/, "/nowhere");
  const ran = await intray(["tickets"], { env: { DATABASE_URL: wrong } });
  expect(ran.status).toBe(1);
  expect(lines(ran)).toHaveLength(1);
  expect(ran.err).toMatch(said);
  expect(ran.err).not.toContain("hunter2");
});

test("without DATABASE_URL and without an embedded database a command says both ways out", async () => {
  const ran = await intray(["tickets"]);
  expect(ran.status).toBe(1);
  expect(ran.err).toMatch(/DATABASE_URL.*npm start/);
});

test("tables that are older than the program are named with the way to mend them", async () => {
  const empty = await freshDatabase("empty");
  try {
    const ran = await intray(["tickets"], { env: { DATABASE_URL: empty.url } });
    for (const word of ["worker", "web"]) {
      const refused = await intray([word], { env: { ...whole, DATABASE_URL: empty.url } });
      expect(lines(refused)).toEqual([
        expect.stringMatching(/^intray: .* older than this program .*; run npx intray migrate$/),
      ]);
      expect(refused.status).toBe(1);
    }
    expect([ran.status, lines(ran)]).toEqual([
      1,
      [expect.stringMatching(/^intray: .* not those of this program .*; run npx intray migrate$/)],
    ]);
  } finally {
    await empty.drop();
  }
});

test("a port in use is one line", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const ran = await intray(["web"], { env: { ...whole, DATABASE_URL: database.url, PORT: String(port) } });
  taken.close();
  expect(ran.status).toBe(1);
  expect(lines(ran)).toEqual([expect.stringMatching(new RegExp(`port ${port} on 127\\.0\\.0\\.1 is in use; .*PORT`))]);
});

test.each([
  [["tikets"], /no command "tikets".*did you mean/],
  [["tickets", "--status", "half-open"], /"half-open" is no status/],
  [["tickets", "--severity", "Z"], /"Z" is no severity; use A, B, C, non-urgent/],
])("used wrongly, %j ends with status 2, one line and how it is called", async (words, said) => {
  const ran = await intray(words, { env: { DATABASE_URL: database.url } });
  expect(ran.status).toBe(2);
  const [first, second] = lines(ran);
  expect(first).toMatch(said);
  expect(second).toMatch(/^usage: npx intray /);
});

test("a ticket that is not there is one line", async () => {
  const ran = await intray(["ticket", "99999"], { env: { DATABASE_URL: database.url } });
  expect(ran).toMatchObject({ status: 1 });
  expect(lines(ran)).toEqual([expect.stringContaining("there is no ticket #99999")]);
});

test("help lists the commands by task, and each has its own", async () => {
  const { out, status } = await intray([]);
  expect(status).toBe(0);
  const names = [...out.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1] ?? "");
  expect(names).toEqual(
    expect.arrayContaining([
      "start",
      "worker",
      "web",
      "demo",
      "migrate",
      "apply",
      "doctor",
      "read",
      "deliver",
      "tickets",
      "ticket",
      "quarantine",
      "accounts",
      "preview",
    ]),
  );
  expect((await intray(["deliver", "--help"])).out).toContain("Example");
}, 120_000);

test.each([[["help"]], [["--help"]], [["help", "--help"]]])("%j lists the commands", async (words) => {
  expect(await intray(words)).toMatchObject({ status: 0, out: expect.stringContaining("quarantine") });
});

test.skipIf(!hasDovecot() && !process.env.CI)(
  "doctor says in one line each what is wrong with inbox and SMTP, and ends with 1",
  async () => {
    const [dovecot, sink] = [await startDovecot(), await startSink()];
    const folder = emptyFolder();
    writeFileSync(join(folder, "desk.yaml"), deskYaml);
    const env = { ...whole, DATABASE_URL: database.url, SMTP_URL: `smtp://127.0.0.1:${sink.port}` };
    try {
      const good = await intray(["doctor"], { cwd: folder, env: { ...env, INBOX_URL: dovecot.url("support") } });
      expect(good.out).not.toContain("FAIL");
      expect(good.status).toBe(0);
      const wrong = await intray(["doctor"], {
        cwd: folder,
        env: {
          ...env,
          INBOX_URL: dovecot.url("support").replace(":password@", ":hunter2@"),
          SMTP_URL: "smtp://127.0.0.1:1",
        },
      });
      expect(wrong.status).toBe(1);
      expect(wrong.out).toMatch(/^FAIL IMAP .*(password|login)/im);
      expect(wrong.out).toMatch(/^FAIL SMTP/m);
      expect(wrong.out).not.toContain("hunter2");
    } finally {
      await sink.stop();
      await dovecot.stop();
    }
  },
);
