/** Everything a desk holds, as one long text for a test to search: each column of each table, in every encoding it may hide in. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";

/** Where `needle` is found: "public.message.text row 17", or a file's path. It knows nothing of the code that it checks. */
export async function placesOf(pool: pg.Pool, folders: string[], needles: string[]): Promise<string[]> {
  const found: string[] = [];
  const { rows: columns } = await pool.query<{ schema: string; table: string; column: string; type: string }>(
    `select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     join pg_type t on t.oid = a.atttypid
     where n.nspname in ('public', 'pgboss') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  );
  for (const { schema, table, column, type } of columns) {
    const read = type === "bytea" ? `"${column}"` : `"${column}"::text`;
    const { rows } = await pool.query<{ at: string; value: Buffer | string | null }>(
      `select ctid::text as at, ${read} as value from ${schema}.${table} where "${column}" is not null`,
    );
    for (const { at, value } of rows) {
      const text = Buffer.isBuffer(value) ? readings(value) : String(value).toLowerCase();
      for (const needle of needles)
        if (text.includes(needle.toLowerCase())) found.push(`${needle} in ${schema}.${table}.${column} ${at}`);
    }
  }
  for (const path of folders.flatMap(filesBelow)) {
    const text = readings(readFileSync(path));
    for (const needle of needles) if (text.includes(needle.toLowerCase())) found.push(`${needle} in ${path}`);
  }
  return found;
}

/** Bytes read as a mail program, a database dump or a curious person might. */
export function readings(bytes: Buffer): string {
  const latin = bytes.toString("latin1");
  const soft = latin
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const base64 = [...latin.matchAll(/[A-Za-z0-9+/]{12,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2}/g)].map(([run]) =>
    Buffer.from(run.replace(/\s/g, ""), "base64").toString("utf8"),
  );
  return [
    latin,
    bytes.toString("utf8"),
    bytes.toString("utf16le"),
    soft,
    Buffer.from(soft, "latin1").toString("utf8"),
    ...base64,
  ]
    .join("\n")
    .toLowerCase();
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
