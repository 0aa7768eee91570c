/**
 * `/desk`: the queue in its working order, a page at a time. Its clocks are as of the moment it was asked for; it does not
 * reload itself, because that takes the place away from people who read by ear or by keyboard (WCAG 2.2, 3.2.5).
 */
import type { Hono } from "hono";
import { html, raw } from "hono/html";
import {
  lookAtQueue,
  type QueueAsked,
  type QueueItem,
  type QueueSeen,
  type Scope,
  scopes,
} from "../../flow/desk/queue.ts";
import type { Desk } from "../../ticket/desk.ts";
import { statuses } from "../../ticket/ticket.ts";
import type { Reception } from "../app.ts";
import { type Kept, openKept } from "../kept.ts";
import { written } from "../page.ts";
import { instantOf, wallTimeOf } from "../words.ts";
import { clockLine, foremostClock } from "./clockLine.ts";
import { deskPage } from "./frame.ts";
import { queueWords } from "./queueWords.ts";
import { requireAgent, type SignedIn } from "./session.ts";
import { houseZone, nameIn } from "./zone.ts";

/** Views of the queue that are kept: the filters that a few teams use. */
const viewsMax = 100;

export function queuePages(app: Hono, reception: Reception): void {
  const { now } = reception;
  // A desk in force is one object as long as it is: another version of it begins with nothing kept.
  const kept = new WeakMap<Desk, Kept>();
  app.get("/desk", async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const { desk, address, moment } = agent;
    const asked = readAsked((name) => context.req.query(name), agent);
    const ofDesk = kept.get(desk) ?? openKept(viewsMax);
    kept.set(desk, ofDesk);
    // Nothing on it is private to the agent but which tickets are theirs; its clocks are told in whole minutes.
    const key = JSON.stringify([asked, asked.scope === "all" ? null : address]);
    const body = await ofDesk.get(key, moment, async () =>
      written(show(desk, asked, await lookAtQueue(reception, desk, address, asked), now())),
    );
    return context.html(deskPage(agent, { title: queueWords[desk.language].title, at: "queue", body: raw(body) }));
  });
}

const minuteMs = 60_000;

/** What is not known counts as not said: a link of another day still leads to the queue. */
function readAsked(query: (name: string) => string | undefined, { desk }: SignedIn): QueueAsked {
  return {
    scope: scopes.find((each) => each === query("of")) ?? "all",
    status: statuses.find((each) => each === query("status")) ?? null,
    severity: desk.severities.find(({ name }) => name === query("severity"))?.name ?? null,
    after: query("after")?.slice(0, 80) ?? null,
  };
}

function show(desk: Desk, asked: QueueAsked, { tickets, next }: QueueSeen, now: number) {
  const say = queueWords[desk.language];
  const here = linkTo(asked);
  const table = html`<table class="list" role="table"><caption>${say.caption(tickets.length)}</caption>
<thead role="rowgroup"><tr role="row">${[say.ticket, say.severity, say.due, say.status, say.from, say.with].map(
    (name) => html`<th role="columnheader" scope="col">${name}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${tickets.map((ticket) => row(ticket, desk, now))}</tbody></table>`;
  const asOf = instantOf(now - (now % minuteMs), houseZone(desk), desk.language);
  const body = html`${filters(desk, asked)}
<p class="soft small">${say.asOf(asOf)} <a href="${here}">${say.again}</a></p>
${tickets.length === 0 ? html`<p>${say.none}</p>` : table}
<p class="pager">${asked.after === null ? "" : html`<a href="${linkTo({ ...asked, after: null })}">${say.first}</a>`}
${next === null ? "" : html`<a href="${linkTo({ ...asked, after: next })}" rel="next">${say.next}</a>`}</p>`;
  return body;
}

function linkTo({ scope, status, severity, after }: QueueAsked): string {
  const query = new URLSearchParams();
  if (scope !== "all") query.set("of", scope);
  if (status !== null) query.set("status", status);
  if (severity !== null) query.set("severity", severity);
  if (after !== null) query.set("after", after);
  return query.size === 0 ? "/desk" : `/desk?${query}`;
}

function filters(desk: Desk, asked: QueueAsked) {
  const say = queueWords[desk.language];
  const option = (value: string, words: string, chosen: boolean) =>
    html`<option value="${value}"${chosen ? html` selected` : ""}>${words}</option>`;
  const choice = (name: string, label: string, options: unknown) =>
    html`<span class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">${options}</select></span>`;
  return html`<form method="get" action="/desk" class="filters">
${choice(
  "of",
  say.scope,
  scopes.map((each: Scope) => option(each, say.scopes[each], asked.scope === each)),
)}
${choice("status", say.status, [
  option("", say.live, asked.status === null),
  ...statuses.map((each) => option(each, say.statuses[each], asked.status === each)),
])}
${choice("severity", say.severity, [
  option("", say.every, asked.severity === null),
  ...desk.severities.map(({ name }) => option(name, name, asked.severity === name)),
])}
<button type="submit">${say.show}</button></form>`;
}

function row(ticket: QueueItem, desk: Desk, now: number) {
  const { language } = desk;
  const say = queueWords[language];
  const cell = (label: string, content: unknown) => html`<td role="cell" data-label="${label}">${content}</td>`;
  const requester = ticket.requesterName || ticket.requesterAddress;
  return html`<tr role="row"><th role="rowheader" scope="row"><a href="/desk/ticket/${ticket.id}">#${ticket.id} <bdi>${ticket.subject || "—"}</bdi></a></th>
${cell(say.severity, ticket.severity)}${cell(say.due, due(ticket, now, desk))}${cell(say.status, say.statuses[ticket.status])}
${cell(say.from, html`<bdi>${requester}</bdi><br><span class="soft small">${ticket.account === null ? "" : html`<bdi>${ticket.account}</bdi>, `}${ticket.plan}</span>`)}
${cell(say.with, html`${ticket.assignee === null ? html`<em>${say.nobody}</em>` : nameIn(desk, ticket.assignee)}<br><span class="soft small">${ticket.team}</span>`)}</tr>
`;
}

function due(ticket: QueueItem, now: number, desk: Desk) {
  const say = queueWords[desk.language];
  if (ticket.closedAt !== null)
    return say.closedAt(wallTimeOf(ticket.closedAt.getTime(), houseZone(desk), desk.language));
  const clock = foremostClock(ticket.clocks);
  if (clock === null) return html`<span class="soft">${say.noPromise}</span>`;
  return html`${clockLine(clock, ticket.calendars, now, desk.language)}<br><span class="soft small">${say.metrics[clock.metric]}</span>`;
}
