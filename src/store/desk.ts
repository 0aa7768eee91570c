/** The versions of the desk: what `intray apply` wrote, newest last. Tickets keep the version they were promised under. */
import { createHash } from "node:crypto";
import type { Queries, Tx } from "../io/postgres.ts";
import type { Desk } from "../ticket/desk.ts";

export type DeskVersion = { id: number; desk: Desk; appliedAt: Date };

export async function currentDesk(db: Queries): Promise<DeskVersion | null> {
  const { rows } = await db.query<{ id: number; desk: Desk; applied_at: Date }>(
    "select id, desk, applied_at from desk_version order by id desc limit 1",
  );
  const row = rows[0];
  return row ? { id: row.id, desk: row.desk, appliedAt: row.applied_at } : null;
}

export async function deskVersion(db: Queries, id: number): Promise<DeskVersion | null> {
  const { rows } = await db.query<{ id: number; desk: Desk; applied_at: Date }>(
    "select id, desk, applied_at from desk_version where id = $1",
    [id],
  );
  const row = rows[0];
  return row ? { id: row.id, desk: row.desk, appliedAt: row.applied_at } : null;
}

/** Writes the desk as a new version; the same desk as the current one writes nothing. */
export async function applyDesk(tx: Tx, desk: Desk): Promise<{ id: number; isNew: boolean }> {
  const text = JSON.stringify(desk);
  const sha256 = createHash("sha256").update(text).digest();
  await tx.query("lock table desk_version in share row exclusive mode");
  const { rows: current } = await tx.query<{ id: number; sha256: Buffer }>(
    "select id, sha256 from desk_version order by id desc limit 1",
  );
  if (current[0]?.sha256.equals(sha256)) return { id: current[0].id, isNew: false };
  const { rows } = await tx.query<{ id: number }>(
    "insert into desk_version (desk, sha256) values ($1, $2) returning id",
    [text, sha256],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("the desk version was not written");
  return { id, isNew: true };
}
