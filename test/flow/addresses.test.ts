/** Made-up addresses on their whole way: what is stored of a sender is who the letter leaves for, to the letter. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendMails } from "../../src/flow/send.ts";
import { openSmtp } from "../../src/io/smtp.ts";
import { comparable, sameAddress, strictMailbox } from "../../src/mail/proof/mailbox.ts";
import { addresses } from "../../src/mail/read/address.ts";
import { holdInstance } from "../../src/store/instance.ts";
import { lottery, shaped } from "../harness/addressLottery.ts";
import { border, deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";
import { type Sink, startSink } from "../harness/sink.ts";

const mailCount = Number(process.env.FUZZ_SENDERS ?? 150);

let desk: Simulation;
let sink: Sink;
beforeAll(async () => {
  [desk, sink] = await Promise.all([openSimulation(deskYaml, "2026-10-12T08:00:00Z"), startSink()]);
});
afterAll(async () => {
  await sink?.stop();
  await desk?.close();
});

/** Values of From on which both readers agree, each of another author. */
function agreed(): Map<string, string> {
  const draw = lottery(20_261_123);
  const found = new Map<string, string>();
  while (found.size < mailCount) {
    const value = shaped(draw);
    const strict = strictMailbox(value);
    const read = addresses([value]);
    const isAgreed = strict !== null && read.length === 1 && sameAddress(read[0]?.address ?? "", strict);
    // A mail has no line of its own within From.
    if (isAgreed && !/[\r\n](?![ \t])|\n$/.test(value.replace(/\r\n(?=[ \t])/g, ""))) found.set(strict, value);
  }
  return found;
}

test("a letter leaves for exactly the address that was read, proven and stored", async () => {
  const { pool } = desk;
  const senders = agreed();
  let number = 0;
  for (const [address, value] of senders) {
    number++;
    // An hour apart, so that no cap of the desk bites.
    await desk.travel(new Date(Date.parse("2026-10-12T08:00:00Z") + number * 3_600_000).toISOString(), {
      asleep: true,
    });
    const head = [
      `Authentication-Results: ${border}; dmarc=pass header.from=${address.slice(address.lastIndexOf("@") + 1)}`,
      `Received: from a.example by ${border}; Mon, 12 Oct 2026 08:00:00 +0000`,
      `From: ${value}`,
      `To: ${support}`,
      `Subject: sender ${number}`,
      `Message-ID: <${number}@a.example>`,
    ];
    await desk.receive(Buffer.from([...head, "", `Matter ${number} of its own words.`, ""].join("\r\n"), "utf8"));
  }
  type Stored = { address: string; sender: string; trust: string; recipient: string; messageId: string };
  const { rows } = await pool.query<Stored>(
    `select c.address, r.sender, r.trust, o.recipient, o.message_id as "messageId"
       from raw_mail r join ticket t on t.id = r.ticket_id join contact c on c.id = t.requester_id
       join outgoing o on o.ticket_id = t.id and o.letter in ('unknownSender', 'confirmation') order by r.id`,
  );
  expect(rows.map(({ address }) => address)).toEqual([...senders.keys()]);
  for (const { address, sender, trust, recipient } of rows) {
    expect([sender, trust, recipient]).toEqual([address, "proven", address]);
  }

  await pool.query("delete from outgoing where letter not in ('unknownSender', 'confirmation')");
  await send();
  const received = new Map(sink.received.map((mail) => [mail.header("message-id"), mail]));
  expect(received.size).toBe(rows.length);
  for (const { recipient, messageId } of rows) {
    // The sink's library shows domains in the letters of their own script.
    expect(received.get(messageId)?.to.map(comparable)).toEqual([recipient]);
    expect(received.get(messageId)?.header("to")).toContain(recipient);
  }
});

/** Everything the outbox holds leaves for the sink. */
async function send(): Promise<void> {
  const { shop, pool } = desk;
  const instance = await holdInstance(pool, shop.log);
  const smtp = openSmtp({
    ...{ host: sink.host, port: sink.port, secure: false, requireTls: false },
    ...{ user: null, password: "", auth: "password" as const },
  });
  const ending = new AbortController();
  const sending = sendMails({
    ...{ pool, smtp, log: shop.log, signal: ending.signal, instance: instance.name, now: () => new Date(desk.now()) },
    queue: { work: async () => {} },
    desktop: {
      contents: async () => new Map(),
      render: ({ letter, extras }) => shop.stationery.templates.render(letter, extras),
      enclose: async () => [],
    },
    onFailed: async () => {},
    onUnknown: async () => {},
  });
  try {
    await sink.waitUntil((all) => all.length >= mailCount, 60_000);
  } finally {
    ending.abort();
    await sending.done;
    await instance.release();
  }
}
