/**
 * Mails the reports: each week to the desk's leads, each month to the accounts' contacts where desk.yaml says so. Due at
 * the opening of the first working day; once for each period and reader by a unique key, however many workers look,
 * restart, or see their clocks jump.
 */
import { type Tx, transaction } from "../../io/postgres.ts";
import {
  type AccountToTell,
  accountsToTell,
  claimReport,
  promisesOfAccount,
  type ReportKind,
  readersOfReport,
} from "../../store/mailedReport.ts";
import { houseCalendar, morningOf } from "../../ticket/digest.ts";
import type { Context, Decision } from "../../ticket/input.ts";
import type { Letter } from "../../ticket/letter.ts";
import { mailedByDefault } from "../../ticket/report/reportLetter.ts";
import { lastWeeks, lastWhole, type Period } from "../../ticket/report/reportPeriod.ts";
import type { Calendar } from "../../ticket/sla/calendar.ts";
import { timeContext } from "../change.ts";
import { commitDecision } from "../commit.ts";
import type { Workshop } from "../workshop.ts";
import { reportOf, timezoneOf } from "./report.ts";

type ReportShop = Pick<Workshop, "pool" | "desks" | "stationery" | "log" | "now">;

const dayMs = 86_400_000;
const trendWeeks = 8;
/** Who switches the monthly letters on late in a month surprises no customer with the month before. */
const monthlyWithinMs = 7 * dayMs;
/** More promises than these are no list any more; the letter says how many it lacks. */
const promisesMax = 2_000;

/** Looks for reports to mail; `done` remembers what needs no more looking. Answers with how many letters were written. */
export async function sendReports(shop: ReportShop, done: Set<string>): Promise<number> {
  const inForce = await shop.desks.current(shop.pool);
  const context = timeContext(inForce, shop);
  const { desk, now } = context;
  const calendar = houseCalendar(context);
  const timezone = timezoneOf(inForce);
  // A desk that was applied by an older version does not say.
  const switches = { ...mailedByDefault, ...desk.reports };
  let letters = 0;
  for (const kind of ["weekly", "monthly"] as const) {
    if (!switches[kind]) continue;
    const { period, day } = lastWhole(kind === "weekly" ? "week" : "month", timezone, now);
    const dueAt = firstMorning(calendar, period.until);
    const isLate = kind === "monthly" && dueAt !== null && now > dueAt + monthlyWithinMs;
    if (done.has(`${kind} ${day}`) || dueAt === null || now < dueAt || isLate || !calendar.isOpen(now)) continue;
    const due: Due = { kind, day, dueAt, period, context, shop };
    letters += kind === "weekly" ? await mailWeek(due) : await mailMonth(due);
    if (done.size > 20) done.clear();
    done.add(`${kind} ${day}`);
  }
  return letters;
}

type Due = { kind: ReportKind; day: string; dueAt: number; period: Period; context: Context; shop: ReportShop };

/** The opening of the first local day from `from` on that opens at all, within two weeks. */
function firstMorning(calendar: Calendar, from: number): number | null {
  for (let day = 0; day < 14; day++) {
    const morning = morningOf(calendar, from + day * dayMs + dayMs / 2);
    if (morning !== null) return morning.at;
  }
  return null;
}

async function mailWeek(due: Due): Promise<number> {
  const { day, period, context, shop } = due;
  const { desk, now } = context;
  const told = await readersOfReport(shop.pool, "weekly", day);
  const leads = Object.entries(desk.agents).filter(([address, { role }]) => role === "lead" && !told.has(address));
  if (leads.length === 0) return 0;
  const weeks = await reportOf(shop.pool, desk, lastWeeks(trendWeeks, period.timezone, now), now);
  // A desk at which nothing has happened for weeks has nothing to report.
  if (weeks.tickets.opened === 0) return 0;
  const week = await reportOf(shop.pool, desk, period, now);
  const reportUrl = `${shop.stationery.publicUrl}/desk/report?since=${day}&until=${lastDay(period)}`;
  let letters = 0;
  for (const [address, { name }] of leads) {
    const data = { timezone: period.timezone, agentName: name, day, week, weeks, reportUrl };
    const letter: Letter = { name: "weeklyReport", to: { name, address }, language: desk.language, data };
    if (await transaction(shop.pool, (tx) => write(tx, letter, "agent", address, due))) letters++;
  }
  if (letters > 0) shop.log.info({ week: day, letters }, "the week's reports are written");
  return letters;
}

async function mailMonth(due: Due): Promise<number> {
  const { day, period, shop } = due;
  const told = await readersOfReport(shop.pool, "monthly", day);
  let letters = 0;
  for (const account of await accountsToTell(shop.pool, period)) {
    if (told.has(readerOf(account))) continue;
    if (account.contact === null) {
      const { context, dueAt } = due;
      const claim = { kind: "monthly", reader: readerOf(account), day } as const;
      await transaction(shop.pool, (tx) => claimReport(tx, claim, dueAt, context.now));
      shop.log.warn(
        { accountId: account.id, month: day },
        "an account lists no contact; its monthly report is not mailed",
      );
    } else if (await mailAccount(account, account.contact, due)) letters++;
  }
  if (letters > 0) shop.log.info({ month: day, letters }, "the month's reports are written");
  return letters;
}

async function mailAccount(account: AccountToTell, to: { name: string; address: string }, due: Due): Promise<boolean> {
  const { day, period, context, shop } = due;
  const { desk, now } = context;
  const report = await reportOf(shop.pool, desk, period, now, account.id);
  const listed = await promisesOfAccount(shop.pool, account.id, period, now, promisesMax);
  const { timezone } = period;
  const data = { timezone, contactName: to.name, account: account.name, day, report, ...listed };
  const language = account.language ?? desk.language;
  const letter: Letter = { name: "monthlyReport", to, language, data };
  return await transaction(shop.pool, (tx) => write(tx, letter, "customer", readerOf(account), due));
}

function readerOf({ id }: AccountToTell): string {
  return `account:${id}`;
}

/** The local date of a period's last day. */
function lastDay({ until, timezone }: Period): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: timezone }).format(until - 1);
}

async function write(tx: Tx, letter: Letter, to: "agent" | "customer", reader: string, due: Due): Promise<boolean> {
  const { kind, day, dueAt, context, shop } = due;
  if (!(await claimReport(tx, { kind, reader, day }, dueAt, context.now))) return false;
  const decision: Decision = {
    disposition: "clock",
    reason: "morning",
    ticket: null,
    events: [],
    message: null,
    dispatches: [{ letter, to, holdMs: 0, attachments: [] }],
  };
  const cause = { rawMailId: null, mail: null, outcome: null, lastMessageId: null };
  const stationery = { ...shop.stationery, deskName: context.desk.name };
  await commitDecision(tx, decision, { eventKey: `${kind}:${day}:${reader}`, ...cause }, stationery, context.now);
  return true;
}
