/**
 * `/verify/:token`: the link that was mailed to the address in a form. It shows what the address's own plan promises, which
 * nobody else learns, and its button sends what was written.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { type FormSeen, type FormWords, lookAtForm, sendForm } from "../flow/pages/form.ts";
import { manyLines, oneLine } from "../io/letters/plaintext.ts";
import type { Reception } from "./app.ts";
import { timesTable } from "./newTimes.ts";
import { formWords } from "./newWords.ts";
import { page } from "./page.ts";

export function verifyPages(app: Hono, reception: Reception): void {
  app.get("/verify/:token", async (context) => {
    const found = await lookAtForm(reception, context.req.param("token"));
    return await verifyPage(context, reception, found?.seen ?? null, found?.words ?? null);
  });
  app.post("/verify/:token", async (context) => {
    return await verifyPage(context, reception, await sendForm(reception, context.req.param("token")), null);
  });
}

async function verifyPage(context: Context, reception: Reception, seen: FormSeen | null, words: FormWords | null) {
  const { desk } = await reception.desks.current(reception.pool);
  const say = formWords[seen?.language ?? desk.language];
  if (!seen) return context.html(page(desk.language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`), 404);
  return seen.kind === "sent"
    ? context.html(page(seen.language, say.sent, desk.name, html`<p>${say.sentLead(seen.address)}</p>`))
    : context.html(
        page(
          seen.language,
          say.verify,
          desk.name,
          html`<p>${say.verifyLead(seen.address)}</p>
${words === null ? "" : written(words, say.verifyWritten)}
<p>${say.yourPlan(seen.plan, seen.account)}</p>
${timesTable(desk, seen, seen.language)}
<form method="post"><button type="submit">${say.verifyButton}</button></form>`,
        ),
      );
}

/** Whoever presses the button says these words, so they are shown first: another may have typed them. No word of them is a link. */
function written({ name, subject, text, files }: FormWords, lead: string) {
  const about = [oneLine(name, 200), oneLine(subject, 500), ...files.slice(0, 10).map((file) => oneLine(file, 200))];
  return html`<p>${lead}</p>
<blockquote dir="auto">${[...about.filter((each) => each !== ""), "", manyLines(text)].join("\n")}</blockquote>`;
}
