/**
 * Every text the database holds, by its own catalogue: tables that are added later are walked like the others, so that
 * what is erased or exported does not depend on a list that somebody forgot to keep. Rows are read a stretch of blocks at
 * a time and changed in place; bytes, keys and the trail of deeds (which holds no addresses) are left alone.
 */
import type { Queries } from "../io/postgres.ts";

export type Column = { name: string; kind: "text" | "json" | "list" };
/** `ticketColumn`: by which a row belongs to a ticket; null where it belongs to none. */
export type TextTable = { name: string; columns: Column[]; ticketColumn: "ticket_id" | "id" | null };

/** A row as it is walked: its texts by column (JSON parsed), and the ticket it belongs to. */
export type TextRow = { table: string; ticketId: number | null; values: Record<string, unknown> };

const untouched = ["audit", "migration", "legal_hold"];
/** Blocks of 8 kB read at a time. */
const blockCount = 256;

/** Ours and the job queue's. A partitioned table is walked by its partitions. */
export async function textTables(db: Queries): Promise<TextTable[]> {
  const { rows } = await db.query<TextTable>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       jsonb_agg(jsonb_build_object('name', a.attname, 'kind',
         case when t.typname in ('json', 'jsonb') then 'json' when t.typname in ('_text', '_varchar') then 'list' else 'text' end)
         order by a.attnum) filter (where t.typname in ('text', 'varchar', 'bpchar', 'json', 'jsonb', '_text', '_varchar', 'citext')) as columns,
       case when n.nspname = 'public' and c.relname = 'ticket' then 'id'
         when bool_or(a.attname = 'ticket_id') then 'ticket_id' end as "ticketColumn"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     join pg_type t on t.oid = a.atttypid
     where n.nspname in ('public', 'pgboss') and c.relkind = 'r' and not (n.nspname = 'public' and c.relname = any($1))
     group by n.nspname, c.relname order by 1`,
    [untouched],
  );
  return rows.filter(({ columns }) => columns !== null);
}

/** Where rows are looked at: those whose texts hold `needle`, those of these tickets, or (`all`) every one. */
export type Search = { needle: string; ticketIds: number[]; all: boolean };

/** Calls `change` with each row; what it answers is written in the row's place. Answers with how many rows changed. */
export async function changeEverywhere(
  tx: Queries,
  table: TextTable,
  search: Search,
  change: (row: TextRow) => Record<string, unknown> | null,
): Promise<number> {
  let changed = 0;
  for await (const { at, row } of rowsOf(tx, table, search, true)) {
    const values = change(row);
    if (values === null) continue;
    const columns = table.columns.filter(({ name }) => name in values);
    if (columns.length === 0) continue;
    await tx.query(
      `update ${table.name} set ${columns.map(({ name }, index) => `${quoted(name)} = $${index + 2}`).join(", ")} where ctid = $1::tid`,
      [at, ...columns.map(({ name, kind }) => (kind === "json" ? JSON.stringify(values[name]) : values[name]))],
    );
    changed++;
  }
  return changed;
}

/** The rows themselves, as they are. */
export async function* findEverywhere(db: Queries, table: TextTable, search: Search): AsyncGenerator<TextRow> {
  for await (const { row } of rowsOf(db, table, search, false)) yield row;
}

async function* rowsOf(
  db: Queries,
  table: TextTable,
  search: Search,
  lock: boolean,
): AsyncGenerator<{ at: string; row: TextRow }> {
  const columns = table.columns.map(({ name }) => quoted(name));
  const haystack = columns.map((column) => `coalesce(${column}::text, '')`).join(" || ' ' || ");
  const wanted = search.all
    ? "true"
    : `position($1 in lower(${haystack})) > 0${table.ticketColumn ? ` or ${table.ticketColumn} = any($2::bigint[])` : " and ($2::bigint[] is null or true)"}`;
  const values = search.all ? [] : [search.needle.toLowerCase(), search.ticketIds];
  const { rows: size } = await db.query<{ blocks: number }>(
    `select (pg_relation_size('${table.name}'::regclass) / current_setting('block_size')::bigint)::bigint as blocks`,
  );
  // Rows that are changed move to later blocks and are met again, without anything left to change.
  for (let block = 0; block <= (size[0]?.blocks ?? 0); block += blockCount) {
    const { rows } = await db.query<Record<string, unknown>>(
      `select ctid::text as "at:", ${table.ticketColumn ?? "null::bigint"} as "ticket:", ${columns.join(", ")} from ${table.name}
       where ctid >= '(${block},0)'::tid and ctid < '(${block + blockCount},0)'::tid and (${wanted})${lock ? " for update" : ""}`,
      values,
    );
    for (const { "at:": at, "ticket:": ticketId, ...texts } of rows) {
      yield {
        at: String(at),
        row: { table: table.name, ticketId: typeof ticketId === "number" ? ticketId : null, values: texts },
      };
    }
  }
}

/**
 * Whoever is kept nowhere else is called by another name in every column that holds addresses. Cheaper than walking all
 * texts, and enough where the texts themselves have been emptied.
 */
export async function renameEverywhere(tx: Queries, pairs: { from: string; to: string }[]): Promise<void> {
  if (pairs.length === 0) return;
  const { rows } = await tx.query<{ table: string; column: string }>(
    `select format('%I.%I', n.nspname, c.relname) as "table", format('%I', a.attname) as "column"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.atttypid = 'text'::regtype and not c.relname = any($1)
       and (a.attname ~ '^(.*_)?(address|person|recipient|sender|actor|reader|voter)$|_by$' or c.relname = 'flood' and a.attname = 'subject')`,
    [untouched],
  );
  for (const { table, column } of rows) {
    await tx.query(
      `update ${table} as t set ${column} = k."to" from jsonb_to_recordset($1::jsonb) as k("from" text, "to" text)
       where t.${column} = k."from"`,
      [JSON.stringify(pairs)],
    );
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
