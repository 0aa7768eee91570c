/** Finds an account's recent tickets that look like a new matter, by trigrams of their subjects and by shared references. */
import type { Tx } from "../io/postgres.ts";
import { type Alike, alikeMax, alikeShare } from "../ticket/alike.ts";
import { hasTrigrams } from "./guide.ts";

export type AlikeQuery = {
  accountId: number;
  /** Ready to be compared; null where the subject says too little. */
  subject: string | null;
  references: Record<string, string[]>;
  since: Date;
};

/** So many of the account's latest tickets are looked at: a flood of them must not slow down the next mail. */
const lookedAtMax = 300;

/** The most likely first. Without pg_trgm only shared references are found. */
export async function ticketsAlike(tx: Tx, { accountId, subject, references, since }: AlikeQuery): Promise<Alike[]> {
  const values = Object.values(references).flat();
  if (subject === null && values.length === 0) return [];
  const compared =
    subject !== null && (await hasTrigrams(tx))
      ? `similarity($3, trim(searched_words(regexp_replace(left(r.subject, 200), '\\[[^]]*\\]|^\\s*(re|fwd?|odp|pd|aw)\\s*:', ' ', 'gi'))))`
      : "0 * length(coalesce($3::text, ''))::float8";
  const { rows } = await tx.query<Alike>(
    `with recent as (
       select id, subject, status, requester_id, customer_references from ticket
       where account_id = $1 and opened_at >= $2 and merged_into is null
         and (closed_how is null or closed_how not in ('spam', 'duplicate'))
       order by opened_at desc limit ${lookedAtMax}
     ),
     judged as (
       select r.*, ${compared} as share,
              r.status <> 'closed' and exists (
                select from jsonb_each(r.customer_references) as kind(name, list), jsonb_array_elements_text(list) as one(code)
                where code = any($4)) as shares
       from recent r
     )
     select j.id as "ticketId", j.subject, j.status, jsonb_build_object('name', c.name, 'address', c.address) as requester,
            case when j.share >= $5::float8 then 'subject' else 'reference' end as likeness
     from judged j join contact c on c.id = j.requester_id
     where j.share >= $5::float8 or j.shares
     order by (j.shares and j.share >= $5::float8) desc, j.share desc, j.id desc limit ${alikeMax}`,
    [accountId, since, subject, values, alikeShare],
  );
  return rows;
}
