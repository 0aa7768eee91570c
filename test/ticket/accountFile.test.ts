import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAccounts } from "../../src/ticket/accountFile.ts";
import { desk } from "./scenes.ts";

test("rows become accounts; domains and contacts are parted by spaces or semicolons", () => {
  const text =
    'name,plan,domains,contacts,language\n"Shop, Inc.",standard,shop.example;@shop.test,Ada@Shop.Example grace@shop.example,PL\n';
  expect(parseAccounts(text, desk)).toEqual([
    {
      name: "Shop, Inc.",
      plan: "standard",
      domains: ["shop.example", "shop.test"],
      contacts: ["ada@shop.example", "grace@shop.example"],
      authorisers: null,
      language: "pl",
    },
  ]);
});

test("the contacts who may authorise changes stand in a column of their own, and where it is empty nobody may", () => {
  const text =
    "name,plan,domains,contacts,authorisers\nShop,standard,shop.example,ada@shop.example,Boss@Shop.Example;ada@shop.example\nBank,standard,bank.example,alan@bank.example,\n";
  expect(parseAccounts(text, desk).map(({ authorisers }) => authorisers)).toEqual([
    ["boss@shop.example", "ada@shop.example"],
    [],
  ]);
  expect(() => parseAccounts("name,plan,authorisers\nShop,standard,boss\n", desk)).toThrow(/"boss" is not a mail/);
});

test("every mistake is named at once with its line", () => {
  const text = "name,plan,domains,contacts,language\n,gold,gmail.com,nobody,de\nB,standard,-,,\nb,standard,,,\n";
  let said = "";
  try {
    parseAccounts(text, desk);
  } catch (error) {
    said = String(error);
  }
  for (const each of [
    ":2 has no name",
    ':2 plan "gold"',
    ':2 "gmail.com" is a mail provider',
    ':2 "nobody" is not a mail address',
    ':2 language "de"',
    ':3 "-" is not a domain',
    ":4 names the account",
  ]) {
    expect(said).toContain(each);
  }
});

test("a file without its columns is refused with the columns it needs", () => {
  expect(() => parseAccounts("firm,mail\nx,y\n", desk)).toThrow(/name,plan,domains,contacts/);
  expect(() => parseAccounts("", desk)).toThrow(/name,plan/);
});

test("the accounts in the repository fit the desk in the repository", async () => {
  const { parseDesk } = await import("../../src/ticket/desk.ts");
  const own = parseDesk(readFileSync("desk.yaml", "utf8"));
  expect(parseAccounts(readFileSync("accounts.csv", "utf8"), own).length).toBeGreaterThanOrEqual(3);
});
