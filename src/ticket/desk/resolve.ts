/** From the sections as they were written to the desk without gaps: plans take over what they extend. */
import type { Duration } from "../duration.ts";
import { nameByAddress } from "./people.ts";
import type { Sections } from "./schema.ts";
import type { CalendarDefinition, Desk, Promises } from "./shape.ts";

/** Sections that passed every check, as the desk. */
export function resolveDesk(read: Sections): Desk {
  return {
    name: read.name,
    language: read.language,
    calendars: mapValues(read.calendars, (written) => resolveCalendar(written)),
    severities: Object.entries(read.severities).map(([name, severity]) => ({
      name,
      tags: severity.tags ?? [name],
      means: severity.means,
      isDefault: severity.default,
    })),
    plans: Object.keys(read.plans).map((name) => resolvePlan(name, read)),
    requestTypes: Object.entries(read.requestTypes).map(([name, type]) => ({
      name,
      tags: type.tags ?? [name],
      means: type.means,
      team: type.team,
      needsAuthorisation: type.needsAuthorisation,
      hasTargets: type.targets === undefined,
    })),
    reminders: {
      before: [...new Set(read.reminders.before)].sort((a, b) => a - b),
      overdueEveryMs: read.reminders.overdueEvery?.ms ?? null,
    },
    answers: read.answers,
    resolution: {
      remindAfterWorkingDays: [...new Set(read.resolution.remindAfter)].sort((a, b) => a - b),
      lapseAfterWorkingDays: typeof read.resolution.lapseAfter === "number" ? read.resolution.lapseAfter : null,
    },
    floods: read.floods,
    teams: read.teams,
    agents: agentsOf(read),
    accountsFile: read.accounts?.file ?? null,
    references: Object.entries(read.references).map(([name, reference]) => ({ name, ...reference })),
    accountOverrides: mapValues(read.accountOverrides, ({ calendar, targets, team }) => ({
      ...(calendar === undefined ? {} : { calendar }),
      ...(team === undefined ? {} : { team }),
      ...(targets === undefined ? {} : { targets: written(targets) as Record<string, Partial<Promises>> }),
    })),
    deny: [...new Set(read.deny)],
    synonyms: read.synonyms,
    retention: { rawMailsMs: read.retention.rawMails, closedTicketsMs: read.retention.closedTickets },
    reports: read.reports,
    escalate: written(read.escalate),
  };
}

/** Those under `agents`, then whoever is in a team without standing there. */
function agentsOf({ agents, teams }: Sections): Desk["agents"] {
  const listed = Object.entries(agents).map(([address, agent]) => [address.trim().toLowerCase(), agent] as const);
  const members = Object.values(teams).flat();
  const unlisted = members.map((address) => [address, { name: nameByAddress(address), role: "specialist" }] as const);
  return Object.fromEntries([
    ...listed,
    ...unlisted.filter(([address]) => !listed.some(([known]) => known === address)),
  ]);
}

function resolveCalendar(read: Sections["calendars"][string]): CalendarDefinition {
  const closed = Object.fromEntries(read.closed.map((date) => [date, []]));
  return {
    timezone: read.timezone,
    week: read.hours,
    holidays: read.holidays === undefined || read.holidays === "none" ? null : read.holidays,
    exceptions: { ...read.open, ...closed },
  };
}

type Written = { [M in keyof Promises]?: Duration | null | undefined };

/** Nearest first along `extends`; a next response that nobody wrote follows the first response of this plan. */
function resolvePlan(name: string, read: Sections): Desk["plans"][number] {
  const chain: Sections["plans"][string][] = [];
  for (let next: string | undefined = name; next !== undefined; next = chain.at(-1)?.extends) {
    const plan: Sections["plans"][string] | undefined = read.plans[next];
    if (plan === undefined) break;
    chain.push(plan);
  }
  const targets = Object.keys(read.severities).map((severity): [string, Promises] => {
    const layers = chain.map((plan): Written => plan.targets?.[severity] ?? {});
    const pick = (metric: keyof Promises) => layers.find((layer) => layer[metric] !== undefined)?.[metric];
    const firstResponse = pick("firstResponse") ?? null;
    const nextResponse = pick("nextResponse");
    return [
      severity,
      {
        firstResponse,
        nextResponse: nextResponse === undefined ? firstResponse : nextResponse,
        resolution: pick("resolution") ?? null,
      },
    ];
  });
  return {
    name,
    calendar: chain.find((plan) => plan.calendar !== undefined)?.calendar ?? "",
    targets: Object.fromEntries(targets),
  };
}

/** Without the keys that stand for nothing, which JSON would lose anyway. */
function written<Value extends object>(values: Record<string, Value | undefined>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const present = Object.entries(value).filter(([, each]) => each !== undefined);
    kept[key] = Object.fromEntries(present) as Value;
  }
  return kept;
}

function mapValues<In, Out>(values: Record<string, In>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
