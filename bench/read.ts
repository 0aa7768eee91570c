/**
 * How fast mails are read: bare simpleParser beside readMail and understand, in one run on one core, on a corpus made
 * here (always the same bytes). Prints mails and megabytes a second and the ratio to simpleParser; the goal is 60 %.
 */
import { simpleParser } from "mailparser";
import { readMail } from "../src/mail/read/read.ts";
import { understand } from "../src/mail/understand.ts";

/** A small generator with a fixed seed (xorshift32): the corpus must not change between runs. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const words =
  "the order export stopped after yesterday update and our checkout shows an error when a customer pays zamówienie nie działa po aktualizacji proszę o pomoc w sklepie płatność została odrzucona dziękuję please look at the log campaign".split(
    " ",
  );

function sentence(roll: (sides: number) => number): string {
  const picked = Array.from({ length: 6 + roll(10) }, () => words[roll(words.length)] ?? "");
  return `${picked.join(" ")}.`;
}

function paragraphs(roll: (sides: number) => number, count: number): string[] {
  return Array.from({ length: count }, () => Array.from({ length: 3 }, () => sentence(roll)).join(" "));
}

function quotedPrintable(text: string): string {
  const encoded = Array.from(Buffer.from(text), (byte) => {
    const plain = byte === 10 || (byte >= 32 && byte < 127 && byte !== 61);
    return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  let out = "";
  let length = 0;
  for (const piece of encoded) {
    if (piece === "\n") length = 0;
    else if (length + piece.length > 73) {
      out += "=\n";
      length = 0;
    }
    out += piece;
    length += piece.length;
  }
  return out;
}

function base64Lines(bytes: Buffer): string {
  return bytes.toString("base64").replace(/.{76}/g, "$&\n");
}

/** One mail: plain, plain and HTML, or HTML alone; a tenth carry 200 KB, a few 2 MB, when files are wanted. */
function mail(roll: (sides: number) => number, number: number, files: boolean): Buffer {
  const text = [
    ...paragraphs(roll, 2 + roll(4)),
    "On Mon, Oct 5, 2026 at 9:00 AM Support <support@acme.example> wrote:",
  ]
    .concat(paragraphs(roll, 2).map((line) => `> ${line}`))
    .concat(["-- ", "Ada Shop", "+48 600 100 200"])
    .join("\n\n");
  const html = `<html><body>${text
    .split("\n\n")
    .map((line) => `<p style="margin:0">${line.replace("<", "&lt;")}</p>`)
    .join("\n")}</body></html>`;
  const part = (type: string, body: string) =>
    `Content-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${quotedPrintable(body)}\n`;
  const kind = roll(10);
  let body = part("text/html", html);
  if (kind < 4) body = part("text/plain", text);
  else if (kind < 9) {
    body = `Content-Type: multipart/alternative; boundary=alt${number}\n\n--alt${number}\n${part("text/plain", text)}--alt${number}\n${part("text/html", html)}--alt${number}--\n`;
  }
  const size = files ? [2_000_000, 200_000, 200_000][roll(24)] : undefined;
  if (size !== undefined) {
    const file = Buffer.alloc(size, `file ${number} `);
    body = `Content-Type: multipart/mixed; boundary=mix${number}\n\n--mix${number}\n${body}\n--mix${number}\nContent-Type: application/pdf; name="report.pdf"\nContent-Disposition: attachment; filename="report.pdf"\nContent-Transfer-Encoding: base64\n\n${base64Lines(file)}\n--mix${number}--\n`;
  }
  const received = Array.from(
    { length: 4 },
    (_, hop) =>
      `Received: from mx${hop}.shop.example (mx${hop}.shop.example [192.0.2.${hop}])\n\tby mail.acme.example with ESMTPS id ${number}x${hop}\n\tfor <support@acme.example>; Mon, 5 Oct 2026 10:00:0${hop} +0200`,
  ).join("\n");
  const head = `${received}\nFrom: =?utf-8?Q?Ada_=C5=81?= <ada${roll(50)}@shop.example>\nTo: Acme Support <support@acme.example>\nSubject: [B] ${sentence(roll).slice(0, 40)}\nMessage-ID: <${number}@shop.example>\nReferences: <1@acme.example> <2@acme.example>\nDate: Mon, 5 Oct 2026 10:00:00 +0200\nMIME-Version: 1.0\n`;
  return Buffer.from((head + body).replaceAll("\n", "\r\n"));
}

type Way = { name: string; read: (raw: Buffer) => Promise<unknown> };

const own = { loopId: null, keys: null };
const bare = { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true, keepDeliveryStatus: true };
const ways: Way[] = [
  { name: "simpleParser, its defaults", read: (raw) => simpleParser(raw) },
  { name: "simpleParser, lean options", read: (raw) => simpleParser(raw, bare) },
  { name: "readMail", read: (raw) => readMail(raw) },
  { name: "understand (read+classify+visible)", read: (raw) => understand(raw, own) },
];

async function measure(way: Way, corpus: Buffer[]): Promise<number> {
  const started = process.cpuUsage();
  for (const raw of corpus) await way.read(raw);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

async function table(title: string, corpus: Buffer[]): Promise<void> {
  const bytes = corpus.reduce((sum, raw) => sum + raw.length, 0);
  for (const way of ways) await measure(way, corpus.slice(0, 100));
  // Rounds are interleaved, so that a busy neighbour harms all ways alike; the best round of each counts.
  const best = new Map<string, number>();
  for (let round = 0; round < 3; round += 1) {
    for (const way of ways) {
      const ms = await measure(way, corpus);
      best.set(way.name, Math.min(ms, best.get(way.name) ?? Number.POSITIVE_INFINITY));
    }
  }
  const floor = best.get("simpleParser, lean options") ?? 1;
  console.log(`\n${title}: ${corpus.length} mails, ${(bytes / corpus.length / 1024).toFixed(1)} KB each`);
  console.log(
    `${"way".padEnd(38)}${"mails/s".padStart(10)}${"MB/s".padStart(9)}${"CPU ms".padStart(9)}${"ratio".padStart(8)}`,
  );
  for (const [name, ms] of best) {
    const cells = [
      ((corpus.length * 1_000) / ms).toFixed(0).padStart(10),
      ((bytes / 1e6) * (1_000 / ms)).toFixed(1).padStart(9),
      (ms / corpus.length).toFixed(2).padStart(9),
      `${((floor / ms) * 100).toFixed(0)} %`.padStart(8),
    ];
    console.log(name.padEnd(38) + cells.join(""));
  }
}

const roll = dice(20261005);
await table(
  "text only",
  Array.from({ length: 600 }, (_, number) => mail(roll, number, false)),
);
await table(
  "mixed",
  Array.from({ length: 300 }, (_, number) => mail(roll, number, true)),
);
