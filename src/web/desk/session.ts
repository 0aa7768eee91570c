/**
 * Who sits at the browser: the session's cookie, and the guard that every page of the desk begins with. Over https the
 * cookie is bound to this very host (`__Host-`, RFC 6265bis section 4.1.3.2); plain http has no such cookies in every
 * browser, so the demo on loopback keeps one of the same kind without the prefix.
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { sessionMs, type Visitor, whoIsSignedIn } from "../../flow/pages/signIn.ts";
import type { Reception } from "../app.ts";

export type { SignedIn, Visitor } from "../../flow/pages/signIn.ts";

export const signInPath = "/desk/sign-in";

/**
 * The agent who asks for this page, or the answer to give instead: the way to the sign-in. Pages of the desk begin with
 * `const agent = await requireAgent(context, reception); if (agent instanceof Response) return agent;`
 */
export async function requireAgent(context: Context, reception: Reception): Promise<Visitor | Response> {
  const secret = secretOf(context, reception);
  const agent = secret === null ? null : await whoIsSignedIn(reception, secret);
  if (agent) return agent;
  keepWay(context, reception);
  return context.redirect(signInPath, 303);
}

/** As long as somebody needs to fetch the link from their mail. */
const wayMs = 15 * 60_000;
const wayCharsMax = 500;
/** Pages to read of the desk's own, whole: nothing that leads to another host, deeper, or back to the sign-in. */
const way = /^\/desk(?:\/(?:search|report|ticket\/\d{1,15}))?(?:\?[\x21-\x7e]*)?$/;

/** Where the browser wanted to go is kept by the browser itself: the mailed link says nothing of it. */
function keepWay(context: Context, { publicUrl }: Pick<Reception, "publicUrl">): void {
  const { pathname, search } = new URL(context.req.url);
  const asked = `${pathname}${search}`;
  if (context.req.method !== "GET" || asked.length > wayCharsMax || !way.test(asked)) return;
  const { name, options } = cookieOf(publicUrl);
  setCookie(context, `${name}-way`, asked, { ...options, maxAge: wayMs / 1000 });
}

/** The page that was asked for before the sign-in, else the queue. What a cookie says is believed only as far as it is a page of ours. */
export function takeWay(context: Context, { publicUrl }: Pick<Reception, "publicUrl">): string {
  const { name, options } = cookieOf(publicUrl);
  const asked = getCookie(context, `${name}-way`);
  if (asked === undefined) return "/desk";
  deleteCookie(context, `${name}-way`, options);
  return asked.length <= wayCharsMax && way.test(asked) ? asked : "/desk";
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
