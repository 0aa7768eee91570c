/**
 * Takes a person out of every row of the database: their address everywhere, their name and words where they took part.
 * It walks the catalogue and no list of ours, so that a table which was added yesterday is no gap.
 */
import type { Queries } from "../../io/postgres.ts";
import { erasedWords, type Forgetting, forgetIn, type Nearness } from "../../mail/forget/forget.ts";
import { changeEverywhere, findEverywhere, type TextRow, textTables } from "../../store/everywhere.ts";

/** Tables whose rows are all looked at, because people quote people in them without naming them. */
const readWhole = ["public.message"];
/** Emptied by statements of their own, or walked there with more care. */
const emptiedApart = [
  "public.ticket",
  "public.message",
  "public.event",
  "public.question",
  "public.outgoing",
  "public.raw_mail",
  "public.token",
  "public.reminder",
];

export type Forgotten = { tables: Record<string, number> };

/**
 * Rewrites every row that names the person or quotes them. `touched`: tickets on which they took part or are named;
 * `own`: those whose every word goes.
 */
export async function forgetRows(
  tx: Queries,
  forgetting: Forgetting,
  { touched, own }: { touched: number[]; own: number[] },
): Promise<Forgotten> {
  const near = new Set(touched);
  const whole = new Set(own);
  const tables: Record<string, number> = {};
  for (const table of await textTables(tx)) {
    const search = { needle: localOf(forgetting), ticketIds: touched, all: readWhole.includes(table.name) };
    const changed = await changeEverywhere(tx, table, search, (row) => {
      const isOwn = row.ticketId !== null && whole.has(row.ticketId) && !emptiedApart.includes(row.table);
      return forgottenRow(row, forgetting, near, isOwn);
    });
    if (changed > 0) tables[table.name] = changed;
  }
  return { tables };
}

/** How many rows still name the person, by table: nothing, after it was done. */
export async function rowsNaming(db: Queries, forgetting: Forgetting): Promise<Record<string, number>> {
  const tables: Record<string, number> = {};
  for (const table of await textTables(db)) {
    for await (const row of findEverywhere(db, table, { needle: localOf(forgetting), ticketIds: [], all: false })) {
      if (namesPerson(row.values, forgetting)) tables[table.name] = (tables[table.name] ?? 0) + 1;
    }
  }
  return tables;
}

/** Tickets of which any row names the person. */
export async function ticketsNaming(db: Queries, forgetting: Forgetting): Promise<Set<number>> {
  const found = new Set<number>();
  for (const table of await textTables(db)) {
    if (table.ticketColumn === null) continue;
    for await (const row of findEverywhere(db, table, { needle: localOf(forgetting), ticketIds: [], all: false })) {
      if (row.ticketId !== null && namesPerson(row.values, forgetting)) found.add(row.ticketId);
    }
  }
  return found;
}

export function namesPerson(value: unknown, forgetting: Forgetting): boolean {
  return JSON.stringify(withoutPerson(value, forgetting, "none", false)) !== JSON.stringify(value);
}

/** The address as links and lists write it has another sign in its middle. */
function localOf({ address }: Forgetting): string {
  return address.slice(0, address.lastIndexOf("@"));
}

function forgottenRow(
  row: TextRow,
  forgetting: Forgetting,
  near: ReadonlySet<number>,
  isOwn: boolean,
): Record<string, unknown> | null {
  const isNear = (row.ticketId !== null && near.has(row.ticketId)) || namesPerson(row.values, forgetting);
  const values = withoutPerson(row.values, forgetting, isNear ? "near" : "far", isOwn) as Record<string, unknown>;
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(row.values[name]),
  );
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

/** `isOwn`: a row of a ticket that is erased as a whole, in a table that we do not know: every sentence goes. */
function withoutPerson(value: unknown, forgetting: Forgetting, nearness: Nearness, isOwn: boolean): unknown {
  if (typeof value === "string") {
    // A single word is a name or key of ours (a Message-ID, a reference), whose like must stay what it is.
    const rest = forgetIn(value, forgetting, /\S\s+\S/.test(value) ? nearness : "none");
    return isOwn && /\S\s+\S/.test(rest) ? erasedWords : rest;
  }
  if (Array.isArray(value)) return value.map((each) => withoutPerson(each, forgetting, nearness, isOwn));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const isThem = Object.entries(value).some(
    ([key, each]) => /address$|^person$|^recipient$/i.test(key) && each === forgetting.address,
  );
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (isThem && /^(author_)?name$/i.test(key) && typeof each === "string") return [key, ""];
      return [key, withoutPerson(each, forgetting, nearness, isOwn)];
    }),
  );
}
