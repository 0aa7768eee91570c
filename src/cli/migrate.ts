/** `intray migrate`: brings the database's tables to today's form, and gives the running processes their rights on them. */
import { installQueue } from "../io/queue.ts";
import { noteDeed } from "../store/audit.ts";
import { migrate as migrateTables } from "../store/migrate.ts";
import { grantRoles, missingRoles, roleStatements, roles } from "../store/roles.ts";
import { type Command, print, printJson, readWords, UsageError } from "./command.ts";
import { type Opened, withDatabase } from "./open.ts";

export const migrate: Command = {
  name: "migrate",
  usage: `npx intray migrate [--roles | --print-roles] [--json]

Runs what stands in migrations/ and was not run yet; safe to run twice, and by two at once.
--roles makes the roles intray_worker and intray_web, which may do what worker and web do and no more; from then on each
migrate brings their rights up to date. --print-roles prints the statements instead, for somebody who may create roles.
Then: create user desk_worker password '...' in role intray_worker; and the same for web.
Example: npx intray migrate --roles`,
  async run(argv) {
    const { values } = readWords("migrate", argv, {
      roles: { type: "boolean", default: false },
      "print-roles": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    if (values.roles && values["print-roles"]) {
      throw new UsageError("intray migrate: --roles makes the roles, --print-roles only prints them; choose one");
    }
    return await withDatabase([], async (opened) => {
      const { pool, databaseUrl, log } = opened;
      const { applied } = await migrateTables(pool);
      await installQueue(databaseUrl, log);
      if (values["print-roles"]) {
        for (const role of roles) print(`create role ${role} nologin;`);
        for (const statement of await roleStatements(pool)) print(`${statement};`);
        return 0;
      }
      if (values.json) printJson({ applied });
      else print(applied.length === 0 ? "nothing to do: the tables are up to date" : `applied ${applied.join(", ")}`);
      await giveRights(opened, values.roles, values.json);
      return 0;
    });
  },
};

/** Where the roles are in use, new tables are theirs to work with at once. */
async function giveRights({ pool, config }: Opened, isAsked: boolean, isQuiet: boolean): Promise<void> {
  if (!isAsked && (await missingRoles(pool)).length > 0) return;
  await grantRoles(pool);
  if (isAsked) {
    await noteDeed(pool, config.keys, { actor: "operator", deed: "rolesGranted", subject: null });
    if (!isQuiet) print(`${roles.join(" and ")} have their rights`);
  }
}
