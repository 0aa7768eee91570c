import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InboxAddress, openInbox } from "../../src/io/imap.ts";
import { openLog } from "../../src/io/log.ts";
import { type Dovecot, hasDovecot, password, startDovecot } from "../harness/dovecot.ts";

const log = openLog("silent", "json");

function address(port: number, change: Partial<InboxAddress> = {}): InboxAddress {
  const place = { name: "ola", host: "127.0.0.1", port, secure: false, user: "ola", password, folder: "INBOX" };
  return { ...place, auth: "password", moveTo: null, since: null, ...change };
}

const open = (where: InboxAddress, signal = new AbortController().signal) => openInbox(where, { log, signal });

/** A server that says `greeting` to everyone and then nothing more. */
async function saying(greeting: string): Promise<{ port: number; stop: () => void }> {
  const server = createServer((socket) => socket.on("error", () => {}).write(greeting));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

describe("a mailbox that cannot be opened is told in one line", () => {
  test("nobody listens", async () => {
    const server = await saying("");
    server.stop();
    await expect(open(address(server.port))).rejects.toMatchObject({
      kind: "unreachable",
      message: `mailbox ola at 127.0.0.1:${server.port}: no IMAP server answers (ECONNREFUSED); check INBOX_URL and the network`,
    });
  });

  test("the server is not one of IMAP", async () => {
    const server = await saying("220 smtp.example ESMTP\r\n");
    const opening = open(address(server.port), AbortSignal.timeout(2_000));
    await expect(opening).rejects.toMatchObject({
      name: "InboxError",
      message: expect.stringContaining("mailbox ola at"),
    });
    server.stop();
  });

  test("TLS is asked of a server that has none", async () => {
    const server = await saying("* OK hello\r\n");
    await expect(open(address(server.port, { secure: true }))).rejects.toMatchObject({ name: "InboxError" });
    server.stop();
  });

  test("a login by OAuth without its settings", async () => {
    await expect(open(address(1, { auth: "oauth2" }))).rejects.toMatchObject({
      kind: "loginRefused",
      message: expect.stringContaining("OAUTH_"),
    });
  });
});

describe.skipIf(!hasDovecot())("a mailbox", () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot.stop());

  test("a folder that is not there is told by its name", async () => {
    const opening = open(address(dovecot.imapPort, { folder: "Elsewhere" }));
    await expect(opening).rejects.toMatchObject({
      kind: "folderMissing",
      message: expect.stringContaining("no folder Elsewhere"),
    });
  });

  test("what lies above a UID is listed in order with its size, and the last mail not again and again", async () => {
    for (const words of ["one", "two", "three"]) {
      await dovecot.deliver("lists", `Subject: ${words}\r\n\r\n${words}\r\n`, { internalDate: new Date() });
    }
    const inbox = await open(address(dovecot.imapPort, { user: "lists" }));
    const all = await inbox.list(0);
    expect(all.map((mail) => mail.uid)).toEqual([1, 2, 3]);
    const fetched = await inbox.fetch(all);
    expect(fetched.map((mail) => mail.content.length)).toEqual(all.map((mail) => mail.bytes));
    expect(await inbox.list(3)).toEqual([]);
    expect(await inbox.listSince(new Date(Date.now() - 86_400_000))).toEqual([1, 2, 3]);
    expect(await inbox.sizes([2, 99])).toEqual([all[1]]);
    inbox.close();
    await expect(inbox.list(0)).rejects.toMatchObject({ kind: "broken" });
  });

  test("an empty mailbox lists nothing, and waiting ends in time and at once with news", async () => {
    const inbox = await open(address(dovecot.imapPort, { user: "waits" }));
    expect(await inbox.list(0)).toEqual([]);
    await inbox.waitForNews(50);
    const waiting = inbox.waitForNews(60_000);
    await dovecot.deliver("waits", "Subject: news\r\n\r\nnews\r\n");
    await waiting;
    expect(await inbox.list(0)).toHaveLength(1);
    inbox.close();
  });

  test("the end of the worker ends the connection", async () => {
    const ended = new AbortController();
    const inbox = await open(address(dovecot.imapPort, { user: "ends" }), ended.signal);
    const waiting = inbox.waitForNews(60_000);
    ended.abort();
    await waiting.catch(() => {});
    await expect(inbox.list(0)).rejects.toMatchObject({ kind: "broken" });
    await expect(open(address(dovecot.imapPort), ended.signal)).rejects.toThrow();
  });
});
