/** A few counts that tell at a glance whether mail moves. */
import type { Queries } from "../io/postgres.ts";

export type HealthCounts = {
  desk_versions: number;
  mails_waiting: number;
  mails_quarantined: number;
  letters_due: number;
  letters_unknown: number;
  letters_failed: number;
  tickets_live: number;
  mailbox_look_age_seconds: number;
};

export async function healthCounts(db: Queries): Promise<HealthCounts> {
  const { rows } = await db.query<HealthCounts>(
    `select (select count(*)::int from desk_version) as desk_versions,
            (select count(*)::int from raw_mail where disposition is null) as mails_waiting,
            (select count(*)::int from raw_mail where disposition = 'quarantined') as mails_quarantined,
            (select count(*)::int from outgoing where state in ('queued', 'deferred') and next_at <= now()) as letters_due,
            (select count(*)::int from outgoing where state = 'unknown') as letters_unknown,
            (select count(*)::int from outgoing where state = 'failed') as letters_failed,
            (select count(*)::int from ticket where status <> 'closed') as tickets_live,
            (select coalesce(extract(epoch from now() - min(last_looked_at)), 0)::int from mailbox) as mailbox_look_age_seconds`,
  );
  const counts = rows[0];
  if (!counts) throw new Error("the database gave no counts");
  return counts;
}
