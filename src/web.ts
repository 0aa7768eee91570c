/** The web process: serves the pages behind emailed links. */
import type { Server } from "node:http";
import type { Config } from "./config.ts";
import { openDesks } from "./flow/desks.ts";
import { openStationery } from "./flow/stationery.ts";
import { openBlobs } from "./io/blobs.ts";
import type { Log } from "./io/log.ts";
import { connectPool } from "./io/postgres.ts";
import { openProxies } from "./io/proxies.ts";
import { openQueue } from "./io/queue.ts";
import { openReaders } from "./io/readers.ts";
import { openApp } from "./web/app.ts";
import { pageConnectionsMax } from "./web/crowd.ts";
import { servePages } from "./web/server.ts";

export type Running = { stop(): Promise<void> };

/** The port is taken, or may not be used. */
export class PortError extends Error {
  override name = "PortError";
}

/** Opens the port and serves until stopped. `port` 0 takes a free one; `url` says which. */
export async function startWeb(config: Config, databaseUrl: string, log: Log): Promise<Running & { url: string }> {
  const stationery = await openStationery(config);
  const pool = await connectPool(databaseUrl, {
    applicationName: "intray web",
    connectionCountMax: pageConnectionsMax,
    onIdleError: () => log.warn("an idle database connection broke; it is replaced"),
  });
  const queue = await openQueue(databaseUrl, log);
  const blobs = await openBlobs(config.blobs);
  // Attachments are taken out of strangers' mail in a thread that can be killed, never in the process that serves.
  const readers = openReaders({ threadCount: 1, own: { loopId: null, keys: null } });
  const desks = openDesks(Date.now);
  const app = openApp({
    pool,
    queue,
    desks,
    stationery,
    blobs,
    readers,
    log,
    publicUrl: config.publicUrl,
    isProxy: openProxies(config.trustedProxies),
    now: Date.now,
  });
  const close = async () => {
    await readers.close();
    await queue.stop();
    await pool.end();
  };
  let server: Server;
  try {
    server = await servePages(app.fetch, config);
  } catch (error) {
    await close();
    throw portError(config, error);
  }
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : config.port;
  const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  log.info({ url }, "the pages are served");
  return {
    url,
    async stop() {
      server.close();
      server.closeAllConnections();
      await close();
    },
  };
}

function portError(config: Config, error: unknown): Error {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EADDRINUSE")
    return new PortError(`port ${config.port} on ${config.host} is in use; stop what uses it or set PORT to another`);
  if (code === "EACCES")
    return new PortError(`port ${config.port} may not be opened by this user; set PORT to one above 1023`);
  if (["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"].includes(String(code)))
    return new PortError(`this machine has no address ${config.host}; correct HOST`);
  return error instanceof Error ? error : new Error(String(error));
}
