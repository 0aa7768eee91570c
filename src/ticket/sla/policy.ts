/**
 * Which promises hold for a ticket: by its account's plan, its severity and request type, and what the account has
 * agreed on for itself (contract.md, `accountOverrides`).
 */
import { type Desk, defaultPlan, defaultSeverity, type Metric, metrics, type Promises } from "../desk.ts";

export type { Metric } from "../desk.ts";

/** How much time of which clock is promised; `calendar` is the name of the desk's calendar that it is kept in. */
export type Target = { ms: number; clock: "business" | "wall"; calendar: string };

/** What a ticket is, as far as promises depend on it. */
export type Matter = { plan: string | null; account: string | null; severity: string; requestType: string | null };

/**
 * The targets of a ticket; null where nothing is promised. A plan or severity the desk no longer has counts as the
 * default one, so that renaming a plan stops no mail; `apply` reports such names.
 */
export function targetsFor(desk: Desk, matter: Matter): Record<Metric, Target | null> {
  const plan = planOf(desk, matter.plan);
  const severity = desk.severities.find((each) => each.name === matter.severity) ?? defaultSeverity(desk);
  const override = matter.account === null ? undefined : own(desk.accountOverrides, matter.account);
  const calendar = override?.calendar ?? plan.calendar;
  const promises = promisesOf(own(plan.targets, severity.name), own(override?.targets ?? {}, severity.name));
  const isPromised = desk.requestTypes.find((each) => each.name === matter.requestType)?.hasTargets ?? true;
  const targets: Record<Metric, Target | null> = { firstResponse: null, nextResponse: null, resolution: null };
  for (const metric of metrics) {
    const promise = promises[metric];
    if (isPromised && promise !== null) targets[metric] = { ...promise, calendar };
  }
  return targets;
}

/** The plan of that name, or the default one for nobody's and for unknown names. */
export function planOf(desk: Desk, name: string | null): Desk["plans"][number] {
  return desk.plans.find((each) => each.name === name) ?? defaultPlan(desk);
}

/** The calendar whose opening hours hold for an account: its own, or its plan's. */
export function calendarNameFor(desk: Desk, matter: Pick<Matter, "plan" | "account">): string {
  const override = matter.account === null ? undefined : own(desk.accountOverrides, matter.account);
  return override?.calendar ?? planOf(desk, matter.plan).calendar;
}

/** An own first response also moves the next response, unless the plan had agreed on a different one. */
function promisesOf(plan: Promises | undefined, account: Partial<Promises> | undefined): Promises {
  const base = plan ?? { firstResponse: null, nextResponse: null, resolution: null };
  if (account === undefined) return base;
  const merged = { ...base, ...account };
  const follows = JSON.stringify(base.nextResponse) === JSON.stringify(base.firstResponse);
  return account.nextResponse === undefined && follows ? { ...merged, nextResponse: merged.firstResponse } : merged;
}

function own<Value>(values: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
