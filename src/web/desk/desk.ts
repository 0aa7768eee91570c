/** `/desk`: the agents' own pages. Nothing below it is shown without a session. */
import type { Hono } from "hono";
import type { Reception } from "../app.ts";
import { queuePages } from "./queue.ts";
import { reportPages } from "./report.ts";
import { searchPages } from "./search.ts";
import { signInPages } from "./signIn.ts";
import { deskTicketPages } from "./ticket.ts";

export function deskPages(app: Hono, reception: Reception): void {
  reportPages(app, reception);
  signInPages(app, reception);
  queuePages(app, reception);
  searchPages(app, reception);
  deskTicketPages(app, reception);
}
