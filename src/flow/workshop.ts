/** What the steps of the flow work with: the adapters and settings that the worker opened once. */
import type { Pool } from "pg";
import type { Blobs } from "../io/blobs.ts";
import type { Scanner } from "../io/clamd.ts";
import type { Dkim } from "../io/dkim.ts";
import type { Log } from "../io/log.ts";
import type { Readers } from "../io/readers.ts";
import type { Stationery } from "./commit.ts";
import type { DeskBook } from "./desks.ts";
import type { Marks } from "./match.ts";

export type Workshop = {
  pool: Pool;
  blobs: Blobs;
  readers: Readers;
  dkim: Dkim;
  /** Looks for viruses, where the operator has one (CLAMD_URL). */
  scanner?: Scanner | null;
  desks: DeskBook;
  marks: Marks;
  stationery: Omit<Stationery, "deskName">;
  trustedAuthservIds: string[];
  log: Log;
  now: () => number;
};
