/**
 * The desk a decision is made by: the newest applied version for people and new promises, the ticket's own version for
 * promises already made. Versions never change, so they are kept; the newest, and who is away, is looked up again every
 * few seconds.
 */
import type { Queries } from "../io/postgres.ts";
import { listAway } from "../store/away.ts";
import { currentDesk, type DeskVersion, deskVersion } from "../store/desk.ts";
import type { Away } from "../ticket/away.ts";
import type { Desk } from "../ticket/desk.ts";
import { type Calendar, makeCalendar } from "../ticket/sla/calendar.ts";

export type DeskInForce = {
  desk: Desk;
  deskVersionId: number;
  calendar: (name: string) => Calendar;
  away: Record<string, Away>;
};

/** What never changes of a version of the desk; who is away does. */
type Version = Omit<DeskInForce, "away">;

export type DeskBook = {
  current(db: Queries): Promise<DeskInForce>;
  /** The desk for a ticket promised under version `id`: its promises, today's people. */
  forTicket(db: Queries, id: number): Promise<DeskInForce>;
};

/** No desk was applied yet: the operator must do so first. */
export class NoDesk extends Error {
  override name = "NoDesk";
  constructor() {
    super("no desk.yaml was applied to this database; run: npx intray apply");
  }
}

const freshMs = 2_000;
/** Versions in use at one time; a desk is changed a few times a year. */
const versionCountMax = 50;

export function openDesks(now: () => number): DeskBook {
  const versions = new Map<number, Version>();
  let newest: { version: DeskVersion; away: Record<string, Away>; readAt: number } | null = null;

  const inForce = (version: DeskVersion): Version => {
    const kept = versions.get(version.id);
    if (kept) return kept;
    if (versions.size >= versionCountMax) versions.clear();
    const made = { desk: version.desk, deskVersionId: version.id, calendar: calendarsOf(version.desk) };
    versions.set(version.id, made);
    return made;
  };
  const current = async (db: Queries): Promise<DeskInForce> => {
    if (!newest || now() - newest.readAt > freshMs) {
      const version = await currentDesk(db);
      if (!version) throw new NoDesk();
      newest = { version, away: await listAway(db, now()), readAt: now() };
    }
    return { ...inForce(newest.version), away: newest.away };
  };
  return {
    current,
    async forTicket(db, id) {
      const today = await current(db);
      if (id === today.deskVersionId) return today;
      const version = versions.get(id) ?? (await deskVersion(db, id).then((found) => found && inForce(found)));
      if (!version) return today;
      const { calendars, plans, severities, accountOverrides } = version.desk;
      return { ...version, away: today.away, desk: { ...today.desk, calendars, plans, severities, accountOverrides } };
    },
  };
}

/** A calendar is built on first use and kept with its desk. */
function calendarsOf(desk: Desk): (name: string) => Calendar {
  const made = new Map<string, Calendar>();
  return (name) => {
    const kept = made.get(name);
    if (kept) return kept;
    const definition = desk.calendars[name];
    if (!definition) throw new Error(`the desk has no calendar named ${name}`);
    const calendar = makeCalendar(definition);
    made.set(name, calendar);
    return calendar;
  };
}
