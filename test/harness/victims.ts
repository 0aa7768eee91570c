/**
 * An attack with a desk as the cannon: mail after mail with victims' addresses as From, through the real steps of the flow
 * and the real counters, a few side by side as a worker does it. Counts what the victims got and when the desk paused.
 */
import { deliverMails } from "../../src/flow/deliver.ts";
import { processMail } from "../../src/flow/process.ts";
import type { Workshop } from "../../src/flow/workshop.ts";
import { waitingMails } from "../../src/store/claim.ts";
import { border, support } from "./deskFile.ts";

export type Attack = { mails: number; victims: number; perMinute: number };

export type Harm = {
  letters: number;
  /** The most that one victim got within any twenty-four hours. */
  mostPerVictim: number;
  /** From the first mail to the pause of greetings, in simulated time; null where it never came. */
  pausedAfterMs: number | null;
  undecided: number;
  tickets: number;
  filed: number;
  noticesToAgents: number;
};

const batchCount = 40;
const sideBySide = 8;

/** `clock` is the simulated time of `shop`, moved on as mails arrive. */
export async function attack(
  shop: Workshop,
  clock: { now: number },
  { mails, victims, perMinute }: Attack,
  onProgress: (done: number) => void = () => {},
): Promise<Harm> {
  const { pool, blobs } = shop;
  const startedAt = clock.now;
  for (let first = 0; first < mails; first += batchCount) {
    clock.now = startedAt + (first / perMinute) * 60_000;
    const raws = Array.from({ length: Math.min(batchCount, mails - first) }, (_, at) => forged(first + at, victims));
    await deliverMails(raws, { pool, blobs, queue: null, receivedAt: new Date(clock.now) });
    const waiting = await waitingMails(pool, [], batchCount * 2, 100_000_000);
    const turns = waiting.values();
    await Promise.all(
      Array.from({ length: sideBySide }, async () => {
        // One row of turns for all: whoever is through takes the next mail.
        for (const mail of turns) await processMail(mail, shop);
      }),
    );
    onProgress(first + raws.length);
  }
  return await harmOf(shop, startedAt);
}

/** The same victim comes again after all the others; domains hold fifty victims each. */
function forged(number: number, victims: number): Buffer {
  const victim = number % victims;
  return Buffer.from(
    [
      `Authentication-Results: ${border}; dmarc=none`,
      `Received: from evil.example by ${border}; Mon, 12 Oct 2026 08:00:00 +0000`,
      `From: victim${victim}@home${Math.floor(victim / 50)}.example`,
      `To: ${support}`,
      `Subject: You have won ${number}`,
      `Message-ID: <${number}@evil.example>`,
      "",
      `Claim prize ${number} now.`,
      "",
    ].join("\r\n"),
  );
}

async function harmOf({ pool }: Workshop, startedAt: number): Promise<Harm> {
  const { rows } = await pool.query<Omit<Harm, "pausedAfterMs"> & { paused: Date | null }>(
    `with letter as (select recipient, next_at as at from outgoing where recipient like 'victim%')
     select (select count(*)::int from letter) as letters,
            (select coalesce(max(n), 0)::int from (select count(*) over (partition by recipient order by at
               range between interval '1 day' - interval '1 millisecond' preceding and current row) as n from letter) as days) as "mostPerVictim",
            (select since from breaker where name = 'greetings') as paused,
            (select count(*)::int from raw_mail where disposition is null) as undecided,
            (select count(*)::int from raw_mail where disposition = 'ticket') as tickets,
            (select count(*)::int from raw_mail where reason = 'flood') as filed,
            (select count(*)::int from outgoing where letter = 'newTicket') as "noticesToAgents"`,
  );
  const found = rows[0];
  if (!found) throw new Error("the attack left no trace");
  const { paused, ...harm } = found;
  return { ...harm, pausedAfterMs: paused === null ? null : paused.getTime() - startedAt };
}
