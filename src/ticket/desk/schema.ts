/**
 * What each section of desk.yaml must look like, as zod schemas. Names that point into other sections (a plan's
 * calendar, a type's team) are checked here too, so one pass hears of every slip, each at the place where it stands.
 */
import { z } from "zod";
import { type Duration, readDuration } from "../duration.ts";
import { mailedByDefault } from "../report/reportLetter.ts";
import { holidayCountries, isHolidayCountry } from "../sla/holidays.ts";
import { readDate, readSpans, readWeek, tell } from "./hours.ts";
import { refusePattern } from "./pattern.ts";
import { denied, member, retentionShape } from "./people.ts";
import { reportsShape } from "./reports.ts";
import type { DaySpan } from "./shape.ts";
import { synonymsShape } from "./synonyms.ts";

/** The names each section defines, read before the sections themselves. */
export type Names = { calendars: string[]; plans: string[]; severities: string[]; teams: string[] };

export type Sections = { [K in keyof ReturnType<typeof sections>]: z.output<ReturnType<typeof sections>[K]> };

/** One schema a section, for a desk that defines these names. */
export function sections(names: Names) {
  const target = z.unknown().transform((value, ctx) => readTarget(value, ctx));
  const promises = z.preprocess(
    (value) => (value === "none" ? { firstResponse: "none", nextResponse: "none", resolution: "none" } : value),
    strict({ firstResponse: target.optional(), nextResponse: target.optional(), resolution: target.optional() }),
  );
  const targets = strict(Object.fromEntries(names.severities.map((name) => [name, promises.optional()])), "severity");
  return {
    name: text,
    language: z.enum(["en", "pl"], "is no language of our letters; write en or pl").default("en"),
    calendars: named(calendar),
    severities: named(strict({ tags: tags.optional(), means: text, default: z.boolean().default(false) })),
    plans: named(
      strict({
        extends: known(names.plans, "plan").optional(),
        calendar: known(names.calendars, "calendar").optional(),
        targets: targets.optional(),
      }),
    ),
    requestTypes: named(requestType(names)).default({}),
    reminders: strict({
      before: z.array(share).max(20).default([]),
      overdueEvery: z
        .unknown()
        .transform((value, ctx) => readTarget(value, ctx, "never"))
        .optional(),
    }).default({ before: [] }),
    answers: answers.default({ holdSeconds: 30 }),
    resolution: strict({
      remindAfter: z.array(workingDays).max(10).default([]),
      lapseAfter: z
        .union([z.literal("never"), workingDays], "is not a number of working days; write never or 10")
        .optional(),
    }).default({ remindAfter: [] }),
    floods,
    teams: named(z.array(member).min(1, "has nobody; name an agent")).default({}),
    agents: named(
      strict({
        name: text,
        role: z.enum(["specialist", "lead"], "is no role; write specialist or lead").default("specialist"),
      }),
    ).default({}),
    accounts: strict({ file: text }).optional(),
    references: named(strict({ pattern, ask: z.boolean().default(false) })).default({}),
    accountOverrides: named(
      strict({
        calendar: known(names.calendars, "calendar").optional(),
        targets: targets.optional(),
        team: known(names.teams, "team").optional(),
      }),
    ).default({}),
    synonyms: synonymsShape,
    deny: z.array(denied).max(10_000).default([]),
    retention: strict(retentionShape).default({ rawMails: null, closedTickets: null }),
    reports: strict(reportsShape).default(mailedByDefault),
    escalate: strict(
      Object.fromEntries(names.severities.map((name) => [name, strict({ after: share }).optional()])),
      "severity",
    ).default({}),
  };
}

/** `means`: what it is, in a few words for those who fill in the form. */
function requestType(names: Names) {
  return strict({
    tags: tags.optional(),
    means: text.optional(),
    team: known(names.teams, "team"),
    needsAuthorisation: z.boolean().default(false),
    targets: z.literal("none", "may only be none; what is promised stands in plans").optional(),
  });
}

/** Complaints about unknown names carry the known ones in their message, apart, for `tellIssue` to suggest from. */
export const KNOWN_NAMES = "\u0000";

/** Travels with an issue about an unknown name: "did you mean" is only worked out for issues that are told. */
export type Hint = { written: string; known: readonly string[]; otherwise: string };

type Issues = { addIssue(issue: { code: "custom"; message: string; path?: string[] }): void };

const zones = Intl.supportedValuesOf("timeZone");

/** Ends a transform that failed; its issue has been added, so zod hands the value to nobody. */
const nothing: never = z.NEVER;

const holdWords = "is not a number of seconds from 0 to 3600; write 30";

const perHourWords = "is not a number an hour from 1 to 1000000; write 60";

function perHour(otherwise: number) {
  return z.int(perHourWords).min(1, perHourWords).max(1_000_000, perHourWords).default(otherwise);
}

const answers = strict({
  holdSeconds: z.int(holdWords).min(0, holdWords).max(3600, holdWords).default(30),
  transcripts: z.enum(["commands", "always"], "is not known; write commands or always").optional(),
});

const floods = strict({ sender: perHour(60), domain: perHour(600), greetings: perHour(200) }).default({
  sender: 60,
  domain: 600,
  greetings: 200,
});

const text = z.string().trim().min(1).max(500);
const tags = z.array(z.union([text, z.number().transform(String)], "expected a text")).max(50);

const pattern = z.string().superRefine((written, ctx) => {
  const wrong = refusePattern(written);
  if (wrong !== null) ctx.addIssue({ code: "custom", message: wrong });
});

const share = z.unknown().transform((written, ctx): number => {
  const match = typeof written === "string" ? /^(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(written.trim()) : null;
  const percent = match === null ? Number.NaN : Number(match[1]);
  if (percent > 0 && percent < 100) return percent / 100;
  return complain(ctx, `${tell(written)} is not a share of the target; write 50%, more than 0% and less than 100%`);
});

const workingDays = z.unknown().transform((written, ctx): number => {
  const days = typeof written === "string" ? Number(/^(\d{1,3})d?$/.exec(written.trim())?.[1] ?? Number.NaN) : written;
  if (typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= 366) return days;
  return complain(ctx, `${tell(written)} is not a number of working days; write 5 or 5d`);
});

const spans = z.unknown().transform((written, ctx): DaySpan[] => {
  const read = readSpans(written);
  return "wrong" in read ? complain(ctx, read.wrong) : read.ok;
});

const date = z.unknown().transform((written, ctx): string => {
  const read = readDate(written);
  return "wrong" in read ? complain(ctx, read.wrong) : read.ok;
});

const calendar = strict({
  timezone: z.string().superRefine((zone, ctx) => {
    if (isZone(zone)) return;
    const params: Hint = { written: zone, known: zones, otherwise: "write an IANA name such as Europe/Warsaw" };
    ctx.addIssue({ code: "custom", message: `${tell(zone)} is not a time zone`, params });
  }),
  hours: z
    .record(z.string(), z.unknown())
    .transform((hours, ctx): DaySpan[][] =>
      readWeek(hours, (key, wrong) =>
        ctx.addIssue({ code: "custom", message: wrong, path: key === null ? [] : [key] }),
      ),
    ),
  holidays: z
    .string()
    .superRefine((country, ctx) => {
      if (country === "none" || isHolidayCountry(country)) return;
      const isCode = holidayCountries().includes(country.toUpperCase());
      const hint = isCode ? `write ${country.toUpperCase()}` : "write a code such as PL or DE-BY, or none";
      ctx.addIssue({ code: "custom", message: `${tell(country)} is no country whose holidays we know; ${hint}` });
    })
    .optional(),
  closed: z.array(date).max(2_000).default([]),
  open: z.record(z.string(), spans).superRefine(checkDates).default({}),
}).superRefine((written, ctx) => {
  for (const day of written.closed) {
    if (!Object.hasOwn(written.open, day)) continue;
    ctx.addIssue({ code: "custom", message: `is also in closed; keep one of the two`, path: ["open", day] });
  }
});

function checkDates(open: Record<string, unknown>, ctx: Issues): void {
  for (const key of Object.keys(open)) {
    const read = readDate(key);
    if ("wrong" in read) ctx.addIssue({ code: "custom", message: read.wrong, path: [key] });
  }
}

function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape, what = "name") {
  const names = Object.keys(shape).join(KNOWN_NAMES);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? `${what}${KNOWN_NAMES}${names}` : undefined),
  });
}

function named<Value extends z.ZodType>(value: Value) {
  return z.record(z.string(), value);
}

function known(names: readonly string[], what: string) {
  return z.string().superRefine((written, ctx) => {
    if (names.includes(written)) return;
    const params: Hint = { written, known: names, otherwise: `known: ${names.slice(0, 20).join(", ") || "none"}` };
    ctx.addIssue({ code: "custom", message: `${tell(written)} is not a ${what} of this desk`, params });
  });
}

function readTarget(value: unknown, ctx: Issues, nothingWord = "none"): Duration | null {
  if (value === nothingWord) return null;
  if (typeof value === "string") return readTime(value, "business", ctx);
  const within = z
    .strictObject({ within: z.string(), clock: z.enum(["business", "wall"]).default("business") })
    .safeParse(value);
  if (within.success) return readTime(within.data.within, within.data.clock, ctx);
  if (typeof value === "object" && value !== null && "within" in value) {
    return complain(ctx, `${tell(value)} is not understood; write { within: 24h, clock: wall } or 24h`);
  }
  return complain(ctx, `${tell(value)} is not a time; write 30m, 2h or 1h30m`);
}

function readTime(written: string, clock: Duration["clock"], ctx: Issues): Duration {
  const read = readDuration(written, clock);
  if (typeof read === "object") return read;
  if (read === "dayOfBusinessTime") {
    return complain(
      ctx,
      `${tell(written)}: a day is no length of business time; write hours, or { within: ${written.trim()}, clock: wall }`,
    );
  }
  if (read === "tooLong") return complain(ctx, `${tell(written)} is longer than a year; write less`);
  return complain(ctx, `${tell(written)} is not a time; write 30m, 2h or 1h30m`);
}

function complain(ctx: Issues, message: string): never {
  ctx.addIssue({ code: "custom", message });
  return nothing;
}

/** IANA names only: an offset such as +01:00 would miss the days on which clocks change. */
function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
