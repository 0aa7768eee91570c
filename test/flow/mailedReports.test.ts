/** The mailed reports: the week to each lead, the month to an account's contact, once each, with pictures and numbers. */
import { inflateSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { sendReports } from "../../src/flow/report/mailedReports.ts";
import { sendMails } from "../../src/flow/send.ts";
import { enclosuresOf } from "../../src/io/letters/enclosures.ts";
import { openLog } from "../../src/io/log.ts";
import { openSmtp } from "../../src/io/smtp.ts";
import { holdInstance } from "../../src/store/instance.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";
import { type SunkMail, startSink } from "../harness/sink.ts";

let desk: Simulation | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** A week and a month with two tickets, one of them too late for its first answer. */
async function worked(yaml: string): Promise<Simulation> {
  const simulated = await openSimulation(yaml, "2026-10-26T10:00:00+01:00");
  desk = simulated;
  const write = (subject: string) =>
    simulated.receive({
      from: "Ada Nowak <ada@shop.example>",
      to: support,
      subject,
      text: "Please help. proj_12345678",
    });
  await write("[A] Checkout is down");
  await simulated.travel("2026-10-28T10:00:00+01:00");
  await write("[C] Print is pale");
  await simulated.travel("2026-10-31T12:00:00+01:00");
  await simulated.letters();
  return simulated;
}

const isReport = ({ letter }: { letter: string }) => letter.endsWith("Report");

test("each lead gets the week once at Monday's opening, with several workers, restarts and clocks that jump", async () => {
  const simulated = await worked(deskYaml);
  const { shop } = simulated;
  await simulated.travel("2026-11-02T08:59:59+01:00");
  const done = new Set<string>();
  expect(await sendReports(shop, done)).toBe(0);
  await simulated.travel("2026-11-02T09:00:00+01:00");
  const counts = await Promise.all([
    sendReports(shop, done),
    sendReports(shop, new Set()),
    sendReports(shop, new Set()),
  ]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  const [report, ...more] = (await simulated.letters()).filter(isReport);
  expect(more).toEqual([]);
  expect(report).toMatchObject({ letter: "weeklyReport", to: "ewa@acme.example" });
  const text = (report?.text ?? "").replace(/\s+/g, " ");
  expect(text).toContain("The week of 26 October 2026");
  expect(text).toContain(
    "First answer: 0% (0 / 1) kept 0%, met 0, missed 1, running 1, cancelled 0; of these still open 1",
  );
  expect(text).toContain("Tickets opened: 2");
  expect(await sendReports(shop, done)).toBe(0);
  await simulated.travel("2026-10-30T09:30:00+01:00");
  expect(await sendReports(shop, new Set())).toBe(0);
  await simulated.travel("2026-11-02T12:00:00+01:00");
  expect(await sendReports(shop, new Set())).toBe(0);
  await simulated.travel("2026-11-10T12:00:00+01:00", { asleep: true });
  expect(await sendReports(shop, new Set())).toBe(1);
});

test("a Monday without an opening is passed over, and a desk at which nothing happens hears nothing", async () => {
  const closed = deskYaml.replace("holidays: PL }", "holidays: PL, closed: [2026-11-02] }");
  const simulated = await worked(closed);
  await simulated.travel("2026-11-02T12:00:00+01:00");
  expect(await sendReports(simulated.shop, new Set())).toBe(0);
  await simulated.travel("2026-11-03T09:00:00+01:00");
  expect(await sendReports(simulated.shop, new Set())).toBe(1);
  await simulated.travel("2027-03-01T12:00:00+01:00", { asleep: true });
  expect(await sendReports(simulated.shop, new Set())).toBe(0);
});

test("customers get their month only where the desk says so, in its first days, and an account without contact is passed over", async () => {
  const simulated = await worked(`${deskYaml}\nreports: { weekly: off, monthly: on }\n`);
  const { shop, pool } = simulated;
  await pool.query("insert into account (name, plan) values ('Nobody', 'standard')");
  await pool.query(`insert into ticket (subject, status, severity, account_id, plan, requester_id, team, language, desk_version_id, opened_at)
    select 'x', 'new', 'C', (select id from account where name = 'Nobody'), plan, requester_id, team, language, desk_version_id, opened_at from ticket limit 1`);
  await simulated.travel("2026-11-02T09:00:00+01:00");
  const counts = await Promise.all([sendReports(shop, new Set()), sendReports(shop, new Set())]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  const [report, ...more] = (await simulated.letters()).filter(isReport);
  expect(more).toEqual([]);
  expect(report).toMatchObject({ letter: "monthlyReport", to: "ada@shop.example" });
  expect(report?.subject).toBe("Shop: how we kept our promises in October 2026");
  const { rows } = await pool.query("select reader from mailed_report order by reader");
  expect(rows).toHaveLength(2);
  await pool.query("truncate mailed_report");
  await simulated.travel("2026-11-13T12:00:00+01:00", { asleep: true });
  expect(await sendReports(shop, new Set())).toBe(0);
});

test("both arrive by SMTP: pictures that are opaque and sharp, their numbers in words, the month's promises as a file", async () => {
  const simulated = await worked(`${deskYaml}\nreports: { monthly: on }\n`);
  await simulated.travel("2026-11-02T09:00:00+01:00");
  expect(await sendReports(simulated.shop, new Set())).toBe(2);
  const sink = await startSink();
  const log = openLog("silent", "json");
  const instance = await holdInstance(simulated.pool, log);
  const ending = new AbortController();
  await simulated.pool.query("update outgoing set state = 'cancelled' where letter not like '%Report'");
  const { smtp } = readConfig({ SMTP_URL: `smtp://127.0.0.1:${sink.port}`, SUPPORT_ADDRESS: support });
  if (!smtp) throw new Error("there is no SMTP server");
  const sending = sendMails({
    pool: simulated.pool,
    queue: { work: async () => {} },
    smtp: openSmtp(smtp),
    desktop: {
      contents: async () => new Map(),
      render: ({ letter, extras }) => simulated.shop.stationery.templates.render(letter, extras),
      enclose: ({ letter }) => enclosuresOf(letter),
    },
    log,
    signal: ending.signal,
    instance: instance.name,
    now: () => new Date(simulated.now()),
  });
  try {
    await sink.waitUntil((received) => received.length === 2, 20_000);
    const [weekly, monthly] = ["ewa@acme.example", "ada@shop.example"].map((address) => mailTo(sink.received, address));
    await expectPictures(weekly, 5);
    await expectPictures(monthly, 1);
    const file = (await monthly?.parsed())?.attachments.find(({ filename }) => filename === "promises-2026-10.csv");
    const lines = file?.content.toString("utf8").split("\r\n") ?? [];
    expect(lines[0]).toBe(
      "\ufeffaccount,ticket,severity,promise,outcome,targetSeconds,usedSeconds,startedAt,dueAt,stoppedAt",
    );
    expect(lines[1]).toBe("Shop,1001,A,firstResponse,missed,3600,,2026-10-26T09:00:00.000Z,2026-10-26T10:00:00.000Z,");
    expect(lines).toHaveLength(5);
  } finally {
    ending.abort();
    await sending.done;
    await instance.release();
    await sink.stop();
  }
});

function mailTo(received: SunkMail[], address: string): SunkMail | undefined {
  return received.find(({ to }) => to.includes(address));
}

async function expectPictures(mail: SunkMail | undefined, count: number): Promise<void> {
  const parsed = await mail?.parsed();
  const pictures = parsed?.attachments.filter(({ contentType }) => contentType === "image/png") ?? [];
  expect(pictures).toHaveLength(count);
  const html = mail ? mail.raw.toString("latin1").replace(/=\r\n/g, "") : "";
  for (const { content, cid } of pictures) {
    expect(html).toContain(`cid:${cid}`);
    const { width, height, isOpaque, colourCount } = decode(content);
    expect([width, height > 100, isOpaque, colourCount > 3]).toEqual([1072, true, true, true]);
    expect(content.length).toBeLessThan(200_000);
  }
  expect(parsed?.text).toMatch(/First answer: kept 0%, met 0, missed 1/);
  expect(String(parsed?.html)).toMatch(/alt="Promises\. First answer: kept 0%, met 0, missed 1/);
}

/** A PNG of eight bits a channel with alpha (ISO/IEC 15948), its filters undone. */
function decode(png: Buffer) {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([png[24], png[25], png[28]]).toEqual([8, 6, 0]);
  const lines = inflateSync(Buffer.concat(data));
  const stride = width * 4;
  let before: Uint8Array = new Uint8Array(stride);
  let isOpaque = true;
  const colours = new Set<number>();
  for (let row = 0; row < height; row++) {
    const filter = lines[row * (stride + 1)] ?? 0;
    const line = new Uint8Array(lines.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    for (let n = 0; n < stride; n++) {
      const [left, up, corner] = [n < 4 ? 0 : (line[n - 4] ?? 0), before[n] ?? 0, n < 4 ? 0 : (before[n - 4] ?? 0)];
      line[n] = (line[n] ?? 0) + predicted(filter, left, up, corner);
    }
    for (let n = 0; n < stride; n += 4) {
      if (line[n + 3] !== 255) isOpaque = false;
      colours.add(((line[n] ?? 0) << 16) | ((line[n + 1] ?? 0) << 8) | (line[n + 2] ?? 0));
    }
    before = line;
  }
  return { width, height, isOpaque, colourCount: colours.size };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
