/**
 * The mailroom: a page on loopback that shows the mailboxes of the demo's people, each mail as HTML and as text, and lets
 * one write and answer as any of them. It only exists in the demo.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { mailroomPages } from "./mailroomPages.ts";
import type { Stage } from "./stage.ts";

/** Opens the page on a free port, or on 3100 where that is free, so that the address stays the same from day to day. */
export async function startMailroom(stage: Stage): Promise<{ url: string; stop(): Promise<void> }> {
  const app = new Hono();
  mailroomPages(app, stage);
  const server = await listen(app, 3100).catch(() => listen(app, 0));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
    },
  };
}

async function listen(app: Hono, port: number) {
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port });
  await once(server, "listening");
  return server;
}
