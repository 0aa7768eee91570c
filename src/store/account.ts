/** Accounts, their domains and contacts: who a sender belongs to. */
import type { Queries, Tx } from "../io/postgres.ts";

/** One account as a person writes it down: in accounts.csv, a row. */
export type AccountRow = {
  name: string;
  plan: string;
  domains: string[];
  contacts: string[];
  /** Contacts who may authorise changes; null or absent: as it was. */
  authorisers?: string[] | null;
  language: "en" | "pl" | null;
};

/**
 * Makes the accounts what the rows say: names are the key, domains and contacts are replaced by the row's. Accounts
 * that the file does not name stay as they are, because tickets point at them.
 */
export async function importAccounts(tx: Tx, rows: AccountRow[]): Promise<{ added: number; changed: number }> {
  let added = 0;
  for (const row of rows) {
    const authorisers = row.authorisers ?? null;
    const contacts = [...new Set([...row.contacts, ...(authorisers ?? [])])];
    const { rows: written } = await tx.query<{ id: number; is_new: boolean }>(
      `insert into account (name, plan, language) values ($1, $2, $3)
       on conflict (lower(name)) do update set plan = excluded.plan, language = excluded.language
       returning id, xmax = 0 as is_new`,
      [row.name, row.plan, row.language],
    );
    const account = written[0];
    if (!account) throw new Error(`the account ${row.name} was not written`);
    if (account.is_new) added++;
    await tx.query("delete from account_domain where account_id = $1 and not domain = any($2)", [
      account.id,
      row.domains,
    ]);
    await tx.query(
      "insert into account_domain (domain, account_id) select unnest($2::text[]), $1 on conflict do nothing",
      [account.id, row.domains],
    );
    await tx.query(
      "update contact set account_id = null, is_authoriser = false where account_id = $1 and not address = any($2)",
      [account.id, contacts],
    );
    await tx.query(
      `insert into contact (address, account_id, is_authoriser)
       select address, $1, address = any(coalesce($3::text[], '{}')) from unnest($2::text[]) as address
       on conflict (address) do update set account_id = excluded.account_id,
         is_authoriser = case when $3::text[] is not null then excluded.is_authoriser
                              else contact.is_authoriser and contact.account_id = excluded.account_id end`,
      [account.id, contacts, authorisers],
    );
  }
  return { added, changed: rows.length - added };
}

/** Whether there is an account of that name, however its letters are cased. */
export async function hasAccount(db: Queries, name: string): Promise<boolean> {
  return (await db.query("select from account where lower(name) = lower($1)", [name])).rowCount !== 0;
}
