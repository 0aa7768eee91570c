/**
 * The HTTP server under the pages: how long it waits for whom, and headers for what node answers by itself, before a page is
 * asked (a request that is no HTTP, has too long headers, or names no host).
 */
import { once } from "node:events";
import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { serve } from "@hono/node-server";

/** Headers come within seconds on any line; 25 MB pass in five minutes on a poor one. */
const serverOptions = {
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
  // Node's own refusal of who names no host bears no headers; ours does.
  requireHostHeader: false,
};
/** A line on which nothing at all moves is cut. */
const silentMs = 30_000;

/** What every answer bears, whoever gives it; a page's own say more. */
export const bareHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
} as const;

/** Listens; throws what the port says where it is taken or may not be used. */
export async function servePages(
  fetch: (request: Request, env: object) => Promise<Response> | Response,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const refusing: typeof fetch = (request, env) =>
    request.headers.has("host") ? fetch(request, env) : new Response(null, { status: 400 });
  const server = serve({ fetch: refusing, hostname: host, port, serverOptions }) as Server;
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.setTimeout(silentMs);
  server.prependListener("request", (request, response) => {
    answering.set(request.socket, response);
    for (const [name, value] of Object.entries(bareHeaders)) response.setHeader(name, value);
  });
  server.on("checkExpectation", (_, response) => {
    response.writeHead(417, { ...bareHeaders, Connection: "close" }).end();
  });
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    const begun = answering.get(socket);
    const isBegun = begun?.headersSent === true && !begun.writableEnded;
    if (error.code === "ECONNRESET" || !socket.writable || isBegun) socket.destroy();
    else socket.end(bareAnswer(statusOf(error.code)));
  });
  await once(server, "listening");
  return server;
}

function statusOf(code: string | undefined): number {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return 431;
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return 413;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return 408;
    default:
      return 400;
  }
}

function bareAnswer(status: number): string {
  const headers = { Connection: "close", "Content-Length": "0", ...bareHeaders };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join("\r\n")}\r\n\r\n`;
}
