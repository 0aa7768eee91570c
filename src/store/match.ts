/** Everything a mail's marks may lead to, looked up in one round trip: tokens, sent and received Message-IDs, sender. */
import type { Tx } from "../io/postgres.ts";
import type { Language } from "../ticket/letter.ts";

export type Clues = {
  tokenHashes: Buffer[];
  messageIds: string[];
  sender: string;
  /** The sender's domain and its parents, longest first. */
  senderDomains: string[];
  /** Domains of the people in Cc, with parents. */
  copiedDomains: string[];
  copied: string[];
  subjectNumber: number | null;
  /** The tickets that Message-IDs signed by us name. */
  signedTickets?: number[];
};

export type TokenFound = {
  hash: string;
  purpose: string;
  /** Where it leads now; it was made for `madeFor`, which may have been merged since. */
  ticketId: number | null;
  madeFor?: number | null;
  person: string;
  data: Record<string, unknown>;
};

export type SentFound = {
  messageId: string;
  ticketId: number | null;
  recipient: string;
  letter: string;
  excerpt: string | null;
};

/** A mail that went into a ticket of its own, or our notice of it to `recipient`. */
export type SplitFound = { messageId: string; from: number; to: number; recipient: string | null };

export type AccountFound = { id: number; name: string; plan: string; language: Language | null };
export type ContactFound = {
  id: number;
  address: string;
  name: string;
  language: Language | null;
  account: AccountFound | null;
};
export type DomainFound = { domain: string; account: AccountFound };

export type Found = {
  tokens: TokenFound[];
  sent: SentFound[];
  received: { messageId: string; ticketId: number }[];
  splits: SplitFound[];
  /** Where the tickets that we signed lead now. */
  leads: { from: number; to: number | null }[];
  /** The sender and the people in Cc, as far as they are contacts. */
  contacts: ContactFound[];
  domains: DomainFound[];
  numbered: { ticketId: number; accountId: number | null; people: string[] } | null;
  /** Automatic letters to the sender had stopped, because their address refused some. */
  isSilenced: boolean;
};

const account = "jsonb_build_object('id', a.id, 'name', a.name, 'plan', a.plan, 'language', a.language)";

const text = `select
  (select coalesce(jsonb_agg(jsonb_build_object('hash', encode(k.hash, 'hex'), 'purpose', k.purpose,
            'ticketId', leads_to(k.ticket_id), 'madeFor', k.ticket_id, 'person', k.person, 'data', k.data)), '[]')
     from token k where k.hash = any($1) and k.revoked_at is null and k.used_at is null and k.expires_at > now()) as tokens,
  (select coalesce(jsonb_agg(jsonb_build_object('messageId', o.message_id, 'ticketId', leads_to(o.ticket_id),
            'recipient', o.recipient, 'letter', o.letter, 'excerpt', left(m.visible, 400))), '[]')
     from outgoing o left join message m on m.id = o.message_row_id
    where o.message_id = any($2 || array(select k.data->>'messageId' from token k where k.hash = any($1) and k.purpose = 'bounce'))) as sent,
  (select coalesce(jsonb_agg(jsonb_build_object('messageId', m.message_id, 'ticketId', leads_to(m.ticket_id)) order by m.id desc), '[]')
     from message m where m.message_id = any($2) and not m.is_unverified) as received,
  (select coalesce(jsonb_agg(jsonb_build_object('messageId', s.id, 'from', leads_to(s.split_from), 'to', leads_to(s.ticket_id),
            'recipient', s.recipient)), '[]')
     from (select m.message_id as id, m.split_from, m.ticket_id, null as recipient
             from message m where m.message_id = any($2) and m.split_from is not null
           union all
           select o.message_id, m.split_from, m.ticket_id, o.recipient
             from outgoing o join message m on m.split_from = o.ticket_id and o.event_key = 'mail:' || m.raw_mail_id
            where o.message_id = any($2) and o.letter = 'customerReply') s) as splits,
  (select coalesce(jsonb_agg(jsonb_build_object('from', n.id, 'to', leads_to(n.id))), '[]')
     from unnest($6::bigint[]) n(id)) as leads,
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'address', c.address, 'name', c.name, 'language', c.language,
            'account', case when a.id is not null then ${account} end)), '[]')
     from contact c left join account a on a.id = c.account_id where c.address = any($3)) as contacts,
  (select coalesce(jsonb_agg(jsonb_build_object('domain', d.domain, 'account', ${account})), '[]')
     from account_domain d join account a on a.id = d.account_id where d.domain = any($4)) as domains,
  (select jsonb_build_object('ticketId', t.id, 'accountId', t.account_id, 'people',
            (select jsonb_agg(c.address) from contact c where c.id = t.requester_id
               or c.id in (select p.contact_id from participant p where p.ticket_id = t.id)))
     from ticket t where t.id = leads_to($5)) as numbered,
  exists (select from suppression where address = $3[1]) as "isSilenced"`;

export async function lookUp(tx: Tx, clues: Clues): Promise<Found> {
  const { rows } = await tx.query<Found>({ name: "match", text }, [
    clues.tokenHashes,
    clues.messageIds,
    [clues.sender, ...clues.copied],
    [...clues.senderDomains, ...clues.copiedDomains],
    clues.subjectNumber,
    clues.signedTickets ?? [],
  ]);
  const found = rows[0];
  if (!found) throw new Error("the look-up of a mail's marks answered nothing");
  return found;
}

/** The number a new ticket gets; a rolled-back mail leaves a gap, which does no harm. */
export async function nextTicketId(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ id: number }>("select nextval(pg_get_serial_sequence('ticket', 'id')) as id");
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("the database gave no ticket number");
  return id;
}
