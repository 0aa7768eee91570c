/** The page behind the approve link of a held mail: GET shows what would leave, POST lets it go. */
import type { Hono } from "hono";
import { html } from "hono/html";
import { type Approval, approve, lookAtApproval } from "../flow/pages/approve.ts";
import type { Reception } from "./app.ts";
import { page } from "./page.ts";

const words = {
  en: {
    lead: "We held this mail because we could not be sure of it. If you wrote it, press the button; if you did not, close this page and nothing will happen.",
    on: (id: number | null) => (id === null ? "" : ` on #${id}`),
    answer: { ask: "Send your answer", button: "Yes, I wrote it: send it to the customer" },
    note: { ask: "File your note", button: "Yes, I wrote it: file it as an internal note" },
    commands: { ask: "Carry out your commands", button: "Yes, I wrote them: carry them out" },
    forward: { ask: "Take in what you passed on", button: "Yes, I passed it on: take it in" },
    noteStays: "No customer sees a note.",
    approved: "Approved",
    done: "Your mail goes its way now. You can close this page.",
    unknown: "This link is not valid",
    unknownLead:
      "It may be too old, or the mail was dealt with. Nothing was sent. Answer the notice of the ticket again to write to the customer.",
  },
  pl: {
    lead: "Zatrzymaliśmy tę wiadomość, bo nie mieliśmy co do niej pewności. Jeśli to Twoja wiadomość, naciśnij przycisk; jeśli nie, zamknij tę stronę i nic się nie stanie.",
    on: (id: number | null) => (id === null ? "" : ` w #${id}`),
    answer: { ask: "Wysłać Twoją odpowiedź", button: "Tak, to moja odpowiedź: wyślij do klienta" },
    note: { ask: "Zapisać Twoją notatkę", button: "Tak, to moja notatka: zapisz jako wewnętrzną" },
    commands: { ask: "Wykonać Twoje polecenia", button: "Tak, to moje polecenia: wykonaj" },
    forward: { ask: "Przyjąć przekazaną wiadomość", button: "Tak, to ja ją przekazuję: przyjmij" },
    noteStays: "Notatki nie zobaczy żaden klient.",
    approved: "Zatwierdzono",
    done: "Twoja wiadomość rusza w drogę. Możesz zamknąć tę stronę.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead:
      "Mógł wygasnąć albo wiadomość została już załatwiona. Nic nie wysłano. Aby napisać do klienta, odpowiedz ponownie na powiadomienie o zgłoszeniu.",
  },
};

export function approvePages(app: Hono, { pool, queue, desks, stationery }: Reception): void {
  app.get("/approve/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const found = await lookAtApproval(pool, context.req.param("token"));
    return context.html(show(found, desk.language, desk.name), found.kind === "unknown" ? 404 : 200);
  });
  app.post("/approve/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const found = await approve(pool, context.req.param("token"), queue, desks, stationery.keys);
    return context.html(show(found, desk.language, desk.name), found.kind === "unknown" ? 404 : 200);
  });
}

function show(found: Approval, language: "en" | "pl", deskName: string) {
  const say = words[language];
  switch (found.kind) {
    case "waiting":
      return page(
        language,
        `${say[found.what].ask}${say.on(found.ticketId)}?`,
        deskName,
        html`<p>${say.lead}${found.what === "note" ? ` ${say.noteStays}` : ""}</p><p class="soft">${found.subject}</p><blockquote>${found.excerpt}</blockquote>
<form method="post"><button type="submit">${say[found.what].button}</button></form>`,
      );
    case "approved":
      return page(language, `${say.approved}${say.on(found.ticketId)}`, deskName, html`<p>${say.done}</p>`);
    case "unknown":
      return page(language, say.unknown, deskName, html`<p>${say.unknownLead}</p>`);
    default:
      return found satisfies never;
  }
}
