/**
 * The scene of the demo: customers write, an agent answers from a mail client, the customer replies, both agree that it is
 * solved, a machine answers and is not answered. Each step waits until its effect has arrived by mail, tells it with the time it took, and fails
 * with words when it does not come.
 */

import { type ParsedMail, simpleParser } from "mailparser";
import type { Pool } from "pg";
import { showOne } from "../flow/list.ts";
import type { Delivered, MailWorld, OwnMail } from "./mailworld.ts";
import { person, supportAddress } from "./people.ts";

/** One line of the story. */
export type Tell = (line: string) => void;

const patienceMs = 20_000;

export type SceneReport = { ticketCount: number; letterCount: number; mailCount: number };

export async function playScene(world: MailWorld, pool: Pool, tell: Tell): Promise<SceneReport> {
  const first = await customerWrites(world, tell);
  await othersWrite(world, tell);
  const answer = await agentAnswers(world, tell, first.notice);
  const reply = await customerReplies(world, tell, answer);
  await bothAgree(world, tell, reply);
  await machineAnswers(world, pool, tell, answer);
  return await check(world, pool, tell);
}

type Step = { mail: ParsedMail; tookMs: number };

async function customerWrites(world: MailWorld, tell: Tell): Promise<{ notice: ParsedMail }> {
  const ada = person("ada");
  tell(`${ada.name} (${ada.who}) writes: "[A] Checkout is down", with HTML and a log file attached`);
  const arrived = expectMail(world, ada.address, "the confirmation");
  const noticed = expectMail(world, person("ola").address, "the team's notice");
  await world.send({
    from: ada,
    to: supportAddress,
    subject: "[A] Checkout is down",
    text: "Since nine nobody can pay: the checkout answers with an error.\n\nProject: proj_shop2026x\nImpact: no orders at all.",
    html: "<p>Since nine <b>nobody can pay</b>: the checkout answers with an error.</p><p>Project: proj_shop2026x<br>Impact: no orders at all.</p>",
    attachments: [
      {
        filename: "checkout.log",
        content: "09:01 payment gateway: timeout\n09:02 payment gateway: timeout\n",
        contentType: "text/plain",
      },
    ],
  });
  const confirmation = await arrived;
  tell(`  → ${seconds(confirmation)} confirmation: "${confirmation.mail.subject}"`);
  const notice = await noticed;
  tell(
    `  → ${seconds(notice)} notice to the team: "${notice.mail.subject}", ${notice.mail.attachments.length} attachment`,
  );
  return { notice: notice.mail };
}

async function othersWrite(world: MailWorld, tell: Tell): Promise<void> {
  const [zofia, alan, nemo] = [person("zofia"), person("alan"), person("nemo")];
  const letters: [string, OwnMail][] = [
    [
      `${zofia.name} (${zofia.who}) pisze: "[B] Nie działa eksport zamówień"`,
      {
        from: zofia,
        to: supportAddress,
        subject: "[B] Nie działa eksport zamówień",
        text: "Dzień dobry,\n\neksport zamówień kończy się błędem od wczoraj.\n\nPozdrawiam\nZofia Lis",
      },
    ],
    [
      `${alan.name} (${alan.who}) writes without a tag`,
      {
        from: alan,
        to: supportAddress,
        subject: "How do we add a second administrator?",
        text: "Hello,\n\nwhere in the settings can we add a second administrator?\n\nThanks\nAlan",
      },
    ],
    [
      `${nemo.name}, whom nobody knows, writes`,
      {
        from: nemo,
        to: supportAddress,
        subject: "Question about your product",
        text: "Can your product do invoices?",
      },
    ],
  ];
  for (const [line, letter] of letters) {
    tell(line);
    const arrived = expectMail(world, letter.from.address, "the letter back");
    await world.send(letter);
    const confirmation = await arrived;
    tell(`  → ${seconds(confirmation)} "${confirmation.mail.subject}"`);
  }
}

async function agentAnswers(world: MailWorld, tell: Tell, notice: ParsedMail): Promise<ParsedMail> {
  const [ola, ada] = [person("ola"), person("ada")];
  tell(`${ola.name} (agent) presses Reply in her mail client`);
  const arrived = expectMail(world, ada.address, "the answer");
  await world.send({
    from: ola,
    to: notice.replyTo?.value[0]?.address ?? supportAddress,
    subject: `Re: ${notice.subject}`,
    text: `Hello Ada,\n\nthe payment gateway was down; it is back since 09:20. Can you pay again?\n\nOla\n\nOn Monday, Acme Support wrote:\n> ${(notice.text ?? "").slice(0, 300).replaceAll("\n", "\n> ")}`,
    ...answering(notice),
  });
  const answer = await arrived;
  const from = answer.mail.from?.value[0];
  tell(
    `  → ${seconds(answer)} Ada has the answer from "${from?.name}" <${from?.address}>, in the thread of her own mail`,
  );
  return answer.mail;
}

async function customerReplies(world: MailWorld, tell: Tell, answer: ParsedMail): Promise<ParsedMail> {
  const [ola, ada] = [person("ola"), person("ada")];
  tell(`${ada.name} replies`);
  const arrived = expectMail(world, ola.address, "the reply");
  await world.send({
    from: ada,
    to: answer.replyTo?.value[0]?.address ?? supportAddress,
    subject: `Re: ${answer.subject}`,
    text: "Yes, orders are coming in again. Thank you!",
    ...answering(answer),
  });
  const reply = await arrived;
  tell(`  → ${seconds(reply)} it reaches ${ola.name}, who has the ticket now: "${reply.mail.subject}"`);
  return reply.mail;
}

/** A ticket is closed when both sides say so, each by a plain mail. */
async function bothAgree(world: MailWorld, tell: Tell, reply: ParsedMail): Promise<void> {
  const [ola, ada] = [person("ola"), person("ada")];
  tell(`${ola.name} replies with the line #solve and a sentence`);
  const asked = expectMail(world, ada.address, "the question");
  await world.send({
    from: ola,
    to: reply.replyTo?.value[0]?.address ?? supportAddress,
    subject: `Re: ${reply.subject}`,
    text: "#solve\n\nGood to hear, Ada. We have put a second gateway beside the first.\n\nOla",
    ...answering(reply),
  });
  const question = await asked;
  tell(`  → ${seconds(question)} Ada has the sentence, and the question whether it is solved`);
  const told = expectMail(world, ola.address, "the agreement");
  await world.send({
    from: ada,
    to: question.mail.replyTo?.value[0]?.address ?? supportAddress,
    subject: `Re: ${question.mail.subject}`,
    text: "Yes!",
    ...answering(question.mail),
  });
  const agreed = await told;
  if (!/closed/.test(agreed.mail.text ?? "")) throw new Error("the ticket was to be closed by both sides");
  tell(`  → ${seconds(agreed)} Ada answers "Yes!", and ${ola.name} reads that the ticket is closed`);
}

async function machineAnswers(world: MailWorld, pool: Pool, tell: Tell, answer: ParsedMail): Promise<void> {
  const ada = person("ada");
  tell("Ada's mailbox sends an automatic reply");
  const before = world.mailbox(ada.address).length;
  await world.send({
    from: ada,
    to: answer.replyTo?.value[0]?.address ?? supportAddress,
    subject: `Automatic reply: ${answer.subject}`,
    text: "I am out of the office until 30 November 2026.",
    headers: { "Auto-Submitted": "auto-replied" },
    ...answering(answer),
  });
  const started = performance.now();
  const ticketId = Number(/\[#(\d+)\]/.exec(answer.subject ?? "")?.[1]);
  for (;;) {
    const shown = await showOne(pool, ticketId, Date.now());
    if (shown?.events.some((event) => event.type === "autoReplied")) break;
    if (performance.now() - started > patienceMs) throw new Error("the automatic reply was not filed");
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  if (world.mailbox(ada.address).length !== before) throw new Error("a machine was answered");
  tell(
    `  → ${((performance.now() - started) / 1000).toFixed(2)} s filed on ticket #${ticketId}; nobody answers a machine`,
  );
}

/** What the scene must have left behind. */
async function check(world: MailWorld, pool: Pool, tell: Tell): Promise<SceneReport> {
  const { rows } = await pool.query<{ tickets: number; letters: number; undecided: number; mails: number }>(
    `select (select count(*)::int from ticket) as tickets, (select count(*)::int from outgoing where state = 'sent') as letters,
            (select count(*)::int from raw_mail where disposition is null) as undecided, (select count(*)::int from raw_mail) as mails`,
  );
  const counts = rows[0];
  if (!counts) throw new Error("the database gave no counts");
  if (counts.tickets !== 4) throw new Error(`four tickets were expected, ${counts.tickets} are there`);
  if (counts.undecided !== 0) throw new Error(`${counts.undecided} mails were not decided`);
  const confirmations = world.mailbox(person("ada").address).length;
  if (confirmations !== 3) throw new Error(`Ada was to get three mails and got ${confirmations}`);
  tell(`The desk took in ${counts.mails} mails, opened ${counts.tickets} tickets and sent ${counts.letters} letters.`);
  return { ticketCount: counts.tickets, letterCount: counts.letters, mailCount: counts.mails };
}

/** The next mail a person gets, parsed, with the time it took from now. */
function expectMail(world: MailWorld, address: string, what: string): Promise<Step> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${what} did not reach ${address} within ${patienceMs / 1000} s`)),
      patienceMs,
    );
    let isDone = false;
    world.onDelivery((to: string, mail: Delivered) => {
      if (to !== address || isDone) return;
      isDone = true;
      clearTimeout(timer);
      const tookMs = performance.now() - started;
      simpleParser(mail.raw).then((parsed) => resolve({ mail: parsed, tookMs }), reject);
    });
  });
}

function answering(mail: ParsedMail): Pick<OwnMail, "inReplyTo" | "references"> {
  const id = mail.messageId;
  if (!id) return {};
  const before = typeof mail.references === "string" ? [mail.references] : (mail.references ?? []);
  return { inReplyTo: id, references: [...before, id] };
}

function seconds(step: Step): string {
  return `${(step.tookMs / 1000).toFixed(2)} s`;
}
