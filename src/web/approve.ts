/** The page behind the approve link of a held mail: GET shows what would leave, POST lets it go. */
import type { Hono } from "hono";
import { html } from "hono/html";
import { type Approval, approve, lookAtApproval } from "../flow/approve.ts";
import type { Reception } from "./app.ts";
import { page } from "./page.ts";

const words = {
  en: {
    waiting: (id: number) => `Send your answer on #${id}?`,
    lead: "We held this mail because we could not be sure that it came from you. If you wrote it, send it now; if you did not, close this page and nothing will leave.",
    button: "Yes, I wrote it: send it",
    approved: (id: number) => `Approved: #${id}`,
    done: "Your mail goes its way now. You can close this page.",
    unknown: "This link is not valid",
    unknownLead:
      "It may be too old, or the mail was dealt with. Nothing was sent. Answer the notice of the ticket again to write to the customer.",
  },
  pl: {
    waiting: (id: number) => `Wysłać Twoją odpowiedź w #${id}?`,
    lead: "Zatrzymaliśmy tę wiadomość, bo nie mieliśmy pewności, że pochodzi od Ciebie. Jeśli to Twoja wiadomość, wyślij ją teraz; jeśli nie, zamknij tę stronę i nic nie zostanie wysłane.",
    button: "Tak, to moja wiadomość: wyślij",
    approved: (id: number) => `Zatwierdzono: #${id}`,
    done: "Twoja wiadomość rusza w drogę. Możesz zamknąć tę stronę.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead:
      "Mógł wygasnąć albo wiadomość została już załatwiona. Nic nie wysłano. Aby napisać do klienta, odpowiedz ponownie na powiadomienie o zgłoszeniu.",
  },
};

export function approvePages(app: Hono, { pool, queue, desks }: Reception): void {
  app.get("/approve/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const found = await lookAtApproval(pool, context.req.param("token"));
    return context.html(show(found, desk.language, desk.name), found.kind === "unknown" ? 404 : 200);
  });
  app.post("/approve/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const found = await approve(pool, context.req.param("token"), queue, desks);
    return context.html(show(found, desk.language, desk.name), found.kind === "unknown" ? 404 : 200);
  });
}

function show(found: Approval, language: "en" | "pl", deskName: string) {
  const say = words[language];
  switch (found.kind) {
    case "waiting":
      return page(
        language,
        say.waiting(found.ticketId),
        deskName,
        html`<p>${say.lead}</p><p class="soft">${found.subject}</p><blockquote>${found.excerpt}</blockquote>
<form method="post"><button type="submit">${say.button}</button></form>`,
      );
    case "approved":
      return page(language, say.approved(found.ticketId), deskName, html`<p>${say.done}</p>`);
    case "unknown":
      return page(language, say.unknown, deskName, html`<p>${say.unknownLead}</p>`);
    default:
      return found satisfies never;
  }
}
