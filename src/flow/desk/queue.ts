/** The queue as an agent asks for it: one page of it, and where the next one begins. Only looking. */
import type { Pool } from "pg";
import { closedTickets, type QueueFilter, type QueuePlace, type QueueRow, queueOfSeverity } from "../../store/queue.ts";
import type { Desk } from "../../ticket/desk.ts";
import type { Calendars } from "../../ticket/sla/clock.ts";
import type { Status } from "../../ticket/ticket.ts";
import type { DeskBook } from "../desks.ts";

export const scopes = ["all", "team", "mine"] as const;
export type Scope = (typeof scopes)[number];

/** `status` null: all that is not closed. `after`: where the page before ended. */
export type QueueAsked = { scope: Scope; status: Status | null; severity: string | null; after: string | null };

export type QueueItem = Omit<QueueRow, "group"> & { calendars: Calendars };
export type QueueSeen = { tickets: QueueItem[]; next: string | null };

export const queuePageCount = 50;

type QueueShop = { pool: Pool; desks: DeskBook; now: () => number };

export async function lookAtQueue(shop: QueueShop, desk: Desk, agent: string, asked: QueueAsked): Promise<QueueSeen> {
  const filter = filterOf(desk, agent, asked);
  const { rows, next } = await (asked.status === "closed"
    ? closedPage(shop, filter, asked)
    : livePage(shop, desk, filter, asked));
  const tickets: QueueItem[] = [];
  for (const row of rows) {
    const { calendar: calendars } = await shop.desks.forTicket(shop.pool, row.deskVersionId);
    tickets.push({ ...row, calendars });
  }
  return { tickets, next };
}

function filterOf(desk: Desk, agent: string, { scope, status }: QueueAsked): QueueFilter {
  const teams = Object.keys(desk.teams).filter((team) => desk.teams[team]?.includes(agent));
  return { assignee: scope === "mine" ? agent : null, teams: scope === "team" ? teams : null, status };
}

/** Severity after severity until the page is full; mostly the first one or two fill it. */
async function livePage(shop: QueueShop, desk: Desk, filter: QueueFilter, { severity, after }: QueueAsked) {
  const known = desk.severities.map(({ name }) => name);
  const all: (string | null)[] = [...known, null];
  const plans = desk.plans.map(({ name }) => name).reverse();
  const place = readPlace(after);
  const now = new Date(shop.now());
  const rows: QueueRow[] = [];
  const ends: number[] = [];
  for (let index = place?.severity ?? 0; index < all.length && rows.length <= queuePageCount; index++) {
    const name = all[index] ?? null;
    if (severity !== null && name !== severity) continue;
    const from = place !== null && place.severity === index ? place.place : null;
    const missing = queuePageCount + 1 - rows.length;
    const found = await queueOfSeverity(shop.pool, { name, known }, plans, filter, from, now, missing);
    rows.push(...found);
    ends.push(...found.map(() => index));
  }
  const page = rows.slice(0, queuePageCount);
  const end = page.at(-1);
  const isMore = rows.length > queuePageCount && end !== undefined;
  return { rows: page, next: isMore ? writePlace(ends[page.length - 1] ?? 0, end) : null };
}

function writePlace(severity: number, { group, dueAt, openedAt, id }: QueueRow): string {
  return [severity, group, dueAt === null ? "" : dueAt.getTime(), openedAt.getTime(), id].join("_");
}

function readPlace(text: string | null): { severity: number; place: QueuePlace } | null {
  const found = /^(\d{1,3})_(\d{1,3})_(\d{0,14})_(\d{1,14})_(\d{1,15})$/.exec(text ?? "");
  if (!found) return null;
  const [severity = 0, group = 0, , openedAt = 0, id = 0] = found.slice(1).map(Number);
  return { severity, place: { group, dueAt: found[3] === "" ? null : Number(found[3]), openedAt, id } };
}

async function closedPage(shop: QueueShop, filter: QueueFilter, { severity, after }: QueueAsked) {
  const found = /^(\d{1,14})_(\d{1,15})$/.exec(after ?? "");
  const place = found && { closedAt: Number(found[1]), id: Number(found[2]) };
  const rows = await closedTickets(shop.pool, { ...filter, severity }, place, queuePageCount + 1);
  const end = rows.at(queuePageCount - 1);
  const isMore = rows.length > queuePageCount && end !== undefined;
  return {
    rows: rows.slice(0, queuePageCount),
    next: isMore ? `${end.closedAt?.getTime() ?? 0}_${end.id}` : null,
  };
}
