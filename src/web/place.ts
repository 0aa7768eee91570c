/** Where a request comes from, for quotas. */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { addressIn } from "../flow/restraint/place.ts";

/** A proxy that is believed says for whom it asks; what anybody else says of it is not believed. */
export function placeOf(context: Context, isProxy: (address: string) => boolean): string {
  // No chain of proxies is longer, and headers may be.
  const said = (context.req.header("x-forwarded-for") ?? "").slice(-1_000).split(",").map(addressIn).slice(-20);
  let place = getConnInfo(context).remote.address ?? "";
  while (isProxy(place)) {
    const next = said.pop();
    if (next === undefined || next === "") break;
    place = next;
  }
  return place;
}
