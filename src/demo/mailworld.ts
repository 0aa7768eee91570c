/**
 * A small mail world on loopback for the demo: one SMTP server that delivers, and a real IMAP mailbox for each person.
 * It plays our border server too: who logged in as the author of a mail is proven (Authentication-Results, RFC 8601),
 * everybody else is not. Never for real use: every password is "demo".
 */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import hoodiecrow from "hoodiecrow-imap";
import nodemailer from "nodemailer";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

export const border = "mx.acme.example";
const password = "demo";
/** A demo mailbox is held in memory. */
const mailBytesMax = 30 * 1024 * 1024;

export type Delivered = { at: Date; raw: Buffer };

export type MailWorld = {
  smtpPort: number;
  /** The IMAP port of a person's mailbox. */
  imapPort(address: string): number;
  /** Everything delivered to a person, oldest first. */
  mailbox(address: string): readonly Delivered[];
  /** Sends as a person would: over SMTP, logged in as themselves unless `forged`. */
  send(mail: OwnMail, how?: { forged?: boolean }): Promise<void>;
  /** Called after each delivery. */
  onDelivery(listener: (address: string, mail: Delivered) => void): void;
  close(): Promise<void>;
};

/** A mail as a person writes it. */
export type OwnMail = {
  from: { name: string; address: string };
  to: string;
  cc?: string[];
  subject: string;
  text: string;
  html?: string;
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
  attachments?: { filename: string; content: Buffer | string; contentType?: string }[];
};

type Mailbox = {
  address: string;
  port: number;
  mails: Delivered[];
  append(raw: Buffer, at: Date): void;
  close(): Promise<void>;
};

/** Opens the world for these people. `baseOf` turns a plus-address into the mailbox it is delivered to. */
export async function openMailWorld(people: string[]): Promise<MailWorld> {
  const boxes = new Map<string, Mailbox>();
  for (const address of people) boxes.set(address, await openMailbox(address));
  const listeners: ((address: string, mail: Delivered) => void)[] = [];
  const deliver = (recipients: string[], raw: Buffer) => {
    const at = new Date();
    for (const recipient of new Set(recipients.map(baseOf))) {
      const box = boxes.get(recipient);
      if (!box) continue;
      const mail = { at, raw };
      box.mails.push(mail);
      box.append(raw, at);
      for (const listener of listeners) listener(recipient, mail);
    }
  };
  const smtp = await openSmtpServer((address) => boxes.has(baseOf(address)), deliver);
  const boxOf = (address: string): Mailbox => {
    const box = boxes.get(address);
    if (!box) throw new Error(`${address} has no mailbox in the demo`);
    return box;
  };
  return {
    smtpPort: smtp.port,
    imapPort: (address) => boxOf(address).port,
    mailbox: (address) => boxOf(address).mails,
    send: (mail, how = {}) => sendAs(mail, smtp.port, how.forged ?? false),
    onDelivery: (listener) => listeners.push(listener),
    async close() {
      await smtp.close();
      await Promise.all([...boxes.values()].map((box) => box.close()));
    },
  };
}

/** support+abc@acme.example is delivered to support@acme.example. */
export function baseOf(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, "@");
}

async function openMailbox(address: string): Promise<Mailbox> {
  const server = hoodiecrow({
    plugins: ["IDLE", "UIDPLUS", "MOVE", "ENABLE", "ID", "UNSELECT", "LITERALPLUS"],
    users: { [address]: { password } },
    storage: { INBOX: { uidvalidity: 1 + (Date.now() % 1_000_000_000), messages: [] } },
  });
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address,
    port: (server.server.address() as AddressInfo).port,
    mails: [],
    append: (raw, at) => server.appendMessage("INBOX", [], at, raw.toString("latin1")),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

async function openSmtpServer(
  isKnown: (address: string) => boolean,
  deliver: (recipients: string[], raw: Buffer) => void,
) {
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    size: mailBytesMax,
    onAuth(auth, _session, answer) {
      if (auth.password === password) answer(null, { user: auth.username ?? "" });
      else answer(new Error("535 wrong password"));
    },
    onRcptTo(recipient, _session, answer) {
      const refusal = Object.assign(new Error(`5.1.1 no mailbox ${recipient.address}`), { responseCode: 550 });
      answer(isKnown(recipient.address) ? null : refusal);
    },
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
        deliver(recipients, stamped(Buffer.concat(chunks), session));
        answer(null, "2.0.0 delivered");
      });
    },
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** What a border server writes on top: who it took the mail from, and whether the author is proven. */
function stamped(raw: Buffer, session: SMTPServerSession): Buffer {
  const author = /^from:[^\n]*?([^\s<>"]+@[^\s<>"]+)/im.exec(raw.subarray(0, 64 * 1024).toString("latin1"))?.[1] ?? "";
  const isProven = session.user !== undefined && session.user.toLowerCase() === author.toLowerCase();
  const domain = author.split("@")[1]?.replace(/[^a-z0-9.-]/gi, "") ?? "";
  const verdict = isProven ? `dmarc=pass header.from=${domain}` : "dmarc=fail";
  const head = [
    `Authentication-Results: ${border}; ${verdict}`,
    `Received: from localhost by ${border} with ESMTP; ${new Date().toUTCString()}`,
    "",
  ].join("\r\n");
  return Buffer.concat([Buffer.from(head), raw]);
}

async function sendAs(mail: OwnMail, port: number, forged: boolean): Promise<void> {
  const transport = nodemailer.createTransport({
    host: "127.0.0.1",
    port,
    secure: false,
    ignoreTLS: true,
    ...(forged ? {} : { auth: { user: mail.from.address, pass: password } }),
    connectionTimeout: 5_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail(mail);
  } finally {
    transport.close();
  }
}
