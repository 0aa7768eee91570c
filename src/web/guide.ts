/**
 * `/guide/:token`: whether a guide that was offered solved the matter. The letter's link only leads here; nothing is saved
 * before a button is pressed, because mail scanners follow links.
 */
import type { Hono } from "hono";
import { html } from "hono/html";
import { type GuideSeen, lookAtGuide, sayOfGuide } from "../flow/guides/sayGuide.ts";
import type { Language } from "../ticket/letter.ts";
import type { Reception } from "./app.ts";
import { field, readForm } from "./form.ts";
import { page } from "./page.ts";

const words = {
  en: {
    title: "Did this guide solve it?",
    about: (id: number, subject: string) => `Ticket #${id}: ${subject}`,
    read: "The guide",
    yesMeans:
      "Yes: the people who work on your ticket hear that it is solved and close it. You can write again at any time.",
    noMeans: "No: the ticket stays as it is, and a person answers you.",
    yes: "Yes, this solved it",
    no: "No, it did not help",
    nothing: "Nothing is saved before you press a button.",
    saidYes: "Thank you: solved",
    saidYesLead:
      "We have told the people who work on your ticket. If the matter comes back, reply to any of our mails.",
    saidNo: "Thank you for telling us",
    saidNoLead: "The ticket stays as it is, and a person will answer you.",
    change: "If the guide did help after all:",
    closed: "The ticket is closed. To go on with it, reply to any of our mails.",
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or too old. Answer the mail it came with, and a person will help.",
  },
  pl: {
    title: "Czy ten poradnik pomógł?",
    about: (id: number, subject: string) => `Zgłoszenie #${id}: ${subject}`,
    read: "Poradnik",
    yesMeans:
      "Tak: osoby, które pracują nad zgłoszeniem, dowiedzą się o tym i je zamkną. Można do nas napisać znowu w każdej chwili.",
    noMeans: "Nie: zgłoszenie zostaje, jak jest, i ktoś na nie odpowie.",
    yes: "Tak, sprawa rozwiązana",
    no: "Nie, to nie pomogło",
    nothing: "Nic nie zostanie zapisane, dopóki nie naciśniesz przycisku.",
    saidYes: "Dziękujemy: rozwiązane",
    saidYesLead:
      "Osoby, które pracują nad zgłoszeniem, już o tym wiedzą. Gdyby sprawa wróciła, wystarczy odpisać na dowolną naszą wiadomość.",
    saidNo: "Dziękujemy za informację",
    saidNoLead: "Zgłoszenie zostaje, jak jest, i ktoś na nie odpowie.",
    change: "Jeśli poradnik jednak pomógł:",
    closed: "Zgłoszenie jest zamknięte. Aby do niego wrócić, odpisz na dowolną naszą wiadomość.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo zbyt stary. Odpowiedz na wiadomość, z której pochodzi, a ktoś pomoże.",
  },
};

export function guidePages(app: Hono, reception: Reception): void {
  const deskOf = async () => (await reception.desks.current(reception.pool)).desk;
  app.get("/guide/:token", async (context) => {
    const seen = await lookAtGuide(reception, context.req.param("token"));
    return context.html(show(seen, await deskOf()), seen ? 200 : 404);
  });
  app.post("/guide/:token", async (context) => {
    const said = field((await readForm(context)).verdict);
    const token = context.req.param("token");
    const isVerdict = said === "solved" || said === "notSolved";
    const seen = isVerdict ? await sayOfGuide(reception, token, said) : await lookAtGuide(reception, token);
    return context.html(show(seen, await deskOf()), seen ? 200 : 404);
  });
}

function show(seen: GuideSeen | null, desk: { name: string; language: Language }) {
  const language = seen?.language ?? desk.language;
  const say = words[language];
  if (seen === null) return page(language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`);
  const { guide, ticketId, subject, isClosed } = seen;
  const about = html`<p class="soft">${say.about(ticketId, subject)}</p>
<p>${say.read}: <a href="${guide.url}" rel="noreferrer">${guide.title}</a></p>`;
  if (guide.verdict === "solved") {
    return page(language, say.saidYes, desk.name, html`${about}<p>${say.saidYesLead}</p>`);
  }
  const yes = html`<button type="submit" name="verdict" value="solved">${say.yes}</button>`;
  if (guide.verdict === "notSolved") {
    const change = isClosed ? "" : html`<p>${say.change}</p><form method="post">${yes}</form>`;
    return page(language, say.saidNo, desk.name, html`${about}<p>${say.saidNoLead}</p>${change}`);
  }
  const no = html`<button type="submit" name="verdict" value="notSolved">${say.no}</button>`;
  const means = isClosed ? html`<p>${say.closed}</p>` : html`<ul><li>${say.yesMeans}</li><li>${say.noMeans}</li></ul>`;
  return page(
    language,
    say.title,
    desk.name,
    html`${about}${means}<form method="post"><p>${yes} ${no}</p></form><p class="soft">${say.nothing}</p>`,
  );
}
