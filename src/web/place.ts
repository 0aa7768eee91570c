/** Where a request comes from, for quotas. */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** A proxy on this machine says for whom it asks; what anybody else says of it is not believed. */
export function placeOf(context: Context): string {
  const address = getConnInfo(context).remote.address ?? "";
  const isLocal = /^(127\.|::1$|::ffff:127\.)/.test(address);
  const forwarded = context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return isLocal && forwarded ? forwarded.slice(0, 60) : address;
}
