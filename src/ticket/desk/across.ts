/** What only shows when sections are read side by side: tags meant twice, circles of plans, promises out of reach. */
import type { PathStep } from "./document.ts";
import type { Sections } from "./schema.ts";
import type { DaySpan } from "./shape.ts";

type Put = (path: readonly PathStep[], message: string) => void;

/** Checks the sections that could be read; a missing one has been complained about already. */
export function checkAcross(read: Partial<Sections>, put: Put): void {
  for (const section of ["calendars", "severities", "plans"] as const) {
    if (read[section] !== undefined && Object.keys(read[section]).length === 0)
      put([section], "is empty; write at least one");
  }
  checkDefault(read, put);
  checkTags(read, put);
  checkPlans(read, put);
  checkAgents(read, put);
  checkReach(read, put);
}

function checkDefault(read: Partial<Sections>, put: Put): void {
  if (read.severities === undefined) return;
  const defaults = Object.entries(read.severities).filter(([, severity]) => severity.default);
  if (defaults.length === 0 && Object.keys(read.severities).length > 0) {
    put(["severities"], "has no default; write `default: true` at the severity of mails without a tag");
  }
  for (const [name] of defaults.slice(1)) {
    put(["severities", name, "default"], `is a second default beside ${defaults[0]?.[0]}; keep one`);
  }
}

/** Tags are compared the way subjects are read: case and spaces do not matter. */
function checkTags(read: Partial<Sections>, put: Put): void {
  const owners = new Map<string, string>();
  for (const section of ["severities", "requestTypes"] as const) {
    for (const [name, entry] of Object.entries(read[section] ?? {})) {
      for (const [index, tag] of (entry.tags ?? [name]).entries()) {
        const key = tag.toLowerCase().replace(/\s/g, "");
        const path = entry.tags === undefined ? [section, name] : [section, name, "tags", index];
        const owner = owners.get(key);
        if (/[[\]]/.test(tag)) put(path, `${JSON.stringify(tag)} holds a bracket; write the tag without [ and ]`);
        else if (owner === undefined) owners.set(key, name);
        else if (owner === name) put(path, `${JSON.stringify(tag)} stands twice; keep one`);
        else put(path, `${JSON.stringify(tag)} is also a tag of ${owner}; a tag can mean only one`);
      }
    }
  }
}

function checkPlans(read: Partial<Sections>, put: Put): void {
  const plans = read.plans;
  if (plans === undefined) return;
  for (const [name, plan] of Object.entries(plans)) {
    const chain = [name];
    let next = plan.extends;
    let calendar = plan.calendar;
    let hasTargets = plan.targets !== undefined;
    while (next !== undefined && Object.hasOwn(plans, next) && !chain.includes(next)) {
      chain.push(next);
      calendar ??= plans[next]?.calendar;
      hasTargets ||= plans[next]?.targets !== undefined;
      next = plans[next]?.extends;
    }
    if (next === name)
      put(["plans", name, "extends"], `goes in a circle (${[...chain, name].join(" → ")}); end it somewhere`);
    else if (next === undefined && calendar === undefined)
      put(["plans", name], "has no calendar; name one of calendars");
    if (next === undefined && !hasTargets) put(["plans", name], "has no targets; write them, or extends another plan");
  }
}

function checkAgents(read: Partial<Sections>, put: Put): void {
  const seen = new Set<string>();
  for (const address of Object.keys(read.agents ?? {})) {
    const key = address.trim().toLowerCase();
    if (seen.has(key)) put(["agents", address], "stands twice, once in other letters; keep one");
    seen.add(key);
  }
  for (const [team, members] of Object.entries(read.teams ?? {})) {
    for (const [index, address] of members.entries()) {
      if (members.indexOf(address) < index) put(["teams", team, index], `${address} stands twice; keep one`);
    }
  }
}

/** A promise of business time must come due within years, also in a calendar that opens one hour a week. */
function checkReach(read: Partial<Sections>, put: Put): void {
  for (const [name, plan] of Object.entries(read.plans ?? {})) {
    const calendar = plan.calendar === undefined ? undefined : read.calendars?.[plan.calendar];
    if (calendar === undefined) continue;
    const weekMs = openMsOfWeek(calendar.hours);
    for (const [severity, promises] of Object.entries(plan.targets ?? {})) {
      for (const [metric, target] of Object.entries(promises ?? {})) {
        if (!target || target.clock === "wall" || target.ms <= weekMs * WEEKS_MAX) continue;
        put(
          ["plans", name, "targets", severity, metric],
          `takes more than ${WEEKS_MAX / 52} years of ${plan.calendar}; write less`,
        );
      }
    }
  }
}

const WEEKS_MAX = 5 * 52;

function openMsOfWeek(week: readonly DaySpan[][]): number {
  return week.flat().reduce((sum, span) => sum + (span.closes - span.opens) * 60_000, 0);
}
