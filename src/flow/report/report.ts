/** The report for people and scripts: reads what a period's rows count and makes figures of it. Only looking. */
import type { Pool } from "pg";
import { counting, type Tx } from "../../io/postgres.ts";
import { clockFigures } from "../../store/clockFigure.ts";
import { guideFigures } from "../../store/guideOffer.ts";
import { ideaFigures, latenessFigures, ratingFigures, type Scope, volumeFigures } from "../../store/report.ts";
import type { Desk } from "../../ticket/desk.ts";
import { houseCalendar } from "../../ticket/digest.ts";
import { lateEdges, makeReport, type Report, usedEdges } from "../../ticket/report/report.ts";
import { type Period, readPeriod, stretchesOfPeriod } from "../../ticket/report/reportPeriod.ts";
import type { DeskBook, DeskInForce } from "../desks.ts";

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
  const [clocks, others] = await Promise.all([
    counting(pool, (tx) =>
      clockFigures(
        tx,
        scope,
        usedEdges.map((edge) => edge * 1_000),
      ),
    ),
    counting(pool, (tx) => othersOf(tx, scope)),
  ]);
  const names = {
    severities: desk.severities.map(({ name }) => name),
    plans: desk.plans.map(({ name }) => name),
    agents: desk.agents,
  };
  return makeReport(period, { clocks, ...others }, names, now);
}

/** More guides than these are read by nobody; those offered most are named. */
const guidesMax = 100;

/** One after the other, so that a report takes two connections and no more. */
async function othersOf(tx: Tx, scope: Scope) {
  const volumes = await volumeFigures(tx, scope);
  const ratings = await ratingFigures(tx, scope);
  const late = lateEdges.map((edge) => edge * 1_000);
  const lateness = await latenessFigures(tx, scope, late);
  if (scope.accountId !== null) return { volumes, ratings, lateness, ideas: null, docs: null };
  const ideas = await ideaFigures(tx, scope);
  const docs = await guideFigures(tx, new Date(scope.since), new Date(scope.until), guidesMax);
  return { volumes, ratings, lateness, ideas, docs };
}
