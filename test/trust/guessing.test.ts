/**
 * What can be guessed leads nowhere: numbers of tickets join nobody to them and tell nothing, and a token is good for its
 * one purpose, its person and its ticket alone.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cluesOf, matchMail } from "../../src/flow/match.ts";
import { openStationery } from "../../src/flow/stationery.ts";
import { openLog } from "../../src/io/log.ts";
import { transaction } from "../../src/io/postgres.ts";
import type { Understood } from "../../src/mail/message.ts";
import type { Trust } from "../../src/mail/proof/trust.ts";
import { understand } from "../../src/mail/understand.ts";
import {
  loopIdOf,
  mintToken,
  type Purpose,
  purposes,
  tokenHash,
  writeReplyAddress,
} from "../../src/mail/write/reference.ts";
import { lookUp } from "../../src/store/match.ts";
import { type Running, startWeb } from "../../src/web.ts";
import { startWorker, type Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, mailOf, openDesk, support } from "../harness/desk.ts";

const ada = "ada@shop.example";
const jan = "jan@acme.example";
const stranger = "eve@elsewhere.example";

let desk: DeskUnderTest;
let worker: Worker;
let web: Running & { url: string };

beforeAll(async () => {
  desk = await openDesk();
  const log = openLog(desk.config.logLevel, "json");
  web = await startWeb({ ...desk.config, port: 0 }, desk.database.url, log);
  worker = await startWorker({ ...desk.config, publicUrl: web.url }, desk.database.url, log);
  await deliver({ from: `Ada <${ada}>`, to: support, subject: "[B] Checkout", text: "It is down." });
  await desk.sink.waitFor((mail) => mail.to.includes(ada), 15_000);
  await deliver({ from: "Olga <olga@bank.example>", to: support, subject: "Transfers", text: "They are late." });
  await desk.sink.waitFor((mail) => mail.to.includes("olga@bank.example"), 15_000);
});
afterAll(async () => {
  await worker?.stop();
  await web?.stop();
  await desk?.close();
});

async function deliver(letter: Parameters<typeof mailOf>[0]): Promise<void> {
  await desk.dovecot.deliver("support", mailOf(letter));
}

describe("numbers of tickets", () => {
  test("ten thousand of them, tried by a stranger, join nobody to a ticket", async () => {
    const { pool } = desk.database;
    const { rows: columns } = await pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_name = 'ticket' and table_schema = 'public' and is_generated = 'NEVER' and column_name <> 'id'`,
    );
    const names = columns.map(({ name }) => `"${name}"`).join(", ");
    await pool.query(
      `insert into ticket (id, ${names}) select n, ${names} from ticket, generate_series(2001, 12000) n where id = 1001`,
    );
    const { keys } = await openStationery(desk.config);
    const marks = { replyPattern: desk.config.replyPattern, keys, ourAddresses: new Set([support]) };
    const raw = mailOf({ from: `Eve <${stranger}>`, to: support, subject: "x", text: "Let me in." });
    const read = await understand(raw, { keys, loopId: loopIdOf(keys) });
    const proofs = ["proven", "unproven"].map(
      (level) => ({ level, reason: "dmarcPass", evidence: {} }) as unknown as Trust,
    );
    const joined: number[] = [];
    await transaction(pool, async (tx) => {
      for (let number = 2001; number <= 12_000; number++) {
        const guess: Understood = { ...read, message: { ...read.message, subject: `Re: [#${number}] hello` } };
        const found = await lookUp(tx, cluesOf(guess, marks));
        for (const proof of proofs) if (matchMail(guess, found, marks, proof).kind !== "none") joined.push(number);
      }
    });
    expect(joined).toEqual([]);
    await pool.query("delete from ticket where id > 2000");
  });

  test("of a ticket of others, of none, and none at all get the same answer", async () => {
    const told: string[] = [];
    for (const [index, tag] of ["[#1001] ", "[#1002] ", "[#77777] ", ""].entries()) {
      const from = `eve${index}@elsewhere.example`;
      await deliver({ from, to: support, subject: `${tag}hello`, text: "What is this about?" });
      const letter = await desk.sink.waitFor((mail) => mail.to.includes(from), 15_000);
      const { text = "", subject = "" } = await letter.parsed();
      const own = /\[#(\d+)\]/.exec(subject)?.[1] ?? "";
      told.push(
        `${subject}\n${text}`
          .replaceAll(own, "N")
          .replaceAll(tag, "")
          .replace(/k1-[a-z2-7]{26}/g, "token"),
      );
      expect(text).not.toMatch(/Checkout|Transfers|Ada|Olga/);
    }
    expect(new Set(told.map((each) => each.replace(/\d\d:\d\d/g, "time"))).size).toBe(1);
  });
});

/** Which page takes which token. */
const pages: Record<string, Purpose> = {
  "/admit/": "admit",
  "/answer/": "question",
  "/approve/": "approve",
  "/cancel/": "cancel",
  "/desk/sign-in/": "signIn",
  "/file/": "file",
  "/guide/": "guide",
  "/rate/": "rate",
  "/ticket/": "ticket",
  "/verify/": "verify",
};

/** A token that the database knows as live, for this purpose and person, on the first ticket. */
async function live(purpose: Purpose, person: string): Promise<string> {
  const { keys } = await openStationery(desk.config);
  const token = mintToken(keys, { purpose, ticketId: 1001, person, nonce: "swapped" });
  await desk.database.pool.query(
    `insert into token (hash, purpose, ticket_id, person, data, expires_at) values ($1, $2, 1001, $3, '{}', now() + interval '1 day')
     on conflict do nothing`,
    [tokenHash(token), purpose, person],
  );
  return token;
}

async function state(): Promise<unknown> {
  const { pool } = desk.database;
  const of = async (text: string) => (await pool.query(text)).rows;
  return [
    await of("select to_jsonb(t) as t from ticket t order by id"),
    await of("select count(*) from raw_mail"),
    await of("select count(*) from event"),
    await of("select count(*) from rating"),
    await of("select count(*) from outgoing"),
    await of("select count(*) from participant"),
    await of("select hash, used_at from token order by hash"),
  ];
}

describe("a token", () => {
  test("opens the page of its own purpose alone; of every other it is like one that never was", async () => {
    const before = new Map<string, string>();
    const never = `k1-${"a".repeat(26)}`;
    const ask = async (path: string, token: string, method: string) => {
      const body =
        method === "POST" ? new URLSearchParams({ score: "5", answer: "yes", text: "x", choice: "approve" }) : null;
      const response = await fetch(`${web.url}${path}${token}`, { method, body, redirect: "manual" });
      return `${response.status} ${response.headers.get("location") ?? ""} ${(await response.text()).replaceAll(token, "token")}`;
    };
    for (const path of Object.keys(pages)) {
      for (const method of ["GET", "POST"]) before.set(`${method} ${path}`, await ask(path, never, method));
    }
    const minted: [Purpose, string][] = [];
    for (const purpose of purposes) minted.push([purpose, await live(purpose, purpose === "signIn" ? jan : ada)]);
    const untouched = await state();
    let swaps = 0;
    for (const [purpose, token] of minted) {
      for (const [path, own] of Object.entries(pages)) {
        if (own === purpose) continue;
        for (const method of ["GET", "POST"]) {
          swaps++;
          const answer = await ask(path, token, method);
          expect(answer, `${method} ${path} with a token for ${purpose}`).toBe(before.get(`${method} ${path}`));
        }
      }
    }
    console.log(`tokens: ${swaps} swaps of purpose, none opened a page`);
    expect(await state()).toEqual(untouched);
  });

  test("in an address lets nobody but its person act, and only by the purposes of addresses", async () => {
    const { pool } = desk.database;
    const pattern = desk.config.replyPattern ?? "";
    const outsiders = [`Eve <${stranger}>`, "Ewa Nowak <ewa@acme.example>", "Olga <olga@bank.example>"];
    const wrong: { from: string; token: string; name: string }[] = [];
    for (const purpose of purposes) {
      const person = purpose === "customerReply" ? ada : jan;
      const token = await live(purpose, person);
      for (const from of outsiders) wrong.push({ from, token, name: `${purpose} used by ${from}` });
      const isForAgents = purpose === "answer" || purpose === "note";
      if (!isForAgents) wrong.push({ from: `Jan <${jan}>`, token, name: `${purpose} used by Jan` });
    }
    const { rows: before } = await pool.query(
      "select to_jsonb(t) - 'updated_at' as t from ticket t where id in (1001, 1002) order by id",
    );
    // Whether a stranger may take part is asked of her; nothing that they wrote reaches her.
    const lettersToAda = async () =>
      (await pool.query("select letter from outgoing where recipient = $1 and letter <> 'mayJoin' order by id", [ada]))
        .rows;
    const lettersBefore = await lettersToAda();
    for (const [index, { from, token }] of wrong.entries()) {
      const to = writeReplyAddress(pattern, token);
      const text = "#solve\nPlease pay here.";
      await deliver({ from, to, subject: "Re: Checkout", text, messageId: `<swap${index}@x.example>` });
    }
    await eventually("a disposition of every mail", 60_000, async () => {
      const { rows } = await pool.query<{ count: number }>(
        "select count(*) from raw_mail where message_id like '<swap%' and disposition is not null",
      );
      return rows[0]?.count === wrong.length;
    });
    const { rows } = await pool.query<{ message_id: string; disposition: string }>(
      "select message_id, disposition from raw_mail where message_id like '<swap%' and disposition in ('answer', 'note', 'command')",
    );
    expect(rows.map(({ message_id }) => wrong[Number(/\d+/.exec(message_id)?.[0])]?.name)).toEqual([]);
    const { rows: after } = await pool.query(
      "select to_jsonb(t) - 'updated_at' as t from ticket t where id in (1001, 1002) order by id",
    );
    expect(after).toEqual(before);
    expect(await lettersToAda()).toEqual(lettersBefore);
  });

  test("is not found by trying: a thousand guesses get one and the same page", async () => {
    const answers = new Set<string>();
    for (let guess = 0; guess < 1_000; guess++) {
      const token = `k1-${guess.toString(2).padStart(26, "0").replaceAll("0", "a").replaceAll("1", "b")}`;
      const response = await fetch(`${web.url}/ticket/${token}`);
      answers.add(`${response.status} ${(await response.text()).replaceAll(token, "token")}`);
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 /);
  });
});
