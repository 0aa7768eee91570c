/**
 * The trail of who did what and when. People stand in it as keyed hashes, so that it says who to somebody who knows the
 * address and the key, tells nobody else, and stays whole when a person is erased. The database refuses to change a row.
 */

import type { Queries } from "../io/postgres.ts";
import type { Keyring } from "../mail/write/reference.ts";
import { sign } from "../mail/write/signing.ts";

/** What may stand in the trail, from a closed list. */
export type Deed =
  | "erased"
  | "exported"
  | "held"
  | "unheld"
  | "released"
  | "dropped"
  | "approved"
  | "signedIn"
  | "keysChanged"
  | "deskApplied"
  | "replayed"
  | "swept"
  | "rolesGranted";

/** `actor`: an address, or "operator" (whoever runs the command line), or "intray". */
export type AuditEntry = {
  actor: string;
  deed: Deed;
  /** An address, or the number of a ticket or raw mail such as "#1042" or "mail 17". */
  subject: string | null;
  /** Counts and names from closed lists; never an address, a name or words of a person. */
  detail?: Record<string, unknown>;
};

export type AuditRow = { id: number; at: Date; actor: string; deed: Deed; subject: string | null; detail: object };

/** Adds a line. Inside the transaction of the deed, so that neither stands without the other. */
export async function noteDeed(db: Queries, keys: Keyring, entry: AuditEntry): Promise<void> {
  await db.query("insert into audit (actor, deed, subject, detail) values ($1, $2, $3, $4)", [
    pseudonym(keys, entry.actor),
    entry.deed,
    entry.subject === null ? null : pseudonym(keys, entry.subject),
    JSON.stringify(entry.detail ?? {}),
  ]);
}

/** Lines of the trail, newest first; of one person where `about` names them. */
export async function auditTrail(db: Queries, about: string[] | null, countMax: number): Promise<AuditRow[]> {
  const { rows } = await db.query<AuditRow>(
    `select id, at, actor, deed, subject, detail from audit
     where $1::text[] is null or actor = any($1) or subject = any($1) order by id desc limit $2`,
    [about, countMax],
  );
  return rows;
}

/** That the keys are others than at the last start; their names only. */
export async function noteKeys(db: Queries, keys: Keyring): Promise<void> {
  const names = keys.map(({ kid }) => kid).join(" ");
  await db.query(
    `insert into audit (actor, deed, detail)
     select 'intray', 'keysChanged', jsonb_build_object('keys', $1::text)
     where $1 is distinct from (select detail->>'keys' from audit where deed = 'keysChanged' order by id desc limit 1)`,
    [names],
  );
}

/** How an address stands in the trail; whatever holds no "@" stands as it is. */
export function pseudonym(keys: Keyring, who: string): string {
  const newest = keys[0];
  if (!who.includes("@")) return who;
  if (!newest) throw new Error("SECRET_KEYS holds no key");
  return sealed(newest, who);
}

/** Every way an address may stand in the trail: keys are changed in operation. */
export function pseudonyms(keys: Keyring, who: string): string[] {
  return who.includes("@") ? keys.map((key) => sealed(key, who)) : [who];
}

function sealed({ kid, key }: Keyring[number], address: string): string {
  return `${kid}:${sign(key, ["audit", address], 20)}`;
}
