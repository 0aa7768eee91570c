import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Desktop } from "../../src/flow/handover.ts";
import { type SendOptions, sendMails } from "../../src/flow/send.ts";
import { openLog } from "../../src/io/log.ts";
import { transaction } from "../../src/io/postgres.ts";
import { openQueue, type Queue } from "../../src/io/queue.ts";
import { openSmtp, type Smtp } from "../../src/io/smtp.ts";
import { holdInstance, type Instance } from "../../src/store/instance.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { type Sink, type Step, startSink } from "../harness/sink.ts";

const log = openLog("silent", "json");

/** The letters of these tests bring their words with them. */
function desktop(contents: Desktop["contents"] = async () => new Map()): Desktop {
  return { contents, render: (words) => words as unknown as ReturnType<Desktop["render"]>, enclose: async () => [] };
}

const minute = 60_000;
/** Every connection to the database but the one that asks, as a restart of the server would cut them. */
const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

type Row = {
  id: number;
  state: string;
  attempts: number;
  unknownCount: number;
  content: unknown;
  response: string | null;
  delayMs: number;
};

describe("sending", () => {
  let database: FreshDatabase;
  let queue: Queue;
  let instance: Instance;
  let sink: Sink;
  /** What the clock of the sender says; tests move it. */
  let clock: number;
  let told: { sent: string[]; failed: [string, string][]; unknown: string[] };
  const running: { stop: () => Promise<void> }[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    queue = await openQueue(database.url, log);
    instance = await holdInstance(database.pool, log);
  });
  beforeEach(async () => {
    sink = await startSink();
    clock = Date.now();
    told = { sent: [], failed: [], unknown: [] };
    await database.pool.query("truncate outgoing");
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sender) => sender.stop()));
    await sink.stop();
  });
  afterAll(async () => {
    await instance.release();
    await queue.stop();
    await database.drop();
  });

  let written = 0;
  async function write(
    recipient: string,
    as: { class?: string; priority?: number; inMs?: number; content?: object } = {},
  ) {
    written++;
    const content = {
      date: "2026-11-23T09:00:00Z",
      from: { name: "Acme Support", address: "support@acme.example" },
      to: { name: "", address: recipient },
      replyTo: null,
      words: { subject: `letter ${written}`, text: "zażółć gęślą jaźń\nsecond line", html: "<p>zażółć</p>" },
      inReplyTo: null,
      references: [],
      headers: {},
      attachments: [],
      ...as.content,
    };
    const { rows } = await database.pool.query(
      `insert into outgoing (event_key, recipient, letter, class, message_id, envelope_from, content, priority, created_at, next_at)
       values ($1, $2, 'answer', $3, $4, 'bounce+1@acme.example', $5, $6, $7, $7::timestamptz + $8::float8 * interval '1 millisecond') returning id`,
      [
        `e${written}`,
        recipient,
        as.class ?? "reply",
        `<m${written}@acme.example>`,
        content,
        as.priority ?? 5,
        new Date(clock),
        as.inMs ?? 0,
      ],
    );
    return Number(rows[0].id);
  }

  async function row(id: number): Promise<Row> {
    const { rows } = await database.pool.query<Row>(
      `select id, state, attempts, unknown_count as "unknownCount", content, response,
              (extract(epoch from next_at - $2::timestamptz) * 1000)::float8 as "delayMs" from outgoing where id = $1`,
      [id, new Date(clock)],
    );
    return rows[0] as Row;
  }

  function start(options: Partial<SendOptions> & { smtp?: Smtp } = {}) {
    const ended = new AbortController();
    const sender = sendMails({
      pool: database.pool,
      // A wake-up goes to one sender of the database only; the test of it brings the queue itself.
      queue: { work: async () => {} },
      smtp: openSmtp(address(), { connectionsMax: 3 }),
      desktop: desktop(),
      log,
      signal: ended.signal,
      instance: instance.name,
      now: () => new Date(clock),
      onSent: async (_tx, rows) => void told.sent.push(...rows.map(({ recipient }) => recipient)),
      onFailed: async (_tx, { recipient }, why) => void told.failed.push([recipient, why]),
      onUnknown: async (_tx, { recipient }) => void told.unknown.push(recipient),
      ...options,
    });
    const stop = async () => {
      ended.abort();
      await sender.done;
    };
    running.push({ stop });
    /** Moves the clock and has the sender look. */
    const later = (ms: number) => {
      clock += ms;
      sender.nudge();
    };
    return { ...sender, stop, later };
  }

  function address(user: string | null = null) {
    return {
      host: sink.host,
      port: sink.port,
      secure: false,
      requireTls: false,
      user,
      password: "secret",
      auth: "password" as const,
    };
  }

  const state = (id: number, wanted: string) =>
    until(async () => {
      const found = await row(id);
      return found.state === wanted ? found : null;
    });

  const refuseAt = (step: Step["step"], code: number, text: string) =>
    sink.answerWith((at) => (at.step === step ? { kind: "refuse", code, text } : undefined));

  test("a due letter leaves once, as it was written, and its words are then emptied", async () => {
    const id = await write("ada@shop.example");
    start();
    const mail = await sink.waitFor(() => true);
    expect(mail).toMatchObject({ from: "bounce+1@acme.example", to: ["ada@shop.example"] });
    expect(mail.header("message-id")).toBe(`<m${written}@acme.example>`);
    expect(await state(id, "sent")).toMatchObject({ content: null, attempts: 1 });
    expect(told.sent).toEqual(["ada@shop.example"]);
    expect(sink.received).toHaveLength(1);
  });

  test("the urgent leave first, then the old, and the queue's wake-up starts them", async () => {
    const slow = openSmtp(address(), { connectionsMax: 1 });
    for (const [name, priority] of [
      ["c", 5],
      ["a", 1],
      ["d", 5],
      ["b", 2],
    ] as const)
      await write(`${name}@shop.example`, { priority });
    start({ smtp: slow, queue });
    await sink.waitUntil((received) => received.length === 4);
    expect(sink.received.map((mail) => mail.to[0]?.[0])).toEqual(["a", "b", "c", "d"]);
    const late = await write("e@shop.example");
    await transaction(database.pool, (tx) => queue.wake(tx, "send"));
    await state(late, "sent");
  });

  test("a letter that is held leaves by itself when its time has come", async () => {
    const id = await write("held@shop.example", { inMs: 700 });
    const writtenAt = performance.now();
    start({ now: () => new Date(clock + performance.now() - writtenAt) });
    await state(id, "sent");
    expect(performance.now() - writtenAt).toBeGreaterThan(650);
    expect(performance.now() - writtenAt).toBeLessThan(5_000);
  });

  test("a temporary refusal defers the letter by growing pauses, and the repeat is byte-identical", async () => {
    const id = await write("busy@shop.example");
    const raws: Buffer[] = [];
    sink.answerWith((at) => {
      if (at.step !== "content") return undefined;
      raws.push(at.raw);
      return raws.length < 3 ? { kind: "refuse", code: 451, text: "try later" } : undefined;
    });
    const sender = start();
    const first = await state(id, "deferred");
    expect(first).toMatchObject({ attempts: 1, response: expect.stringMatching(/451.*try later/) });
    expect(first.delayMs).toBeGreaterThan(0.7 * minute);
    sender.later(2 * minute);
    const second = await until(async () => ((await row(id)).attempts === 2 ? await row(id) : null));
    expect(second.delayMs).toBeGreaterThan(1.5 * minute);
    sender.later(4 * minute);
    expect(await state(id, "sent")).toMatchObject({ attempts: 3 });
    expect(raws).toHaveLength(3);
    expect(new Set(raws.map(String)).size).toBe(1);
  });

  test("a permanent refusal fails one letter, is told with its reason, and holds nobody else up", async () => {
    sink.answerWith((at) =>
      at.step === "recipient" && at.address.startsWith("nobody")
        ? { kind: "refuse", code: 550, text: "no such user" }
        : undefined,
    );
    const bad = await write("nobody@shop.example");
    const good = [await write("one@shop.example"), await write("two@shop.example")];
    start();
    expect(await state(bad, "failed")).toMatchObject({ content: null });
    for (const id of good) await state(id, "sent");
    expect(told.failed).toEqual([["nobody@shop.example", expect.stringContaining("no such user")]]);
  });

  test.each<Step["step"]>(["from", "recipient", "content"])(
    "a server that takes the account's own address only (told at %s) gets that as the envelope's sender",
    async (step) => {
      const refused: string[] = [];
      let from = "";
      sink.answerWith((at) => {
        if (at.step === "from") from = at.address;
        if (at.step !== step || from === "support@acme.example") return undefined;
        refused.push(from);
        return { kind: "refuse", code: 553, text: "5.7.1 Sender address rejected: not owned by user support" };
      });
      const ids = [await write("one@shop.example"), await write("two@shop.example"), await write("three@shop.example")];
      start({ smtp: openSmtp(address(), { connectionsMax: 1 }) });
      for (const id of ids) await state(id, "sent");
      expect(sink.received.map((mail) => mail.from)).toEqual(ids.map(() => "support@acme.example"));
      expect(refused).toEqual(["bounce+1@acme.example"]);
    },
  );

  test("a refusal of the content after the final dot is a failure, not an unknown fate", async () => {
    refuseAt("content", 554, "spam");
    const id = await write("spam@shop.example");
    start();
    expect(await state(id, "failed")).toMatchObject({ unknownCount: 0 });
  });

  test("a reply of unknown fate is sent once more after fifteen minutes, byte for byte, and never a third time", async () => {
    const id = await write("reply@shop.example", { class: "reply" });
    sink.answerWith((at) => (at.step === "content" ? { kind: "drop", kept: true } : undefined));
    const sender = start();
    expect(await state(id, "unknown")).toMatchObject({ unknownCount: 1 });
    sender.later(14 * minute);
    const other = await write("other@shop.example", { class: "courtesy" });
    sender.nudge();
    await state(other, "unknown");
    expect(sink.received.filter((mail) => mail.to[0] === "reply@shop.example")).toHaveLength(1);
    sender.later(2 * minute);
    await until(async () => (await row(id)).unknownCount === 2);
    const copies = sink.received.filter((mail) => mail.to[0] === "reply@shop.example");
    expect(copies).toHaveLength(2);
    expect(copies[1]?.raw).toEqual(copies[0]?.raw);
    expect(told.unknown).toEqual(["reply@shop.example"]);
    sink.acceptAll();
    sender.later(24 * 60 * minute);
    const last = await write("last@shop.example");
    sender.nudge();
    await state(last, "sent");
    expect(await row(id)).toMatchObject({ state: "unknown" });
  });

  test("a courtesy of unknown fate is never sent again", async () => {
    const id = await write("courtesy@shop.example", { class: "courtesy" });
    sink.answerWith((at) => (at.step === "content" ? { kind: "drop", kept: true } : undefined));
    const sender = start();
    expect(await state(id, "unknown")).toMatchObject({ content: null });
    sink.acceptAll();
    sender.later(24 * 60 * minute);
    const next = await write("next@shop.example");
    sender.nudge();
    await state(next, "sent");
    expect(sink.received.filter((mail) => mail.to[0] === "courtesy@shop.example")).toHaveLength(1);
  });

  test("a server that stalls after the final dot leaves the letter's fate unknown", async () => {
    sink.answerWith((at) => (at.step === "content" ? { kind: "stall" } : undefined));
    const id = await write("stall@shop.example");
    start({ smtp: openSmtp(address(), { answerTimeoutMs: 300 }) });
    expect(await state(id, "unknown")).toMatchObject({ unknownCount: 1 });
  });

  test("a connection broken before the mail was handed over means that it was not taken: it is sent again soon", async () => {
    let breaks = 1;
    sink.answerWith((at) => (at.step === "recipient" && breaks-- > 0 ? { kind: "drop", kept: false } : undefined));
    const id = await write("broken@shop.example", { class: "courtesy" });
    const sender = start();
    expect(await state(id, "deferred")).toMatchObject({ unknownCount: 0 });
    sender.later(20_000);
    await state(id, "sent");
    expect(sink.received).toHaveLength(1);
  });

  test("while the server cannot be reached letters keep their attempts, and all leave once it answers", async () => {
    await sink.close();
    const ids = [
      await write("a@shop.example"),
      await write("b@shop.example"),
      await write("c@shop.example"),
      await write("d@shop.example"),
    ];
    start();
    await state(ids[0] ?? 0, "deferred");
    await sink.open();
    for (const id of ids) expect(await state(id, "sent")).toMatchObject({ attempts: 1 });
    expect(sink.received).toHaveLength(4);
  });

  test("a refused login stops all sending without hammering the server", async () => {
    refuseAt("login", 535, "bad password");
    const ids = [];
    for (let i = 0; i < 10; i++) ids.push(await write(`l${i}@shop.example`));
    start({ smtp: openSmtp(address("support"), { connectionsMax: 1 }) });
    expect(await state(ids[0] ?? 0, "deferred")).toMatchObject({
      attempts: 0,
      response: expect.stringMatching(/refused the login.*SMTP_URL/),
    });
    expect((await row(ids[0] ?? 0)).response).not.toContain("secret");
    expect(await row(ids[9] ?? 0)).toMatchObject({ state: "queued" });
    expect(sink.refused).toHaveLength(1);
  });

  test("letters that a dead worker was sending are of unknown fate, those of a living one are left to it", async () => {
    const other = await holdInstance(database.pool, log);
    const ids = {
      reply: await write("r@shop.example"),
      courtesy: await write("c@shop.example", { class: "courtesy" }),
      theirs: await write("t@shop.example"),
    };
    const mark =
      "update outgoing set state = 'sending', sender = $1, sending_at = now() - interval '1 minute' where id = any($2)";
    await database.pool.query(mark, ["host/1/dead", [ids.reply, ids.courtesy]]);
    await database.pool.query(mark, [other.name, [ids.theirs]]);
    const sender = start();
    expect(await state(ids.courtesy, "unknown")).toMatchObject({ content: null });
    expect(await state(ids.reply, "unknown")).toMatchObject({ unknownCount: 1 });
    expect(await row(ids.theirs)).toMatchObject({ state: "sending" });
    sender.later(16 * minute);
    await state(ids.reply, "sent");
    expect(sink.received.map((mail) => mail.to[0])).toEqual(["r@shop.example"]);
    await other.release();
  });

  test("a letter claimed by a commit whose answer was lost is sent all the same, once", async () => {
    const id = await write("lost@shop.example", { class: "courtesy" });
    await database.pool.query("update outgoing set state = 'sending', sender = $1, sending_at = now()", [
      instance.name,
    ]);
    start();
    await state(id, "sent");
    expect(sink.received).toHaveLength(1);
  });

  test("two senders at once send each letter once", async () => {
    const other = await holdInstance(database.pool, log);
    const ids: number[] = [];
    for (let i = 0; i < 60; i++) ids.push(await write(`p${i}@shop.example`));
    start();
    start({ instance: other.name });
    for (const id of ids) await state(id, "sent");
    expect(new Set(sink.received.map((mail) => mail.to[0])).size).toBe(60);
    expect(sink.received).toHaveLength(60);
    await other.release();
  });

  test("a database that cuts every connection again and again loses no letter and has none sent twice", async () => {
    const ids: number[] = [];
    for (let i = 0; i < 120; i++) ids.push(await write(`d${i}@shop.example`, { class: i % 2 ? "reply" : "courtesy" }));
    start();
    for (const share of [20, 40, 60, 80]) {
      await sink.waitUntil((received) => received.length > share);
      await database.pool.query(cutAll);
    }
    for (const id of ids) await state(id, "sent");
    expect(new Set(sink.received.map((mail) => mail.to[0])).size).toBe(120);
    expect(sink.received).toHaveLength(120);
  });

  test("a letter that is never taken fails after five days, and somebody is told", async () => {
    refuseAt("recipient", 452, "mailbox full");
    const id = await write("full@shop.example");
    const sender = start();
    await state(id, "deferred");
    sender.later(5 * 24 * 60 * minute + 5 * minute);
    expect(await state(id, "failed")).toMatchObject({ response: expect.stringMatching(/five days.*mailbox full/) });
    expect(told.failed).toHaveLength(1);
  });

  test("attachments come from the raw mail they arrived in", async () => {
    const attachments = [{ rawMailId: 7, index: 2, name: "log.txt", type: "text/plain" }];
    const id = await write("att@shop.example", { content: { attachments } });
    const asked: [number, number[]][] = [];
    start({
      desktop: desktop(async (rawMailId: number, indexes: number[]) => {
        asked.push([rawMailId, indexes]);
        return new Map([[2, Buffer.from("attached words")]]);
      }),
    });
    await state(id, "sent");
    expect(asked).toEqual([[7, [2]]]);
    const parsed = await sink.received[0]?.parsed();
    expect(parsed?.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ["log.txt", "attached words"],
    ]);
  });

  test("a letter that cannot be composed fails within the hour and is told, and others leave meanwhile", async () => {
    const attachments = [{ rawMailId: 7, index: 2, name: "gone.txt", type: "text/plain" }];
    const bad = await write("bad@shop.example", { content: { attachments }, priority: 1 });
    const good = await write("good@shop.example");
    const sender = start();
    await state(good, "sent");
    for (let tries = 1; tries < 5; tries++) {
      await until(async () => (await row(bad)).attempts === tries);
      sender.later(30 * minute);
    }
    await state(bad, "failed");
    expect(told.failed).toEqual([
      ["bad@shop.example", expect.stringContaining("attachment 2 of raw mail 7 is missing")],
    ]);
  });

  test("a fate whose telling fails is written with the telling or not at all, and does not hold others back for good", async () => {
    refuseAt("recipient", 550, "no");
    let failures = 0;
    const id = await write("untold@shop.example");
    start({
      onFailed: async () => {
        failures++;
        throw new Error("a mistake of ours");
      },
    });
    await state(id, "failed");
    expect(failures).toBe(3);
  });

  test("a worker asked to stop lets letters in flight leave and begins no new ones", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    sink.answerWith(async (at) => {
      if (at.step === "content") {
        begin();
        await gate;
      }
      return { kind: "accept" };
    });
    const first = await write("first@shop.example");
    const second = await write("second@shop.example");
    const sender = start({ smtp: openSmtp(address(), { connectionsMax: 1 }) });
    await begun;
    const stopped = sender.stop();
    release();
    await stopped;
    expect(await row(first)).toMatchObject({ state: "sent" });
    expect(await row(second)).toMatchObject({ state: "queued" });
  });
});

/** Asks again until there is an answer; a test's time limit ends it. */
async function until<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await sleep(10);
  }
}
