/**
 * What the running processes may do, as two roles of the database: `intray_worker` and `intray_web`. They own nothing and
 * log in as nobody; whoever logs in is made a member. Only the owner, who migrates, can change the schema, the desk, the
 * accounts and the holds; neither can take a ticket, a mail or a line of the trail away.
 */
import type pg from "pg";
import type { Queries } from "../io/postgres.ts";
import { transaction } from "../io/postgres.ts";

export const roles = ["intray_worker", "intray_web"] as const;
export type Role = (typeof roles)[number];

/** Read by all, written by the owner's commands alone. */
const ownersOnly = ["migration", "desk_version", "legal_hold", "account_domain"];
/** The web has no business with where mail is fetched, what the file of accounts says, or what was reported to whom. */
const workersOnly = [
  ...["mailbox", "mail_effect", "account", "mailed_report", "digest", "reminder", "self_test", "probe"],
  // What keeps the desk from being a cannon is thrown and undone by the worker.
  ...["breaker", "flood", "greeting", "refusal", "suppression"],
];
/** Added to, and never changed. */
const onlyGrowing = ["audit"];
/** The record: no row of it is ever taken away. What no list names is housekeeping, whose rows come and go. */
const neverDeleted = [
  ...[
    "ticket",
    "message",
    "event",
    "raw_mail",
    "mail_effect",
    "contact",
    "account",
    "outgoing",
    "rating",
    "rating_history",
  ],
  ...["question", "desk_version", "migration", "legal_hold", "audit", "reminder", "digest", "mailbox", "mailed_report"],
];
/** The sweep of what has had its time forgets tokens; pages only use them up. */
const workerDeletes = ["token"];

/** Statements that give the roles their rights on what exists now, and take from them what they have besides. */
export async function roleStatements(db: Queries): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    "select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1",
  );
  const list = roles.join(", ");
  return [
    "revoke create on schema public from public",
    `grant usage on schema public to ${list}`,
    `revoke all on all tables in schema public from ${list}`,
    ...rows.flatMap(({ name }) =>
      roles.map(
        (role) => `grant ${rightsOn(name, role).join(", ")} on public."${name.replaceAll('"', '""')}" to ${role}`,
      ),
    ),
    `grant usage, select on all sequences in schema public to ${list}`,
    // The queue is a wake-up and no record (io/queue.ts); its tables are the library's.
    `grant usage on schema pgboss to ${list}`,
    `grant select, insert, update, delete on all tables in schema pgboss to ${list}`,
    `grant usage, select on all sequences in schema pgboss to ${list}`,
    `grant execute on all functions in schema pgboss to ${list}`,
  ];
}

function rightsOn(table: string, role: Role): string[] {
  if (ownersOnly.includes(table)) return ["select"];
  if (onlyGrowing.includes(table)) return ["select", "insert"];
  if (role === "intray_web" && workersOnly.includes(table)) return ["select"];
  if (role === "intray_web" && workerDeletes.includes(table)) return ["select", "insert", "update"];
  return neverDeleted.includes(table) ? ["select", "insert", "update"] : ["select", "insert", "update", "delete"];
}

/** Makes the roles where they are missing, and grants. Needs an owner who may create roles. */
export async function grantRoles(pool: pg.Pool): Promise<void> {
  await transaction(pool, async (tx) => {
    for (const role of await missingRoles(tx)) await tx.query(`create role ${role} nologin`);
    for (const statement of await roleStatements(tx)) await tx.query(statement);
  });
}

/** Roles that this server does not have. */
export async function missingRoles(db: Queries): Promise<Role[]> {
  const { rows } = await db.query<{ name: string }>("select rolname as name from pg_roles where rolname = any($1)", [
    [...roles],
  ]);
  return roles.filter((role) => !rows.some(({ name }) => name === role));
}
