/** Machines that answer machines: whoever is at the other end, twenty-four hours later they have had three mails at most. */
import { expect, test } from "vitest";
import { deskYaml, support } from "../harness/deskFile.ts";
import { exchange, type Path, type Peer, type Posted } from "../harness/postOffice.ts";
import { responders } from "../harness/responders.ts";
import { openSimulation } from "../harness/simulation.ts";

const startAt = Date.parse("2026-10-12T08:00:00Z");
const until = startAt + 24 * 3600_000;
const mailsMax = 3;

function firstMail(from: string, to: string, headers: string[] = []): Posted {
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    "Subject: A question about the invoice",
    `Message-ID: <first@${from.split("@")[1]}>`,
    ...headers,
    "",
    "Good morning, where do I find the invoice of last month?",
    "",
  ];
  return { at: startAt, from, to, raw: Buffer.from(lines.join("\r\n")) };
}

test.each([
  ["proven customers", true],
  ["senders whom nobody proved", false],
])(
  "%s: each of the automatic answerers gets three mails at most in a day",
  async (_, proven) => {
    const peers = responders.map((responder, at) => ({ ...responder, address: `info@peer${at}x.example` }));
    const accounts = peers.map(({ name, address }) => {
      return { name, plan: "standard", domains: [address.split("@")[1] ?? ""], contacts: [], language: null };
    });
    const desk = await openSimulation(deskYaml, new Date(startAt).toISOString(), proven ? { accounts } : {});
    try {
      const answering = new Map<string, Peer>(
        peers.map(({ address, peer }) => [address.split("@")[1] ?? "", peer(address)]),
      );
      const received = await exchange(
        {
          stations: [{ support, desk, proven }],
          peerOf: (address) => answering.get(address.split("@")[1] ?? "") ?? null,
        },
        peers.map(({ address }) => firstMail(address, support)),
        until,
      );
      const table = peers.map(({ name, address }) => {
        const domain = address.split("@")[1];
        const got = [...received]
          .filter(([to]) => to.endsWith(`@${domain}`))
          .reduce((sum, [, count]) => sum + count, 0);
        return { name, got };
      });
      console.log(table.map(({ name, got }) => `${String(got).padStart(3)}  ${name}`).join("\n"));
      expect(table.filter(({ got }) => got > mailsMax || got < 1)).toEqual([]);
      const { rows } = await desk.pool.query("select count(*)::int as n from raw_mail where disposition is null");
      expect(rows[0].n).toBe(0);
    } finally {
      await desk.close();
    }
  },
  240_000,
);

/** Takes header lines out of a mail. */
const without =
  (...names: RegExp[]): Path =>
  (raw) => {
    const [head = "", ...body] = raw.toString("latin1").split("\r\n\r\n");
    const kept = head.split(/\r\n(?![ \t])/).filter((line) => !names.some((name) => name.test(line)));
    return Buffer.from([kept.join("\r\n"), ...body].join("\r\n\r\n"), "latin1");
  };
let rewritten = 0;
const withNewId: Path = (raw) =>
  Buffer.from(
    raw.toString("latin1").replace(/^Message-ID:.*$/im, () => `Message-ID: <${++rewritten}@gateway.example>`),
    "latin1",
  );
const marks = [/^auto-submitted:/i, /^x-/i, /^precedence:/i];
const threads = [/^in-reply-to:/i, /^references:/i];

const paths: [string, Path][] = [
  ["an honest path", (raw) => raw],
  ["a path that takes away the marks of machines", without(...marks)],
  ["and what threads", without(...marks, ...threads)],
  ["and the reply addresses", without(...marks, ...threads, /^reply-to:/i)],
  ["and the Message-ID", (raw) => withNewId(without(...marks, ...threads, /^reply-to:/i)(raw))],
  [
    "and every trace of ours in the text",
    (raw) => {
      const bare = withNewId(without(...marks, ...threads, /^reply-to:/i)(raw)).toString("latin1");
      return Buffer.from(bare.replace(/Ref: \S+/g, "").replace(/\[#\d+\]/g, ""), "latin1");
    },
  ],
];

test.each(paths)(
  "two desks wired to each other by %s settle within three mails each",
  async (name, path) => {
    const other = "support@other.example";
    const accountOf = (domain: string) => [
      { name: "Other", plan: "standard", domains: [domain], contacts: [], language: null },
    ];
    const [here, there] = await Promise.all([
      openSimulation(deskYaml, new Date(startAt).toISOString(), { accounts: accountOf("other.example") }),
      openSimulation(deskYaml, new Date(startAt).toISOString(), {
        support: other,
        keyByte: 9,
        accounts: accountOf("acme.example"),
      }),
    ]);
    try {
      const stations = [
        { support, desk: here, proven: true },
        { support: other, desk: there, proven: true },
      ];
      const received = await exchange({ stations, peerOf: () => null, path }, [firstMail(other, support)], until);
      console.log(`${name}: ${[...received].map(([to, count]) => `${to} got ${count}`).join(", ")}`);
      expect(received.get(other)).toBeGreaterThan(0);
      expect(received.get(other)).toBeLessThanOrEqual(mailsMax);
      // The first of these began it all.
      expect((received.get(support) ?? 0) - 1).toBeLessThanOrEqual(mailsMax);
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  },
  120_000,
);
