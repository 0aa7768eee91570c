/**
 * The table of accounts, `accounts.csv`: name, plan, domains, contacts and, if it likes, language and authorisers. Every
 * mistake is named at once with its line, so that an operator mends the file in one go.
 */
import { parse } from "csv-parse/sync";
import type { Desk } from "./desk.ts";
import { isFreeMail } from "./freemail.ts";

export type AccountEntry = {
  name: string;
  plan: string;
  domains: string[];
  contacts: string[];
  /** Contacts who may authorise changes to the account; null where the file does not say. */
  authorisers: string[] | null;
  language: "en" | "pl" | null;
};

/** Everything that is wrong with the file, one line each. */
export class AccountFileError extends Error {
  override name = "AccountFileError";
}

const columns = ["name", "plan", "domains", "contacts", "language", "authorisers"];
const rowCountMax = 100_000;

/** Reads the file's text. Domains and contacts are parted by spaces or semicolons. Throws AccountFileError. */
export function parseAccounts(text: string, desk: Pick<Desk, "plans">, fileName = "accounts.csv"): AccountEntry[] {
  const problems: string[] = [];
  const rows = readRows(text, fileName);
  const header = (rows[0] ?? []).map((column) => column.trim().toLowerCase());
  const wrongColumn = header.find((column) => !columns.includes(column));
  if (!header.includes("name") || !header.includes("plan") || wrongColumn !== undefined) {
    throw new AccountFileError(
      `${fileName}:1 the first line must name the columns name,plan,domains,contacts[,language][,authorisers]`,
    );
  }
  const names = new Map<string, number>();
  const entries = rows.slice(1, rowCountMax).map((row, index): AccountEntry => {
    const line = index + 2;
    const wrong = (what: string) => problems.push(`${fileName}:${line} ${what}`);
    const cell = (column: string) => (row[header.indexOf(column)] ?? "").trim();
    const list = (column: string) =>
      cell(column)
        .toLowerCase()
        .split(/[\s;]+/)
        .filter(Boolean);
    const entry: AccountEntry = {
      name: cell("name"),
      plan: cell("plan"),
      domains: list("domains").map((domain) => domain.replace(/^@/, "")),
      contacts: list("contacts"),
      authorisers: header.includes("authorisers") ? list("authorisers") : null,
      language: null,
    };
    if (entry.name === "") wrong("has no name");
    const twice = names.get(entry.name.toLowerCase());
    if (twice !== undefined) wrong(`names the account "${entry.name}" again; it stands in line ${twice} already`);
    names.set(entry.name.toLowerCase(), line);
    if (!desk.plans.some((plan) => plan.name === entry.plan)) {
      wrong(`plan "${entry.plan}" is not in desk.yaml; use one of ${desk.plans.map((plan) => plan.name).join(", ")}`);
    }
    for (const domain of entry.domains) {
      if (!/^[a-z0-9.-]+\.[a-z0-9-]+$/.test(domain)) wrong(`"${domain}" is not a domain; write it like shop.example`);
      else if (isFreeMail(domain))
        wrong(`"${domain}" is a mail provider for everybody; name its people under contacts instead`);
    }
    for (const contact of [...entry.contacts, ...(entry.authorisers ?? [])]) {
      if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(contact)) wrong(`"${contact}" is not a mail address`);
    }
    const language = cell("language").toLowerCase();
    if (language !== "" && language !== "en" && language !== "pl") wrong(`language "${language}" is not en or pl`);
    return { ...entry, language: language === "en" || language === "pl" ? language : null };
  });
  const owners = new Map<string, string>();
  for (const entry of entries) {
    for (const contact of new Set([...entry.contacts, ...(entry.authorisers ?? [])])) {
      const owner = owners.get(contact);
      if (owner !== undefined && owner !== entry.name)
        problems.push(`${fileName}: ${contact} is a contact of both ${owner} and ${entry.name}`);
      owners.set(contact, entry.name);
    }
  }
  if (problems.length > 0) throw new AccountFileError(problems.join("\n"));
  return entries;
}

function readRows(text: string, fileName: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      comment: "#",
      comment_no_infix: true,
    });
  } catch (error) {
    throw new AccountFileError(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
