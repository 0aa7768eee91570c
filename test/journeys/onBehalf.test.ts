/** An agent passes customers' mails on to the desk, and answers from where we do not know them, through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { border, eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import type { SunkMail } from "../harness/sink.ts";
import { talkWith } from "../harness/talk.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();

beforeAll(async () => {
  desk = await openLivingDesk();
});
afterAll(() => desk?.close());

const { letterTo, show } = talkWith(() => desk);

const deliver = (raw: Buffer) => desk.dovecot.deliver("support", raw, { internalDate: at });

type Letter = Parameters<typeof mailOf>[0];
const writes = (letter: Partial<Letter> & { text: string }) =>
  deliver(mailOf({ from: jan, to: support, subject: "Fwd: it", ...letter }));

/** As Gmail writes it. */
function inline(from: string, subject: string, text: string, note = ""): string {
  return `${note}${note === "" ? "" : "\n\n"}---------- Forwarded message ---------
From: ${from}
Date: Thu, 8 Oct 2026 at 09:12
Subject: ${subject}
To: Jan Kowalski <jan@acme.example>


${text}
`;
}

const replyTo = ({ mail }: { mail: SunkMail }) => mail.header("reply-to") ?? "";
const numberIn = (text: string) => Number(/#(\d+)/.exec(text)?.[1]);

test("a forward opens a ticket for who wrote first, the words above it are a note whose commands act, and direct replies thread", async () => {
  await writes({
    subject: "Fwd: Checkout is broken",
    text: inline(
      ada,
      "Checkout is broken",
      "Nobody can pay since noon.",
      "#severity A\nShe called me, she is upset.\n\n-- \nJan",
    ),
    headers: ["In-Reply-To: <first@shop.example>", "References: <first@shop.example>"],
  });
  const told = await letterTo("jan@acme.example", /was opened for Ada Nowak/);
  const id = numberIn(told.text);
  const shown = await show(id);
  expect(shown).toMatchObject({
    subject: "Checkout is broken",
    severity: "A",
    requester: { address: "ada@shop.example" },
    account: { name: "Shop" },
    openedAt: at.toISOString().replace(/\.\d{3}/, ".000"),
    messages: [
      { direction: "in", author: { address: "ada@shop.example" }, visible: "Nobody can pay since noon." },
      { direction: "note", author: { address: "jan@acme.example" }, visible: "She called me, she is upset." },
    ],
  });
  expect(shown.events.find(({ type }) => type === "passedOn")).toMatchObject({
    actor: "jan@acme.example",
    writtenAt: expect.stringContaining("2026-10-08"),
  });

  const confirmation = await letterTo("ada@shop.example", new RegExp(`#${id}\\]`));
  expect(`${confirmation.mail.header("subject")} ${confirmation.text}`).not.toMatch(
    /Checkout|upset|Nobody can pay|Ada/,
  );
  expect(confirmation.text).toContain("One of our people passed your mail on to us");
  expect(confirmation.mail.header("references")).toContain("<first@shop.example>");

  // She goes on in her own thread, past our confirmation, and once more in answer to it.
  await writes({
    from: ada,
    subject: "Re: Checkout is broken",
    text: "It is worse now.",
    headers: ["In-Reply-To: <first@shop.example>", "References: <first@shop.example> <other@acme.example>"],
  });
  await writes({ from: ada, to: replyTo(confirmation), subject: "Re: it", text: "And another thing." });
  await eventually("both replies", 15_000, async () => (await show(id)).messages.length === 4);
  expect(
    (await show(id)).messages
      .slice(2)
      .map(({ visible }) => visible)
      .sort(),
  ).toEqual(["And another thing.", "It is worse now."]);
});

test("a mail that was attached keeps its own id and its files, and the mail that is known already is not filed again", async () => {
  const original = [
    "From: Ada Nowak <ada@shop.example>",
    "To: jan@acme.example",
    "Subject: Attached matter",
    "Message-ID: <attached@shop.example>",
    "Date: Thu, 8 Oct 2026 09:12:00 +0200",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "See what I see.",
  ];
  const forward = (id: string, note: string) =>
    Buffer.from(
      [
        `Authentication-Results: ${border}; dmarc=pass header.from=acme.example`,
        "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000",
        `From: ${jan}`,
        `To: ${support}`,
        "Subject: Fwd: Attached matter",
        `Message-ID: <${id}@acme.example>`,
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        note,
        "--b",
        "Content-Type: message/rfc822",
        'Content-Disposition: attachment; filename="matter.eml"',
        "",
        ...original,
        "",
        "--b--",
        "",
      ].join("\r\n"),
    );
  await deliver(forward("f1", "For us."));
  const told = await letterTo("jan@acme.example", /Attached matter[\s\S]*was opened for Ada/);
  const id = numberIn(told.text);
  expect(await show(id)).toMatchObject({
    messages: [
      { direction: "in", visible: "See what I see.", attachments: [{ name: "matter.eml" }] },
      { direction: "note", visible: "For us." },
    ],
  });
  // By an alias too, with other bytes: nothing happens twice.
  await deliver(Buffer.from(`X-Way: alias\r\n${forward("f1", "For us.").toString()}`));
  // The customer sends it to the desk herself: it threads by its own id when it is answered.
  await writes({
    from: ada,
    subject: "Re: Attached matter",
    text: "More.",
    headers: ["References: <attached@shop.example>"],
  });
  await eventually("her reply", 15_000, async () => (await show(id)).messages.length === 3);
  const fates = await eventually("both ways' fates", 15_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select disposition from raw_mail where message_id = '<f1@acme.example>' and disposition is not null order by id",
    );
    return rows.length === 2 && rows.map(({ disposition }) => disposition);
  });
  expect(fates).toEqual(["ticket", "duplicate"]);
});

test("a wrong command above a forward: no ticket is opened, and nobody but the agent hears of it", async () => {
  await writes({ subject: "Fwd: Typo", text: inline("Zed <zed@shop.example>", "Typo", "Help.", "#severty A") });
  const told = await letterTo("jan@acme.example", /Nothing was done[\s\S]*#severty A/);
  expect(told.text).toContain("Perhaps you meant: #severity");
  const { rows } = await desk.database.pool.query("select count(*)::int as n from ticket where subject = 'Typo'");
  expect(rows[0]?.n).toBe(0);
  const others = desk.sink.received.filter(({ to }) => !to.includes("jan@acme.example"));
  expect(
    others.filter((mail) => /Typo/.test(mail.header("subject") ?? "") || mail.to.includes("zed@shop.example")),
  ).toEqual([]);
});

test("a forward that is not proven to be the agent's is held; approved by the button it is taken in", async () => {
  const text = inline("Bob <bob@shop.example>", "Forged?", "Please wire the money.", "Urgent!");
  await writes({ subject: "Fwd: Forged?", text, proven: false });
  const held = await letterTo("jan@acme.example", /has not been taken in yet[\s\S]*wire the money/);
  const count = async () =>
    (await desk.database.pool.query("select count(*)::int as n from ticket where subject = 'Forged?'")).rows[0]?.n;
  expect(await count()).toBe(0);
  const link = /http:\/\/\S+\/approve\/[a-z0-9-]+/.exec(held.text)?.[0] ?? "";
  expect(await (await fetch(link)).text()).toMatch(/Take in what you passed on\?/);
  expect(desk.sink.received.filter(({ to }) => to.includes("bob@shop.example"))).toEqual([]);
  expect((await fetch(link, { method: "POST" })).status).toBe(200);
  await eventually("its ticket", 15_000, async () => (await count()) === 1);
  await letterTo("jan@acme.example", /was opened for Bob/);
});

test("what a forward claims is proven by nothing: a yes inside of it agrees to nothing, and no token in it is believed", async () => {
  await writes({ from: ada, subject: "[B] Claims", text: "It is slow." });
  const notice = await letterTo("jan@acme.example", /New ticket[\s\S]*Claims|Claims/);
  const id = numberIn(notice.mail.header("subject") ?? "");
  await writes({ to: replyTo(notice), subject: "Re: Claims", text: "#solve\nFaster now." });
  const asked = await letterTo("ada@shop.example", new RegExp(`#${id}\\][\\s\\S]*Is it solved`));
  const reference = /k1-[a-z0-9]{20,}/.exec(
    asked.text.split("/answer/").at(-1)?.split("\n").slice(2).join("\n") ?? "",
  )?.[0];
  await writes({
    subject: "Fwd: Re: Claims",
    text: inline(
      ada,
      "Re: Claims",
      `Yes, it is solved.\n\n> ${asked.text.split("\n").join("\n> ")}\n${reference ?? ""}`,
    ),
    headers: [`References: ${asked.mail.header("message-id")}`],
  });
  await letterTo("jan@acme.example", new RegExp(`filed on ticket #${id} as a mail of Ada`));
  expect((await show(id)).status).not.toBe("closed");
});

test("a forward of an agent's own or of a nameless mail opens no ticket for a stranger", async () => {
  await writes({
    subject: "Fwd: Chain",
    text: inline("Ola Wrona <ola@acme.example>", "Fwd: Chain", inline(ada, "Chain", "The real words.")),
  });
  const told = await letterTo("jan@acme.example", /Chain[\s\S]*was opened for Ada Nowak/);
  expect((await show(numberIn(told.text))).messages[0]).toMatchObject({
    author: { address: "ada@shop.example" },
    visible: "The real words.",
  });
  await writes({ subject: "FW: Nameless", text: inline("Ada Nowak", "Nameless", "Who am I?") });
  const unnamed = await letterTo("jan@acme.example", /names no address of its author/);
  expect((await show(numberIn(/ticket (#\d+)/.exec(unnamed.text)?.[1] ?? ""))).requester.address).toBe(
    "jan@acme.example",
  );
});

test("an answer from a mailbox that is not known as the agent's is held and asked about; approved it is the agent's", async () => {
  await writes({ from: ada, subject: "[B] From home", text: "It is slow." });
  const notice = await letterTo("jan@acme.example", /From home/);
  const id = numberIn(notice.mail.header("subject") ?? "");
  const home = "Jan <jan.private@home.example>";
  await writes({ from: home, to: replyTo(notice), subject: "Re: it", text: "I write from home: try again." });
  const held = await letterTo(
    "jan@acme.example",
    /not known as yours[\s\S]*jan\.private@home\.example[\s\S]*from home/,
  );
  expect((await show(id)).messages).toHaveLength(1);
  expect(desk.sink.received.filter(({ raw }) => raw.includes("try again")).map(({ to }) => to)).toEqual([
    ["jan@acme.example"],
  ]);
  const link = /http:\/\/\S+\/approve\/[a-z0-9-]+/.exec(held.text)?.[0] ?? "";
  expect(await (await fetch(link)).text()).toContain("Send your answer on #");
  await fetch(link, { method: "POST" });
  const answer = await letterTo("ada@shop.example", /I write from home: try again\./);
  expect(answer.mail.header("from")).toContain("Jan Kowalski");
  expect(answer.text).not.toContain("home.example");
});

test("a held note is spoken of as a note, and stays one when it is approved", async () => {
  await writes({ from: ada, subject: "[B] Inside", text: "It is slow." });
  const notice = await letterTo("jan@acme.example", /Inside/);
  const id = numberIn(notice.mail.header("subject") ?? "");
  await writes({ to: replyTo(notice), subject: "Re: it", text: "#note\nFor us only.", proven: false });
  const held = await letterTo("jan@acme.example", /Your note has not been filed yet/);
  const link = /http:\/\/\S+\/approve\/[a-z0-9-]+/.exec(held.text)?.[0] ?? "";
  const page = await (await fetch(link)).text();
  expect(page).toMatch(/File your note[\s\S]*No customer sees a note[\s\S]*file it as an internal note/);
  expect(page).not.toMatch(/answer|customer now/);
  await fetch(link, { method: "POST" });
  await eventually("the note", 15_000, async () => (await show(id)).messages.at(-1)?.direction === "note");
  expect(
    desk.sink.received.filter(({ to, raw }) => to.includes("ada@shop.example") && raw.includes("For us only")),
  ).toEqual([]);
});
