/** To write test/schema.sql anew after adding a migration: npm run vitest -- test/store/schema.test.ts --update */
import { expect, test } from "vitest";
import { freshDatabase } from "../harness/database.ts";
import { describeSchema } from "../harness/schema.ts";

test("the migrations together make the schema that test/schema.sql shows", async () => {
  const database = await freshDatabase();
  try {
    await expect(await describeSchema(database.pool)).toMatchFileSnapshot("../schema.sql");
  } finally {
    await database.drop();
  }
});
