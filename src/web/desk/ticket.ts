/**
 * `/desk/ticket/:id`: one ticket for agents. What strangers wrote is shown as text; how it looked is shown on request, cleaned,
 * in a frame that may do nothing. Agents answer from their mail client: the page hands them the addresses.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { fileForDesk, lookAtDeskTicket, makeAddresses } from "../../flow/desk/ticket.ts";
import type { Reception } from "../app.ts";
import { sendFile } from "../file.ts";
import { deskPage } from "./frame.ts";
import { requireAgent, type SignedIn } from "./session.ts";
import { ticketBody } from "./ticketBody.ts";
import { deskTicketWords } from "./ticketWords.ts";

export function deskTicketPages(app: Hono, reception: Reception): void {
  const unknown = (context: Context, agent: SignedIn) => {
    const say = deskTicketWords[agent.desk.language];
    const body = html`<p><a href="/desk/search">${say.unknownLead}</a></p>`;
    return context.html(deskPage(agent, { title: say.unknown, at: null, body }), 404);
  };
  app.get("/desk/ticket/:id", async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const id = readId(context.req.param("id"));
    const formatted = context.req.query("formatted");
    const wanted = formatted === "all" ? "all" : readId(formatted ?? "");
    const seen = id === null ? null : await lookAtDeskTicket(reception, agent, id, wanted);
    if (!seen) return unknown(context, agent);
    const title = deskTicketWords[agent.desk.language].title(seen.ticket.id, seen.ticket.subject);
    return context.html(deskPage(agent, { title, at: "queue", body: ticketBody(seen, agent, reception.now()) }));
  });
  app.get("/desk/ticket/:id/file/:message/:index", async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const [id, message, index] = [
      context.req.param("id"),
      context.req.param("message"),
      context.req.param("index"),
    ].map(readId);
    if (id == null || message == null || index == null || index > 100_000) return unknown(context, agent);
    const file = await fileForDesk(reception, id, message, index);
    return file ? sendFile(context, file) : unknown(context, agent);
  });
  app.post("/desk/ticket/:id/addresses", async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const id = readId(context.req.param("id"));
    if (id === null || !(await makeAddresses(reception, agent, id))) return unknown(context, agent);
    return context.redirect(`/desk/ticket/${id}#write`, 303);
  });
}

function readId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
