/** The page where an agent or a participant lets somebody from outside take part, or does not: GET shows who and what, POST decides. */
import type { Hono } from "hono";
import { html } from "hono/html";
import { type AdmitSeen, letIn, lookAtAdmission } from "../flow/pages/letIn.ts";
import type { Reception } from "./app.ts";
import { field, readForm } from "./form.ts";
import { page } from "./page.ts";

const words = {
  en: {
    about: (id: number, subject: string) => `Ticket #${id}: ${subject}`,
    waiting: (who: string) => `May ${who} take part?`,
    stranger:
      "This person is not of the ticket's account and wrote to one of its addresses. Perhaps a colleague passed our mail on to them; perhaps somebody else did.",
    copied: "This person is not of the ticket's account and was copied in by somebody who takes part.",
    wrote: "What they wrote",
    approveMeans: "Approve: they take part from now on, and get nothing that was said before.",
    wordsMeans: "Their words count as a reply.",
    refuseMeans: "Refuse: they get nothing. What they wrote stays on file and counts for nothing.",
    approve: "Approve",
    refuse: "Refuse",
    nothing: "Nothing is decided before you press a button.",
    approved: (who: string) => `${who} takes part`,
    approvedLead: "They get what is said from now on. To end it, write #cc remove on the ticket.",
    refused: (who: string) => `Refused: ${who}`,
    refusedLead: "They get nothing, and nobody told them. You can still approve.",
    strangerToYou:
      "This address is not of your account, and they wrote to an address that we made for your ticket. Perhaps you passed our mail on to them; perhaps somebody else did.",
    approvedForYou: "They get what is said from now on. To end it, write to us on the ticket.",
    refusedForYou: "They get nothing, and nobody told them. If that is not what you want, write to us on the ticket.",
    unknown: "This link is not valid",
    unknownLead: "It may be too old, or the mail is in another ticket now. Nothing was changed.",
  },
  pl: {
    about: (id: number, subject: string) => `Zgłoszenie #${id}: ${subject}`,
    waiting: (who: string) => `Czy dopuścić do zgłoszenia: ${who}?`,
    stranger:
      "Ta osoba nie należy do konta zgłoszenia, a napisała na jeden z jego adresów. Może ktoś z firmy przekazał jej naszą wiadomość, a może ktoś inny.",
    copied: "Ta osoba nie należy do konta zgłoszenia, a ktoś z uczestników dopisał ją do wiadomości.",
    wrote: "Treść wiadomości",
    approveMeans: "Dopuść: ta osoba bierze odtąd udział i nie dostanie tego, co napisano wcześniej.",
    wordsMeans: "Jej tekst liczy się jak odpowiedź.",
    refuseMeans: "Odrzuć: ta osoba nic nie dostanie. Jej tekst zostaje w aktach i nic nie znaczy.",
    approve: "Dopuść",
    refuse: "Odrzuć",
    nothing: "Nic nie jest postanowione, dopóki nie naciśniesz przycisku.",
    approved: (who: string) => `Bierze udział: ${who}`,
    approvedLead: "Ta osoba dostaje to, co jest pisane od teraz. Aby to zakończyć, napisz #cc remove w zgłoszeniu.",
    refused: (who: string) => `Odrzucono: ${who}`,
    refusedLead: "Ta osoba nic nie dostanie i nic jej nie powiedziano. Możesz ją jeszcze dopuścić.",
    strangerToYou:
      "Ten adres nie należy do Państwa konta, a ta osoba pisze na adres, który utworzyliśmy dla Państwa zgłoszenia. Może to Państwo przekazali jej naszą wiadomość, a może ktoś inny.",
    approvedForYou:
      "Ta osoba dostaje to, co jest pisane od teraz. Aby to zakończyć, wystarczy napisać do nas w zgłoszeniu.",
    refusedForYou:
      "Ta osoba nic nie dostanie i nic jej nie powiedziano. Jeśli ma być inaczej, wystarczy napisać do nas w zgłoszeniu.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Mógł wygasnąć albo wiadomość jest już w innym zgłoszeniu. Niczego nie zmieniono.",
  },
};

const nameCharsMax = 150;

export function admitPages(app: Hono, reception: Reception): void {
  const { pool, desks } = reception;
  app.get("/admit/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const seen = await lookAtAdmission(reception, context.req.param("token"));
    return context.html(show(seen, context.req.query("a"), desk), seen ? 200 : 404);
  });
  app.post("/admit/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const choice = field((await readForm(context)).choice);
    const token = context.req.param("token");
    const isChoice = choice === "approve" || choice === "refuse";
    const seen = isChoice ? await letIn(reception, token, choice) : await lookAtAdmission(reception, token);
    return context.html(show(seen, undefined, desk), seen ? 200 : 404);
  });
}

function show(seen: AdmitSeen | null, chosen: string | undefined, desk: { name: string; language: "en" | "pl" }) {
  const language = seen?.language ?? desk.language;
  const say = words[language];
  if (seen === null) return page(language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`);
  const { person } = seen;
  // A name is what the stranger says; it may be somebody else's.
  const name = person.address;
  const who = person.name === "" ? name : `${person.name.slice(0, nameCharsMax)} <${name}>`;
  const about = html`<p class="soft">${say.about(seen.ticketId, seen.subject)}</p>`;
  if (seen.state === "approved") {
    return page(
      language,
      say.approved(name),
      desk.name,
      html`${about}<p>${who}</p><p>${seen.isAgent ? say.approvedLead : say.approvedForYou}</p>`,
    );
  }
  const isRefused = seen.state === "refused";
  if (isRefused && !seen.isAgent) {
    return page(language, say.refused(name), desk.name, html`${about}<p>${who}</p><p>${say.refusedForYou}</p>`);
  }
  const said = seen.words === null ? "" : html`<h2>${say.wrote}</h2><blockquote>${seen.words}</blockquote>`;
  const second = chosen === "refuse" ? "approve" : "refuse";
  const button = (value: "approve" | "refuse") =>
    html`<button type="submit" name="choice" value="${value}"${value === second && !isRefused ? html` class="second"` : ""}>${say[value]}</button>`;
  const [approve, refuse] = [button("approve"), button("refuse")];
  const buttons = isRefused ? approve : chosen === "refuse" ? html`${refuse} ${approve}` : html`${approve} ${refuse}`;
  const lead = isRefused
    ? say.refusedLead
    : seen.words === null
      ? say.copied
      : seen.isAgent
        ? say.stranger
        : say.strangerToYou;
  const means = isRefused
    ? ""
    : html`<ul><li>${say.approveMeans} ${seen.words === null ? "" : say.wordsMeans}</li><li>${say.refuseMeans}</li></ul>`;
  return page(
    language,
    isRefused ? say.refused(name) : say.waiting(name),
    desk.name,
    html`${about}<p>${who}</p><p>${lead}</p>${said}${means}
<form method="post" action="?"><p class="buttons">${buttons}</p></form><p class="soft">${isRefused ? "" : say.nothing}</p>`,
  );
}
