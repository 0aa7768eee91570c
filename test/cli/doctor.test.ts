/** What `intray doctor` finds, at real servers where it asks servers, and in a world of its own where it asks DNS. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseFindings } from "../../src/cli/doctor/database.ts";
import { attempt, clockFinding, type Finding } from "../../src/cli/doctor/finding.ts";
import { roundTripFindings } from "../../src/cli/doctor/roundTrip.ts";
import { inboxFindings, oauthFindings, smtpFindings } from "../../src/cli/doctor/servers.ts";
import { authservFinding, keysFinding } from "../../src/cli/doctor/settings.ts";
import { examine } from "../../src/cli/doctor.ts";
import { readConfig } from "../../src/config.ts";
import { openMailWorld } from "../../src/demo/mailworld.ts";
import { openNameServers } from "../../src/io/nameservers.ts";
import { connectPool } from "../../src/io/postgres.ts";
import { freshDatabase } from "../harness/database.ts";
import { type DeskUnderTest, eventually, openDesk } from "../harness/desk.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { hasDovecot } from "../harness/dovecot.ts";
import { emptyFolder } from "../harness/program.ts";
import { asAdmin, withDatabase } from "../harness/setup.ts";

const noNames = openNameServers(async () => {
  throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
});
const patience = { openMs: 20_000, arrivalMs: 20_000 };

const of = (findings: Finding[], what: string) => findings.filter((finding) => finding.what === what);

test.each([
  [0, 0, "ok"],
  [1_900, 0, "ok"],
  [-5_000, 4_000, "ok"],
  [-5_000, 0, "warn"],
  [45_000, 1_000, "fail"],
  [-7_200_000, 1_000, "fail"],
])("a clock %d ms ahead, known to %d ms, is %s", (aheadMs, unsureMs, state) => {
  const finding = clockFinding("the moon", aheadMs, unsureMs);
  expect(finding).toMatchObject({ what: "clock of the moon", state });
  if (state !== "ok") expect(finding.detail).toContain(aheadMs < 0 ? "behind" : "ahead of");
});

test.each([
  ["random", Buffer.from("vN0eZ1cXqkq9uXy3g3O5m7pC2wqH8rTtJfLz6bYdA4s=", "base64"), "ok"],
  ["of one byte", Buffer.alloc(32, 7), "warn"],
  ["counted up", Buffer.from(Array.from({ length: 32 }, (_, at) => at * 3)), "warn"],
  ["a sentence", Buffer.from("correct horse battery staple yes"), "warn"],
  [
    "random and written as hexadecimal",
    Buffer.from("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    "ok",
  ],
])("a key that is %s is known for what it is", (_what, key, state) => {
  expect(keysFinding(readConfig({ SECRET_KEYS: `k1:${key.toString("base64")}` }))).toMatchObject({ state });
});

test("no key that was made as the documentation says is taken for a weak one", () => {
  for (let turn = 0; turn < 2_000; turn++) {
    const key = randomBytes(32).toString("base64");
    expect(keysFinding(readConfig({ SECRET_KEYS: `k1:${key}` })).state).toBe("ok");
  }
});

test("where settings are missing, what is there is tried all the same; where one cannot be read, nothing is", async () => {
  const told = async (env: Record<string, string>) => {
    const findings: Finding[] = [];
    for await (const some of examine({ DESK_FILE: "none.yaml", ...env }, { dns: noNames, send: false, patience })) {
      findings.push(...some);
    }
    return findings.map(({ what, state, detail }) => `${state} ${what}: ${detail}`);
  };
  const some = await told({ SUPPORT_ADDRESS: support, DATABASE_URL: "postgres://u:hunter2@127.0.0.1:1/x" });
  expect(some).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^fail environment: INBOX_URL: is required/),
      expect.stringMatching(/^fail environment: SECRET_KEYS: is required/),
      expect.stringMatching(/^fail desk file: the desk's definition none\.yaml cannot be read/),
      expect.stringMatching(/^fail database: no PostgreSQL answers at 127\.0\.0\.1:1/),
      expect.stringMatching(/^skip DNS: /),
    ]),
  );
  expect(some.join()).not.toContain("hunter2");
  const none = await told({ INBOX_URL: "imap://u:hunter2@far.example/INBOX" });
  expect(none.every((line) => line.startsWith("fail environment: "))).toBe(true);
  expect(none.join()).not.toContain("hunter2");
});

test("what never ends is told after its time, and what is thrown without passwords or addresses", async () => {
  const [late] = await attempt("the moon", "wait", () => new Promise<Finding[]>(() => {}), 10);
  expect(late).toMatchObject({ what: "the moon", state: "fail", detail: expect.stringContaining("no end after") });
  const [thrown] = await attempt("the moon", null, () =>
    Promise.reject(new Error("550 for ada@shop.example at imaps://u:hunter2@moon")),
  );
  expect(thrown).toMatchObject({ state: "fail", mend: null });
  expect(thrown?.detail).not.toMatch(/ada|hunter2/);
});

describe("the database", () => {
  test("that keeps too few letters, or can only be read, is said", async () => {
    const database = await freshDatabase();
    const name = `t_ascii_${database.url.split("_").at(-1)}`;
    await asAdmin(
      database.url,
      `create database ${name} encoding 'SQL_ASCII' template template0 locale_provider libc lc_collate 'C' lc_ctype 'C'`,
    );
    await asAdmin(database.url, `alter database ${name} set default_transaction_read_only = on`);
    const pool = await connectPool(withDatabase(database.url, name), { applicationName: "intray test" });
    try {
      const findings = await databaseFindings(pool, "here").catch((error: Error) => error);
      expect(findings).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ state: "fail", detail: expect.stringContaining("SQL_ASCII") }),
          expect.objectContaining({ state: "fail", detail: "can only be read" }),
          expect.objectContaining({ state: "warn", detail: expect.stringMatching(/migrations are waiting/) }),
          expect.objectContaining({ state: "ok", what: "clock of the database" }),
        ]),
      );
    } finally {
      await pool.end();
      await asAdmin(database.url, `drop database ${name} with (force)`);
      await database.drop();
    }
  });
});

describe("SMTP", () => {
  const servers: SMTPServer[] = [];
  afterAll(() => Promise.all(servers.map((server) => new Promise<void>((done) => server.close(done)))));
  const configFor = async (options: ConstructorParameters<typeof SMTPServer>[0], user = "") => {
    const server = new SMTPServer({ disabledCommands: ["STARTTLS"], logger: false, ...options });
    servers.push(server);
    await new Promise<void>((done) => {
      server.listen(0, "127.0.0.1", () => done());
    });
    return readConfig({ SMTP_URL: `smtp://${user}127.0.0.1:${(server.server.address() as AddressInfo).port}` });
  };

  test("what the server takes, offers and greets with is told", async () => {
    const late = new Date(Date.now() - 3_600_000).toUTCString().replace("GMT", "+0000");
    const findings = await smtpFindings(
      await configFor({ banner: `ready ${late}`, size: 2_000_000, authOptional: true }),
    );
    expect(findings).toEqual([
      expect.objectContaining({
        what: "SMTP",
        state: "ok",
        detail: expect.stringMatching(/takes mail \(without a login\)/),
      }),
      expect.objectContaining({
        state: "warn",
        detail: expect.stringMatching(/up to 2 MB; letters with files need 15 MB/),
      }),
      expect.objectContaining({
        what: "clock of the SMTP server",
        state: "fail",
        detail: expect.stringMatching(/minutes behind/),
      }),
    ]);
  });

  test("a refused login is told without the password", async () => {
    const config = await configFor(
      { allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error("535 no such person")) },
      "ada:hunter2@",
    );
    const [finding, ...more] = await smtpFindings(config);
    expect(finding).toMatchObject({
      what: "SMTP",
      state: "fail",
      detail: expect.stringContaining("refused the login"),
    });
    expect(more).toEqual([]);
    expect(JSON.stringify(finding)).not.toContain("hunter2");
  });
});

describe("OAuth", () => {
  let server: Server;
  let answer: { status: number; body: object; aheadMs: number };
  let tokenUrl = "";
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.sendDate = false;
      const date = new Date(Date.now() + answer.aheadMs).toUTCString();
      response.writeHead(answer.status, { date }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((done) => {
      server.listen(0, "127.0.0.1", done);
    });
    tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  });
  afterAll(() => server.close());
  const config = (auth = "?auth=oauth2") =>
    readConfig({
      OAUTH_TOKEN_URL: tokenUrl,
      OAUTH_CLIENT_ID: "desk",
      OAUTH_REFRESH_TOKEN: "secret-refresh",
      SMTP_URL: `smtps://support%40acme.example:x@smtp.acme.example${auth}`,
    });

  test("when the tokens end is told, and where nothing uses them", async () => {
    answer = {
      status: 200,
      body: { access_token: "secret-access", expires_in: 3600, refresh_token_expires_in: 600_000 },
      aheadMs: 0,
    };
    const findings = await oauthFindings(config());
    expect(findings.map(({ state, detail }) => [state, detail])).toEqual([
      ["ok", expect.stringMatching(/gives access tokens; this one ends in 60 minutes/)],
      ["warn", "the refresh token itself ends in 6 days"],
      ["ok", "goes with this machine's"],
    ]);
    expect(JSON.stringify(findings)).not.toContain("secret");
    expect((await oauthFindings(config(""))).map(({ detail }) => detail)).toContain("nothing uses it");
  });

  test("the provider's clock is compared with this machine's", async () => {
    answer = { status: 200, body: { access_token: "x" }, aheadMs: 600_000 };
    expect((await oauthFindings(config())).at(-1)).toMatchObject({
      state: "fail",
      detail: expect.stringMatching(/ahead of/),
    });
  });

  test("a refresh token that was withdrawn fails", async () => {
    answer = { status: 400, body: { error: "invalid_grant" }, aheadMs: 0 };
    await expect(oauthFindings(config())).rejects.toThrow(/gave no access token \(invalid_grant\)/);
  });
});

test("a folder for stored mail that is there already is no failure, in whatever words the server says so", async () => {
  const world = await openMailWorld([support]);
  const address = `imap://${encodeURIComponent(support)}:demo@127.0.0.1:${world.imapPort(support)}/INBOX?move=Done`;
  const config = readConfig({ INBOX_URL: address });
  const [inbox] = config.inboxes;
  if (!inbox) throw new Error("no inbox");
  try {
    const told: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const { findings } = await inboxFindings(config, inbox);
      expect(findings.filter(({ state }) => state !== "ok")).toEqual([]);
      told.push(...findings.map(({ detail }) => detail).filter((detail) => detail.includes("Done")));
    }
    expect(told).toEqual(["made the folder Done for stored mail", "has the folder Done for stored mail"]);
  } finally {
    await world.close();
  }
});

describe.skipIf(!hasDovecot() && !process.env.CI)("at a real mailbox", () => {
  let desk: DeskUnderTest;
  const folder = emptyFolder();
  beforeAll(async () => {
    writeFileSync(join(folder, "desk.yaml"), deskYaml);
    desk = await openDesk();
  });
  afterAll(() => desk.close());
  const env = () => ({ ...desk.env, DESK_FILE: join(folder, "desk.yaml") });
  /** The sink hands on to the mailbox, as a mail server with plus-addressing does. */
  const deliverWhatIsSent = () =>
    desk.sink.answerWith(async (step) => {
      if (step.step === "content")
        for (const to of step.to) await desk.dovecot.deliver(to.split("@")[0] ?? "", step.raw);
      return { kind: "accept" } as const;
    });

  test("a desk that works has nothing to mend, and its trial mail comes back and is taken away again", async () => {
    deliverWhatIsSent();
    const findings: Finding[] = [];
    for await (const some of examine(env(), { dns: noNames, send: true, patience })) findings.push(...some);
    desk.sink.acceptAll();
    expect(findings.filter(({ state }) => state === "fail")).toEqual([]);
    expect(of(findings, "plus-addressing")).toEqual([
      expect.objectContaining({
        state: "ok",
        detail: expect.stringMatching(/^a mail to support\+…@acme\.example came to INBOX/),
      }),
    ]);
    const details = findings.map(({ what, detail }) => `${what}: ${detail}`).join("\n");
    for (const said of [
      /^IMAP support@127.*: waits for news \(IDLE\)$/m,
      /^SMTP: 127\.0\.0\.1:\d+ takes mail/m,
      /^database: PostgreSQL \d+/m,
      /^desk: version 1 \(Acme Support\) is in force$/m,
      /^clock of the database: goes with this machine's$/m,
      /^clock of the mail server: goes with this machine's$/m,
      /^DNS: acme\.example is a name that no name server knows$/m,
      /^forged mail: \d+ forgeries tried, none believed$/m,
      /^SECRET_KEYS: k1 does not look random/m,
      /^PUBLIC_URL: http:\/\/localhost:3000: links in letters open on this machine alone$/m,
    ]) {
      expect(details).toMatch(said);
    }
    const { facts } = await inboxFindings(desk.config, firstInbox());
    expect(facts.mails).toBe(0);
  });

  const firstInbox = () => {
    const [inbox] = desk.config.inboxes;
    if (!inbox) throw new Error("no inbox");
    return inbox;
  };

  test("a worker that meets the trial mail knows it for the desk's own", async () => {
    const [, sent] = [
      await roundTripFindings(desk.config, noNames, { ...patience, arrivalMs: 1 }),
      desk.sink.received.at(-1),
    ];
    if (!sent) throw new Error("nothing was sent");
    expect(sent.header("to")).toMatch(/^support\+k1-[a-z2-7]{26}@acme\.example$/);
    expect(sent.from).toMatch(/^support\+b-k1-[a-z2-7]{26}@acme\.example$/);
    await desk.dovecot.deliver("support", sent.raw);
    const worker = await desk.startWorker();
    try {
      const settled = await eventually("a disposition", 30_000, async () => {
        const { rows } = await desk.database.pool.query(
          "select disposition from raw_mail where disposition is not null and message_id like '%.doctor-%'",
        );
        return rows.length > 0 && rows;
      });
      expect(settled).toEqual([{ disposition: "own" }]);
      const { rows } = await desk.database.pool.query("select from ticket");
      expect(rows).toEqual([]);
    } finally {
      await worker.stop();
    }
  });

  test("a server without plus-addressing, one that loses mail, and one that refuses the sender are told apart", async () => {
    const refuse = (wanted: "from" | "recipient", text: string) =>
      desk.sink.answerWith(({ step }) => (step === wanted ? { kind: "refuse", code: 550, text } : undefined));
    const trip = () => roundTripFindings(desk.config, noNames, { ...patience, arrivalMs: 1 });
    refuse("recipient", "5.1.1 no such user support+x@acme.example");
    expect(await trip()).toEqual([
      expect.objectContaining({
        what: "plus-addressing",
        state: "fail",
        detail: expect.stringContaining("is refused: 550"),
      }),
    ]);
    refuse("from", "5.7.1 Sender address rejected: not owned by user");
    expect(await trip()).toEqual([
      expect.objectContaining({ what: "sending", state: "fail", detail: expect.stringContaining("envelope sender") }),
    ]);
    desk.sink.acceptAll();
    expect(await trip()).toEqual([
      expect.objectContaining({
        what: "plus-addressing",
        state: "fail",
        detail: expect.stringContaining("did not arrive"),
      }),
    ]);
  });

  test("the folder for stored mail is made, and a wrong password is told without it", async () => {
    const inbox = { ...firstInbox(), moveTo: "Done" };
    const { findings } = await inboxFindings(desk.config, inbox);
    expect(findings.map(({ detail }) => detail)).toContain("made the folder Done for stored mail");
    const wrong = inboxFindings(desk.config, { ...inbox, password: "hunter2" });
    await expect(wrong).rejects.toThrow(/the login was refused/);
    await expect(wrong).rejects.not.toThrow(/hunter2/);
  });

  test("results of a border server other than the trusted one are told", async () => {
    const head =
      "Authentication-Results: mx.other.example; dmarc=pass header.from=shop.example\r\nReceived: from a by b; Mon, 12 Oct 2026 08:00:00 +0000\r\n";
    await desk.dovecot.deliver("support", `${head}From: ada@shop.example\r\nTo: ${support}\r\nSubject: x\r\n\r\nx\r\n`);
    const { facts } = await inboxFindings(desk.config, firstInbox());
    expect(authservFinding(desk.config, [facts])).toMatchObject({
      state: "warn",
      detail: expect.stringContaining("but results of mx.other.example"),
    });
    const other = { ...desk.config, trustedAuthservIds: ["mx.other.example"] };
    expect(authservFinding(other, [facts])).toMatchObject({ state: "ok" });
    expect(authservFinding({ ...desk.config, trustedAuthservIds: [] }, [facts])).toMatchObject({
      state: "ok",
      detail: expect.stringContaining("mx.other.example"),
    });
    expect(authservFinding({ ...other, trustedAuthservIds: ["https://mx"] }, [facts])).toMatchObject({ state: "fail" });
    expect(authservFinding(other, [])).toMatchObject({ state: "skip" });
  });
});
