/**
 * Nothing named in a mail is ever fetched: mails full of addresses of a listening canary, and the whole collection of test
 * mails, go through a worker whose every look-up and connection is written down.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dkimSign } from "mailauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliverMails } from "../../src/flow/deliver.ts";
import { openBlobs } from "../../src/io/blobs.ts";
import { border, type DeskUnderTest, eventually, openDesk, support } from "../harness/desk.ts";

let desk: DeskUnderTest;
let canary: Server;
let port: number;
let worker: ChildProcess;
let logged = "";
const hits: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "intray-canary-"));
const spied = join(folder, "spied");

/** Loaded into the worker and its threads before anything else: writes down whom they look up and connect to. */
const spy = `
import dns from "node:dns";
import net from "node:net";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const tell = (what, name) => appendFileSync(${JSON.stringify(spied)}, what + " " + String(name) + "\\n");
for (const of of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const key of ["lookup", "resolve", "resolve4", "resolve6", "resolveTxt", "resolveMx", "resolveAny", "resolveCname"]) {
    const real = of[key];
    if (typeof real !== "function") continue;
    of[key] = function (name, ...rest) { tell("dns " + key, name); return real.call(this, name, ...rest); };
  }
}
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [to, host] = Array.isArray(args[0]) ? args[0] : args;
  const at = (name, port) => (typeof name === "string" ? name : "localhost") + ":" + port;
  tell("tcp", typeof to === "object" ? (to.path ?? at(to.host, to.port)) : at(host, to));
  return connect.apply(this, args);
};
syncBuiltinESMExports();
tell("spy", "on");
`;

beforeAll(async () => {
  desk = await openDesk();
  canary = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.end("seen");
  });
  canary.listen(0, "127.0.0.1");
  await once(canary, "listening");
  const address = canary.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  const preload = join(folder, "spy.mjs");
  writeFileSync(preload, spy);
  worker = spawn(process.execPath, [fileURLToPath(new URL("../../src/main.ts", import.meta.url)), "worker"], {
    env: { PATH: process.env.PATH, ...desk.env, NODE_OPTIONS: `--import=${preload}`, LOG_LEVEL: "trace" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [worker.stdout, worker.stderr]) stream?.on("data", (chunk) => (logged += String(chunk)));
});
afterAll(async () => {
  const ended = once(worker, "exit");
  worker.kill("SIGTERM");
  await ended;
  canary?.close();
  await desk?.close();
  rmSync(folder, { recursive: true, force: true });
});

const collected = globSync(fileURLToPath(new URL("../mails/**/*.eml", import.meta.url)));

/** Every place of a mail that some program has fetched something from. */
function baits(url: string, host: string): Buffer[] {
  const html = (body: string) => `Content-Type: text/html; charset=utf-8\r\n\r\n${body}`;
  const pieces = [
    ...["img src", "link rel=stylesheet href", "script src", "iframe src", "video src", "audio src", "object data"].map(
      (tag) => html(`<${tag}="${url}"></${tag.split(" ")[0]}>`),
    ),
    ...["embed src", "input type=image src", "body background", "table background", "source srcset", "base href"].map(
      (tag) => html(`<${tag}="${url}"><img src="x.png">`),
    ),
    html(`<style>@import url("${url}"); @font-face{src:url(${url})} p{background:url(${url})}</style><p>x`),
    html(`<p style="background:url('${url}');list-style-image:url(${url})">x</p>`),
    html(`<svg><image href="${url}"/><use xlink:href="${url}#a"/><feImage href="${url}"/></svg>`),
    html(`<meta http-equiv="refresh" content="0;url=${url}"><a ping="${url}" href="${url}">x</a>`),
    html(`<form action="${url}"><button formaction="${url}">x</button></form><math href="${url}">x</math>`),
    `List-Unsubscribe: <${url}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-Archive: <${url}>\r\n\r\nx`,
    `Disposition-Notification-To: <a@${host}>\r\nReturn-Receipt-To: a@${host}\r\nX-Confirm-Reading-To: a@${host}\r\n\r\nx`,
    `Content-Type: message/external-body; access-type=URL; URL="${url}"\r\n\r\nContent-Type: text/plain\r\n\r\n`,
    `Content-Type: message/external-body; access-type=anon-ftp; site="${host}"; name="x"\r\n\r\n`,
    `Content-Location: ${url}\r\nContent-Base: ${url}\r\n\r\n${url}`,
    `BIMI-Location: v=BIMI1; l=${url}\r\nBIMI-Selector: v=BIMI1; s=brand\r\nX-Face-URL: ${url}\r\n\r\nx`,
    `Autocrypt: addr=a@${host}; keydata=AA\r\nOpenPGP: url=${url}\r\n\r\nx`,
    `Content-Type: application/xml\r\n\r\n<!DOCTYPE x [<!ENTITY % e SYSTEM "${url}"> %e;]><x/>`,
    `Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTACH:${url}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
    `Content-Type: text/plain\r\n\r\nRef: ${url}\r\n${url}\r\n<${url}>\r\nhttp://${host}/`,
  ];
  return pieces.map((piece, index) =>
    Buffer.from(
      `Authentication-Results: ${border}; dmarc=pass header.from=shop.example\r\n` +
        `Received: from a.${host} ([192.0.2.1]) by mx.acme.example; Mon, 23 Nov 2026 06:00:00 +0000\r\n` +
        `From: Ada <ada@shop.example>\r\nSender: a@sender.${host}\r\nReply-To: a@reply.${host}\r\nTo: ${support}\r\n` +
        `Subject: bait ${index} ${url}\r\nMessage-ID: <bait${index}@${host}>\r\nMIME-Version: 1.0\r\n${piece}\r\n`,
    ),
  );
}

/** A mail that only a key in DNS can prove: the one thing that is looked up for a stranger. */
async function signedMail(host: string): Promise<Buffer> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const mail = `From: <a@${host}>\r\nTo: ${support}\r\nSubject: x\r\nMessage-ID: <s@${host}>\r\n\r\nx\r\n`;
  const by = { signingDomain: host, selector: "k1", privateKey: pem };
  const { signatures } = await dkimSign(Buffer.from(mail), { ...by, signatureData: [by] });
  return Buffer.from(`Received: from a by mx.acme.example; Mon, 23 Nov 2026 06:00:00 +0000\r\n${signatures}${mail}`);
}

test("no mail makes the worker look up or connect to anything but its own servers, and the keys of signatures", async () => {
  const mails = [
    ...baits(`http://127.0.0.1:${port}/bait`, "canary.example"),
    ...collected.map((file) => readFileSync(file)),
  ];
  const { pool } = desk.database;
  const blobs = await openBlobs(desk.config.blobs);
  const ids = await deliverMails(mails, { pool, blobs, queue: null, receivedAt: new Date() });
  await eventually("a disposition of every mail", 300_000, async () => {
    const { rows } = await pool.query<{ count: number }>(
      "select count(*) from raw_mail where id = any($1) and disposition is null",
      [ids],
    );
    return rows[0]?.count === 0;
  });
  await eventually("every letter on its way", 60_000, async () => {
    const { rows } = await pool.query<{ count: number }>(
      "select count(*) from outgoing where state in ('queued', 'sending') and next_at < now()",
    );
    return rows[0]?.count === 0;
  });
  await deliverMails([await signedMail("canary.example")], { pool, blobs, queue: null, receivedAt: new Date() });
  const keyAsked = () => /\._domainkey\.canary\.example/.test(readFileSync(spied, "utf8"));
  await eventually("the key of a signature looked up", 30_000, async () => keyAsked());
  const seen = readFileSync(spied, "utf8").trim().split("\n");
  const others = [...new Set(seen)].filter((line) => {
    if (line === "spy on") return false;
    if (/^dns resolve(Txt)? [^ ]{1,200}\._domainkey\.[^ ]+$/i.test(line)) return false;
    return !/^(?:tcp|dns lookup) (?:127\.0\.0\.1|localhost|::1)(?::\d+)?$/.test(line) || line.endsWith(`:${port}`);
  });
  console.log(`canary: ${mails.length} mails, ${hits.length} hits, ${seen.length} look-ups and connections of our own`);
  expect(seen).toContain("spy on");
  expect(seen.some((line) => line.startsWith("tcp 127.0.0.1:"))).toBe(true);
  expect(others).toEqual([]);
  expect(hits).toEqual([]);
});

test("what the worker logs holds no token, no stranger's address and no word of a mail", () => {
  expect(logged).toContain('"level"');
  expect(logged.match(/\b[a-z0-9]{1,6}-[a-z2-7]{26}\b/g) ?? []).toEqual([]);
  const addresses = (logged.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []).filter(
    (one) => !/@(?:acme\.example|127\.0\.0\.1)$/.test(one),
  );
  expect([...new Set(addresses)]).toEqual([]);
  expect(logged).not.toMatch(/bait \d|canary\.example/);
});
