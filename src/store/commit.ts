/**
 * Writes a decision: the ticket, its events, the message, the people, the tokens, the outgoing mails and what became of
 * the raw mail, in one statement of the caller's transaction. No policy stands here.
 */
import type { Tx } from "../io/postgres.ts";
import type { MessageAttachment } from "../ticket/input.ts";
import { nextDueAt, type Ticket, type TicketEvent } from "../ticket/ticket.ts";

/** A row of the outbox to be written. `content` is what the sender composes the mail from (see `flow/send.ts`). */
export type NewOutgoing = {
  eventKey: string;
  recipient: string;
  letter: string;
  class: "reply" | "courtesy";
  messageId: string;
  envelopeFrom: string;
  content: unknown;
  priority: number;
  nextAt: Date;
  /** The outgoing mail is the relay of this decision's own message. */
  relaysMessage: boolean;
};

export type NewToken = {
  hash: Buffer;
  purpose: string;
  ticketId: number | null;
  person: string;
  data: Record<string, unknown>;
  expiresAt: Date;
};

export type MessageRecord = {
  direction: "in" | "out" | "note";
  authorName: string;
  authorAddress: string;
  at: Date;
  subject: string;
  text: string;
  visible: string;
  language: string | null;
  messageId: string | null;
  isUnverified: boolean;
  attachments: MessageAttachment[];
  hasHtml: boolean | null;
};

/** Everything one decision writes. `ticket` null: nothing but the raw mail's fate and letters. */
export type Commit = {
  rawMailId: number | null;
  outcome: Outcome | null;
  ticket: Ticket | null;
  /** False: the ticket is only named; its row stays as it is. */
  hasChanged: boolean;
  events: TicketEvent[];
  message: MessageRecord | null;
  outgoing: NewOutgoing[];
  tokens: NewToken[];
  /** When the ticket's clocks are looked at next. A look that is due by \`now\` is not put off. */
  nextLookAt: Date | null;
  now: Date;
};

/** What became of a raw mail, and what it looked like, for people who search it later. */
export type Outcome = {
  disposition: string;
  reason: string;
  detail: string | null;
  messageId: string | null;
  sender: string | null;
  subject: string | null;
  trust: string | null;
  trustReason: string | null;
  trustEvidence: unknown;
};

/** Writes it all; the ticket's row must be locked by the caller, or be new. */
export async function writeCommit(tx: Tx, commit: Commit): Promise<void> {
  const { ticket } = commit;
  const joined = commit.events.flatMap((event) => (event.type === "joined" ? [event.person] : []));
  // A contact out of a list of accounts has no name until they write.
  const isNew = commit.events.some((event) => event.type === "opened");
  const people = ticket && isNew ? [ticket.requester, ...joined] : joined;
  await tx.query({ name: "commit", text }, [
    JSON.stringify(people.map(({ name, address }) => ({ name, address }))),
    ticket && commit.hasChanged ? JSON.stringify({ ...ticketRecord(ticket), nextLookAt: commit.nextLookAt }) : null,
    JSON.stringify(joined.map((person) => person.address)),
    commit.message && JSON.stringify(commit.message),
    JSON.stringify(commit.events.map(eventRecord)),
    JSON.stringify(commit.tokens.map((token) => ({ ...token, hash: token.hash.toString("hex") }))),
    JSON.stringify(commit.outgoing),
    commit.rawMailId,
    commit.outcome && JSON.stringify(commit.outcome),
    JSON.stringify(
      (ticket && commit.hasChanged ? ticket.questions : []).map((question) => ({
        ordinal: question.ordinal,
        question,
        askAgainAt: question.askAgainAt === null ? null : new Date(question.askAgainAt),
      })),
    ),
    ticket?.id ?? null,
    commit.now,
    JSON.stringify(commit.events.flatMap((event) => (event.type === "left" ? [event.person.address] : []))),
  ]);
}

function ticketRecord(ticket: Ticket) {
  const due = nextDueAt(ticket);
  return {
    ...ticket,
    accountId: ticket.account?.id ?? null,
    requesterId: ticket.requester.contactId,
    requesterAddress: ticket.requester.address,
    openedAt: new Date(ticket.openedAt),
    closedAt: ticket.closedAt === null ? null : new Date(ticket.closedAt),
    holdUntil: ticket.holdUntil === null ? null : new Date(ticket.holdUntil),
    nextDueAt: due === null ? null : new Date(due),
  };
}

/** The event's own fields go into `data`; the whole ticket of `opened` is not repeated there. */
function eventRecord({ at, type, actor, reason, ...data }: TicketEvent) {
  const kept =
    "ticket" in data ? { severity: data.ticket.severity, plan: data.ticket.plan, team: data.ticket.team } : data;
  return { at: new Date(at), type, actor, reason, data: kept };
}

const text = `
with person as (
  insert into contact (address, name)
  select distinct on (p.address) p.address, p.name from jsonb_to_recordset($1::jsonb) as p(address text, name text) order by p.address
  on conflict (address) do update set name = case when contact.name = '' then excluded.name else contact.name end
  returning id, address
),
the_ticket as (
  insert into ticket (id, subject, status, closed_how, severity, request_type, cause, stage, account_id, plan, requester_id,
                      assignee, team, language, customer_references, clocks, desk_version_id, opened_at, closed_at,
                      first_message_id, next_due_at, next_look_at, hold_until, merged_into,
                      related)
  select t.id, t.subject, t.status, t."closedHow", t.severity, t."requestType", t.cause, t.stage, t."accountId", t.plan,
         coalesce(t."requesterId", (select id from person where address = t."requesterAddress"),
                  (select id from contact where address = t."requesterAddress")),
         t.assignee, t.team, t.language, t."customerReferences", t.clocks, t."deskVersionId", t."openedAt", t."closedAt",
         t."firstMessageId", t."nextDueAt", t."nextLookAt", t."holdUntil", t."mergedInto", t.related
  from jsonb_to_record($2::jsonb) as t(
    id bigint, subject text, status text, "closedHow" text, severity text, "requestType" text, cause text, stage text,
    "accountId" bigint, plan text, "requesterId" bigint, "requesterAddress" text, assignee text, team text, language text,
    "customerReferences" jsonb, clocks jsonb, "deskVersionId" bigint, "openedAt" timestamptz, "closedAt" timestamptz,
    "firstMessageId" text, "nextDueAt" timestamptz, "nextLookAt" timestamptz,
    "holdUntil" timestamptz, "mergedInto" bigint, related bigint[])
  where $2 is not null
  on conflict (id) do update set
    subject = excluded.subject, status = excluded.status, closed_how = excluded.closed_how, severity = excluded.severity,
    request_type = excluded.request_type, cause = excluded.cause, stage = excluded.stage, account_id = excluded.account_id,
    plan = excluded.plan, requester_id = excluded.requester_id, assignee = excluded.assignee, team = excluded.team,
    customer_references = excluded.customer_references, clocks = excluded.clocks,
    desk_version_id = excluded.desk_version_id, closed_at = excluded.closed_at, hold_until = excluded.hold_until, next_due_at = excluded.next_due_at,
    merged_into = excluded.merged_into, related = excluded.related,
    next_look_at = case when ticket.next_look_at <= $12::timestamptz then ticket.next_look_at else excluded.next_look_at end,
    updated_at = now()
  returning id
),
joined as (
  -- Who asked sees all of it; anyone else what is said from now on.
  insert into participant (ticket_id, contact_id, after_message)
  select the_ticket.id, person.id,
         case when exists (select from ticket t where t.id = the_ticket.id and t.requester_id = person.id) then 0
              else coalesce((select max(m.id) from message m where m.ticket_id = the_ticket.id), 0) end
  from the_ticket, person
  where person.address in (select jsonb_array_elements_text($3::jsonb))
  on conflict do nothing
),
departed as (
  delete from participant using contact
  where participant.ticket_id = $11::bigint and contact.id = participant.contact_id
    and contact.address in (select jsonb_array_elements_text($13::jsonb))
),
the_questions as (
  insert into question (ticket_id, ordinal, question, ask_again_at)
  select the_ticket.id, q.ordinal, q.question, q."askAgainAt"
  from the_ticket, jsonb_to_recordset($10::jsonb) as q(ordinal int, question jsonb, "askAgainAt" timestamptz)
  on conflict (ticket_id, ordinal) do update set question = excluded.question, ask_again_at = excluded.ask_again_at
),
the_message as (
  insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible, language, raw_mail_id,
                       message_id, is_unverified, attachments, has_html)
  select the_ticket.id, m.direction, m."authorName", m."authorAddress", m.at, m.subject, m.text, m.visible, m.language, $8::bigint,
         m."messageId", m."isUnverified", m.attachments, m."hasHtml"
  from the_ticket, jsonb_to_record($4::jsonb) as m(
    direction text, "authorName" text, "authorAddress" text, at timestamptz, subject text, text text, visible text, language text,
    "messageId" text, "isUnverified" boolean, attachments jsonb, "hasHtml" boolean)
  where $4 is not null
  returning id
),
the_events as (
  insert into event (ticket_id, at, type, actor, reason, data, raw_mail_id)
  select the_ticket.id, e.at, e.type, e.actor, e.reason, e.data, $8::bigint
  from the_ticket, rows from (jsonb_to_recordset($5::jsonb) as (at timestamptz, type text, actor text, reason text, data jsonb))
    with ordinality as e(at, type, actor, reason, data, n)
  order by e.n
),
the_tokens as (
  insert into token (hash, purpose, ticket_id, person, data, expires_at)
  select distinct on (k.hash) decode(k.hash, 'hex'), k.purpose, k."ticketId", k.person, k.data, k."expiresAt"
  from jsonb_to_recordset($6::jsonb) as k(hash text, purpose text, "ticketId" bigint, person text, data jsonb, "expiresAt" timestamptz)
  -- Whoever is written to again takes part again.
  on conflict (hash) do update set expires_at = greatest(token.expires_at, excluded.expires_at), revoked_at = null
),
the_outgoing as (
  insert into outgoing (event_key, recipient, letter, class, ticket_id, message_row_id, message_id, envelope_from, content,
                        priority, next_at)
  select o."eventKey", o.recipient, o.letter, o.class, $11::bigint,
         case when o."relaysMessage" then (select id from the_message) end,
         o."messageId", o."envelopeFrom", o.content, o.priority, o."nextAt"
  from jsonb_to_recordset($7::jsonb) as o(
    "eventKey" text, recipient text, letter text, class text, "messageId" text, "envelopeFrom" text, content jsonb,
    priority smallint, "nextAt" timestamptz, "relaysMessage" boolean)
  on conflict (event_key, recipient, letter) do nothing
)
update raw_mail set
  disposition = r.disposition, reason = r.reason, detail = r.detail, decided_at = now(), ticket_id = $11::bigint,
  message_id = r."messageId", sender = r.sender, subject = r.subject, trust = r.trust, trust_reason = r."trustReason",
  trust_evidence = r."trustEvidence"
from jsonb_to_record($9::jsonb) as r(
  disposition text, reason text, detail text, "messageId" text, sender text, subject text, trust text, "trustReason" text,
  "trustEvidence" jsonb)
where raw_mail.id = $8::bigint and $9 is not null`;
