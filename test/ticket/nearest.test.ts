import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "../../src/ticket/desk/nearest.ts";

const zones = Intl.supportedValuesOf("timeZone");

test.each([
  ["Europe/Wars", "Europe/Warsaw"],
  ["Europe/Warszawa", "Europe/Warsaw"],
  ["europe/warsaw", "Europe/Warsaw"],
  ["Europe/Pari", "Europe/Paris"],
  ["Europe/Lodnon", "Europe/London"],
  ["Europe/Berln", "Europe/Berlin"],
  ["America/NewYork", "America/New_York"],
  ["Moon/Tycho", null],
])("of all time zones, %s is nearest to %s", (written, meant) => {
  expect(nearest(written, zones)).toBe(meant);
});

test("of addresses in one domain only those are near whose names are", () => {
  const agents = ["jan@acme.example", "ewa@acme.example", "katarzyna@acme.example"];
  expect(nearest("ola@acme.example", agents)).toBeNull();
  expect(nearest("katarzna@acme.example", agents)).toBe("katarzyna@acme.example");
  expect(nearest("jan@acme.exmaple", agents)).toBe("jan@acme.example");
});

test("a word that is known is itself the nearest", () => {
  fc.assert(fc.property(fc.constantFrom(...zones), (zone) => nearest(zone, zones) === zone));
});
