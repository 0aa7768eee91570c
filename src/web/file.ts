/** `/file/:token`: one attachment as a download, never shown in the browser's own page. */
import type { Context, Hono } from "hono";
import { type LinkedFile, linkedFile } from "../flow/pages/file.ts";
import type { Reception } from "./app.ts";

export function filePages(app: Hono, reception: Reception): void {
  app.get("/file/:token", async (context) => {
    const file = await linkedFile(context.req.param("token"), reception);
    return file ? sendFile(context, file) : context.notFound();
  });
}

export function sendFile(context: Context, file: LinkedFile): Response {
  context.header("Content-Type", "application/octet-stream");
  context.header("Content-Disposition", disposition(file.name));
  context.header("Content-Security-Policy", "sandbox; default-src 'none'");
  return context.body(new Uint8Array(file.content));
}

/** RFC 6266 with the name in RFC 8187's form, and an ASCII one for old clients. */
function disposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
