/** Can the desk do its work? Looked up in the database, where every process leaves its traces. */
import type { Pool } from "pg";
import { type HealthCounts, healthCounts } from "../store/health.ts";

export type Health = { ready: boolean; database: boolean; counts: Partial<HealthCounts> };

/** Ready means: the database answers and a desk is in force. Never throws. */
export async function lookAtHealth(pool: Pool): Promise<Health> {
  try {
    const counts = await healthCounts(pool);
    return { ready: counts.desk_versions > 0, database: true, counts };
  } catch {
    return { ready: false, database: false, counts: {} };
  }
}
