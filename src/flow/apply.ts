/** Puts a desk into force: the definition as a new version, and the accounts of its file. */
import type { Pool } from "pg";
import { transaction } from "../io/postgres.ts";
import { type AccountRow, importAccounts } from "../store/account.ts";
import { noteDeed } from "../store/audit.ts";
import { applyDesk, currentDesk } from "../store/desk.ts";
import { revokeAgentsTokens } from "../store/token.ts";
import type { Desk } from "../ticket/desk.ts";

export type Applied = { version: number; isNew: boolean; accountCount: number; changes: string[] };

/** Writes desk and accounts in one transaction; with `dryRun` only says what would change. */
export async function putIntoForce(
  pool: Pool,
  desk: Desk,
  accounts: AccountRow[] | null,
  dryRun: boolean,
): Promise<Applied> {
  return await transaction(pool, async (tx) => {
    const before = await currentDesk(tx);
    const changes = before ? differences(before.desk, desk) : ["the first version of this desk"];
    if (dryRun) {
      const version = before?.id ?? 0;
      return { version, isNew: changes.length > 0, accountCount: accounts?.length ?? 0, changes };
    }
    const written = await applyDesk(tx, desk);
    await revokeAgentsTokens(tx, Object.keys(desk.agents));
    if (accounts) await importAccounts(tx, accounts);
    if (written.isNew) {
      const detail = { version: written.id, ...changesOfAgents(before?.desk.agents ?? {}, desk.agents) };
      await noteDeed(tx, [], { actor: "operator", deed: "deskApplied", subject: null, detail });
    }
    return { version: written.id, isNew: written.isNew, accountCount: accounts?.length ?? 0, changes };
  });
}

/** Who is an agent, and as what, in numbers: the version itself says who. */
function changesOfAgents(before: Desk["agents"], after: Desk["agents"]) {
  const stays = Object.keys(after).filter((address) => Object.hasOwn(before, address));
  return {
    agentsAdded: Object.keys(after).length - stays.length,
    agentsRemoved: Object.keys(before).length - stays.length,
    rolesChanged: stays.filter((address) => before[address]?.role !== after[address]?.role).length,
  };
}

/** What differs between two desks, as paths a person finds again in desk.yaml; at most a screenful. */
export function differences(before: Desk, after: Desk): string[] {
  const found: string[] = [];
  compare("", before, after, found);
  return found.length > 40 ? [...found.slice(0, 40), `… and ${found.length - 40} more`] : found;
}

function compare(path: string, before: unknown, after: unknown, found: string[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(path ? `${path}.${key}` : key, before[key], after[key], found);
    }
    return;
  }
  const tell = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value).slice(0, 80));
  found.push(`${path}: ${tell(before)} → ${tell(after)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
