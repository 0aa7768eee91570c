/**
 * The pages behind emailed links. GET shows and writes nothing, because mail scanners follow links; only a button's POST
 * acts. Headers forbid scripts, frames and referrers; a POST from another site is refused.
 */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Pool } from "pg";
import type { Stationery } from "../flow/commit.ts";
import type { DeskBook } from "../flow/desks.ts";
import { type Health, lookAtHealth } from "../flow/health.ts";
import type { Blobs } from "../io/blobs.ts";
import { type Log, plainError } from "../io/log.ts";
import type { Queue } from "../io/queue.ts";
import type { Readers } from "../io/readers.ts";
import { admitPages } from "./admit.ts";
import { approvePages } from "./approve.ts";
import { cancelPages } from "./cancel.ts";
import { crowdCaps, inTurn } from "./crowd.ts";
import { deskPages } from "./desk/desk.ts";
import { filePages } from "./file.ts";
import { UnreadableForm } from "./form.ts";
import { guidePages } from "./guide.ts";
import { pageHeaders } from "./headers.ts";
import { newPages } from "./new.ts";
import { questionPages } from "./question.ts";
import { ratePages } from "./rate.ts";
import { refuse } from "./refusals.ts";
import { roadmapPages } from "./roadmap.ts";
import { ticketPages } from "./ticket.ts";
import { fewAtOnce, formFiles, ticketFiles, wordsBytesMax } from "./uploads.ts";
import { verifyPages } from "./verify.ts";

export type Reception = {
  pool: Pool;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  blobs: Blobs;
  readers: Readers;
  log: Log;
  publicUrl: string;
  /** Whose word counts on where a request comes from. */
  isProxy: (address: string) => boolean;
  now: () => number;
};

/** A form of ours holds words and choices; only `/new` and the ticket page take files. */
const formBytesMax = 64 * 1024;

const allowed = "GET, HEAD, POST, OPTIONS";

export function openApp(reception: Reception, crowd = crowdCaps): Hono {
  const app = new Hono();
  app.use(pageHeaders(reception.publicUrl));
  app.use(async (context, next) => {
    // Looking and pressing a button is all that these pages know.
    if (context.req.method === "OPTIONS") return context.body(null, 204, { Allow: allowed });
    if (!allowed.split(", ").includes(context.req.method)) {
      context.header("Allow", allowed);
      return await refuse(context, "notDone");
    }
    return await next();
  });
  app.use(async (context, next) => {
    if (context.req.method === "POST" && !isSameSite(context, reception.publicUrl)) {
      return await refuse(context, "elsewhere");
    }
    return await next();
  });
  app.use(inTurn(crowd, (context) => refuse(context, "crowded")));
  app.use(fewAtOnce(formBytesMax, reception.isProxy, (context) => refuse(context, "busy")));
  const tooLarge = (context: Context) => refuse(context, "tooLarge");
  // Twice what is taken: who sends a little too much is told so beside their words, which would be lost otherwise.
  const limitOf = (bytesMax: number) => bodyLimit({ maxSize: 2 * bytesMax + wordsBytesMax, onError: tooLarge });
  const [ofNew, ofTicket] = [limitOf(formFiles.bytesMax), limitOf(ticketFiles.bytesMax)];
  const ofWords = bodyLimit({ maxSize: formBytesMax, onError: tooLarge });
  app.use(async (context, next) => {
    const { path, method } = context.req;
    // Who looks sends nothing; to see that in the request would make the platform build it anew.
    if (method !== "POST") return await next();
    return await (path === "/new" ? ofNew : path.startsWith("/ticket/") ? ofTicket : ofWords)(context, next);
  });
  app.get("/healthz", (context) => context.text("alive\n"));
  app.get("/readyz", async (context) => {
    const health = await lookAtHealth(reception.pool);
    return context.json(health, health.ready ? 200 : 503);
  });
  app.get("/metrics", async (context) => context.text(metricsText(await lookAtHealth(reception.pool)), 200));
  admitPages(app, reception);
  approvePages(app, reception);
  cancelPages(app, reception);
  deskPages(app, reception);
  filePages(app, reception);
  questionPages(app, reception);
  newPages(app, reception);
  guidePages(app, reception);
  roadmapPages(app, reception);
  verifyPages(app, reception);
  ratePages(app, reception);
  ticketPages(app, reception);
  app.notFound((context) => refuse(context, "missing"));
  app.onError((error, context) => {
    if (error instanceof UnreadableForm) return refuse(context, error.why);
    reception.log.error({ error: plainError(error) }, "a page failed");
    return refuse(context, "failed");
  });
  return app;
}

/**
 * Browsers say where a form was sent from: by Sec-Fetch-Site, over https and on this machine; by Origin everywhere, which is
 * "null" here because our pages name no referrer (Fetch, "append a request Origin header"). So it is from whoever says neither:
 * there the secret in the address, which no other site knows, is what keeps others out. The desk's pages have a cookie
 * instead, and over https every browser of today says where from.
 */
function isSameSite(context: Context, publicUrl: string): boolean {
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = context.req.header("origin");
  if (origin === "null") return !(publicUrl.startsWith("https:") && context.req.path.startsWith("/desk"));
  return origin === undefined || origin === new URL(publicUrl).origin;
}

/** Prometheus' text format. */
function metricsText(health: Health): string {
  const lines = Object.entries(health.counts).map(([name, value]) => `intray_${name} ${value}`);
  return `${[`intray_ready ${health.ready ? 1 : 0}`, ...lines].join("\n")}\n`;
}
