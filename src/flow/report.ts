/** The report for people and scripts: reads what a period's rows count and makes figures of it. Only looking. */
import type { Pool } from "pg";
import { clockFigures, latenessFigures, ratingFigures, type Scope, volumeFigures } from "../store/report.ts";
import type { Desk } from "../ticket/desk.ts";
import { houseCalendar } from "../ticket/digest.ts";
import { lateEdges, makeReport, type Report, usedEdges } from "../ticket/report.ts";
import { type Period, readPeriod, stretchesOfPeriod } from "../ticket/reportPeriod.ts";
import type { DeskBook, DeskInForce } from "./desks.ts";

type Asked = { since?: string | undefined; until?: string | undefined };

/** The report of the period that was asked for, in the desk's time zone; `wrong` says what cannot be read. */
export async function askReport(
  pool: Pool,
  desks: DeskBook,
  asked: Asked,
  now: number,
): Promise<{ ok: Report; desk: Desk } | { wrong: string; desk: Desk }> {
  const inForce = await desks.current(pool);
  const { desk } = inForce;
  const read = readPeriod(asked, timezoneOf(inForce), now);
  if ("wrong" in read) return { wrong: read.wrong, desk };
  return { ok: await reportOf(pool, desk, read.ok, now), desk };
}

/** The time zone by which the desk's own days go. */
export function timezoneOf(inForce: DeskInForce): string {
  return houseCalendar(inForce).definition.timezone;
}

/** `accountId`: only this account's tickets. */
export async function reportOf(
  pool: Pool,
  desk: Desk,
  period: Period,
  now: number,
  accountId: number | null = null,
): Promise<Report> {
  const edges = stretchesOfPeriod(period).stretches.map(({ from }) => from);
  const scope: Scope = { ...period, edges, accountId, now };
  const [clocks, [volumes, ratings, lateness]] = await Promise.all([
    clockFigures(
      pool,
      scope,
      usedEdges.map((edge) => edge * 1_000),
    ),
    othersOf(pool, scope),
  ]);
  const names = {
    severities: desk.severities.map(({ name }) => name),
    plans: desk.plans.map(({ name }) => name),
    agents: desk.agents,
  };
  return makeReport(period, { clocks, volumes, ratings, lateness }, names, now);
}

/** One after the other, so that a report takes two connections and no more. */
async function othersOf(pool: Pool, scope: Scope) {
  const volumes = await volumeFigures(pool, scope);
  const ratings = await ratingFigures(pool, scope);
  const late = lateEdges.map((edge) => edge * 1_000);
  return [volumes, ratings, await latenessFigures(pool, scope, late)] as const;
}
