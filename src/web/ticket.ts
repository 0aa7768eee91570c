/**
 * `/ticket/:token`: where a participant sees how their matter stands, what was promised by when and why, what was said, and
 * writes on. What they write becomes a mail in the same journey. A link of it shows; only the button sends.
 */
import type { Context, Hono } from "hono";
import { html, raw } from "hono/html";
import { postWords } from "../flow/pages/post.ts";
import { saySolved } from "../flow/pages/saySolved.ts";
import { fileOfTicket, isTicketLink, lookAtTicket, type TicketSeen } from "../flow/pages/view.ts";
import { paragraphs } from "../io/letters/plaintext.ts";
import type { PromiseSeen } from "../ticket/promiseSeen.ts";
import { solvedOffer } from "../ticket/question/saysSolved.ts";
import { scores } from "../ticket/rating.ts";
import type { Reception } from "./app.ts";
import { sendFile } from "./file.ts";
import { field, readForm } from "./form.ts";
import { page } from "./page.ts";
import { permissionBox } from "./permissionBox.ts";
import { answerBox, type Draft, solvedBox, wordsCharsMax } from "./ticketBox.ts";
import { ticketWords } from "./ticketWords.ts";
import { bar, usedShare } from "./timeline.ts";
import { enclosuresOf, filesIn, fits, ticketFiles } from "./uploads.ts";
import { bytesOf, instantOf, wallTimeOf } from "./words.ts";

export function ticketPages(app: Hono, reception: Reception): void {
  const unknown = async (context: Context) => {
    const { desk } = await reception.desks.current(reception.pool);
    const say = ticketWords[desk.language];
    return context.html(page(desk.language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`), 404);
  };
  const again = async (context: Context, token: string, draft: Draft, status: 200 | 400 | 429) => {
    const seen = await lookAtTicket(reception, token);
    return seen ? context.html(show(seen, token, draft), status) : await unknown(context);
  };
  app.get("/ticket/:token", async (context) => {
    const isSent = context.req.query("sent") !== undefined;
    return await again(context, context.req.param("token"), { text: "", wrong: null, isSent }, 200);
  });
  app.get("/ticket/:token/file/:message/:index", async (context) => {
    const { token, message, index } = context.req.param();
    if (!/^\d{1,15}$/.test(message) || !/^\d{1,6}$/.test(index)) return context.notFound();
    const file = await fileOfTicket(reception, token, Number(message), Number(index));
    return file ? sendFile(context, file) : context.notFound();
  });
  app.post("/ticket/:token", async (context) => {
    const token = context.req.param("token");
    // Before the body is read: a stranger's files are not taken into memory.
    if (!(await isTicketLink(reception, token))) return await unknown(context);
    const sent = await readForm(context);
    const solved = field(sent.solved);
    if (solved === "yes" || solved === "no") {
      const isKnown = await saySolved(reception, token, solved);
      return isKnown ? context.redirect(`/ticket/${encodeURIComponent(token)}`, 303) : await unknown(context);
    }
    const text = field(sent.text);
    const files = filesIn(sent, "files");
    const wrong = wrongWith(text, files);
    if (wrong !== null) return await again(context, token, { text, wrong, isSent: false }, 400);
    const posted = await postWords(reception, token, {
      text,
      files: await enclosuresOf(files),
      once: field(sent.once).slice(0, 100),
    });
    switch (posted.kind) {
      case "posted":
        return context.redirect(`/ticket/${encodeURIComponent(token)}?sent`, 303);
      case "tooMany":
        return await again(context, token, { text, wrong: "tooMany", isSent: false }, 429);
      case "unknown":
        return await unknown(context);
      default:
        return posted satisfies never;
    }
  });
}

function wrongWith(text: string, files: File[]): Draft["wrong"] {
  if (text === "" && files.length === 0) return "empty";
  if (text.length > wordsCharsMax) return "tooLong";
  return fits(files, ticketFiles) ? null : "tooLarge";
}

function show(seen: TicketSeen, token: string, draft: Draft) {
  const { ticket, language } = seen;
  const say = ticketWords[language];
  const facts = [
    [say.severity, seen.severityMeans === "" ? ticket.severity : `${ticket.severity}: ${seen.severityMeans}`],
    [say.type, ticket.requestType ?? ""],
    [say.plan, ticket.plan],
    ...Object.entries(ticket.customerReferences).map(([name, found]) => [name, found.join(", ")]),
  ].filter(([, value]) => value !== "");
  // What is asked stands before what is told.
  const isAsked = solvedOffer(ticket).kind === "asked";
  return page(
    language,
    say.heading(ticket.id),
    seen.deskName,
    html`${draft.isSent ? html`<p class="right" role="status">${say.sent}</p>` : ""}
<p class="soft">${ticket.subject}</p>
<p><strong>${statusWords(seen)}</strong></p>
${isAsked ? solvedBox(seen) : ""}
${permissionBox(seen)}
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p><a href="#write">${say.write}</a></p>
<h2>${say.promises}</h2>
${seen.promises.length === 0 ? html`<p>${say.noPromises}</p>` : seen.promises.map((promise) => promised(promise, seen))}
<h2>${say.conversation}</h2>
<p class="soft small">${say.timesIn(seen.timezone)}</p>
${ticket.requester.address === seen.person.address ? "" : html`<p class="soft small">${say.partOnly}</p>`}
${seen.messages.length === 0 ? html`<p>${say.nothingYet}</p>` : ""}
${seen.hasOlder ? html`<p class="soft small">${say.older}</p>` : ""}
<ol class="talk">${seen.messages.map((message) => said(message, seen, token))}</ol>
${isAsked ? "" : solvedBox(seen)}
<h2 id="write">${say.write}</h2>
${answerBox(draft, seen)}`,
  );
}

function statusWords({ ticket, language }: TicketSeen): string {
  const { status } = ticketWords[language];
  return ticket.status === "closed" ? status.closed[ticket.closedHow ?? "unsaid"] : status[ticket.status];
}

function promised(promise: PromiseSeen, { language }: TicketSeen) {
  const say = ticketWords[language];
  const at = (instant: number) => instantOf(instant, promise.timezone, language);
  const words = () => {
    if (promise.state === "done" && promise.doneAt !== null)
      return promise.isLate ? say.doneLate(at(promise.doneAt)) : say.doneInTime(at(promise.doneAt));
    if (promise.dueAt === null) return say.paused;
    return promise.isLate ? say.lateSince(at(promise.dueAt)) : say.by(at(promise.dueAt));
  };
  const shares = (["used", "left", "over", "closed", "paused"] as const).filter((kind) =>
    promise.timeline.some((segment) => segment.kind === kind),
  );
  const picture = html`${bar(promise.timeline, say.pictureOf(usedShare(promise.timeline)))}
<p class="soft small legend">${shares.map((kind) => html`<span><i class="${kind}" aria-hidden="true"></i>${say.picture[kind]}</span> `)}</p>`;
  return html`<div class="promise"><h3>${say.metrics[promise.metric]}: ${words()}</h3>
${promise.state === "done" ? "" : picture}
<details><summary>${say.why}</summary><p class="soft small">${promise.why}</p></details></div>`;
}

function said(message: TicketSeen["messages"][number], seen: TicketSeen, token: string) {
  const say = ticketWords[seen.language];
  const isOwn = message.direction === "in" && message.author_address === seen.person.address;
  const author = isOwn ? say.you : message.author_name || (message.direction === "in" ? message.author_address : "");
  const files = message.attachments.filter(({ inline }) => !inline);
  return html`<li class="${message.direction}"><h3>${author} <span class="soft small">${wallTimeOf(message.at.getTime(), seen.timezone, seen.language)}</span></h3>
<div class="text">${words(message)}</div>
${message.isCut ? html`<p class="soft small">${say.cut}</p>` : ""}
${
  files.length === 0
    ? ""
    : html`<p class="small">${say.files}:</p><ul class="small">${files.map(
        ({ index, name, bytes }) =>
          html`<li><a href="/ticket/${token}/file/${message.id}/${index}">${name}</a> (${bytesOf(bytes, seen.language)})</li>`,
      )}</ul>`
}
${message.rateToken === null ? "" : rating(message.rateToken, message.score, seen)}</li>`;
}

/** Addresses are links only where one of us wrote them: a stranger's words must lead nobody anywhere by a click. */
function words({ direction, visible }: TicketSeen["messages"][number]) {
  if (direction === "in") return html`<p class="typed" dir="auto">${visible.trim()}</p>`;
  return raw(paragraphs(visible.trim(), { paragraph: "", lastParagraph: "", link: "" }));
}

function rating(token: string, score: number | null, { language }: TicketSeen) {
  const say = ticketWords[language];
  if (score !== null) {
    return html`<p class="soft small">${say.rated(score)} <a href="/rate/${token}">${say.changeRating}</a></p>`;
  }
  const links = scores.map(
    (each) => html`<a class="score" href="/rate/${token}?score=${each}" aria-label="${say.rateOf(each)}">${each}</a> `,
  );
  return html`<p class="soft small">${say.rate} <span class="scores">${links}</span></p>`;
}
