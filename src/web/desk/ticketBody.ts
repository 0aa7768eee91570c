/** The parts of the desk's page of one ticket. */
import { html } from "hono/html";
import type { DeskTicket } from "../../flow/desk/ticket.ts";
import { manyLines, oneLine } from "../../io/letters/plaintext.ts";
import { framed } from "../../mail/safeHtml.ts";
import type { Language } from "../../ticket/letter.ts";
import type { PromiseSeen } from "../../ticket/promiseSeen.ts";
import { reasonWords } from "../../ticket/reasonWords.ts";
import { bar, usedShare } from "../timeline.ts";
import { bytesOf, instantOf, wallTimeOf } from "../words.ts";
import { detailOf } from "./eventDetail.ts";
import { happeningWords, questionWords, whyWords } from "./eventWords.ts";
import { queueWords } from "./queueWords.ts";
import type { SignedIn } from "./session.ts";
import { deskTicketWords } from "./ticketWords.ts";
import { houseZone, nameIn, personIn } from "./zone.ts";

type Message = DeskTicket["messages"][number];

export function ticketBody(seen: DeskTicket, agent: SignedIn, now: number) {
  const say = deskTicketWords[agent.desk.language];
  return html`${facts(seen, agent)}
<section aria-labelledby="write"><h2 id="write">${say.write}</h2>${writing(seen, agent)}</section>
<section aria-labelledby="promises"><h2 id="promises">${say.promises}</h2>
${seen.promises.length === 0 ? html`<p>${say.none}</p>` : seen.promises.map((promise) => promised(promise, agent, now))}</section>
<section aria-labelledby="conversation"><h2 id="conversation">${say.conversation}</h2>
${seen.isCut ? html`<p class="soft">${say.cut}</p>` : ""}<ol class="talk">${seen.messages.map((message) => said(message, seen, agent))}</ol></section>
${seen.ticket.questions.length === 0 ? "" : questions(seen, agent)}
${history(seen, agent)}`;
}

function facts({ ticket }: DeskTicket, { desk }: SignedIn) {
  const { facts: name } = deskTicketWords[desk.language];
  const person = (each: { name: string; address: string }) => `${each.name} <${each.address}>`.trim();
  const rows: [string, string][] = [
    [name.status, queueWords[desk.language].statuses[ticket.status]],
    [name.severity, ticket.severity],
    [name.type, ticket.requestType ?? ""],
    [name.plan, ticket.plan],
    [name.requester, person(ticket.requester)],
    [name.also, ticket.participants.map(person).join(", ")],
    [name.account, ticket.account?.name ?? ""],
    [name.with, ticket.assignee === null ? queueWords[desk.language].nobody : nameIn(desk, ticket.assignee)],
    [name.team, ticket.team],
    [name.stage, ticket.stage ?? ""],
    [name.cause, ticket.cause ?? ""],
    ...Object.entries(ticket.customerReferences).map(([key, found]): [string, string] => [key, found.join(", ")]),
  ];
  const merged =
    ticket.mergedInto === null
      ? ""
      : html`<div><dt>${name.merged}</dt><dd><a href="/desk/ticket/${ticket.mergedInto}">#${ticket.mergedInto}</a></dd></div>`;
  return html`<dl class="facts">${rows
    .filter(([, value]) => value !== "")
    .map(([label, value]) => html`<div><dt>${label}</dt><dd><bdi>${oneLine(value)}</bdi></dd></div>`)}${merged}</dl>`;
}

/** Mail stays the way to work: two links that open the agent's own mail client with the right addresses. */
function writing({ ticket, addresses }: DeskTicket, { desk }: SignedIn) {
  const say = deskTicketWords[desk.language];
  if (addresses === null) {
    return html`<p>${say.makeLead}</p><form method="post" action="/desk/ticket/${ticket.id}/addresses"><button type="submit">${say.make}</button></form>`;
  }
  const subject = encodeURIComponent(`Re: [#${ticket.id}] ${oneLine(ticket.subject, 200)}`);
  const to = (address: string) => `mailto:${encodeURIComponent(address).replace("%40", "@")}?subject=${subject}`;
  return html`<p><a class="deed" href="${to(addresses.answer)}">${say.answer}</a> <a class="deed" href="${to(addresses.note)}">${say.note}</a></p>
<p class="soft small">${say.writeLead}</p>`;
}

function promised(promise: PromiseSeen, { desk }: SignedIn, now: number) {
  const { language } = desk;
  const say = deskTicketWords[language];
  const at = (instant: number) => instantOf(instant, promise.timezone, language);
  const words = () => {
    if (promise.state === "done" && promise.doneAt !== null)
      return promise.isLate ? say.keptLate(at(promise.doneAt)) : say.kept(at(promise.doneAt));
    if (promise.dueAt === null) return say.paused;
    const by = queueWords[language].by(at(promise.dueAt));
    return promise.isLate || promise.dueAt <= now ? html`<strong class="broken">${by}</strong>` : by;
  };
  return html`<div class="promise"><h3>${queueWords[language].metrics[promise.metric]}: ${words()}</h3>
${bar(promise.timeline, say.used(usedShare(promise.timeline)))}
<details><summary>${say.why}</summary><p class="soft small">${promise.why}</p></details></div>`;
}

function said(message: Message, seen: DeskTicket, { desk }: SignedIn) {
  const { language } = desk;
  const say = deskTicketWords[language];
  const author = oneLine(message.authorName || message.authorAddress, 200);
  const marks = [
    message.direction === "note" ? say.isNote : "",
    message.direction === "out" ? say.isAnswer : "",
    message.isUnverified ? say.isUnverified : "",
    message.direction === "out" ? (say.unsent[message.sending ?? ""] ?? "") : "",
  ].filter((mark) => mark !== "");
  const files = message.attachments.map(
    ({ index, name, bytes }) =>
      html`<li><a href="/desk/ticket/${seen.ticket.id}/file/${message.id}/${index}"><bdi>${oneLine(name, 200) || "—"}</bdi></a> (${bytesOf(bytes, language)})</li>`,
  );
  const ratings = seen.ratings.filter(({ message_id }) => message_id === message.id);
  return html`<li class="${message.direction}" id="m${message.id}"><h3><bdi>${author}</bdi> <span class="soft small"><bdi>${oneLine(message.authorAddress, 254)}</bdi>, ${wallTimeOf(message.at.getTime(), houseZone(desk), language)}</span></h3>
${marks.length === 0 ? "" : html`<p><strong class="mark">${marks.join("; ")}</strong></p>`}
${message.direction === "in" && message.trustReason !== null ? html`<p class="soft small">${reasonWords(message.trustReason, language)}</p>` : ""}
${words(message, seen, language, author)}
${files.length === 0 ? "" : html`<p class="small">${say.files}:</p><ul class="small">${files}</ul>`}
${ratings.map(
  ({ score, comment, person, machine_mark }) =>
    html`<p class="small">${say.rated(score, personIn(desk, seen.ticket, person))}${machine_mark === null ? "" : ` (${say.machine})`}${comment === "" ? "" : html`: <q>${oneLine(comment, 4_000)}</q>`}</p>`,
)}</li>`;
}

function words(message: Message, { ticket, formatted }: DeskTicket, language: Language, author: string) {
  const say = deskTicketWords[language];
  const page = `/desk/ticket/${ticket.id}`;
  const look = formatted.get(message.id);
  if (typeof look === "string") {
    // A few words in a tall frame look lost; whoever wants more pulls it larger.
    const isLow = message.text.length < 300 && message.text.split("\n").length < 8;
    return html`<iframe class="${isLow ? "low" : "tall"}" sandbox="allow-popups allow-popups-to-escape-sandbox" title="${say.frame(author)}" srcdoc="${framed(look, language)}"></iframe>
<p class="small"><a href="${page}#m${message.id}">${say.text}</a></p>`;
  }
  const text = manyLines(message.visible.trim() === "" ? message.text : message.visible);
  const isLonger = message.text.trim() !== message.visible.trim() && message.visible.trim() !== "";
  return html`<p class="typed" dir="auto">${text}</p>
${isLonger ? html`<details><summary>${say.whole}</summary><p class="typed" dir="auto">${manyLines(message.text)}</p></details>` : ""}
${look === null ? html`<p class="soft small">${say.notFormatted}</p>` : ""}
${message.direction === "in" && message.rawMailId !== null && message.hasHtml !== false && look === undefined ? html`<p class="small"><a href="${page}?formatted=${message.id}#m${message.id}">${say.formatted}</a></p>` : ""}`;
}

function questions({ ticket }: DeskTicket, { desk }: SignedIn) {
  const { language } = desk;
  const say = deskTicketWords[language];
  const at = (instant: number) => wallTimeOf(instant, houseZone(desk), language);
  const items = ticket.questions.map(({ kind, about, state, askedAt, answer, answeredBy, answeredAt }) => {
    const outcome =
      state === "answered"
        ? `${answer === "yes" ? say.yes : say.no}, ${answeredBy === null ? "" : personIn(desk, ticket, answeredBy)}${answeredAt === null ? "" : `, ${at(answeredAt)}`}`
        : state === "asked"
          ? say.waits
          : state === "expired"
            ? say.expired
            : say.withdrawn;
    return html`<li><strong>${questionWords(kind, language)}</strong>${about ? html` <bdi>${oneLine(about, 500)}</bdi>` : ""}, ${say.asked(at(askedAt))}: <bdi>${outcome}</bdi></li>`;
  });
  return html`<section aria-labelledby="questions"><h2 id="questions">${say.questions}</h2><ul>${items}</ul></section>`;
}

function history({ events, ticket }: DeskTicket, { desk }: SignedIn) {
  const { language } = desk;
  const say = deskTicketWords[language];
  const rows = events.map(
    ({
      at,
      type,
      actor,
      reason,
      data,
    }) => html`<tr role="row"><th role="rowheader" scope="row"><time datetime="${at.toISOString()}">${wallTimeOf(at.getTime(), houseZone(desk), language)}</time></th>
<td role="cell" data-label="${say.what}">${happening(type, data, desk)}</td><td role="cell" data-label="${say.who}"><bdi>${oneLine(personIn(desk, ticket, actor), 254)}</bdi></td><td role="cell" data-label="${say.reason}">${reason === null ? "" : whyWords(reason, language)}</td></tr>`,
  );
  return html`<section aria-labelledby="history"><h2 id="history">${say.history}</h2><table class="list" role="table"><caption>${say.historyCaption}</caption>
<thead role="rowgroup"><tr role="row">${[say.when, say.what, say.who, say.reason].map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows}</tbody></table></section>`;
}

function happening(type: string, data: Record<string, unknown>, desk: SignedIn["desk"]) {
  const detail = oneLine(detailOf(type, data, desk), 200);
  return html`<span>${happeningWords(type, desk.language)}${detail === "" ? "" : html`: <bdi>${detail}</bdi>`}</span>`;
}
