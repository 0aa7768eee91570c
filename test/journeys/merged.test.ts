/** Two tickets become one: mail to the old one by every way leads to the other for ever, through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { pageIn, replyTo, said, talkWith } from "../harness/talk.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const piotr = "Piotr <piotr@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();

beforeAll(async () => {
  desk = await openLivingDesk();
});
afterAll(() => desk?.close());

const { writes, letterTo, show, until, opened } = talkWith(() => desk);

test("a merge closes the one as a duplicate, brings its people over, and tells everyone; late replies by every way lead on", async () => {
  const into = await opened("Main matter", piotr);
  const old = await opened("Double matter");
  await writes(jan, replyTo(old.notice), "Re: Double", `#merge ${into.id}\nWe work on it with Piotr's mail.`);
  const told = await letterTo("jan@acme.example", new RegExp(`#${old.id} is merged into #${into.id}`));
  expect(told.text).toMatch(/ada@shop\.example/);

  const merged = await until(old.id, "closed", ({ status }) => status === "closed");
  expect(merged).toMatchObject({ closedHow: "duplicate", mergedInto: into.id });
  expect(merged.clocks.every(({ state }) => state === "cancelled" || state === "met")).toBe(true);
  const other = await show(into.id);
  expect(other.related).toEqual([old.id]);
  expect(other.participants).toEqual([{ name: "Ada Nowak", address: "ada@shop.example" }]);
  expect(merged.events.some(({ type }) => type === "mergedInto")).toBe(true);
  expect(other.events.some(({ type }) => type === "tookOver")).toBe(true);

  const letter = await letterTo("ada@shop.example", new RegExp(`goes on in ticket ${into.id}`));
  expect(letter.text).toMatch(/We work on it with Piotr's mail\./);
  expect(letter.text).not.toContain("About Main matter.");
  expect(letter.mail.header("references")).toContain(old.messageId);

  await writes(ada, replyTo(old.confirmation.mail), "Re: Double", "By the reply address.");
  await until(into.id, "by reply address", said("By the reply address."));
  await writes(ada, support, "Re: Double", "By our Message-ID.", {
    headers: [`In-Reply-To: ${old.confirmation.mail.header("message-id")}`],
  });
  await until(into.id, "by our Message-ID", said("By our Message-ID."));
  await writes(ada, support, "Re: Double", "By her own.", { headers: [`In-Reply-To: ${old.messageId}`] });
  await until(into.id, "by her own Message-ID", said("By her own."));
  const reference = /Ref: \S+/.exec(old.confirmation.text)?.[0] ?? "";
  await writes(ada, support, "Re: Double", `By the footer.\n\n> ${reference}`);
  await until(into.id, "by the footer", said("By the footer."));
  await writes(ada, support, `Re: Double [#${old.id}]`, "By the number.");
  await until(into.id, "by the number", said("By the number."));
  expect((await show(old.id)).messages).toHaveLength(2);
  expect((await show(into.id)).messages.every(({ unverified }) => !unverified)).toBe(true);

  // Two addresses that lead to one ticket are one ticket.
  await writes(ada, `${replyTo(old.confirmation.mail)}, ${replyTo(letter.mail)}`, "Re: Double", "By both.");
  await until(into.id, "by both", said("By both."));

  // The old page leads on, and shows her nothing that Piotr wrote before.
  const link = pageIn(old.confirmation.text, "ticket");
  const page = await (await fetch(link)).text();
  expect(page).toMatch(/By the reply address\./);
  expect(page).toContain("About Double matter.");
  expect(page).not.toContain("About Main matter.");
  const theirs = await letterTo("piotr@shop.example", new RegExp(`#${into.id}\\]`));
  const piotrs = await (await fetch(pageIn(theirs.text, "ticket"))).text();
  expect(piotrs).toContain("By the reply address.");
  expect(piotrs).not.toContain("About Double matter.");
});

test("chains lead to their end; what would go in a circle, to itself, or to another account is refused", async () => {
  const [a, b, c] = [await opened("Chain one"), await opened("Chain two"), await opened("Chain three")];
  await writes(jan, replyTo(a.notice), "Re: a", `#merge ${b.id}`);
  await until(a.id, "merged", ({ mergedInto }) => mergedInto === b.id);
  await writes(jan, replyTo(b.notice), "Re: b", `#merge #${c.id}`);
  await until(b.id, "merged", ({ mergedInto }) => mergedInto === c.id);
  await writes(ada, replyTo(a.confirmation.mail), "Re: a", "Along the chain.");
  await until(c.id, "the chain's reply", said("Along the chain."));

  await writes(jan, replyTo(c.notice), "Re: c", `#merge ${a.id}`);
  await letterTo("jan@acme.example", new RegExp(`Chain three[\\s\\S]*#merge ${a.id}[\\s\\S]*this very ticket`));
  await writes(jan, replyTo(c.notice), "Re: c", `#merge ${c.id}`);
  await letterTo("jan@acme.example", new RegExp(`#merge ${c.id}[\\s\\S]*this very ticket`));
  const bank = await opened("Bank matter", "Bo <bo@bank.example>");
  await writes(jan, replyTo(c.notice), "Re: c", `#merge ${bank.id}`);
  await letterTo("jan@acme.example", new RegExp(`#merge ${bank.id}[\\s\\S]*another account`));
  await writes(jan, replyTo(c.notice), "Re: c", "#merge 999999");
  await letterTo("jan@acme.example", /#merge 999999[\s\S]*no ticket of that number/);
  expect(await show(c.id)).toMatchObject({ status: "new", mergedInto: null });
});

test("the same command mail delivered five times merges once, and #undo makes it two again", async () => {
  const into = await opened("Once into");
  const old = await opened("Once old");
  const letter = { from: jan, to: replyTo(old.notice), subject: "Re: Once", messageId: "<merge-once@acme.example>" };
  for (const way of ["", "alias", "list", "again", "more"]) {
    const headers = way === "" ? [] : [`X-Way: ${way}`];
    await desk.dovecot.deliver("support", mailOf({ ...letter, text: `#merge ${into.id}`, headers }), {
      internalDate: at,
    });
  }
  await eventually("five fates", 15_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select disposition from raw_mail where message_id = '<merge-once@acme.example>' and disposition is not null",
    );
    return rows.length === 5 && rows.filter(({ disposition }) => disposition === "duplicate").length === 4;
  });
  expect((await show(into.id)).events.filter(({ type }) => type === "tookOver")).toHaveLength(1);
  const transcript = await letterTo("jan@acme.example", new RegExp(`#${old.id} is merged into #${into.id}`));
  await writes(jan, replyTo(transcript.mail), "Re: Once", "#undo");
  const back = await until(old.id, "on its own", ({ mergedInto }) => mergedInto === null);
  expect(back).toMatchObject({ status: "new", closedHow: null });
  expect(back.clocks.map(({ state }) => state)).toEqual(["running", "running"]);
  expect((await show(into.id)).related).toEqual([]);
  await letterTo("jan@acme.example", new RegExp(`#${old.id} stands on its own again`));
  await writes(ada, replyTo(old.confirmation.mail), "Re: Once", "After all its own.");
  await until(old.id, "a reply of its own", said("After all its own."));
});

test("two merges that meet head on never wait in a circle: one merges, the other is refused", async () => {
  const [a, b] = [await opened("Head one"), await opened("Head two")];
  await Promise.all([
    writes(jan, replyTo(a.notice), "Re: a", `#merge ${b.id}`),
    writes(jan, replyTo(b.notice), "Re: b", `#merge ${a.id}`),
  ]);
  await eventually("both decided", 20_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select reason from raw_mail where sender = 'jan@acme.example' and subject in ('Re: a', 'Re: b') and ticket_id = any($1)",
      [[a.id, b.id]],
    );
    return rows.length === 2 && rows.every(({ reason }) => reason !== null);
  });
  const merged = [await show(a.id), await show(b.id)].filter(({ mergedInto }) => mergedInto !== null);
  expect(merged).toHaveLength(1);
});

test("spam closes and stays closed: further mail is kept quietly, no letter goes out, #open brings it back", async () => {
  const junk = await opened("Cheap watches");
  await writes(jan, replyTo(junk.notice), "Re: junk", "#spam");
  const closed = await until(junk.id, "spam", ({ closedHow }) => closedHow === "spam");
  expect(closed.clocks.every(({ state }) => state === "cancelled")).toBe(true);
  await writes(ada, replyTo(junk.confirmation.mail), "Re: junk", "Even cheaper!");
  const kept = await until(junk.id, "kept", said("Even cheaper!"));
  expect(kept.status).toBe("closed");
  const { rows } = await desk.database.pool.query(
    "select letter from outgoing where ticket_id = $1 and letter in ('customerReply', 'answer', 'solved', 'merged')",
    [junk.id],
  );
  expect(rows).toEqual([]);
  await writes(jan, replyTo(junk.notice), "Re: junk", "#open");
  expect((await until(junk.id, "open", ({ status }) => status === "open")).closedHow).toBeNull();
});

test("a merge that is not proven to be its agent's is held, and done once they press the button", async () => {
  const into = await opened("Held into");
  const old = await opened("Held old");
  await writes(jan, replyTo(old.notice), "Re: held", `#merge ${into.id}`, { proven: false });
  const held = await letterTo("jan@acme.example", /Held old[\s\S]*\/approve\//);
  expect((await show(old.id)).mergedInto).toBeNull();
  await fetch(pageIn(held.text, "approve"), { method: "POST" });
  await until(old.id, "merged", ({ mergedInto }) => mergedInto === into.id);
});

test("a merge is stopped by its link while it is held: nobody is told, and both are as they were", async () => {
  await putIntoForce(desk.database.pool, parseDesk(deskYaml.replace("holdSeconds: 0", "holdSeconds: 60")), null, false);
  await desk.restartWorker();
  const into = await opened("Stopped into", piotr);
  const old = await opened("Stopped old");
  await writes(jan, replyTo(old.notice), "Re: stopped", `#merge ${into.id}\nThis goes on there.`);
  const told = await letterTo("jan@acme.example", new RegExp(`#${old.id} is merged into #${into.id}`));
  const link = pageIn(told.text, "cancel");
  expect(await (await fetch(link)).text()).toContain("has not left yet");
  expect((await show(old.id)).mergedInto).toBe(into.id);
  expect(await (await fetch(link, { method: "POST" })).text()).toContain("No customer gets your answer");
  expect(await show(old.id)).toMatchObject({ mergedInto: null, status: "new", closedHow: null });
  expect(await show(into.id)).toMatchObject({ related: [], participants: [] });
  const { rows } = await desk.database.pool.query(
    "select state from outgoing where ticket_id = $1 and letter = 'merged'",
    [old.id],
  );
  expect(rows).toEqual([{ state: "cancelled" }]);
});
