/** What the desk holds back just now, in counts for /metrics, /readyz and `intray doctor`. */
import type { Queries } from "../io/postgres.ts";

export type RestraintCounts = {
  /** 1 while greetings to unproven addresses pause. */
  greetings_paused: number;
  /** 1 while mail commands are switched off. */
  commands_off: number;
  floods_running: number;
  /** Automatic letters that were not sent within the last day, but for those that are silent by rule. */
  letters_withheld_day: number;
  addresses_suppressed: number;
  /** Mails that wait because their sender cannot be looked up. */
  mails_unproven_waiting: number;
  /** -1 where no self-test was ever made. */
  self_test_age_seconds: number;
  /** Forgeries that got through the last self-test. */
  self_test_failures: number;
  /** Of the forged mails that the desk sent to itself last: how many were believed, and how many never arrived. */
  self_test_mails_believed: number;
  self_test_mails_missing: number;
};

export async function restraintCounts(db: Queries): Promise<RestraintCounts> {
  const { rows } = await db.query<RestraintCounts>(
    `with last_run as (select state from probe where run = (select run from probe order by at desc, run desc limit 1))
     select (select count(*)::int from breaker where name = 'greetings') as greetings_paused,
            (select count(*)::int from breaker where name = 'commands') as commands_off,
            (select count(*)::int from flood where ended_at is null) as floods_running,
            (select count(*)::int from greeting where received_at > now() - interval '1 day' and withheld is not null
               and not withheld = any($1)) + (select count(*)::int from withheld_letter where at > now() - interval '1 day')
              as letters_withheld_day,
            (select count(*)::int from suppression) as addresses_suppressed,
            (select count(*)::int from raw_mail where disposition is null and proof_attempts > 0) as mails_unproven_waiting,
            coalesce((select extract(epoch from now() - max(at))::int from self_test where tried is not null), -1)
              as self_test_age_seconds,
            coalesce((select cardinality(passed_through) from self_test where tried is not null order by day desc limit 1), 0)
              as self_test_failures,
            (select count(*)::int from last_run where state = 'believed') as self_test_mails_believed,
            (select count(*)::int from last_run where state = 'missing') as self_test_mails_missing`,
    [["list", "notAddressedToUs", "ownAddress"]],
  );
  const counts = rows[0];
  if (!counts) throw new Error("the database gave no counts");
  return counts;
}
