import { describe, expect, test } from "vitest";
import { holidaysOf, isHolidayCountry } from "../../../src/ticket/sla/holidays.ts";

/**
 * Days off by the act of 18 January 1951 as amended (Dz.U. 2024 poz. 1965 adds 24 December from 2025), written down by
 * hand. The movable ones are Easter Sunday and Monday, Pentecost and Corpus Christi.
 */
const fixed = ["01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"];
const movable: Record<number, string[]> = {
  2024: ["03-31", "04-01", "05-19", "05-30"],
  2025: ["04-20", "04-21", "06-08", "06-19"],
  2026: ["04-05", "04-06", "05-24", "06-04"],
  2027: ["03-28", "03-29", "05-16", "05-27"],
  2028: ["04-16", "04-17", "06-04", "06-15"],
  2029: ["04-01", "04-02", "05-20", "05-31"],
  2030: ["04-21", "04-22", "06-09", "06-20"],
};

describe("Polish days off", () => {
  test.each(Object.keys(movable).map(Number))("of %d are those of the act", (year) => {
    const eve = year >= 2025 ? ["12-24"] : [];
    const expected = [...fixed, ...(movable[year] ?? []), ...eve].map((day) => `${year}-${day}`).sort();
    expect([...holidaysOf("PL", year).keys()].sort()).toEqual(expected);
  });

  test("a holiday on a Saturday is not moved to another day", () => {
    // 26 December 2026 is a Saturday; the Monday after is a working day.
    expect(holidaysOf("PL", 2026).has("2026-12-26")).toBe(true);
    expect(holidaysOf("PL", 2026).has("2026-12-28")).toBe(false);
  });

  test("are named in the reader's language", () => {
    expect(holidaysOf("PL", 2026, "pl").get("2026-11-11")).toBe("Narodowe Święto Niepodległości");
    expect(holidaysOf("PL", 2026, "en").get("2026-11-11")).toBe("Independence Day");
  });
});

test("a holiday of several days that begins at sunset closes its own days", () => {
  const days = [...holidaysOf("TR", 2026).keys()];
  expect(days.filter((day) => day.startsWith("2026-03"))).toEqual(["2026-03-20", "2026-03-21", "2026-03-22"]);
});

test("half a day off is no day off", () => {
  expect(holidaysOf("IS", 2026).has("2026-12-24")).toBe(false);
  expect(holidaysOf("IS", 2026).has("2026-12-25")).toBe(true);
});

test("countries are known with their regions, and nothing else is", () => {
  const known = ["PL", "DE", "DE-BY", "US-CA"];
  const unknown = ["pl", "XX", "DE-XX", "Poland", "", "toString", "PL-", "__proto__"];
  expect(known.filter((code) => !isHolidayCountry(code))).toEqual([]);
  expect(unknown.filter(isHolidayCountry)).toEqual([]);
});

test("a region adds its own holidays", () => {
  expect(holidaysOf("DE-BY", 2026).has("2026-01-06")).toBe(true);
  expect(holidaysOf("DE", 2026).has("2026-01-06")).toBe(false);
});
