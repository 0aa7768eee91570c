/**
 * Time passes: what people are told of a ticket's running clocks, when a breach is noted, and when an unanswered ticket
 * goes to the team's lead (sla.md, "Reminders"). Judged from the clocks as they are, so that a look that comes late, twice
 * or for nothing does no harm; thresholds that passed since the last look are told in one letter.
 */

import { listeners } from "./agentLetter.ts";
import { present } from "./away.ts";
import { clockLetterData } from "./clockLetter.ts";
import type { Context, Decision, Dispatch, Input, Story, Told } from "./input.ts";
import { tell } from "./input.ts";
import type { LetterName } from "./letter.ts";
import { dueToTellAt, mayTellAt, remindersFor, soonest, toldFrom } from "./look.ts";
import { breachClock, type Clock, nextThreshold, passedThresholds } from "./sla/clock.ts";
import type { Threshold } from "./sla/reminder.ts";
import type { Ticket } from "./ticket.ts";
import { endHold } from "./timeUp.ts";

type ClockLook = Extract<Input, { kind: "clockLook" }>;
type ClockLetterName = Extract<LetterName, "reminder" | "breach" | "overdue">;

export function decideClockLook(ticket: Ticket, input: ClockLook, context: Context): Decision {
  const story = tell(ticket, context.now);
  const told: NonNullable<Decision["told"]> = [];
  const dispatches: Dispatch[] = endHold(story, input.lastWords, context);
  const waits: (number | null)[] = [];
  for (const { id } of ticket.clocks) {
    const passed = untoldThresholds(clockOf(story, id), ticket, input.told, context);
    const clock = noteBreach(story, id, context);
    const last = passed.at(-1);
    if (last === undefined) continue;
    const mayTell = mayTellAt(context.calendar, clock, last, context.now);
    if (mayTell > context.now) {
      waits.push(mayTell);
      continue;
    }
    const name = letterFor(passed);
    const former = listeners(story.ticket, context);
    const lead = passed.some((each) => each.threshold === "escalate") ? escalate(story, clock, context) : null;
    const gravest = passed.find((each) => each.threshold === "due") ?? last;
    const thresholds = passed.map((each) => each.threshold);
    story.add({ type: "reminded", clockId: id, letter: name, thresholds }, "intray", gravest.threshold);
    for (const each of passed) {
      const at = dueToTellAt(context.calendar, clock, each);
      const { threshold } = each;
      told.push({
        clock: id,
        targetVersion: clock.targetVersion,
        threshold,
        at,
        letter: each === gravest ? name : null,
      });
    }
    const data = clockLetterData(story.ticket, clock, { passed, gravest, lead, lastWords: input.lastWords }, context);
    dispatches.push(
      ...readersOf(name, former, story.ticket, context).map(
        (to): Dispatch => ({
          letter: { name, to, language: context.desk.language, data },
          to: "agent",
          holdMs: 0,
          attachments: [],
          about: `${id}:v${clock.targetVersion}:${gravest.threshold}`,
        }),
      ),
    );
  }
  const reminders = remindersFor(story.ticket, context);
  const ahead = story.ticket.clocks.map(
    (clock) => nextThreshold(context.calendar, clock, reminders, context.now)?.at ?? null,
  );
  return {
    disposition: "clock",
    reason: "clocksLookedAt",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches,
    told,
    nextLookAt: soonest([...waits, ...ahead, story.ticket.holdUntil]),
  };
}

/** The thresholds that have passed and of which nobody was told yet, oldest first. */
function untoldThresholds(clock: Clock, ticket: Ticket, told: Told[], context: Context): Threshold[] {
  if (clock.state !== "running") return [];
  const { now, calendar } = context;
  const reminders = remindersFor(ticket, context);
  const ofClock = told.filter((each) => each.clock === clock.id);
  // A breach and a handing over happen once to a clock, whatever its target becomes.
  const known = ofClock.filter(
    ({ targetVersion, threshold }) => targetVersion === clock.targetVersion || ["due", "escalate"].includes(threshold),
  );
  const isNew = ({ threshold }: Threshold) => !known.some((each) => each.threshold === threshold);
  const ahead = passedThresholds(calendar, clock, reminders, toldFrom(clock), now).filter(
    ({ threshold }) => threshold !== "due" && !isOverdue(threshold),
  );
  const broken = breachClock(clock, now).breachedAt;
  const due: Threshold[] = broken === null ? [] : [{ threshold: "due", at: broken }];
  // A change that uses up the target passes every threshold at once; of those only the handing over is still worth telling.
  const isEscalated = clock.metric !== "resolution" && reminders.escalateAfter !== undefined;
  if (broken !== null && isEscalated && !ahead.some(({ threshold }) => threshold === "escalate")) {
    ahead.push({ threshold: "escalate", at: broken });
  }
  // While it was paused nothing was overdue to be told.
  const overdueFrom = Math.max(
    clock.spans.at(-1)?.from ?? clock.startedAt,
    ...ofClock.filter(({ threshold }) => isOverdue(threshold)).map(({ at }) => at),
  );
  const overdue = passedThresholds(calendar, clock, reminders, overdueFrom, now).filter(({ threshold }) =>
    isOverdue(threshold),
  );
  return [...ahead, ...due, ...overdue].filter(isNew).sort((a, b) => a.at - b.at);
}

function isOverdue(threshold: string): boolean {
  return threshold.startsWith("overdue-");
}

/** The due instant has passed: the clock says so from now on, whatever becomes of it. */
function noteBreach(story: Story, id: string, context: Context): Clock {
  const clock = clockOf(story, id);
  const broken = breachClock(clock, context.now);
  if (broken !== clock) story.add({ type: "breached", clock: broken }, "intray", "usedUp");
  return broken;
}

function letterFor(passed: Threshold[]): ClockLetterName {
  if (passed.some(({ threshold }) => threshold === "due")) return "breach";
  return passed.some(({ threshold }) => isOverdue(threshold)) ? "overdue" : "reminder";
}

/** Nobody has answered: the ticket goes to the lead of its team, unless a lead has it. Answers with whose it is now. */
function escalate(story: Story, clock: Clock, context: Context): string | null {
  const { assignee } = story.ticket;
  if (assignee !== null && context.desk.agents[assignee]?.role === "lead") return null;
  const lead = present(leadsOf(story.ticket, context), context)[0];
  if (lead === undefined || lead === assignee) return null;
  story.add({ type: "escalated", clockId: clock.id, from: assignee, to: lead }, "intray", "unanswered");
  return lead;
}

/** The leads among a ticket's team, or where it has none, of the desk. */
export function leadsOf(ticket: Pick<Ticket, "team">, { desk }: Pick<Context, "desk">): string[] {
  const isLead = (address: string) => desk.agents[address]?.role === "lead";
  const ofTeam = (desk.teams[ticket.team] ?? []).filter(isLead);
  return ofTeam.length > 0 ? ofTeam : Object.keys(desk.agents).filter(isLead);
}

/** Who hears: the assignee or the team, and who has lost or got the ticket; of a breach the whole team and its leads. */
function readersOf(name: ClockLetterName, former: Reader[], ticket: Ticket, context: Context): Reader[] {
  const { desk } = context;
  const everyone =
    name === "breach" ? [...present(desk.teams[ticket.team] ?? [], context), ...leadsOf(ticket, context)] : [];
  const named = everyone.map((address) => ({ name: desk.agents[address]?.name ?? "", address }));
  const byAddress = new Map(
    [...listeners(ticket, context), ...former, ...named].map((reader) => [reader.address, reader]),
  );
  return [...byAddress.values()];
}

type Reader = { name: string; address: string };

function clockOf(story: Story, id: string): Clock {
  const clock = story.ticket.clocks.find((each) => each.id === id);
  if (clock === undefined) throw new Error(`the ticket has no clock ${id}`);
  return clock;
}
