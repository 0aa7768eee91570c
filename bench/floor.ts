/**
 * The floor: what the bare libraries can do with none of a desk's rules. IDLE, fetch in ranges of 50 with the next range
 * under way, simpleParser on the main thread, 50 mails and their attachments in one transaction, one confirmation a mail over
 * pooled SMTP, one STORE a range.
 */
import { ImapFlow } from "imapflow";
import { simpleParser } from "mailparser";
import nodemailer from "nodemailer";
import pg from "pg";

const { INBOX_URL = "", DATABASE_URL = "", SMTP_URL = "" } = process.env;
const inbox = new URL(INBOX_URL);
const database = new pg.Client(DATABASE_URL);
await database.connect();
const smtp = new URL(SMTP_URL);
const transport = nodemailer.createTransport({
  pool: true,
  maxConnections: 5,
  maxMessages: 1_000_000,
  host: smtp.hostname,
  port: Number(smtp.port),
  secure: false,
  ignoreTLS: true,
});
const client = new ImapFlow({
  host: inbox.hostname,
  port: Number(inbox.port),
  secure: false,
  doSTARTTLS: false,
  auth: { user: decodeURIComponent(inbox.username), pass: inbox.password },
  logger: false,
  disableAutoIdle: true,
});
let wake = () => {};
let pending = true;
client.on("error", () => process.exit(1));
client.on("exists", () => {
  pending = true;
  wake();
});
await client.connect();
await client.mailboxOpen("INBOX");
let last = 0;
const sending: Promise<unknown>[] = [];

type Fetched = { uid: number; raw: Buffer };

async function range(): Promise<Fetched[]> {
  const found: Fetched[] = [];
  for await (const mail of client.fetch(`${last + 1}:*`, { uid: true, source: true }, { uid: true })) {
    if (mail.uid > last && mail.source) found.push({ uid: mail.uid, raw: mail.source });
    if (found.length >= 50) break;
  }
  last = Math.max(last, ...found.map((mail) => mail.uid));
  return found;
}

async function store(mails: Fetched[]): Promise<void> {
  const parsed = [];
  for (const mail of mails)
    parsed.push(await simpleParser(mail.raw, { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }));
  await database.query("begin");
  await database.query("insert into floor_raw (uid, raw) select * from unnest($1::bigint[], $2::bytea[])", [
    mails.map((mail) => mail.uid),
    mails.map((mail) => mail.raw),
  ]);
  const { rows } = await database.query(
    "insert into floor_ticket (subject, sender, body) select * from unnest($1::text[], $2::text[], $3::text[]) returning id",
    [
      parsed.map((mail) => mail.subject ?? ""),
      parsed.map((mail) => mail.from?.value[0]?.address ?? ""),
      parsed.map((mail) => mail.text ?? ""),
    ],
  );
  const attachments = parsed.flatMap((mail, index) =>
    mail.attachments.map((each) => ({ ticket: rows[index]?.id, each })),
  );
  for (const { ticket, each } of attachments) {
    await database.query("insert into floor_attachment values ($1, $2, $3)", [
      ticket,
      each.filename ?? "",
      each.content,
    ]);
  }
  await database.query("commit");
  for (const [index, mail] of parsed.entries()) {
    sending.push(
      transport.sendMail({
        from: "support@acme.example",
        to: mail.from?.value[0]?.address ?? "",
        subject: `[#${rows[index]?.id}] ${mail.subject}`,
        inReplyTo: mail.messageId ?? "",
        text: `We have received your mail. Your ticket is ${rows[index]?.id}.`,
      }),
    );
  }
}

for (;;) {
  let next: Promise<Fetched[]> | null = null;
  while (pending || next) {
    pending = false;
    const mails: Fetched[] = await (next ?? range());
    next = mails.length >= 50 ? range() : null;
    if (mails.length === 0) continue;
    await store(mails);
    if (!next) await client.messageFlagsAdd(`1:${last}`, ["\\Seen"], { uid: true });
  }
  await Promise.all(sending.splice(0));
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  if (pending) continue;
  await Promise.race([woken, client.idle().catch(() => {})]);
  pending = true;
}
