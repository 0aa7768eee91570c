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
  /** Tickets whose clocks should have been looked at more than five seconds ago. */
  looks_late: number;
  /** Of the letters about clocks of the last hour: how late they were written. */
  reminder_lateness_p95_seconds: number;
  reminder_lateness_max_seconds: number;
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
            (select count(*)::int from ticket where next_look_at < now() - interval '5 seconds') as looks_late,
            (select coalesce(percentile_disc(0.95) within group (order by extract(epoch from fired_at - due_at)), 0)::float8
               from reminder where fired_at > now() - interval '1 hour' and letter is not null) as reminder_lateness_p95_seconds,
            (select coalesce(max(extract(epoch from fired_at - due_at)), 0)::float8
               from reminder where fired_at > now() - interval '1 hour' and letter is not null) as reminder_lateness_max_seconds,
            (select coalesce(extract(epoch from now() - min(last_looked_at)), 0)::int from mailbox) as mailbox_look_age_seconds`,
  );
  const counts = rows[0];
  if (!counts) throw new Error("the database gave no counts");
  return counts;
}
