import { ImapFlow } from "imapflow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Dovecot, hasDovecot, password, startDovecot } from "./dovecot.ts";

describe.skipIf(!hasDovecot())("a Dovecot of our own", () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot.stop());

  async function inbox(user: string, pass = password) {
    const client = new ImapFlow({
      host: dovecot.host,
      port: dovecot.imapPort,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass },
      logger: false,
    });
    client.on("error", () => {});
    await client.connect();
    const box = await client.mailboxOpen("INBOX");
    return { client, box };
  }

  test("delivers by LMTP to the part of the address before the plus", async () => {
    await dovecot.deliver("ola+abc", "Subject: one\r\n\r\nhello\r\n");
    const { client, box } = await inbox("ola");
    expect(box.exists).toBe(1);
    await client.logout();
  });

  test("keeps bytes and INTERNALDATE of a mail that is put in place", async () => {
    const raw = Buffer.from("Subject: exact\r\n\r\nza\xbf\xf3\xb3\xe6\r\n", "latin1");
    const at = new Date("2026-10-16T14:30:00Z");
    await dovecot.deliver("exact", raw, { internalDate: at });
    const { client } = await inbox("exact");
    const mail = await client.fetchOne("1", { source: true, internalDate: true });
    if (!mail) throw new Error("the mail is not in the inbox");
    expect(mail.source?.equals(raw)).toBe(true);
    expect(mail.internalDate).toEqual(at);
    await client.logout();
  });

  test("keeps its mail and UIDVALIDITY over a restart and a kill, which cut connections", async () => {
    await dovecot.deliver("kept", "Subject: one\r\n\r\nhello\r\n");
    const before = await inbox("kept");
    const cut = new Promise((resolve) => before.client.once("close", resolve));
    await dovecot.restart();
    await cut;
    await dovecot.kill();
    await dovecot.start();
    const after = await inbox("kept");
    expect(after.box.exists).toBe(1);
    expect(after.box.uidValidity).toBe(before.box.uidValidity);
    await after.client.logout();
  });

  test("numbers a recreated inbox anew", async () => {
    await dovecot.deliver("anew", "Subject: one\r\n\r\nhello\r\n");
    const before = await inbox("anew");
    const cut = new Promise((resolve) => before.client.once("close", resolve));
    await dovecot.recreateInbox("anew");
    await cut;
    const after = await inbox("anew");
    expect(after.box.exists).toBe(1);
    expect(after.box.uidValidity).not.toBe(before.box.uidValidity);
    await after.client.logout();
  });

  test("refuses a wrong password", async () => {
    await expect(inbox("ola", "wrong")).rejects.toMatchObject({ authenticationFailed: true });
  });
});
