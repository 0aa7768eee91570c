/** The floor of the pages' benchmark, in a process of its own: hono alone, answering each path with a fixed page of a file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const [folder = "", ...names] = process.argv.slice(2);
const app = new Hono();
for (const name of names) {
  const page = readFileSync(join(folder, `${name}.html`), "utf8");
  app.get(`/${name}`, (context) => context.html(page));
}
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(port));
