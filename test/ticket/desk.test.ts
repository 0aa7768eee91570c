import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusePattern } from "../../src/ticket/desk/pattern.ts";
import { DeskError, defaultPlan, parseDesk } from "../../src/ticket/desk.ts";
import { readDuration, tellDuration, writeDuration } from "../../src/ticket/duration.ts";

const seed = readFileSync(fileURLToPath(new URL("../../desk.yaml", import.meta.url)), "utf8");
const HOUR_MS = 3_600_000;

const sound = `
name: Test
calendars:
  office: { timezone: Europe/Warsaw, hours: { mon-fri: "09:00-17:00" } }
severities:
  A: { tags: [A, P1], means: down }
  B: { tags: [B], means: slow, default: true }
plans:
  standard: { calendar: office, targets: { A: { firstResponse: 1h } } }
requestTypes:
  issue: { tags: [issue], team: technical }
teams: { technical: [jan@acme.example] }
agents: { jan@acme.example: { name: Jan, role: lead } }
`;

/** What is wrong with a text, line by line. */
function wrong(text: string): string[] {
  try {
    parseDesk(text);
  } catch (error) {
    if (error instanceof DeskError) return error.message.split("\n");
    throw error;
  }
  return [];
}

/** The sound desk with one line taken out for another. */
const changed = (from: string, to: string) => {
  expect(sound).toContain(from);
  return sound.replace(from, to);
};

describe("the seed's desk", () => {
  const desk = parseDesk(seed);

  test("has the seed's severities, most severe first, and the mail without a tag is not urgent", () => {
    expect(desk.severities.map((severity) => severity.name)).toEqual(["A", "B", "C", "non-urgent"]);
    expect(desk.severities.filter((severity) => severity.isDefault).map((severity) => severity.name)).toEqual([
      "non-urgent",
    ]);
    expect(desk.severities[0]?.tags).toContain("A-category");
  });

  test("promises the seed's times in business hours", () => {
    const hours = Object.entries(defaultPlan(desk).targets).map(([severity, promises]) => [
      severity,
      ...[promises.firstResponse, promises.nextResponse, promises.resolution].map(
        (each) => each && [each.ms / HOUR_MS, each.clock],
      ),
    ]);
    expect(hours).toEqual([
      ["A", [1, "business"], [1, "business"], [4, "business"]],
      ["B", [2, "business"], [2, "business"], [12, "business"]],
      ["C", [24, "business"], [24, "business"], null],
      ["non-urgent", [24, "business"], [24, "business"], null],
    ]);
  });

  test("has four plans in rising order, and a later one takes over what it does not say", () => {
    expect(desk.plans.map((plan) => [plan.name, plan.calendar])).toEqual([
      ["standard", "office"],
      ["premium", "extended"],
      ["extended-premium", "extended"],
      ["enterprise", "always"],
    ]);
    const enterprise = desk.plans[3]?.targets;
    expect([enterprise?.A?.firstResponse?.ms, enterprise?.A?.nextResponse?.ms]).toEqual([HOUR_MS / 2, HOUR_MS / 2]);
    expect(enterprise?.B?.resolution?.ms).toBe(12 * HOUR_MS);
  });

  test("reads the rest as the contract writes it", () => {
    expect(desk.calendars.extended).toEqual({
      timezone: "Europe/Warsaw",
      week: [
        ...Array(5).fill([{ opens: 420, closes: 1260 }]),
        [
          { opens: 540, closes: 780 },
          { opens: 840, closes: 1020 },
        ],
        [],
      ],
      holidays: "PL",
      exceptions: { "2026-11-11": [{ opens: 600, closes: 840 }], "2026-12-31": [] },
    });
    expect(
      desk.requestTypes.map(({ name, team, hasTargets, needsAuthorisation }) => [
        name,
        team,
        hasTargets,
        needsAuthorisation,
      ]),
    ).toEqual([
      ["question", "success", true, false],
      ["issue", "technical", true, false],
      ["request", "success", true, true],
      ["idea", "product", false, false],
      ["integration", "technical", true, false],
    ]);
    expect(desk.reminders).toEqual({ before: [0.5, 0.75, 0.9], overdueEveryMs: HOUR_MS });
    expect(desk.escalate).toEqual({ A: { after: 0.8 } });
    expect(desk.answers).toEqual({ holdSeconds: 30 });
    expect(desk.resolution).toEqual({ remindAfterWorkingDays: [2, 5], lapseAfterWorkingDays: null });
    expect(desk.agents["ewa@acme.example"]).toEqual({ name: "Ewa Nowak", role: "lead" });
    expect(desk.accountsFile).toBe("accounts.csv");
    expect(desk.references.map(({ name, ask }) => [name, ask])).toEqual([
      ["project", true],
      ["campaign", false],
    ]);
  });

  test("is the same after it was stored as JSON", () => {
    expect(JSON.parse(JSON.stringify(desk))).toEqual(desk);
  });
});

describe("a desk that says little", () => {
  const desk = parseDesk(sound);

  test("gets what the contract says by default", () => {
    expect([desk.language, desk.answers.holdSeconds, desk.accountsFile]).toEqual(["en", 30, null]);
    expect(desk.reminders).toEqual({ before: [], overdueEveryMs: null });
    expect([desk.references, desk.accountOverrides, desk.escalate]).toEqual([[], {}, {}]);
    expect(desk.plans[0]?.targets.B).toEqual({ firstResponse: null, nextResponse: null, resolution: null });
  });

  test("lower-cases addresses, so that they are found", () => {
    const upper = parseDesk(sound.replaceAll("jan@acme", "Jan@Acme"));
    expect([upper.teams.technical, Object.keys(upper.agents)]).toEqual([["jan@acme.example"], ["jan@acme.example"]]);
  });

  test("takes whoever is in a team without standing under agents for a specialist, called by their address", () => {
    const { agents, teams } = parseDesk(
      sound.replace("[jan@acme.example]", "[Ola.Maj@acme.example, jan@acme.example, pm@acme.example]"),
    );
    expect(teams.technical).toEqual(["ola.maj@acme.example", "jan@acme.example", "pm@acme.example"]);
    expect(agents).toEqual({
      "jan@acme.example": { name: "Jan", role: "lead" },
      "ola.maj@acme.example": { name: "Ola Maj", role: "specialist" },
      "pm@acme.example": { name: "Pm", role: "specialist" },
    });
  });

  test("may count round the clock, promise nothing, and lapse after working days", () => {
    const text = `${changed("{ A: { firstResponse: 1h } }", "{ A: { firstResponse: { within: 2d, clock: wall }, nextResponse: none, resolution: 90s }, B: none }")}
resolution: { remindAfter: [1, 3d], lapseAfter: 10d }
accountOverrides: { "Sklep Przykład": { targets: { A: { resolution: 30m } } } }`;
    const read = parseDesk(text);
    expect(read.plans[0]?.targets.A).toEqual({
      firstResponse: { ms: 48 * HOUR_MS, clock: "wall" },
      nextResponse: null,
      resolution: { ms: 90_000, clock: "business" },
    });
    expect(read.resolution).toEqual({ remindAfterWorkingDays: [1, 3], lapseAfterWorkingDays: 10 });
    expect(read.accountOverrides).toEqual({
      "Sklep Przykład": { targets: { A: { resolution: { ms: HOUR_MS / 2, clock: "business" } } } },
    });
  });

  test("has the first plan for unknown senders where none is called standard", () => {
    expect(defaultPlan(parseDesk(changed("standard:", "basic:"))).name).toBe("basic");
  });
});

describe("a mistake is told with its line and what to write", () => {
  test.each([
    [
      "a time",
      changed("1h", "1x"),
      'desk.yaml:9 plans.standard.targets.A.firstResponse: "1x" is not a time; write 30m, 2h or 1h30m',
    ],
    [
      "a day of business time",
      changed("1h", "1d"),
      '9 plans.standard.targets.A.firstResponse: "1d": a day is no length of business time; write hours, or { within: 1d, clock: wall }',
    ],
    [
      "a time without a unit",
      changed("1h", "60"),
      "9 plans.standard.targets.A.firstResponse: 60 is not a time; write 30m",
    ],
    ["a misspelt clock", changed("1h", "{ within: 1h, clock: wal }"), "write { within: 24h, clock: wall }"],
    [
      "a misspelt key",
      changed("firstResponse", "firstRespons"),
      "9 plans.standard.targets.A.firstRespons: is not known here; did you mean firstResponse?",
    ],
    [
      "an unknown section",
      `${sound}remindres: {}`,
      "14 remindres: is not a section of a desk; did you mean reminders?",
    ],
    [
      "an unknown calendar",
      changed("calendar: office", "calendar: offce"),
      '9 plans.standard.calendar: "offce" is not a calendar of this desk; did you mean office?',
    ],
    [
      "an unknown severity",
      changed("targets: { A:", "targets: { Q:"),
      "9 plans.standard.targets.Q: is not a severity of this desk; known: A, B",
    ],
    [
      "an unknown plan",
      `${changed("plans:", "plans:\n  gold: { extends: standrd }")}`,
      '9 plans.gold.extends: "standrd" is not a plan of this desk; did you mean standard?',
    ],
    [
      "an unknown team",
      changed("team: technical", "team: techncal"),
      '11 requestTypes.issue.team: "techncal" is not a team of this desk; did you mean technical?',
    ],
    [
      "a team's member without an address",
      changed("[jan@acme.example]", "[zoe]"),
      '12 teams.technical.0: "zoe" is not an address; write jan@acme.example',
    ],
    [
      "a tag of two severities",
      changed("[B]", "[p 1]"),
      '7 severities.B.tags.0: "p 1" is also a tag of A; a tag can mean only one',
    ],
    [
      "a tag of a severity and a type",
      changed("[issue]", "[a]"),
      '11 requestTypes.issue.tags.0: "a" is also a tag of A',
    ],
    ["no default severity", changed(", default: true", ""), "5 severities: has no default"],
    [
      "two default severities",
      changed("means: down", "means: down, default: true"),
      "7 severities.B.default: is a second default beside A; keep one",
    ],
    ["a calendar that never opens", changed('"09:00-17:00"', '"closed"'), "4 calendars.office.hours: never opens"],
    [
      "spans that overlap",
      changed("09:00-17:00", "09:00-17:00,16:00-18:00"),
      "4 calendars.office.hours.mon-fri: 09:00-17:00 and 16:00-18:00 overlap",
    ],
    [
      "a span that ends before it starts",
      changed("09:00-17:00", "22:00-06:00"),
      "until 24:00 here and from 00:00 on the next day",
    ],
    ["a time of day that is none", changed("09:00-17:00", "09:00-24:30"), "hours run from 00:00 to 24:00"],
    ["a day named twice", changed('"09:00-17:00"', '"09:00-17:00", fri: "09:00-12:00"'), "names fri a second time"],
    ["a day that is none", changed("mon-fri", "mon-fry"), '"mon-fry" names no days; write mon, mon-fri or sat,sun'],
    [
      "a misspelt zone",
      changed("Europe/Warsaw", "Europe/Warsow"),
      '"Europe/Warsow" is not a time zone; did you mean Europe/Warsaw?',
    ],
    ["an offset for a zone", changed("Europe/Warsaw", '"+01:00"'), "write an IANA name"],
    ["an unknown country", changed("hours:", "holidays: XX, hours:"), '"XX" is no country whose holidays we know'],
    [
      "a date that is none",
      changed("hours:", "closed: [2026-02-30], hours:"),
      '4 calendars.office.closed.0: "2026-02-30" is not a date',
    ],
    [
      "a day both closed and open",
      changed("hours:", 'closed: [2026-12-31], open: { 2026-12-31: "09:00-10:00" }, hours:'),
      "calendars.office.open.2026-12-31: is also in closed",
    ],
    [
      "a share above the target",
      `${sound}reminders: { before: [120%] }`,
      '14 reminders.before.0: "120%" is not a share of the target; write 50%',
    ],
    ["an open pattern", `${sound}references: { p: { pattern: "(a+)+b" } }`, "14 references.p.pattern: repeats a group"],
    ["a broken pattern", `${sound}references: { p: { pattern: "(a" } }`, "is not a regular expression"],
    [
      "a role that is none",
      changed("role: lead", "role: boss"),
      '13 agents.jan@acme.example.role: "boss" is no role; write specialist or lead',
    ],
    [
      "a name that every object has",
      changed("technical: [", "constructor: ["),
      "12 teams.constructor: is a reserved name",
    ],
    ["the prototype", `${sound}__proto__: { plans: {} }`, "14 __proto__: is a reserved name"],
    ["a key given twice", `${sound}name: again`, '14 "name" stands twice'],
    ["an alias", changed("[jan@acme.example]", "&x [jan@acme.example]").replace("tags: [issue]", "tags: *x"), "alias"],
    ["a tag of YAML", changed("name: Test", "name: !!js/function Test"), "is not YAML"],
    ["two documents", `${sound}---\nname: again`, "a second document begins here"],
    [
      "a promise out of reach",
      changed('mon-fri: "09:00-17:00"', 'mon: "09:00-09:01"').replace("1h", "100h"),
      "takes more than 5 years of office",
    ],
    ["nothing at all", "", "1 holds no desk"],
    ["a list", "- a", "1 holds no desk"],
  ])("%s", (_, text, message) => {
    expect(wrong(text)).toEqual([expect.stringContaining(message)]);
  });

  test("a circle of plans is told at each plan in it", () => {
    const text = changed("plans:", "plans:\n  a: { extends: b }\n  b: { extends: a }");
    expect(wrong(text).map((line) => line.replace(/^desk.yaml:/, ""))).toEqual([
      "9 plans.a.extends: goes in a circle (a → b → a); end it somewhere",
      "10 plans.b.extends: goes in a circle (b → a → b); end it somewhere",
    ]);
  });

  test("all of them at once, in the order of their lines, under the file's name", () => {
    const text = changed("1h", "1x")
      .replace("Europe/Warsaw", "Nowhere")
      .replace("means: down", "meens: down")
      .replace("[B]", "[P1]")
      .replace("role: lead", "role: boss");
    let message = "";
    try {
      parseDesk(text, "config/our-desk.yaml");
    } catch (error) {
      message = String(error);
    }
    const lines = [...message.matchAll(/config\/our-desk\.yaml:(\d+)/g)].map((match) => Number(match[1]));
    expect(lines).toEqual([4, 6, 6, 9, 13]);
  });

  test("what only follows from a mistake is not told", () => {
    expect(wrong(changed("calendar: office, ", "calendar: 3, "))).toEqual([
      expect.stringContaining("9 plans.standard.calendar: 3 is not a text"),
    ]);
  });
});

describe("a hostile file", () => {
  test.each([
    ["a megabyte", `name: ${"x".repeat(1024 * 1024)}`, "larger than 256 KB"],
    ["brackets without end", "[".repeat(200_000), "nested too deeply"],
    ["lists in lists", `${"- ".repeat(100_000)}1`, "nested too deeply"],
    ["maps in maps", `a: ${'{"a": '.repeat(10_000)}`, "nested too deeply"],
  ])("of %s is refused at once", (_, text, message) => {
    const begun = process.cpuUsage();
    expect(wrong(text)).toEqual([expect.stringContaining(message)]);
    expect(process.cpuUsage(begun).user).toBeLessThan(3_000_000);
  });

  test("with mistakes by the thousand tells two hundred of them, and how many more there are", () => {
    const begun = process.cpuUsage();
    const lines = wrong(sound + Array.from({ length: 5_000 }, (_, index) => `x${index}: 1\n`).join(""));
    expect([lines.length, lines.at(-1)]).toEqual([201, "desk.yaml:1 holds 4800 more mistakes; mend these first"]);
    expect(process.cpuUsage(begun).user).toBeLessThan(10_000_000);
  });

  test("of any text ends in a desk or in a DeskError", () => {
    const words = fc.constantFrom(
      "name",
      "calendars",
      "plans",
      ":",
      "\n",
      "  ",
      "{",
      "}",
      "[",
      "]",
      '"',
      "-",
      "*a",
      "&a",
      "!!x",
      "|",
      "#",
      "\u0000",
      "\ud800",
      "é",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words, { maxLength: 40 }).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(text, (each) => Array.isArray(wrong(each))),
      { numRuns: 500 },
    );
  });

  test("leaves the prototype of objects alone", () => {
    wrong(`${sound}accountOverrides: { "__proto__": { calendar: office } }`);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("a pattern of references", () => {
  test.each([
    "proj_[A-Za-z0-9]{8,}",
    "camp_\\w+",
    "[A-Z]{2,5}-\\d{1,8}",
    "(?:order|invoice) ?#?\\d{4,12}",
    "\\bKL\\d+",
    "A|B\\d*",
    "\\(\\d{3}\\)",
    "x{3}y?",
  ])("%s is taken", (pattern) => {
    expect(refusePattern(pattern)).toBe(null);
  });

  test.each([
    "",
    "a*",
    "(a+)+",
    "(a|a)*b",
    "\\w+@\\w+",
    ".*x",
    "(?=a)b",
    "(a)\\1",
    "a+?",
    "\\p{L}x",
    "(?<n>a)",
    "(a",
    "[z-a]",
    "a{5000}",
    "\\d{1,90}\\d{1,90}x",
    "a".repeat(201),
    "(?:a+)?b",
    "((((a))))",
  ])("%j is refused", (pattern) => {
    expect(refusePattern(pattern)).toEqual(expect.any(String));
  });

  test("that is taken stays quick on long texts made against it", () => {
    const taken = ["proj_[A-Za-z0-9]{8,}", "[A-Z]{2,5}-\\d{1,8}", "a[a-z]{1,90}x", "(?:ab|a)(?:bc|c)?d\\w+"];
    const texts = [
      "A".repeat(200_000),
      "a".repeat(200_000),
      "proj_".repeat(40_000),
      "abc".repeat(60_000),
      "AB-1".repeat(50_000),
    ];
    for (const pattern of taken) {
      expect(refusePattern(pattern)).toBe(null);
      for (const text of texts) {
        const begun = process.cpuUsage();
        [...text.matchAll(new RegExp(pattern, "g"))].length;
        expect(process.cpuUsage(begun).user).toBeLessThan(3_000_000);
      }
    }
  });
});

describe("a length of time", () => {
  test.each([
    ["30m", 30 * 60_000],
    ["2h", 2 * HOUR_MS],
    ["1h30m", 1.5 * HOUR_MS],
    [" 90s ", 90_000],
    ["36h", 36 * HOUR_MS],
  ])("%j is read", (written, ms) => {
    expect(readDuration(written, "business")).toEqual({ ms, clock: "business" });
  });

  test.each(["", "0m", "h", "1.5h", "30m2h", "1h 30m", "-1h", "1H", "１h"])("%j is no time", (written) => {
    expect(readDuration(written, "business")).toBe("notATime");
  });

  test("days are only of the wall clock, and more than a year is a slip", () => {
    expect(readDuration("3d", "business")).toBe("dayOfBusinessTime");
    expect(readDuration("3d12h", "wall")).toEqual({ ms: 84 * HOUR_MS, clock: "wall" });
    expect(readDuration("400d", "wall")).toBe("tooLong");
  });

  test("written is read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 366 * 24 * 3600 }), (seconds) => {
        expect(readDuration(writeDuration(seconds * 1_000), "wall")).toEqual({ ms: seconds * 1_000, clock: "wall" });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [HOUR_MS, "1 h"],
    [5_400_000, "1 h 30 min"],
    [45_000, "45 s"],
    [61_500, "1 min 1 s 500 ms"],
    [0, "0 min"],
  ])("%d ms is told as %s", (ms, words) => {
    expect(tellDuration(ms)).toBe(words);
  });
});
