/** Can the desk do its work? Looked up in the database, where every process leaves its traces. */
import type { Pool } from "pg";
import { type HealthCounts, healthCounts } from "../store/health.ts";
import { type RestraintCounts, restraintCounts } from "../store/restraintHealth.ts";

export type Health = {
  ready: boolean;
  database: boolean;
  counts: Partial<HealthCounts & RestraintCounts>;
  /** What a person should know, in words. */
  notes: string[];
};

/** Ready means: the database answers and a desk is in force. Never throws. */
export async function lookAtHealth(pool: Pool): Promise<Health> {
  try {
    const counts = { ...(await healthCounts(pool)), ...(await restraintCounts(pool)) };
    return { ready: counts.desk_versions > 0, database: true, counts, notes: notesOf(counts) };
  } catch {
    return { ready: false, database: false, counts: {}, notes: [] };
  }
}

function notesOf(counts: RestraintCounts): string[] {
  const { commands_off, greetings_paused, floods_running, self_test_failures } = counts;
  const { self_test_mails_believed, self_test_mails_missing } = counts;
  return [
    commands_off > 0 ? "mail commands are switched off; see: npx intray commands" : null,
    greetings_paused > 0 ? "greetings to unproven senders are paused" : null,
    floods_running > 0 ? `${floods_running} floods are kept under one ticket each` : null,
    self_test_failures > 0 ? "the last self-test believed forged mail; see: npx intray doctor" : null,
    self_test_mails_believed > 0
      ? "forged mail that the desk sent to itself was believed; see: npx intray doctor"
      : null,
    self_test_mails_missing > 0
      ? `${self_test_mails_missing} mails that the desk sent to itself as a test did not arrive; see: npx intray doctor`
      : null,
  ].filter((note) => note !== null);
}
