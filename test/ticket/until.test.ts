/** Until when, as agents write it: a table of ways to say it, on Wednesday 14 October 2026, 10:30 in Warsaw. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readUntil } from "../../src/ticket/command/until.ts";

const zone = "Europe/Warsaw";
const now = Date.parse("2026-10-14T08:30:00Z");
const local = (at: number) => new Date(at).toLocaleString("sv-SE", { timeZone: zone }).slice(0, 16);
const said = (text: string) => {
  const read = readUntil(text, now, zone);
  if (typeof read === "string") return read;
  return read.kind === "day" ? `day ${local(read.startsAt).slice(0, 10)}` : local(read.at);
};

describe("is understood", () => {
  test.each([
    ["2026-12-01", "day 2026-12-01"],
    ["2026-12-01 14:00", "2026-12-01 14:00"],
    ["2026-12-01T14:00", "2026-12-01 14:00"],
    ["1.12.2026", "day 2026-12-01"],
    ["01.12.2026 r.", "day 2026-12-01"],
    ["1.12", "day 2026-12-01"],
    ["1.02", "day 2027-02-01"],
    ["25/12/2026", "day 2026-12-25"],
    ["12/25/2026", "day 2026-12-25"],
    ["friday", "day 2026-10-16"],
    ["Friday 14:00", "2026-10-16 14:00"],
    ["next friday", "day 2026-10-16"],
    ["piątek", "day 2026-10-16"],
    ["piątku", "day 2026-10-16"],
    ["w piątek o 9:30", "2026-10-16 09:30"],
    ["najbliższej środy", "day 2026-10-21"],
    ["wednesday", "day 2026-10-21"],
    ["wednesday 16:00", "2026-10-14 16:00"],
    ["wednesday 9:00", "2026-10-21 09:00"],
    ["tomorrow", "day 2026-10-15"],
    ["tomorrow at 2 pm", "2026-10-15 14:00"],
    ["jutro", "day 2026-10-15"],
    ["jutro o 8", "2026-10-15 08:00"],
    ["pojutrze", "day 2026-10-16"],
    ["today", "day 2026-10-14"],
    ["dziś 15:00", "2026-10-14 15:00"],
    ["4 May", "day 2027-05-04"],
    ["4th of May 2027", "day 2027-05-04"],
    ["May 4", "day 2027-05-04"],
    ["Nov. 11", "day 2026-11-11"],
    ["4 maja", "day 2027-05-04"],
    ["14 października", "day 2026-10-14"],
    ["in 3 days", "day 2026-10-17"],
    ["za 3 dni", "day 2026-10-17"],
    ["3d", "day 2026-10-17"],
    ["in a week", "day 2026-10-21"],
    ["za tydzień", "day 2026-10-21"],
    ["za miesiąc", "day 2026-11-14"],
    ["in 2 hours", "2026-10-14 12:30"],
    ["za 2 godziny", "2026-10-14 12:30"],
    ["in 45 minutes", "2026-10-14 11:15"],
    ["16:00", "2026-10-14 16:00"],
    ["9:00", "2026-10-15 09:00"],
    ["next week", "day 2026-10-19"],
    ["in 12 months", "day 2027-10-14"],
    // The night in which the clocks are put back lies between.
    ["in 14 days", "day 2026-10-28"],
  ])("%s", (text, meant) => expect(said(text)).toBe(meant));
});

describe("is refused", () => {
  test.each([
    ["", "notADate"],
    ["soon", "notADate"],
    ["fryday", "notADate"],
    ["31.02.2027", "notADate"],
    ["31 April", "notADate"],
    ["25:00", "notADate"],
    ["friday 14:61", "notADate"],
    ["04/05/2026", "notADate"],
    ["friday or monday", "notADate"],
    ["2026-12-01 and so on", "notADate"],
    ["3", "notADate"],
    ["week", "notADate"],
    ["2026-10-13", "past"],
    ["2026-10-14 10:30", "past"],
    ["4 May 2026", "past"],
    ["today 9:00", "past"],
    ["2027-11-01", "tooFar"],
    ["in 400 days", "tooFar"],
    ["1 January 2999", "tooFar"],
    [`friday${" ".repeat(80)}14:00`, "notADate"],
  ])("%s", (text, why) => expect(said(text)).toBe(why));
});

test("whatever is written, the answer lies ahead and within a year, or there is none", () => {
  const word = fc.constantFrom(
    ..."friday 14:00 4 may in 3 days 2026-12-31 jutro o za tydzien 31.12 pm next".split(" "),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 5 }).map((words) => words.join(" ")),
      ),
      (text) => {
        const read = readUntil(text, now, zone);
        if (typeof read === "string") return;
        const end = read.kind === "day" ? read.endsAt : read.at;
        expect(end).toBeGreaterThan(now);
        expect(end).toBeLessThan(now + 368 * 24 * 3_600_000);
      },
    ),
  );
});
