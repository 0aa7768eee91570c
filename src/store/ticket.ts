/** Tickets as rows: loading one under its lock, and the queue for people to look at. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Language } from "../ticket/letter.ts";
import type { Clock } from "../ticket/sla/clock.ts";
import type { Person, Status, Ticket } from "../ticket/ticket.ts";

/** The row as the queries below answer it. */
export type TicketRow = {
  id: number;
  subject: string;
  status: Status;
  closed_how: Ticket["closedHow"];
  severity: string;
  request_type: string | null;
  cause: string | null;
  stage: string | null;
  account_id: number | null;
  account_name: string | null;
  plan: string;
  requester_id: number;
  requester_name: string;
  requester_address: string;
  participants: { contactId: number; name: string; address: string }[];
  authorisers: { contactId: number; name: string; address: string }[];
  assignee: string | null;
  team: string;
  language: Language;
  customer_references: Record<string, string[]>;
  clocks: Clock[];
  desk_version_id: number;
  opened_at: Date;
  closed_at: Date | null;
  hold_until: Date | null;
  first_message_id: string | null;
  last_message_id: string | null;
  questions: Ticket["questions"];
  merged_into: number | null;
  related: number[];
  message_count: number;
};

export const ticketColumns = `
  t.id, t.subject, t.status, t.closed_how, t.severity, t.request_type, t.cause, t.stage, t.account_id, a.name as account_name,
  t.plan, t.requester_id, r.name as requester_name, r.address as requester_address,
  (select coalesce(jsonb_agg(jsonb_build_object('contactId', c.id, 'name', c.name, 'address', c.address) order by c.id), '[]')
     from participant p join contact c on c.id = p.contact_id
    where p.ticket_id = t.id and c.id <> t.requester_id) as participants,
  (select coalesce(jsonb_agg(jsonb_build_object('contactId', s.id, 'name', s.name, 'address', s.address) order by s.id), '[]')
     from (select c.id, c.name, c.address from contact c
            where c.account_id = t.account_id and c.is_authoriser order by c.id limit 50) s) as authorisers,
  t.assignee, t.team, t.language, t.customer_references, t.clocks, t.desk_version_id, t.opened_at, t.closed_at, t.hold_until,
  t.first_message_id, t.merged_into, to_jsonb(t.related) as related,
  (select coalesce(jsonb_agg(q.question order by q.ordinal), '[]') from question q where q.ticket_id = t.id) as questions,
  (select m.message_id from message m where m.ticket_id = t.id and m.direction = 'in' and not m.is_unverified
     and m.message_id is not null order by m.id desc limit 1) as last_message_id,
  (select count(*)::int from message m where m.ticket_id = t.id) as message_count`;

const ticketTables = `ticket t join contact r on r.id = t.requester_id left join account a on a.id = t.account_id`;

const oneTicket = `select ${ticketColumns} from ${ticketTables} where t.id = $1`;

/** A ticket, and what threads our next letter to the customer. */
export type LoadedTicket = { ticket: Ticket; lastMessageId: string | null; messageCount: number };

/** The ticket was merged while its lock was waited for. Coded as the server codes such meetings: `transaction` begins anew. */
export class MergedMeanwhile extends Error {
  override name = "MergedMeanwhile";
  readonly code = "40001";
}

/**
 * Locks the ticket's row until the transaction ends, and reads it; a merged ticket leads to the one that took it over. Never
 * a second row while the first is held: only `lockTickets` locks several, in the order of their numbers.
 */
export async function lockTicket(tx: Tx, id: number): Promise<LoadedTicket | null> {
  const { rows } = await tx.query<{ id: number; merged_into: number | null }>(
    { name: "lock", text: "select id, merged_into from ticket where id = leads_to($1) for update" },
    [id],
  );
  const found = rows[0];
  if (!found) return null;
  if (found.merged_into !== null) throw new MergedMeanwhile(`ticket ${found.id} was merged while it was to be locked`);
  return loadTicket(tx, found.id);
}

export async function loadTicket(db: Queries, id: number): Promise<LoadedTicket | null> {
  const { rows } = await db.query<TicketRow>({ name: "ticket", text: oneTicket }, [id]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** Which tickets a person wants to see. `ids` null: no matter which. */
export type TicketFilter = {
  statuses: Status[] | null;
  severity: string | null;
  account: string | null;
  /** Only with a promise that is broken by this instant, whether its clock still runs or is paused. */
  overdueAt: Date | null;
};

/** Tickets for a list, at most `countMax`; unsorted but for their number, because the working order is policy. */
export async function listTickets(db: Queries, filter: TicketFilter, countMax: number): Promise<LoadedTicket[]> {
  const { rows } = await db.query<TicketRow>(
    `select ${ticketColumns} from ${ticketTables}
     where t.merged_into is null
       and ($1::text[] is null or t.status = any($1))
       and ($2::text is null or lower(t.severity) = lower($2))
       and ($3::text is null or lower(a.name) = lower($3))
       and ($4::timestamptz is null or t.next_due_at <= $4
            or exists (select from jsonb_array_elements(t.clocks) c
                        where c->>'state' in ('running', 'paused') and jsonb_typeof(c->'breachedAt') = 'number'))
     order by t.id limit $5`,
    [filter.statuses, filter.severity, filter.account, filter.overdueAt, countMax],
  );
  return rows.map(fromRow);
}

export type MessageRow = {
  id: number;
  direction: "in" | "out" | "note";
  author_name: string;
  author_address: string;
  at: Date;
  text: string;
  visible: string;
  is_unverified: boolean;
  attachments: { index: number; name: string; type: string; bytes: number; inline: boolean }[];
};

export async function messagesOf(db: Queries, ticketId: number): Promise<MessageRow[]> {
  const { rows } = await db.query<MessageRow>(
    `select id, direction, author_name, author_address, at, text, visible, is_unverified, attachments
     from message where ticket_id = $1 order by at, id`,
    [ticketId],
  );
  return rows;
}

export type EventRow = { at: Date; type: string; actor: string; reason: string | null; data: Record<string, unknown> };

export async function eventsOf(db: Queries, ticketId: number): Promise<EventRow[]> {
  const { rows } = await db.query<EventRow>(
    "select at, type, actor, reason, data from event where ticket_id = $1 order by id",
    [ticketId],
  );
  return rows;
}

function fromRow(row: TicketRow): LoadedTicket {
  const requester: Person = { contactId: row.requester_id, name: row.requester_name, address: row.requester_address };
  const ticket: Ticket = {
    id: row.id,
    subject: row.subject,
    status: row.status,
    closedHow: row.closed_how,
    severity: row.severity,
    requestType: row.request_type,
    cause: row.cause,
    stage: row.stage,
    account:
      row.account_id !== null && row.account_name !== null ? { id: row.account_id, name: row.account_name } : null,
    plan: row.plan,
    requester,
    participants: row.participants,
    authorisers: row.authorisers,
    assignee: row.assignee,
    team: row.team,
    language: row.language,
    customerReferences: row.customer_references,
    clocks: row.clocks,
    deskVersionId: row.desk_version_id,
    openedAt: row.opened_at.getTime(),
    closedAt: row.closed_at?.getTime() ?? null,
    holdUntil: row.hold_until?.getTime() ?? null,
    firstMessageId: row.first_message_id,
    questions: row.questions,
    mergedInto: row.merged_into,
    related: row.related,
  };
  return { ticket, lastMessageId: row.last_message_id, messageCount: row.message_count };
}

/** Whether a solution stands on the ticket that its customer has not answered for. */
export async function isSolved(db: Queries, id: number): Promise<boolean> {
  return (await db.query("select from ticket where id = $1 and status = 'solved'", [id])).rowCount === 1;
}
