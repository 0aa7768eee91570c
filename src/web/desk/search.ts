/** `/desk/search`: every ticket by its words, people, references and number. */
import type { Hono } from "hono";
import { html } from "hono/html";
import { type Searched, searchCharsMax, searchDesk, searchPagesMax } from "../../flow/desk/search.ts";
import { oneLine } from "../../io/letters/plaintext.ts";
import type { Language } from "../../ticket/letter.ts";
import type { Reception } from "../app.ts";
import { wallTimeOf } from "../words.ts";
import { deskPage } from "./frame.ts";
import { queueWords } from "./queueWords.ts";
import { requireAgent, type SignedIn } from "./session.ts";
import { houseZone } from "./zone.ts";

type SearchWords = Record<
  "title" | "label" | "hint" | "button" | "none" | "tooMuch" | "partly" | "results" | "next",
  string
>;

const searchWords: Record<Language, SearchWords> = {
  en: {
    title: "Search",
    label: "Words, a person, a reference or a number",
    hint: 'Every word must be somewhere in the ticket. Put quotes around "words in this order". Beginnings of words are enough, and accents do not matter.',
    button: "Search",
    none: "No ticket holds all of this. Leave a word out, or write only its beginning.",
    tooMuch: "Too much holds this. Add a word that is rarer.",
    partly: "So much holds this that only what came last was looked through. Add a word that is rarer.",
    results: "What was found, the latest first",
    next: "More",
  },
  pl: {
    title: "Szukaj",
    label: "Słowa, osoba, oznaczenie lub numer",
    hint: "Każde słowo musi być gdzieś w zgłoszeniu. Cudzysłów oznacza „słowa w tej kolejności”. Wystarczą początki słów, a polskie znaki nie są potrzebne.",
    button: "Szukaj",
    none: "Żadne zgłoszenie nie zawiera tego wszystkiego. Pomiń jakieś słowo albo wpisz tylko jego początek.",
    tooMuch: "Zbyt wiele wyników. Dodaj rzadsze słowo.",
    partly: "Zawiera to tak wiele zgłoszeń, że przeszukano tylko najnowsze. Dodaj rzadsze słowo.",
    results: "Znalezione, od najnowszych",
    next: "Więcej",
  },
};

export function searchPages(app: Hono, reception: Reception): void {
  app.get("/desk/search", async (context) => {
    const agent = await requireAgent(context, reception);
    if (agent instanceof Response) return agent;
    const written = (context.req.query("q") ?? "").slice(0, searchCharsMax);
    const asked = Number(context.req.query("page") ?? 0);
    const page = Number.isInteger(asked) && asked >= 0 && asked < searchPagesMax ? asked : 0;
    const found = await searchDesk(reception.pool, written, page);
    const say = searchWords[agent.desk.language];
    const body = html`<form method="get" action="/desk/search" role="search" class="long"><label for="q">${say.label}</label>
<input id="q" name="q" type="search" maxlength="${searchCharsMax}" value="${written}" aria-describedby="hint"><p class="soft small" id="hint">${say.hint}</p>
<button type="submit">${say.button}</button></form>${results(found, agent, written, page)}`;
    return context.html(deskPage(agent, { title: say.title, at: "search", body }));
  });
}

function results(found: Searched, { desk }: SignedIn, written: string, page: number) {
  const say = searchWords[desk.language];
  if (found.kind === "nothingAsked") return "";
  if (found.kind === "tooMuch") return html`<p role="status">${say.tooMuch}</p>`;
  const partly = found.isWhole ? "" : html`<p role="status">${say.partly}</p>`;
  if (found.hits.length === 0) return found.isWhole ? html`<p role="status">${say.none}</p>` : partly;
  const items = found.hits.map(
    (hit) => html`<li><h3><a href="/desk/ticket/${hit.id}">#${hit.id} <bdi>${oneLine(hit.subject) || "—"}</bdi></a></h3>
<p class="soft small"><bdi>${oneLine(hit.requesterName || hit.requesterAddress)}</bdi>${hit.account === null ? "" : html`, <bdi>${oneLine(hit.account)}</bdi>`}; ${hit.severity}; ${queueWords[desk.language].statuses[hit.status]}; ${wallTimeOf(hit.openedAt.getTime(), houseZone(desk), desk.language)}</p>
${hit.text === null ? "" : html`<p dir="auto"><bdi class="soft">${oneLine(hit.author ?? "")}:</bdi> ${hit.snippet.map(({ text, isHit }) => (isHit ? html`<mark>${text}</mark>` : text))}</p>`}</li>`,
  );
  const next = new URLSearchParams({ q: written, page: String(page + 1) });
  return html`<h2>${say.results}</h2>${partly}<ol class="talk">${items}</ol>
${found.isMore && page + 1 < searchPagesMax ? html`<p><a href="/desk/search?${next}" rel="next">${say.next}</a></p>` : ""}`;
}
