/** `intray migrate`: brings the database's tables to today's form. */
import { installQueue } from "../io/queue.ts";
import { migrate as migrateTables } from "../store/migrate.ts";
import { type Command, print, readWords } from "./command.ts";
import { withDatabase } from "./open.ts";

export const migrate: Command = {
  name: "migrate",
  usage:
    "npx intray migrate\n\nRuns what stands in migrations/ and was not run yet; safe to run twice, and by two at once.",
  async run(argv) {
    readWords("migrate", argv, {});
    return await withDatabase([], async ({ pool, databaseUrl, log }) => {
      const { applied } = await migrateTables(pool);
      await installQueue(databaseUrl, log);
      print(applied.length === 0 ? "nothing to do: the tables are up to date" : `applied ${applied.join(", ")}`);
      return 0;
    });
  },
};
