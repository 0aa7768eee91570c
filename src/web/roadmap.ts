/**
 * `/roadmap`: the ideas that agents made public, in their words alone, and votes for them: an address gets a mailed link, and
 * `/vote/:token` behind it counts once its button is pressed. Known and unknown addresses are answered alike.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { askForVote, lookAtVote, type VoteSeen, vote } from "../flow/ideas/vote.ts";
import { strictMailbox } from "../mail/proof/mailbox.ts";
import { type Idea, listIdeas } from "../store/idea.ts";
import type { Desk } from "../ticket/desk.ts";
import type { IdeaStatus } from "../ticket/idea.ts";
import type { Language } from "../ticket/letter.ts";
import type { Reception } from "./app.ts";
import { field, readForm } from "./form.ts";
import { page } from "./page.ts";
import { placeOf } from "./place.ts";
import { languageOf } from "./refusals.ts";
import { roadmapWords } from "./roadmapWords.ts";

const shownMax = 200;
/** What is being worked on first; what is decided last. */
const order: IdeaStatus[] = ["started", "planned", "gathered", "done", "declined"];

export function roadmapPages(app: Hono, reception: Reception): void {
  const { pool, desks } = reception;
  const deskFor = async (context: Context) => {
    const { desk } = await desks.current(pool);
    return { desk, language: languageOf(context.req.header("accept-language"), desk.language) };
  };
  app.get("/roadmap", async (context) => {
    const { desk, language } = await deskFor(context);
    return context.html(roadmapPage(await listIdeas(pool, { isPublic: true }, shownMax), desk, language));
  });
  app.get("/roadmap/:id{[0-9]{1,12}}", async (context) => {
    const { desk, language } = await deskFor(context);
    const ideas = await listIdeas(pool, { isPublic: true }, shownMax);
    const idea = ideas.find(({ id }) => id === Number(context.req.param("id")));
    return idea && isOpen(idea)
      ? context.html(askPage(idea, desk, language))
      : context.html(plain(desk, language, roadmapWords[language].unknown, roadmapWords[language].over), 404);
  });
  app.post("/roadmap/:id{[0-9]{1,12}}", async (context) => {
    const { desk, language } = await deskFor(context);
    const say = roadmapWords[language];
    const typed = field((await readForm(context)).address)
      .replace(/\s+/g, " ")
      .slice(0, 254)
      .toWellFormed();
    const address = strictMailbox(typed)?.toLowerCase() ?? "";
    if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address)) {
      return context.html(plain(desk, language, say.title, say.wrongAddress), 400);
    }
    const ideaId = Number(context.req.param("id"));
    const asked = await askForVote(reception, { ideaId, address, language, ip: placeOf(context, reception.isProxy) });
    if (asked === null) return context.html(plain(desk, language, say.unknown, say.over), 404);
    if (!asked) return context.html(plain(desk, language, say.title, say.tooMany), 429);
    return context.html(plain(desk, language, say.asked, say.askedLead(address), say.askedElse));
  });
  app.get("/vote/:token", async (context) => {
    const { desk, language } = await deskFor(context);
    const seen = await lookAtVote(reception, context.req.param("token"));
    return context.html(votePage(seen, desk, language), seen ? 200 : 404);
  });
  app.post("/vote/:token", async (context) => {
    const { desk, language } = await deskFor(context);
    const seen = await vote(reception, context.req.param("token"));
    return context.html(votePage(seen, desk, language), seen ? 200 : 404);
  });
}

function isOpen({ status }: Idea): boolean {
  return status !== "done" && status !== "declined";
}

function roadmapPage(ideas: Idea[], desk: Desk, language: Language) {
  const say = roadmapWords[language];
  const parts = order.flatMap((status) => {
    const those = ideas.filter((idea) => idea.status === status);
    return those.length === 0
      ? []
      : [html`<h2>${say.statuses[status]}</h2><ul class="talk">${those.map((idea) => shownIdea(idea, language))}</ul>`];
  });
  return page(
    language,
    say.title,
    desk.name,
    html`<p class="soft">${say.lead(desk.name)}</p>${parts.length === 0 ? html`<p>${say.empty}</p>` : parts}`,
  );
}

/** Only what an agent wrote: never the subject that it was gathered from. */
function shownIdea(idea: Idea, language: Language) {
  const say = roadmapWords[language];
  const { id, title, text, sentence, wishedBy } = idea;
  const link = isOpen(idea)
    ? html` · <a href="/roadmap/${id}" aria-label="${say.vote}: ${title ?? ""}">${say.vote}</a>`
    : "";
  return html`<li><h3>${title ?? ""}</h3>
${text === "" ? "" : html`<p class="typed">${text}</p>`}${sentence === "" ? "" : html`<p class="typed right">${sentence}</p>`}
<p class="soft small">${say.wished(wishedBy)}${link}</p></li>`;
}

function askPage(idea: Idea, desk: Desk, language: Language) {
  const say = roadmapWords[language];
  return page(
    language,
    idea.title ?? "",
    desk.name,
    html`${idea.text === "" ? "" : html`<p class="typed">${idea.text}</p>`}
<form method="post" class="long"><label for="address">${say.address(idea.title ?? "")}</label>
<input id="address" name="address" type="email" required maxlength="254" autocomplete="email" aria-describedby="hint">
<p class="soft small" id="hint">${say.hint}</p>
<button type="submit">${say.send}</button></form>
<p class="below"><a href="/roadmap">${say.back}</a></p>`,
  );
}

function votePage(seen: VoteSeen | null, desk: Desk, fallback: Language) {
  const language = seen?.language ?? fallback;
  const say = roadmapWords[language];
  if (seen === null) return plain(desk, language, say.unknown, say.unknownLead);
  const about = html`<p><strong>${seen.idea.title ?? ""}</strong></p>`;
  return seen.hasVoted
    ? page(language, say.done, desk.name, html`${about}<p>${say.doneLead}</p><p><a href="/roadmap">${say.back}</a></p>`)
    : page(
        language,
        say.confirm,
        desk.name,
        html`${about}<p>${say.confirmLead}</p><form method="post"><button type="submit">${say.button}</button></form>
<p class="soft below">${say.nothing}</p>`,
      );
}

function plain(desk: Desk, language: Language, title: string, lead: string, more = "") {
  const back = html`<p><a href="/roadmap">${roadmapWords[language].back}</a></p>`;
  return page(
    language,
    title,
    desk.name,
    html`<p>${lead}</p>${more === "" ? "" : html`<p class="soft">${more}</p>`}${back}`,
  );
}
