/**
 * Guides first: the form's page finds guides of the docs for a few typed words, and once more while the form waits for its
 * mailed link, because nothing is sent before that link is followed.
 */
import { html } from "hono/html";
import type { Pool } from "pg";
import { type FoundFit, type Synonyms, searchDocs } from "../flow/guides/docs.ts";
import { plainError } from "../io/log.ts";
import { hasGuides } from "../store/guide.ts";
import type { Language } from "../ticket/letter.ts";
import type { Reception } from "./app.ts";
import { formWords } from "./newWords.ts";

/** Who types more than this writes the request itself, for which there is the form. */
export const searchCharsMax = 200;
const guideCountMax = 5;

/** What was looked for and found; null where the desk has no guides to look into. */
export type GuidesSeen = { words: string; found: FoundFit[] } | null;

/** Guides in the reader's language come first; the others are better than none. */
export async function guidesFor(reception: Reception, words: string, language: Language): Promise<GuidesSeen> {
  const { pool, log } = reception;
  try {
    if (!(await hasGuides(pool))) return null;
    const { desk } = await reception.desks.current(pool);
    return { words, found: words === "" ? [] : await find(pool, words, language, desk.synonyms) };
  } catch (error) {
    // Whoever needs help is not to be stopped by a search that fails.
    log.warn({ error: plainError(error) }, "guides could not be searched");
    return null;
  }
}

async function find(pool: Pool, words: string, language: Language, synonyms?: Synonyms): Promise<FoundFit[]> {
  const own = await searchDocs(pool, words, language, guideCountMax, synonyms);
  return own.length > 0 ? own : await searchDocs(pool, words, null, guideCountMax, synonyms);
}

/** The box above the form: typed words, and the guides that fit them. */
export function guideSearch(seen: GuidesSeen, language: Language) {
  if (seen === null) return "";
  const say = formWords[language].guides;
  return html`<form method="get" action="/new" role="search" class="search">
<label for="q">${say.ask}</label>
<div class="row"><input id="q" name="q" type="search" maxlength="${searchCharsMax}" value="${seen.words}"><button type="submit" class="second">${say.look}</button></div>
</form>
${seen.words === "" ? "" : seen.found.length === 0 ? html`<p role="status">${say.none}</p>` : guideList(seen.found, say.found)}`;
}

/** Guides by title and address; a title leads to the docs, and we tell them nothing of who comes. */
export function guideList(guides: FoundFit[], lead: string) {
  return html`<div class="guides" role="status"><p><strong>${lead}</strong></p>
<ul>${guides.map(({ title, url, excerpt }) => html`<li><a href="${url}" rel="noreferrer">${title}</a>${excerpt === "" ? "" : html`<br><span class="soft small">${short(excerpt)}</span>`}</li>`)}</ul></div>`;
}

function short(excerpt: string): string {
  return excerpt.length > 160 ? `${excerpt.slice(0, 160).toWellFormed().trimEnd()}…` : excerpt;
}
