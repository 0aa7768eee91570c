/** SECURITY.md names a test for each threat: each must be there, under that name. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./harness/source.ts";

const page = readFileSync(join(root, "SECURITY.md"), "utf8");
const rows = page.split("\n").filter((line) => /^\|.*`test\//.test(line));
const named = rows.flatMap((row) =>
  [...row.matchAll(/`(test\/[^`]+)` "([^"]+)"/g)].map(([, path = "", name = ""]) => ({ path, name, row })),
);

test("every threat names a test", () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) expect(named.filter((each) => each.row === row).length, row).toBeGreaterThan(0);
});

test.each(named)('$path holds "$name"', ({ path, name }) => {
  expect(existsSync(join(root, path)), `${path} is not there`).toBe(true);
  expect(readFileSync(join(root, path), "utf8")).toContain(name);
});
