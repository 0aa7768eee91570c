/** What `intray doctor` says of the desk's restraint: it tries forged mails, and names what is switched off or paused. */
import type { Config } from "../config.ts";
import { testItself } from "../flow/selftest/selftest.ts";
import { openLog, plainError } from "../io/log.ts";
import { connectPool } from "../io/postgres.ts";
import { type Breaker, breakers } from "../store/breaker.ts";
import { currentDesk } from "../store/desk.ts";
import { pendingMigrations } from "../store/migrate.ts";
import { latestRun } from "../store/probe.ts";
import { openWorkshop } from "../worker.ts";
import { openDatabase } from "./open.ts";
import { probeFinding } from "./probes.ts";

export type Finding = { what: string; ok: boolean; detail: string };

type Pool = Awaited<ReturnType<typeof connectPool>>;

/** Empty where the database is not ready for it; that is told elsewhere. */
export async function restraintFindings(config: Config): Promise<Finding[]> {
  try {
    const database = await openDatabase(config);
    try {
      const pool = await connectPool(database.url, { applicationName: "intray doctor" });
      try {
        if ((await pendingMigrations(pool)).length > 0 || !(await currentDesk(pool))) return [];
        const sent = probeFinding(await latestRun(pool));
        return [await tryForgeries(config, pool), sent, ...(await breakers(pool)).map(findingOf)];
      } finally {
        await pool.end();
      }
    } finally {
      await database.stop();
    }
  } catch {
    return [];
  }
}

async function tryForgeries(config: Config, pool: Pool): Promise<Finding> {
  const what = "forged mail";
  const shop = await openWorkshop(config, pool, openLog("silent", "json"));
  try {
    const { tried, passedThrough, isConclusive } = await testItself(shop);
    if (passedThrough.length > 0) {
      return { what, ok: false, detail: `believed: ${passedThrough.join("; ")}; check TRUSTED_AUTHSERV_ID` };
    }
    if (isConclusive) return { what, ok: true, detail: `${tried} forgeries tried, none believed` };
    return { what, ok: true, detail: "not tried: agents' mail needs REPLY_ADDRESS and a team with agents" };
  } catch (error) {
    return { what, ok: false, detail: `could not be tried: ${plainError(error).message}` };
  } finally {
    await shop.readers.close();
  }
}

function findingOf({ name, since, why }: Breaker): Finding {
  const at = since.toISOString();
  return name === "commands"
    ? { what: "mail commands", ok: false, detail: `off since ${at}: ${why}; mend it, then: npx intray commands on` }
    : {
        what: "greetings",
        ok: true,
        detail: `to unproven senders paused since ${at}: ${why}; ends after a quiet half hour`,
      };
}
