/**
 * Who sits at the browser: the session's cookie, and the guard that every page of the desk begins with. Over https the
 * cookie is bound to this very host (`__Host-`, RFC 6265bis section 4.1.3.2); plain http has no such cookies in every
 * browser, so the demo on loopback keeps one of the same kind without the prefix.
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type SignedIn, sessionMs, whoIsSignedIn } from "../../flow/signIn.ts";
import type { Reception } from "../app.ts";

export type { SignedIn } from "../../flow/signIn.ts";

export const signInPath = "/desk/sign-in";

/**
 * The agent who asks for this page, or the answer to give instead: the way to the sign-in. Pages of the desk begin with
 * `const agent = await requireAgent(context, reception); if (agent instanceof Response) return agent;`
 */
export async function requireAgent(context: Context, reception: Reception): Promise<SignedIn | Response> {
  const secret = secretOf(context, reception);
  const agent = secret === null ? null : await whoIsSignedIn(reception, secret);
  return agent ?? context.redirect(signInPath, 303);
}

/** What the browser holds; null where it holds nothing. */
export function secretOf(context: Context, { publicUrl }: Pick<Reception, "publicUrl">): string | null {
  return getCookie(context, cookieOf(publicUrl).name) ?? null;
}

export function keepSecret(context: Context, { publicUrl }: Pick<Reception, "publicUrl">, secret: string): void {
  const { name, options } = cookieOf(publicUrl);
  setCookie(context, name, secret, { ...options, maxAge: sessionMs / 1000 });
}

export function dropSecret(context: Context, { publicUrl }: Pick<Reception, "publicUrl">): void {
  const { name, options } = cookieOf(publicUrl);
  deleteCookie(context, name, options);
}

/** Lax: a link in a mail may lead to a page of the desk, and no other site's form does anything here. */
function cookieOf(publicUrl: string) {
  const secure = publicUrl.startsWith("https:");
  const options = { path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
  return { name: secure ? "__Host-intray-desk" : "intray-desk", options };
}
