/**
 * `/rate/:token`: one participant rates one answer. The link of the letter only chooses a score; nothing is saved before
 * the button is pressed, because mail scanners follow links.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { lookAtRating, type RatingSeen, rate } from "../flow/pages/rate.ts";
import { asScore, commentCharsMax, type Score, scores } from "../ticket/rating.ts";
import type { Reception } from "./app.ts";
import { field, readForm } from "./form.ts";
import { page } from "./page.ts";
import { dayOf } from "./words.ts";

const words = {
  en: {
    title: "How was this answer?",
    answered: (name: string, id: number) => `${name} wrote on ticket #${id}:`,
    score: "Your rating",
    scores: { 1: "poor", 2: "not so good", 3: "all right", 4: "good", 5: "very good" },
    comment: "Anything you want to add (optional)",
    hint: "The people who answered read it. At most 2,000 characters.",
    save: "Save my rating",
    nothing: "Nothing is saved before you press the button.",
    thanks: "Thank you for your rating",
    saved: "Saved",
    change: "Change it",
    changeable: (day: string) => `You can change it until ${day}. The last one counts.`,
    final: "The time to change it is over.",
    noScore: "Please choose a score from 1 to 5.",
    tooLong: "The comment is longer than 2,000 characters. Please shorten it.",
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or too old. Answer the mail it came with, and a person will help.",
  },
  pl: {
    title: "Jak oceniasz tę odpowiedź?",
    answered: (name: string, id: number) => `${name}, zgłoszenie #${id}:`,
    score: "Twoja ocena",
    scores: { 1: "słabo", 2: "nie najlepiej", 3: "może być", 4: "dobrze", 5: "bardzo dobrze" },
    comment: "Chcesz coś dodać? (nieobowiązkowo)",
    hint: "Przeczytają to osoby, które odpowiadały. Najwyżej 2000 znaków.",
    save: "Zapisz ocenę",
    nothing: "Nic nie zostanie zapisane, dopóki nie naciśniesz przycisku.",
    thanks: "Dziękujemy za ocenę",
    saved: "Zapisano",
    change: "Zmień ocenę",
    changeable: (day: string) => `Możesz ją zmienić do ${day}. Liczy się ostatnia.`,
    final: "Czas na zmianę oceny minął.",
    noScore: "Wybierz ocenę od 1 do 5.",
    tooLong: "Komentarz ma ponad 2000 znaków. Prosimy go skrócić.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo zbyt stary. Odpowiedz na wiadomość, z której pochodzi, a ktoś pomoże.",
  },
};

/** What the person has chosen or written so far, and what was wrong with it. */
type Draft = { score: Score | null; comment: string; wrong: "noScore" | "tooLong" | null };

export function ratePages(app: Hono, reception: Reception): void {
  const deskOf = async () => (await reception.desks.current(reception.pool)).desk;
  const unknown = async (context: Context) => {
    const desk = await deskOf();
    const say = words[desk.language];
    return context.html(page(desk.language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`), 404);
  };
  app.get("/rate/:token", async (context) => {
    const seen = await lookAtRating(reception, context.req.param("token"));
    if (!seen) return await unknown(context);
    const chosen = asScore(context.req.query("score"));
    const { before } = seen.response;
    const draft = { score: chosen ?? before?.score ?? null, comment: before?.comment ?? "", wrong: null };
    return context.html(show(seen, draft, (await deskOf()).name));
  });
  app.post("/rate/:token", async (context) => {
    const token = context.req.param("token");
    const form = await readForm(context);
    const score = asScore(form.score);
    const comment = field(form.comment);
    const wrong = score === null ? "noScore" : comment.length > commentCharsMax ? "tooLong" : null;
    if (score === null || wrong !== null) {
      const seen = await lookAtRating(reception, token);
      return seen
        ? context.html(show(seen, { score, comment, wrong }, (await deskOf()).name), 400)
        : await unknown(context);
    }
    const seen = await rate(reception, token, { score, comment });
    if (!seen) return await unknown(context);
    return context.redirect(`/rate/${encodeURIComponent(token)}`, 303);
  });
}

function show(seen: RatingSeen, draft: Draft, deskName: string) {
  const say = words[seen.language];
  const { before } = seen.response;
  const title = before ? say.thanks : say.title;
  return page(
    seen.language,
    title,
    deskName,
    html`${before ? savedRating(seen, before) : ""}
<p class="soft">${say.answered(seen.response.agent.name, seen.ticketId)}</p>
<blockquote>${seen.response.excerpt}</blockquote>
${seen.mayRate ? form(seen, draft) : html`<p>${say.final}</p>`}`,
  );
}

function savedRating(seen: RatingSeen, before: NonNullable<RatingSeen["response"]["before"]>) {
  const say = words[seen.language];
  const until = seen.mayRate && seen.changeableUntil !== null ? dayOf(seen.changeableUntil, seen.language) : null;
  return html`<p><strong>${say.saved}: ${before.score}/5, ${say.scores[before.score]}</strong></p>
${before.comment === "" ? "" : html`<blockquote>${before.comment}</blockquote>`}
${until === null ? "" : html`<p class="soft">${say.changeable(until)}</p>`}`;
}

function form(seen: RatingSeen, { score, comment, wrong }: Draft) {
  const say = words[seen.language];
  const choices = scores.map(
    (each) =>
      html`<label class="choice"><input type="radio" name="score" value="${each}" required${each === score ? html` checked` : ""}><span><strong>${each}</strong> ${say.scores[each]}</span></label>`,
  );
  return html`${seen.response.before ? html`<h2>${say.change}</h2>` : ""}
${wrong === null ? "" : html`<p class="wrong" role="alert">${say[wrong]}</p>`}
<form method="post" action="?">
<fieldset><legend>${say.score}</legend><div class="choices">${choices}</div></fieldset>
<label for="comment">${say.comment}</label>
<textarea id="comment" name="comment" rows="4" maxlength="${commentCharsMax}" aria-describedby="hint">${comment}</textarea>
<p class="soft small" id="hint">${say.hint}</p>
<button type="submit">${say.save}</button>
<p class="soft small below">${say.nothing}</p>
</form>`;
}
