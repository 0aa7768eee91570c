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

test("a word that is known is itself the nearest", () => {
  fc.assert(fc.property(fc.constantFrom(...zones), (zone) => nearest(zone, zones) === zone));
});
