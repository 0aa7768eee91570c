/** Tokens behind addresses and links: found by their hash, for one purpose. */
import type { Queries } from "../io/postgres.ts";

export type KnownToken = {
  hash: Buffer;
  ticketId: number | null;
  person: string;
  data: Record<string, unknown>;
  isLive: boolean;
  isUsed: boolean;
};

export async function findToken(db: Queries, hash: Buffer, purpose: string): Promise<KnownToken | null> {
  const { rows } = await db.query<KnownToken>(
    `select hash, ticket_id as "ticketId", person, data, used_at is not null as "isUsed",
            used_at is null and revoked_at is null and expires_at > now() as "isLive"
     from token where hash = $1 and purpose = $2`,
    [hash, purpose],
  );
  return rows[0] ?? null;
}

/** Marks a token as used; false where somebody was quicker. */
export async function useToken(db: Queries, hash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(
    "update token set used_at = now() where hash = $1 and used_at is null and revoked_at is null and expires_at > now()",
    [hash],
  );
  return rowCount === 1;
}

/** Who is no agent any more holds nothing that only agents may; whoever comes back is given theirs anew with the next letter. */
export async function revokeAgentsTokens(db: Queries, agents: string[]): Promise<void> {
  await db.query(
    `update token set revoked_at = now()
      where purpose in ('answer', 'note', 'approve', 'admit', 'cancel', 'file', 'signIn')
        and not person = any($1) and revoked_at is null`,
    [agents],
  );
}
