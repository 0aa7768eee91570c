/** Originals in a mailbox are deleted by their bytes: moved ones too, and never another mail under the same number. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { deleteCopies } from "../../src/flow/forget/mailboxCopies.ts";
import type { Traced } from "../../src/flow/forget/traces.ts";
import { sha256Of } from "../../src/io/blobs.ts";
import { openInbox } from "../../src/io/imap.ts";
import { openLog } from "../../src/io/log.ts";
import { ensureMailbox } from "../../src/store/mailbox.ts";
import { type DeskUnderTest, mailOf, openDesk, support } from "../harness/desk.ts";

let desk: DeskUnderTest;
const log = openLog("silent", "json");
const mails = ["one", "two", "three"].map((text) =>
  mailOf({ from: "ada@shop.example", to: support, subject: text, text, messageId: `<${text}@shop.example>` }),
);

beforeAll(async () => {
  desk = await openDesk();
  for (const raw of mails) await desk.dovecot.deliver("support", raw, { internalDate: new Date() });
});
afterAll(() => desk?.close());

const inboxes = (extra: string) =>
  readConfig({ ...desk.env, INBOX_URL: `${desk.dovecot.url("support")}${extra}` }).inboxes;

/** What is in a folder, by its bytes. */
async function texts(folder: string): Promise<string[]> {
  const [address] = inboxes("");
  if (!address) throw new Error("no inbox");
  const inbox = await openInbox({ ...address, folder }, { log, signal: AbortSignal.timeout(20_000) });
  try {
    const fetched = await inbox.fetch(await inbox.list(0));
    return fetched.map(({ content }) => content.toString("utf8").trim().split("\n").at(-1) ?? "");
  } finally {
    inbox.close();
  }
}

async function traced(index: number, uid: number, uidValidity: number): Promise<Traced> {
  const [address] = inboxes("");
  const mailboxId = await ensureMailbox(desk.database.pool, address?.name ?? "");
  const raw = mails[index] ?? Buffer.alloc(0);
  return {
    ...{ id: index + 1, sha256: sha256Of(raw), receivedAt: new Date(), disposition: "ticket", ticketId: null },
    ...{ sender: "ada@shop.example", postedBy: null, mailboxId, uidValidity, uid },
    messageId: /Message-ID: (\S+)/.exec(raw.toString("utf8"))?.[1] ?? null,
  };
}

const remove = (which: Traced[], extra: string) =>
  deleteCopies(desk.database.pool, inboxes(extra), which, { log, signal: AbortSignal.timeout(20_000) });

test("a number that means another mail by now deletes nothing; the mail itself is found by its Message-ID and bytes", async () => {
  const [address] = inboxes("");
  if (!address) throw new Error("no inbox");
  const inbox = await openInbox(address, { log, signal: AbortSignal.timeout(20_000) });
  const { uidValidity } = inbox;
  const [first] = await inbox.list(0);
  inbox.close();
  const two = await traced(1, first?.uid ?? 0, uidValidity);
  expect(await remove([two], "")).toEqual({ deleted: 1, notFound: 0 });
  expect(await texts("INBOX")).toEqual(["one", "three"]);
  const changed = { ...(await traced(0, first?.uid ?? 0, uidValidity)), sha256: sha256Of(Buffer.from("other bytes")) };
  expect(await remove([changed], "")).toEqual({ deleted: 0, notFound: 1 });
  expect(await texts("INBOX")).toEqual(["one", "three"]);
});

test("a mail that was moved after it was stored is deleted where it lies now", async () => {
  const [moving] = inboxes("&move=Done");
  if (!moving) throw new Error("no inbox");
  const inbox = await openInbox(moving, { log, signal: AbortSignal.timeout(20_000) });
  const { uidValidity } = inbox;
  const listed = await inbox.list(0);
  await inbox.mark(listed.map(({ uid }) => uid));
  inbox.close();
  expect(await texts("Done")).toEqual(["one", "three"]);
  expect(await remove([await traced(2, listed[1]?.uid ?? 0, uidValidity)], "&move=Done")).toEqual({
    deleted: 1,
    notFound: 0,
  });
  expect(await texts("Done")).toEqual(["one"]);
});
