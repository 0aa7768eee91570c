/** `intray accounts import`: accounts, their domains and contacts from a CSV file. */
import { readFileSync } from "node:fs";
import { transaction } from "../io/postgres.ts";
import { importAccounts } from "../store/account.ts";
import { currentDesk } from "../store/desk.ts";
import { parseAccounts } from "../ticket/accountFile.ts";
import { type Command, CommandError, print, printJson, readWords, UsageError } from "./command.ts";
import { withDatabase } from "./open.ts";

export const accounts: Command = {
  name: "accounts",
  usage: `npx intray accounts import <csv> [--json]

Columns: name,plan,domains,contacts[,language][,authorisers]; several domains or contacts are parted by spaces or
semicolons. Authorisers are the contacts who may authorise changes to their account; without the column they stay.
Accounts that the file does not name stay. Example: npx intray accounts import accounts.csv`,
  async run(argv) {
    const { values, positionals } = readWords("accounts", argv, { json: { type: "boolean", default: false } }, 2);
    const [verb, file] = positionals;
    if (verb !== "import" || !file)
      throw new UsageError("intray accounts: say what to import; example: npx intray accounts import accounts.csv");
    return await withDatabase([], async ({ pool }) => {
      const version = await currentDesk(pool);
      if (!version) throw new CommandError("no desk is in force, so plans are not known; run: npx intray apply");
      const entries = parseAccounts(readFile(file), version.desk, file);
      const done = await transaction(pool, (tx) => importAccounts(tx, entries));
      if (values.json) printJson(done);
      else print(`${done.added} accounts added, ${done.changed} brought up to date`);
      return 0;
    });
  },
};

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new CommandError(`${path} cannot be read; give the path of a CSV file`);
  }
}
