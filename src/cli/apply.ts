/** `intray apply`: puts desk.yaml and its accounts into force as a new version. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Pool } from "pg";
import { deskFileOf, environment } from "../config.ts";
import { type Applied, putIntoForce } from "../flow/apply.ts";
import { type AccountEntry, parseAccounts } from "../ticket/accountFile.ts";
import type { Desk } from "../ticket/desk.ts";
import { type Command, CommandError, print, printJson, readWords } from "./command.ts";
import { readDeskFile, withDatabase } from "./open.ts";

export const apply: Command = {
  name: "apply",
  usage:
    "npx intray apply [--dry-run] [--json] [file]\n\nWithout a file: DESK_FILE, else desk.yaml. Example: npx intray apply --dry-run",
  async run(argv) {
    const options = {
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    } as const;
    const { values, positionals } = readWords("apply", argv, options, 1);
    const path = positionals[0] ?? deskFileOf(environment());
    // What is wrong with the files is told also where no database answers.
    readAccounts(readDeskFile(path), path);
    return await withDatabase([], async ({ pool }) => {
      const applied = await applyFile(pool, path, values["dry-run"]);
      if (values.json) {
        printJson({ ...applied, isWritten: applied.isNew && !values["dry-run"] });
        return 0;
      }
      for (const change of applied.changes) print(`  ${change}`);
      if (values["dry-run"]) print(applied.isNew ? "nothing was written (--dry-run)" : "nothing would change");
      else
        print(
          applied.isNew
            ? `version ${applied.version} is in force`
            : `nothing changed: version ${applied.version} stays in force`,
        );
      if (applied.accountCount > 0) print(`${applied.accountCount} accounts`);
      return 0;
    });
  },
};

/** Reads the desk's file and the accounts it names, and puts both into force. */
export async function applyFile(pool: Pool, path: string, dryRun = false): Promise<Applied> {
  const desk = readDeskFile(path);
  return await putIntoForce(pool, desk, readAccounts(desk, path), dryRun);
}

/** The accounts that a desk's file names, beside it; null where it names none. */
function readAccounts(desk: Desk, deskPath: string): AccountEntry[] | null {
  if (!desk.accountsFile) return null;
  const path = resolve(dirname(deskPath), desk.accountsFile);
  if (!existsSync(path)) {
    throw new CommandError(
      `${deskPath} names the accounts' file ${desk.accountsFile}, which is not there; create it or remove the line`,
    );
  }
  return parseAccounts(readFileSync(path, "utf8"), desk, desk.accountsFile);
}
