/**
 * `/desk/sign-in`: agents ask for a link by their address. The answer is the same for every address and leaves before
 * anything is looked up; following the link shows a button, because scanners follow links, and the button signs in.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { lookAtSignIn, mailSignInLink, signIn, signOut } from "../../flow/pages/signIn.ts";
import { plainError } from "../../io/log.ts";
import type { Reception } from "../app.ts";
import { field, readForm } from "../form.ts";
import { page } from "../page.ts";
import { placeOf } from "../place.ts";
import { dropSecret, keepSecret, secretOf, signInPath, takeWay } from "./session.ts";
import { signInWords } from "./words.ts";

/** So many are looked up at a time; what comes on top is answered alike and left. */
const lookUpsMax = 20;

export function signInPages(app: Hono, reception: Reception): void {
  const deskFor = async () => {
    const { desk } = await reception.desks.current(reception.pool);
    return { desk, say: signInWords[desk.language] };
  };
  let lookUps = 0;
  const lookUp = (address: string, ip: string) => {
    if (lookUps >= lookUpsMax) return;
    lookUps++;
    // Not before the answer is on its way, so that how long it took tells nothing.
    setImmediate(() => {
      mailSignInLink(reception, address, ip)
        .catch((error: unknown) => reception.log.error({ error: plainError(error) }, "a sign-in link was not mailed"))
        .finally(() => lookUps--);
    });
  };

  app.get(signInPath, async (context) => {
    const { desk, say } = await deskFor();
    const isOut = context.req.query("out") !== undefined;
    const body = html`${isOut ? html`<p class="right" role="status">${say.signedOut}</p>` : ""}<p>${say.lead}</p>
<form method="post" action="${signInPath}" class="long"><label for="address">${say.address}</label>
<input id="address" name="address" type="email" maxlength="254" autocomplete="email" required>
<button type="submit" class="below">${say.send}</button></form>`;
    return context.html(page(desk.language, say.title, desk.name, body));
  });
  app.post(signInPath, async (context) => {
    const { desk, say } = await deskFor();
    const address = field((await readForm(context)).address);
    if (address !== "" && address.length <= 254) lookUp(address, placeOf(context, reception.isProxy));
    const body = html`<p>${say.sentLead}</p><p class="soft">${say.sentElse}</p>`;
    return context.html(page(desk.language, say.sent, desk.name, body));
  });
  const gone = async (context: Context) => {
    const { desk, say } = await deskFor();
    const body = html`<p>${say.goneLead}</p><p><a href="${signInPath}">${say.again}</a></p>`;
    return context.html(page(desk.language, say.gone, desk.name, body), 404);
  };
  app.get(`${signInPath}/:link`, async (context) => {
    const agent = await lookAtSignIn(reception, context.req.param("link"));
    if (!agent) return await gone(context);
    const say = signInWords[agent.desk.language];
    const body = html`<p>${say.confirmLead(agent.name, agent.address)}</p>
<form method="post"><button type="submit">${say.confirmButton}</button></form>`;
    return context.html(page(agent.desk.language, say.confirm, agent.desk.name, body));
  });
  app.post(`${signInPath}/:link`, async (context) => {
    const secret = await signIn(reception, context.req.param("link"));
    if (secret === null) return await gone(context);
    keepSecret(context, reception, secret);
    return context.redirect(takeWay(context, reception), 303);
  });
  app.post("/desk/sign-out", async (context) => {
    const secret = secretOf(context, reception);
    if (secret !== null) await signOut(reception, secret);
    dropSecret(context, reception);
    return context.redirect(`${signInPath}?out`, 303);
  });
}
