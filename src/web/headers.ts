/**
 * The headers that every page bears: no script, no frame, no referrer, kept nowhere. hono's secureHeaders writes them once;
 * it would set them on each finished answer, and for that the platform makes a whole second answer of every page.
 */
import { Hono, type MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

export function pageHeaders(publicUrl: string): MiddlewareHandler {
  const bare = new Hono();
  bare.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: "no-referrer",
      xFrameOptions: "DENY",
      strictTransportSecurity: publicUrl.startsWith("https:") ? "max-age=31536000" : false,
    }),
  );
  bare.get("/", (context) => context.body(null));
  const written = Promise.resolve(bare.request("/")).then(({ headers }) => [
    ...headers,
    ["Cache-Control", "no-store"] as const,
    ["X-Robots-Tag", "noindex"] as const,
  ]);
  return async (context, next) => {
    // Before the page answers: what it says of itself, such as a file's own policy, comes after and counts.
    for (const [name, value] of await written) context.header(name, value);
    await next();
  };
}
