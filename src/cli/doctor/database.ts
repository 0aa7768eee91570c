/** What `intray doctor` tries of the database: that it answers, can be written, keeps every letter, and goes by the same clock. */
import type { Pool } from "pg";
import { currentDesk } from "../../store/desk.ts";
import { databaseFacts } from "../../store/facts.ts";
import { hasTrigrams } from "../../store/guide.ts";
import { pendingMigrations } from "../../store/migrate.ts";
import { clockFinding, type Finding, fail, ok, warn } from "./finding.ts";

/** Worker, pages and the queue together, with a little to spare for people who look. */
const connectionsWanted = 40;

export async function databaseFindings(pool: Pool, place: string): Promise<Finding[]> {
  const facts = await databaseFacts(pool);
  const what = "database";
  const findings: Finding[] = [ok(what, `PostgreSQL ${facts.version} answers at ${place}`)];
  if (facts.encoding !== "UTF8") {
    const mend = "make another database: create database intray encoding 'UTF8' template template0";
    findings.push(fail(what, `keeps text as ${facts.encoding}, which lacks letters that people write`, mend));
  }
  if (facts.isReadOnly) {
    findings.push(fail(what, "can only be read", "point DATABASE_URL to the primary server, not to a replica"));
  }
  if (facts.connectionsFree < connectionsWanted) {
    const mend = "raise max_connections, or run fewer programs beside intray";
    findings.push(warn(what, `has ${facts.connectionsFree} connections left of ${facts.connectionsMax}`, mend));
  }
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) {
    const detail = pending.length === 1 ? "a migration is waiting" : `${pending.length} migrations are waiting`;
    findings.push(warn(what, detail, "run npx intray migrate (npm start does it by itself)"));
  } else {
    findings.push(await deskFinding(pool));
    if (!(await hasTrigrams(pool))) {
      const mend = "let the database's administrator run: create extension pg_trgm";
      findings.push(warn(what, "has no pg_trgm: mistyped words find no guide, duplicates are recognised less", mend));
    }
  }
  // Half of the way there and back is how much the answer may be older than it looks.
  findings.push(clockFinding("the database", facts.aheadMs, facts.tripMs / 2));
  return findings;
}

async function deskFinding(pool: Pool): Promise<Finding> {
  const version = await currentDesk(pool);
  return version
    ? ok("desk", `version ${version.id} (${version.desk.name}) is in force`)
    : warn("desk", "none is in force yet", "run npx intray apply (npm start does it by itself)");
}
