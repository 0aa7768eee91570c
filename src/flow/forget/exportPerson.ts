/**
 * Everything that is kept about a person, gathered for them: what they are to us, their tickets with what was said, their
 * mails with the files in them, and every row of the database that names them. Other people's words stand in it only on
 * the person's own tickets; links that would act for somebody are left out.
 */
import { plainError } from "../../io/log.ts";
import { findEverywhere, textTables } from "../../store/everywhere.ts";
import { storedMail } from "../../store/person.ts";
import { eventsOf, loadTicket, messagesOf } from "../../store/ticket.ts";
import { type ErasePlan, type EraseShop, planErasing } from "./erase.ts";
import { namesPerson } from "./forgetRows.ts";
import type { Traced } from "./traces.ts";

export type PersonExport = {
  address: string;
  exportedAt: string;
  names: string[];
  contact: Record<string, unknown> | null;
  tickets: TicketExport[];
  mails: MailExport[];
  /** Mails of others that name them: their number and when they came, not their words. */
  namedIn: { rawMailId: number; receivedAt: string; ticket: number | null }[];
  /** Rows that name them, by table. */
  rows: Record<string, Record<string, unknown>[]>;
};

export type TicketExport = {
  id: number;
  subject: string;
  status: string;
  role: "requester" | "participant";
  openedAt: string;
  closedAt: string | null;
  messages: { direction: string; author: string; at: string; text: string; attachments: string[] }[];
  events: { at: string; type: string; reason: string | null }[];
};

export type MailExport = {
  rawMailId: number;
  receivedAt: string;
  ticket: number | null;
  file: string;
  attachments: { name: string; type: string; bytes: number; file: string }[];
};

/** Takes a file of the export, one at a time: a mailbox may be larger than memory. */
export type TakeFile = (path: string, content: Buffer) => Promise<void>;

/** Columns that hold addresses and links which act for whoever has them. */
const acting: Record<string, string[]> = { "public.outgoing": ["content", "envelope_from"], "public.token": ["data"] };

/** Gathers it; null where nothing of such a person is kept. */
export async function exportPerson(
  shop: EraseShop,
  address: string,
  takeFile: TakeFile,
): Promise<{ person: PersonExport; plan: ErasePlan } | null> {
  const plan = await planErasing(shop, address);
  const rows = await rowsOf(shop, plan);
  if (plan.person.contactId === null && plan.traces.erase.length === 0 && Object.keys(rows).length === 0) return null;
  const theirs = plan.traces.erase.filter(({ sender, postedBy }) => sender === address || postedBy === address);
  const mails: MailExport[] = [];
  for (const mail of theirs) {
    const exported = await mailOf(shop, mail, takeFile);
    if (exported) mails.push(exported);
  }
  const person: PersonExport = {
    address,
    exportedAt: new Date(shop.now()).toISOString(),
    names: plan.person.names,
    contact: rows["public.contact"]?.find((row) => row.address === address) ?? null,
    tickets: await ticketsOf(shop, plan),
    mails,
    namedIn: [...plan.traces.erase, ...plan.traces.redact]
      .filter((mail) => !theirs.includes(mail))
      .map(({ id, receivedAt, ticketId }) => ({
        rawMailId: id,
        receivedAt: receivedAt.toISOString(),
        ticket: ticketId,
      })),
    rows,
  };
  return { person, plan };
}

async function rowsOf({ pool }: EraseShop, { forgetting }: ErasePlan): Promise<PersonExport["rows"]> {
  const { address } = forgetting;
  const needle = address.slice(0, address.lastIndexOf("@"));
  const rows: PersonExport["rows"] = {};
  for (const table of await textTables(pool)) {
    for await (const row of findEverywhere(pool, table, { needle, ticketIds: [], all: false })) {
      if (!namesPerson(row.values, forgetting)) continue;
      const values = Object.fromEntries(
        Object.entries(row.values).filter(([column]) => !acting[table.name]?.includes(column)),
      );
      rows[table.name] ??= [];
      rows[table.name]?.push(row.ticketId === null ? values : { ticket: row.ticketId, ...values });
    }
  }
  return rows;
}

async function ticketsOf({ pool }: EraseShop, { person, forgetting }: ErasePlan): Promise<TicketExport[]> {
  const tickets: TicketExport[] = [];
  for (const id of [...person.ownTickets, ...person.otherTickets]) {
    const loaded = await loadTicket(pool, id);
    if (!loaded) continue;
    const isOwn = person.ownTickets.includes(id);
    const messages = await messagesOf(pool, id);
    const events = await eventsOf(pool, id);
    const { ticket } = loaded;
    tickets.push({
      id,
      subject: ticket.subject,
      status: ticket.status,
      role: isOwn ? "requester" : "participant",
      openedAt: new Date(ticket.openedAt).toISOString(),
      closedAt: ticket.closedAt === null ? null : new Date(ticket.closedAt).toISOString(),
      messages: messages
        .filter((message) => isOwn || message.author_address === forgetting.address)
        .map((message) => ({
          direction: message.direction,
          author: message.author_name || message.author_address,
          at: message.at.toISOString(),
          text: message.text,
          attachments: message.attachments.map(({ name }) => name),
        })),
      events: events
        .filter((event) => isOwn || event.actor === forgetting.address)
        .map(({ at, type, reason }) => ({ at: at.toISOString(), type, reason })),
    });
  }
  return tickets;
}

async function mailOf(shop: EraseShop, traced: Traced, takeFile: TakeFile): Promise<MailExport | null> {
  const mail = await storedMail(shop.pool, traced.id);
  if (!mail) return null;
  const raw = await shop.blobs.load(mail.sha256, mail.content).catch(() => null);
  if (raw === null) return null;
  const file = `mails/${mail.id}.eml`;
  await takeFile(file, raw);
  return {
    rawMailId: mail.id,
    receivedAt: mail.receivedAt.toISOString(),
    ticket: mail.ticketId,
    file,
    attachments: await filesOf(shop, mail.id, raw, takeFile),
  };
}

/** The files of a mail; one that cannot be read is still there as a whole, as its .eml. */
async function filesOf(
  { readers, log }: EraseShop,
  id: number,
  raw: Buffer,
  takeFile: TakeFile,
): Promise<MailExport["attachments"]> {
  try {
    const { message } = await readers.read(raw);
    const contents = await readers.contents(
      raw,
      message.attachments.map(({ index }) => index),
    );
    const files: MailExport["attachments"] = [];
    for (const { index, name, type, bytes } of message.attachments) {
      const content = contents.get(index);
      if (!content) continue;
      const file = `files/${id}-${index}-${name}`;
      await takeFile(file, content);
      files.push({ name, type, bytes, file });
    }
    return files;
  } catch (error) {
    log.warn({ rawMailId: id, error: plainError(error) }, "the files of a mail could not be read");
    return [];
  }
}
