/** The page behind the cancel link of a transcript: GET shows whether the answer is still here, POST stops it. */
import type { Hono } from "hono";
import { html } from "hono/html";
import { type Cancelling, cancelAnswer, lookAtCancelling } from "../flow/pages/cancel.ts";
import type { Reception } from "./app.ts";
import { page } from "./page.ts";

const words = {
  en: {
    held: (id: number) => `Stop your answer on #${id}?`,
    heldLead: "It has not left yet. If you stop it, no customer gets it, and what its commands did is taken back.",
    button: "Stop it",
    stopped: (id: number) => `Stopped: #${id}`,
    stoppedLead: "No customer gets your answer. It stays on the ticket as an internal note.",
    left: (id: number) => `Too late: your answer on #${id} has left`,
    leftLead: "It cannot be called back. Nothing was changed.",
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or too old. Nothing was changed.",
  },
  pl: {
    held: (id: number) => `Zatrzymać Twoją odpowiedź w #${id}?`,
    heldLead: "Jeszcze nie wyszła. Po zatrzymaniu klient jej nie dostanie, a skutki poleceń zostaną cofnięte.",
    button: "Zatrzymaj",
    stopped: (id: number) => `Zatrzymano: #${id}`,
    stoppedLead: "Klient nie dostanie Twojej odpowiedzi. Pozostaje w zgłoszeniu jako notatka wewnętrzna.",
    left: (id: number) => `Za późno: Twoja odpowiedź w #${id} już wyszła`,
    leftLead: "Nie da się jej cofnąć. Niczego nie zmieniono.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo wygasł. Niczego nie zmieniono.",
  },
};

export function cancelPages(app: Hono, reception: Reception): void {
  const { pool, desks } = reception;
  app.get("/cancel/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const found = await lookAtCancelling(pool, context.req.param("token"));
    return context.html(show(found, desk.language, desk.name), found.kind === "unknown" ? 404 : 200);
  });
  app.post("/cancel/:token", async (context) => {
    const { desk } = await desks.current(pool);
    const found = await cancelAnswer(context.req.param("token"), reception);
    return context.html(show(found, desk.language, desk.name), found.kind === "unknown" ? 404 : 200);
  });
}

function show(found: Cancelling, language: "en" | "pl", deskName: string) {
  const say = words[language];
  switch (found.kind) {
    case "held":
      return page(
        language,
        say.held(found.ticketId),
        deskName,
        html`<p>${say.heldLead}</p><form method="post"><button type="submit">${say.button}</button></form>`,
      );
    case "stopped":
      return page(language, say.stopped(found.ticketId), deskName, html`<p>${say.stoppedLead}</p>`);
    case "left":
      return page(language, say.left(found.ticketId), deskName, html`<p>${say.leftLead}</p>`);
    case "unknown":
      return page(language, say.unknown, deskName, html`<p>${say.unknownLead}</p>`);
    default:
      return found satisfies never;
  }
}
