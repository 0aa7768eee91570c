/**
 * The queue page by page in its working order (ticket/order.ts), read in order from an index however many tickets wait:
 * within a severity first what is broken, then what is not, each by plan, and within that by what is due first.
 */
import type { Queries } from "../io/postgres.ts";
import type { Clock } from "../ticket/sla/clock.ts";
import type { Status } from "../ticket/ticket.ts";

/** Whose tickets: null for everybody's. A ticket that is closed is in no queue. */
export type QueueFilter = { assignee: string | null; teams: string[] | null; status: Status | null };

/** Where the last page ended: the ticket's group within its severity, and its place in that. `dueAt` null: not due. */
export type QueuePlace = { group: number; dueAt: number | null; openedAt: number; id: number };

export type QueueRow = {
  id: number;
  subject: string;
  status: Status;
  severity: string;
  plan: string;
  team: string;
  assignee: string | null;
  clocks: Clock[];
  deskVersionId: number;
  openedAt: Date;
  closedAt: Date | null;
  dueAt: Date | null;
  requesterName: string;
  requesterAddress: string;
  account: string | null;
  group: number;
};

const columns = `t.id, t.subject, t.status, t.severity, t.plan, t.team, t.assignee, t.clocks, t.desk_version_id as "deskVersionId",
  t.opened_at as "openedAt", t.closed_at as "closedAt", t.next_due_at as "dueAt", r.name as "requesterName",
  r.address as "requesterAddress", a.name as account`;
const people = `join contact r on r.id = t.requester_id left join account a on a.id = t.account_id`;

/**
 * The next tickets of one severity, at most `countMax`. `severity` null: those whose severity the desk no longer has, given
 * the ones it has. `plans`: the desk's, highest first; tickets of other plans come after them.
 */
export async function queueOfSeverity(
  db: Queries,
  severity: { name: string | null; known: string[] },
  plans: string[],
  filter: QueueFilter,
  after: QueuePlace | null,
  now: Date,
  countMax: number,
): Promise<QueueRow[]> {
  const { assignee, teams, status } = filter;
  const isOf = severity.name !== null;
  const name = `queue-${plans.length}-${isOf}-${assignee !== null}-${teams !== null}-${status !== null}`;
  const { rows } = await db.query<QueueRow>({ name, text: queueSql(plans.length, isOf, filter) }, [
    isOf ? severity.name : severity.known,
    plans,
    now,
    after?.group ?? -1,
    after?.dueAt == null ? "infinity" : new Date(after.dueAt),
    after === null ? "-infinity" : new Date(after.openedAt),
    after?.id ?? 0,
    countMax,
    assignee,
    teams,
    status,
  ]);
  return rows;
}

const due = "coalesce(next_due_at, 'infinity')";

/**
 * Which severities and plans the live tickets have, found by leaping through the index from one to the next: tickets of
 * a plan that the desk no longer has are mostly none, and to see that by reading would take every live ticket.
 */
const liveGroups = `live (severity, plan) as (
  (select severity, plan from ticket where status <> 'closed' and merged_into is null order by severity, plan limit 1)
  union all
  select n.severity, n.plan from live, lateral (
    select t.severity, t.plan from ticket t
    where t.status <> 'closed' and t.merged_into is null and (t.severity, t.plan) > (live.severity, live.plan)
    order by t.severity, t.plan limit 1) n)`;

/** A part for each plan and each way of being broken or not; the index gives each in order, so each stops early. */
function queueSql(planCount: number, isOfOne: boolean, { assignee, teams, status }: QueueFilter): string {
  const wanted = [
    "status <> 'closed' and merged_into is null",
    isOfOne
      ? "severity = $1::text"
      : "severity = any(array(select severity from live where severity <> all($1::text[])))",
    assignee === null ? "$9::text is null" : "assignee = $9::text",
    teams === null ? "$10::text[] is null" : "team = any($10::text[])",
    status === null ? "$11::text is null" : "status = $11::text",
  ].join(" and ");
  const part = (group: number, condition: string) => `
  (select id, ${group} as grp, ${due} as due, opened_at from ticket
   where ${wanted} and ${condition} and ${group} >= $4::int
     and (${due}, opened_at, id) > (case when ${group} = $4::int then $5::timestamptz else '-infinity' end,
       case when ${group} = $4::int then $6::timestamptz else '-infinity' end, case when ${group} = $4::int then $7::bigint else 0 end)
   order by ${due}, opened_at, id limit $8::int)`;
  const parts = Array.from({ length: planCount + 1 }, (_, index) => {
    const ofOthers = "plan = any(array(select plan from live where plan <> all($2::text[])))";
    const ofPlan = index < planCount ? `plan = ($2::text[])[${index + 1}]` : ofOthers;
    return [
      // Marked as broken by the worker, or due since it looked last.
      part(index, `${ofPlan} and is_broken`),
      part(index, `${ofPlan} and not is_broken and ${due} <= $3::timestamptz`),
      part(planCount + 1 + index, `${ofPlan} and not is_broken and ${due} > $3::timestamptz`),
    ];
  });
  return `with recursive ${liveGroups}, page as (
  select * from (${parts.flat().join(" union all ")}) p order by grp, due, opened_at, id limit $8::int)
select ${columns}, page.grp as "group" from page join ticket t on t.id = page.id ${people}
order by page.grp, page.due, page.opened_at, page.id`;
}

/** Where a page of closed tickets ended. */
export type ClosedPlace = { closedAt: number; id: number };

/** Closed tickets, newest first. */
export async function closedTickets(
  db: Queries,
  filter: Omit<QueueFilter, "status"> & { severity: string | null },
  after: ClosedPlace | null,
  countMax: number,
): Promise<Omit<QueueRow, "group">[]> {
  const { rows } = await db.query<Omit<QueueRow, "group">>(
    `select ${columns} from ticket t ${people}
     where t.status = 'closed' and t.merged_into is null
       and ($1::text is null or t.assignee = $1) and ($2::text[] is null or t.team = any($2))
       and ($3::text is null or t.severity = $3) and ($4::timestamptz is null or (t.closed_at, t.id) < ($4, $5))
     order by t.closed_at desc, t.id desc limit $6`,
    [
      filter.assignee,
      filter.teams,
      filter.severity,
      after === null ? null : new Date(after.closedAt),
      after?.id ?? 0,
      countMax,
    ],
  );
  return rows;
}
