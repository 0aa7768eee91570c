/** Words that desk.yaml calls the same: how they are written, and what they stand for. */
import { expect, test } from "vitest";
import { synonymsOf } from "../../src/ticket/desk/synonyms.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";

const groups = parseDesk(`${deskYaml}synonyms: [[Refund, chargeback], [Przesyłka, fracht, paczka]]\n`).synonyms ?? [];

test("are folded as guides' words are, and a desk without them has none", () => {
  expect(groups).toEqual([
    ["refund", "chargeback"],
    ["przesylka", "fracht", "paczka"],
  ]);
  expect(parseDesk(deskYaml).synonyms).toEqual([]);
});

test.each([
  ["refund", "en", ["chargeback"]],
  ["refunds", "en", ["refund", "chargeback"]],
  ["chargebacks", null, ["refund", "chargeback"]],
  ["paczki", "pl", ["przesylka", "fracht", "paczka"]],
  ["frachtu", null, ["przesylka", "fracht", "paczka"]],
  ["invoice", "en", []],
] as const)("%s (%s) may as well be %j", (word, language, others) => {
  expect(synonymsOf(word, groups, language)).toEqual(others);
});

test.each(['[["money back", refund]]', "[[refund]]", '[["", refund]]', "[refund]"])("%s is refused", (written) => {
  expect(() => parseDesk(`${deskYaml}synonyms: ${written}\n`)).toThrow(/synonyms/);
});
