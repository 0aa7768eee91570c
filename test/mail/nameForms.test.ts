/** A person's name in the forms that others give it, and who is somebody else. */
import { describe, expect, test } from "vitest";
import { forgetIn, standInFor, wordprint } from "../../src/mail/forget/forget.ts";
import { namePattern } from "../../src/mail/forget/nameForms.ts";

const finds = (name: string, text: string) => namePattern(name)?.test(text) ?? false;

describe("a name is found", () => {
  test.each([
    ["Żaneta Łęgka", "Żaneta Łęgka".normalize("NFD")],
    ["Żaneta Łęgka".normalize("NFD"), "ŻANETA ŁĘGKA"],
    ["Żaneta Łęgka", "zaneta legka pisze"],
    ["Żaneta Łęgka", "Łęgka, Żaneta"],
    ["Żaneta Łęgka", "sprawa Żanety Łęgki"],
    ["Żaneta Łęgka", "rozmowa z Żanetą Łęgką."],
    ["Żaneta Łęgka", "daj to Żanecie Łęgce"],
    ["Jan Kowalski", "od Jana Kowalskiego,"],
    ["Marek Nowak", "dla Marka Nowaka"],
    ["Marek Nowak", "o Marku Nowaku"],
    ["Piotr Wróbel", "o Piotrze Wróblu"],
    ["Piotr Wróbel", "Piotrem Wroblem"],
    ["Anna Maria Wesołowska", "Anna Wesołowska"],
    ["Anna Maria Wesołowska", "Wesołowskiej Annie"],
    ["Siân O'Brien", "Sian O’Brien's"],
    ["Jürgen Groß", "Jurgen Gross"],
    ["Anna Nowak-Kowalska", "Annę Nowak-Kowalską"],
    ["Νίκος Παππάς", "νικος παππας"],
    ["王 小明", "王 小明"],
  ])("%s in %j", (name, text) => expect(finds(name, text)).toBe(true));
});

describe("somebody else is not taken for", () => {
  test.each([
    ["Jan Nowak", "Jan Nowacki"],
    ["Jan Nowak", "Janina Nowak"],
    ["Anna Nowak", "powiedziałem Annie nowe hasło"],
    ["Ewa Lis", "Ewa Listopad"],
    ["Ada Kot", "Ada. Kotlet"],
    ["Jan Kowalski", "Jan i Kowalski"],
    ["Ewa", "Ewa"],
    ["", ""],
  ])("%s: %j", (name, text) => expect(finds(name, text)).toBe(false));
});

test("a name of any characters makes a pattern that takes linear time", () => {
  for (const name of [
    "(((( ))))",
    "a+ b+",
    "\\ [",
    "aaaa aaaa aaaa aaaa aaaa aaaa aaaa",
    `${"ż".repeat(5_000)} x`,
    "-- ''",
  ]) {
    expect(() => "aaaa aaaa aaaa -".repeat(20_000).replace(namePattern(name) ?? /x/g, "")).not.toThrow();
  }
});

test("an address that is hidden from machines is forgotten, too", () => {
  const keys = [{ kid: "k1", key: Buffer.alloc(32, 7).toString("base64") }];
  const address = "zaneta.legka@shop.example";
  const forgetting = {
    address,
    standIn: standInFor(keys, address, "1"),
    names: [],
    words: wordprint([]),
    files: new Set<string>(),
  };
  for (const written of [
    "zaneta.legka (at) shop.example",
    "Zaneta.Legka[małpa]shop.example",
    "zaneta.legka@SHOP.example",
  ]) {
    expect(forgetIn(`write to ${written} soon`, forgetting, "none")).toBe(`write to ${forgetting.standIn} soon`);
  }
});
