/**
 * A database of its own for a test file: cloned in a tenth of a second from the template of the run, so that files neither
 * wait for each other nor see each other's rows.
 */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { inject } from "vitest";
import { openPool } from "../../src/io/postgres.ts";
import { asAdmin, withDatabase } from "./setup.ts";

export interface FreshDatabase {
  url: string;
  pool: pg.Pool;
  /** Ends the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Migrated, and with the queue's tables; `empty` gives one without anything in it. */
export async function freshDatabase(from: "migrated" | "empty" = "migrated"): Promise<FreshDatabase> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  const server = inject("postgresUrl");
  const source = from === "empty" ? "template0" : inject("template");
  await asAdmin(server, `create database ${name} template ${source} strategy file_copy`);
  const url = withDatabase(server, name);
  const pool = openPool(url, { applicationName: "intray test" });
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin(server, `drop database ${name} with (force)`);
    },
  };
}
