/** What an agent looks for, found. Only looking. */
import type { Pool } from "pg";
import { type SearchRow, searchTickets } from "../../store/search.ts";

/** A person reads a page; who needs more writes another word. */
export const searchCountMax = 50;

export type Searched = { found: SearchRow[]; isCut: boolean };

export async function searchDesk(pool: Pool, asked: string): Promise<Searched> {
  const rows = await searchTickets(pool, asked, searchCountMax + 1);
  return { found: rows.slice(0, searchCountMax), isCut: rows.length > searchCountMax };
}
