/** Whose word counts on where a request comes from. */
import { Hono } from "hono";
import { expect, test } from "vitest";
import { openProxies, readProxies } from "../../src/io/proxies.ts";
import { placeOf } from "../../src/web/place.ts";

async function placeFrom(remoteAddress: string, forwarded: string | null, trusted = ""): Promise<string> {
  const isProxy = openProxies(readProxies(trusted));
  const app = new Hono();
  app.get("/", (context) => context.text(placeOf(context, isProxy)));
  const headers: Record<string, string> = forwarded === null ? {} : { "x-forwarded-for": forwarded };
  const connection = { incoming: { socket: { remoteAddress, remotePort: 1, remoteFamily: "IPv4" } } };
  return await (await app.request("http://desk.example/", { headers }, connection)).text();
}

test.each([
  ["a stranger speaks for themself alone", "203.0.113.9", "198.51.100.1", "", "203.0.113.9"],
  ["a proxy on this machine speaks for its clients", "::ffff:127.0.0.1", "198.51.100.1", "", "198.51.100.1"],
  ["what a client wrote before its proxy counts for nothing", "127.0.0.1", "1.2.3.4, 198.51.100.1", "", "198.51.100.1"],
  ["a proxy elsewhere is believed when it is named", "10.1.2.3", "198.51.100.1:5012", "10.0.0.0/8", "198.51.100.1"],
  ["and only then", "10.1.2.3", "198.51.100.1", "10.2.0.0/16", "10.1.2.3"],
  [
    "proxies stand behind each other",
    "10.1.2.3",
    "1.1.1.1, 198.51.100.1, 2001:db8::7",
    "10.0.0.0/8 2001:db8::/32",
    "198.51.100.1",
  ],
  ["a proxy that says nothing is a place itself", "127.0.0.1", null, "", "127.0.0.1"],
  ["a header of commas leads nowhere", "127.0.0.1", ",".repeat(5_000), "", "127.0.0.1"],
])("%s", async (_, remote, forwarded, trusted, place) => {
  expect(await placeFrom(remote, forwarded, trusted)).toBe(place);
});

test.each(["all", "10.0.0.0/33", "10.0.0.0/0", "10.0.0.0/8/8", "2001:db8::/129", "10.0.0"])(
  "%s names no proxy",
  (text) => {
    expect(() => readProxies(text)).toThrow(`"${text}" is neither`);
  },
);
