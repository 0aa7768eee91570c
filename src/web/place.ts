/** Where a request comes from, for quotas. */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { addressIn } from "../flow/place.ts";

/** A proxy on this machine says for whom it asks; what anybody else says of it is not believed. */
export function placeOf(context: Context): string {
  const address = getConnInfo(context).remote.address ?? "";
  const isLocal = /^(127\.|::1$|::ffff:127\.)/.test(address);
  const forwarded = addressIn(context.req.header("x-forwarded-for")?.split(",").at(-1) ?? "");
  return isLocal && forwarded !== "" ? forwarded : address;
}
