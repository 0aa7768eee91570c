import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../src/cli/command.ts";
import { explainClocks, readInstant, renderExplanation, sla, writeInstant } from "../../src/cli/sla.ts";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { calendarOf } from "../../src/ticket/sla/calendar.ts";
import { startClock } from "../../src/ticket/sla/clock.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A folder with the desk's file and nothing else: no accounts, no environment, no database. */
const folder = mkdtempSync(join(tmpdir(), "intray-sla-"));
copyFileSync(join(root, "desk.yaml"), join(folder, "desk.yaml"));
afterAll(() => rmSync(folder, { recursive: true }));

type Ran = { status: number; out: string; err: string };

function intray(words: string[], input = "", environment: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, "src/main.ts"), "sla", ...words],
      { cwd: folder, env: { PATH: process.env.PATH ?? "", ...environment }, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(input);
  });
}

const objects = (out: string): unknown[] =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const standard = ["due", "--plan", "standard", "--severity", "A"];

describe("sla due", () => {
  test("answers one object an instant, in the order given, as the contract writes it", async () => {
    const ran = await intray([
      ...standard,
      "--json",
      "2026-10-16T16:30:00+02:00",
      "2026-10-12T08:00:00Z",
      "2026-10-16T10:30:00.250-04:00",
    ]);
    expect([ran.status, ran.err]).toEqual([0, ""]);
    expect(objects(ran.out)).toEqual([
      {
        at: "2026-10-16T14:30:00Z",
        plan: "standard",
        severity: "A",
        firstResponse: "2026-10-19T07:30:00Z",
        nextResponse: "2026-10-19T07:30:00Z",
        resolution: "2026-10-19T10:30:00Z",
      },
      {
        at: "2026-10-12T08:00:00Z",
        plan: "standard",
        severity: "A",
        firstResponse: "2026-10-12T09:00:00Z",
        nextResponse: "2026-10-12T09:00:00Z",
        resolution: "2026-10-12T12:00:00Z",
      },
      {
        at: "2026-10-16T14:30:00.250Z",
        plan: "standard",
        severity: "A",
        firstResponse: "2026-10-19T07:30:00.250Z",
        nextResponse: "2026-10-19T07:30:00.250Z",
        resolution: "2026-10-19T10:30:00.250Z",
      },
    ]);
  });

  test("reads instants from the standard input, and says null where nothing is promised", async () => {
    const words = ["due", "--plan", "standard", "--severity", "c", "--json", "-"];
    const instants = Array.from({ length: 3_000 }, (_, index) => new Date(Date.UTC(2026, 0, 1, index)).toISOString());
    const ran = await intray(words, `${instants.join("\r\n")}\r\n\r\n`);
    const answers = objects(ran.out);
    expect([ran.status, answers.length]).toEqual([0, 3_000]);
    expect(answers[12]).toMatchObject({
      at: "2026-01-01T12:00:00Z",
      severity: "C",
      firstResponse: "2026-01-07T16:00:00Z",
      resolution: null,
    });
  });

  test("follows the request type and the account, and another file named by DESK_FILE or --desk", async () => {
    const idea = await intray([...standard, "--type", "idea", "--json", "2026-10-12T08:00:00Z"]);
    expect(objects(idea.out)).toMatchObject([{ firstResponse: null, nextResponse: null, resolution: null }]);
    const text = readFileSync(join(folder, "desk.yaml"), "utf8");
    writeFileSync(
      join(folder, "other.yaml"),
      `${text}\naccountOverrides: { Shop: { targets: { A: { firstResponse: 5m } } } }\n`,
    );
    const words = [...standard, "--account", "Shop", "--json", "2026-10-12T08:00:00Z"];
    const expected = [
      {
        firstResponse: "2026-10-12T08:05:00Z",
        nextResponse: "2026-10-12T08:05:00Z",
        resolution: "2026-10-12T12:00:00Z",
      },
    ];
    expect(objects((await intray([...words, "--desk", "other.yaml"])).out)).toMatchObject(expected);
    expect(objects((await intray(words, "", { DESK_FILE: "other.yaml" })).out)).toMatchObject(expected);
  });

  test("tells people the local time and why", async () => {
    const ran = await intray([...standard, "2026-10-16T16:30:00+02:00"]);
    expect(ran.out).toBe(
      [
        "Fri 16 Oct 2026 16:30:00 Europe/Warsaw, plan standard, severity A",
        "  first response Mon 19 Oct 2026 09:30:00  1 h of business time; closed over the weekend",
        "  next response  Mon 19 Oct 2026 09:30:00  1 h of business time; closed over the weekend",
        "  resolution     Mon 19 Oct 2026 12:30:00  4 h of business time; closed over the weekend\n",
      ].join("\n"),
    );
  });

  test.each([
    [
      "an instant without its offset",
      [...standard, "2026-10-16T14:30:00"],
      /"2026-10-16T14:30:00" is not an instant; it lacks its offset/,
    ],
    ["an instant after good ones", [...standard, "2026-10-16T14:30:00Z", "tomorrow"], /"tomorrow" is not an instant/],
    ["no instant", standard, /give at least one instant/],
    [
      "a plan that is not there",
      ["due", "--plan", "premum", "--severity", "A", "2026-10-16T14:30:00Z"],
      /did you mean premium\?/,
    ],
    ["no severity", ["due", "--plan", "premium", "2026-10-16T14:30:00Z"], /needs --severity; use A, B, C, non-urgent/],
    ["an unknown option", [...standard, "--jsn", "2026-10-16T14:30:00Z"], /--jsn/],
    ["a year nobody plans for", [...standard, "1926-10-16T14:30:00Z"], /calendars run from 1980/],
    ["no task", [], /say due or explain/],
  ])("is used wrongly with %s: one line that says what to do", async (_, words, line) => {
    const failed: unknown = await sla.run(words).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect(String(failed)).toMatch(line);
    expect(String(failed)).not.toContain("\n");
  });

  test("used wrongly ends with status 2 and prints no answer, also not of the good instants", async () => {
    const ran = await intray([...standard, "2026-10-16T14:30:00Z", "tomorrow"]);
    expect([ran.status, ran.out, ran.err.trimEnd().split("\n")[1]]).toEqual([
      2,
      "",
      expect.stringMatching(/^usage: npx intray sla due /),
    ]);
  });

  test("names every mistake of a wrong desk file with its line", async () => {
    writeFileSync(join(folder, "wrong.yaml"), "name: x\ncalendar: {}\nplans: { standard: { calendar: offce } }\n");
    const ran = await intray([...standard, "--desk", "wrong.yaml", "2026-10-16T14:30:00Z"]);
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/wrong\.yaml:2 calendar: .*did you mean calendars\?/);
    expect(ran.err).toMatch(/wrong\.yaml:3 plans\.standard\.calendar: "offce"/);
  });
});

describe("an instant", () => {
  test.each([
    "2026-10-16T14:30Z",
    "2026-10-16T14:30:00Z",
    "2026-10-16T16:30:00+02:00",
    "2026-10-16T16:30:00+0200",
    "2026-10-16t14:30:00z",
    "2026-10-16T20:00:00,000+05:30",
  ])("%s is understood", (written) => {
    expect(writeInstant(readInstant(written))).toBe("2026-10-16T14:30:00Z");
  });

  test.each([
    "",
    "now",
    "2026-10-16",
    "2026-10-16 14:30:00Z",
    "2026-10-16T14:30:00",
    "2026-02-30T10:00:00Z",
    "2026-10-16T25:00:00Z",
    "2026-10-16T14:30:00+25:00",
    "1700000000000",
  ])("%j is refused", (written) => {
    expect(() => readInstant(written)).toThrow(/is not an instant/);
  });
});

test("sla explain tells each clock of a ticket, for people and as data", () => {
  const desk = parseDesk(readFileSync(join(root, "desk.yaml"), "utf8"));
  const calendars = (name: string) => calendarOf(desk, name);
  const target = { ms: 3_600_000, clock: "business", calendar: "office" } as const;
  const clock = startClock(calendars, "firstResponse", 1, target, readInstant("2026-10-16T16:30:00+02:00"), "opened");
  const explained = explainClocks([clock], calendars, "en", { plan: "standard", severity: "A" });
  expect(explained).toMatchObject([{ clock: "firstResponse-1", state: "running", dueAt: "2026-10-19T07:30:00Z" }]);
  expect(explained[0]?.lines.map((line) => line.countedSeconds)).toEqual([0, 1_800, 0, 1_800]);
  expect(renderExplanation(1042, explained)).toBe(
    "#1042 first response (firstResponse-1, running)\n  Arrived Fri 16 Oct 16:30. 30 min counted until closing at 17:00. Closed over the weekend. Mon 19 Oct from 09:00: 30 min more → due 09:30 (1 h of business time, plan standard, severity A).",
  );
  expect(renderExplanation(7, [])).toBe("#7: nothing is promised on this ticket");
});

describe("sla explain with a database", () => {
  let database: FreshDatabase;
  let ticketId: number;

  beforeAll(async () => {
    database = await freshDatabase();
    const desk = parseDesk(readFileSync(join(root, "desk.yaml"), "utf8"));
    await putIntoForce(database.pool, desk, null, false);
    const { rows: contacts } = await database.pool.query<{ id: number }>(
      "insert into contact (address, name) values ('ada@shop.example', 'Ada') returning id",
    );
    const calendars = (name: string) => calendarOf(desk, name);
    const target = { ms: 3_600_000, clock: "business", calendar: "office" } as const;
    const clock = startClock(calendars, "firstResponse", 1, target, readInstant("2026-10-16T16:30:00+02:00"), "opened");
    const { rows: tickets } = await database.pool.query<{ id: number }>(
      `insert into ticket (subject, status, severity, plan, requester_id, team, language, clocks, desk_version_id, opened_at)
       values ('down', 'new', 'A', 'standard', $1, 'technical', 'en', $2, (select max(id) from desk_version), now()) returning id`,
      [contacts[0]?.id, JSON.stringify([clock])],
    );
    ticketId = Number(tickets[0]?.id);
  });
  afterAll(() => database.drop());

  test("tells the clocks of a stored ticket in either language", async () => {
    const environment = { DATABASE_URL: database.url };
    const told = await intray(["explain", `#${ticketId}`, "--language", "pl"], "", environment);
    expect([told.status, told.err]).toEqual([0, ""]);
    expect(told.out).toContain("Weekend się nie liczy. Pon. 19 października od 09:00: jeszcze 30 min → termin 09:30");
    const data = await intray(["explain", String(ticketId), "--json"], "", environment);
    expect(objects(data.out)).toMatchObject([{ clock: "firstResponse-1", dueAt: "2026-10-19T07:30:00Z" }]);
  });

  test("says where there is no such ticket", async () => {
    const told = await intray(["explain", "999999"], "", { DATABASE_URL: database.url });
    expect([told.status, told.out, told.err]).toEqual([
      1,
      "",
      "intray: there is no ticket #999999; see: npx intray tickets --all\n",
    ]);
  });
});
