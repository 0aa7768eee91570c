/** The report's arithmetic: nothing is lost or counted twice, and periods are what people meant. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptShare, outcomesOf } from "../../src/ticket/report/report.ts";
import { readPeriod, stretchesOfPeriod } from "../../src/ticket/report/reportPeriod.ts";

const timezone = "Europe/Warsaw";
const now = Date.parse("2026-11-23T09:00:00Z");

test("met, missed, running and cancelled are all there are, however they are grouped", () => {
  const group = fc.record({
    outcome: fc.constantFrom("met", "missed", "running", "cancelled"),
    isOpen: fc.boolean(),
    isPaused: fc.boolean(),
    count: fc.nat(1_000),
  });
  fc.assert(
    fc.property(fc.array(group), (groups) => {
      const { all, met, missed, running, cancelled, missedOpen, paused } = outcomesOf(groups);
      expect(met + missed + running + cancelled).toBe(all);
      expect(all).toBe(groups.reduce((sum, { count }) => sum + count, 0));
      expect(missedOpen <= missed && paused <= running).toBe(true);
      const share = keptShare({ met, missed });
      expect(share === null ? met + missed === 0 : share >= 0 && share <= 1).toBe(true);
    }),
  );
});

describe("a period", () => {
  test.each([
    [{}, "2026-10-26T23:00:00.000Z", "2026-11-23T09:00:00.000Z"],
    [{ since: "2026-10-25", until: "2026-10-25" }, "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    [{ until: "2026-10-31" }, "2026-10-03T22:00:00.000Z", "2026-10-31T23:00:00.000Z"],
    [{ since: "2026-11-01T08:00:00+02:00" }, "2026-11-01T06:00:00.000Z", "2026-11-23T09:00:00.000Z"],
  ])("%j goes from %s to %s", (asked, since, until) => {
    const read = readPeriod(asked, timezone, now);
    if ("wrong" in read) throw new Error(read.wrong);
    expect([read.ok.since, read.ok.until].map((at) => new Date(at).toISOString())).toEqual([since, until]);
  });

  test("is cut into weeks or months that follow each other without a gap, also where clocks are turned", () => {
    const at = fc.integer({ min: Date.parse("2020-01-01"), max: Date.parse("2026-12-31") });
    fc.assert(
      fc.property(at, at, (a, b) => {
        const [since, until] = [Math.min(a, b), Math.max(a, b) + 1];
        const { pace, stretches } = stretchesOfPeriod({ since, until, timezone });
        expect(stretches[0]?.from).toBeLessThanOrEqual(since);
        expect(stretches.at(-1)?.to).toBeGreaterThanOrEqual(until);
        for (const [index, { to }] of stretches.slice(0, -1).entries()) expect(stretches[index + 1]?.from).toBe(to);
        expect(stretches.length).toBeLessThanOrEqual(pace === "week" ? 60 : 122);
      }),
    );
  });
});
