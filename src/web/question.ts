/**
 * `/answer/:token`: is it solved? The links of the letter only choose an answer; nothing is written before a button is
 * pressed, because mail scanners follow links. Later visits show what was answered.
 */
import type { Hono } from "hono";
import { html } from "hono/html";
import { answerQuestion, lookAtQuestion, type QuestionSeen } from "../flow/question.ts";
import type { Reception } from "./app.ts";
import { field } from "./form.ts";
import { page } from "./page.ts";
import { dayOf } from "./words.ts";

const wordsCharsMax = 5_000;

const words = {
  en: {
    title: "Is it solved for you?",
    about: (id: number, subject: string) => `Ticket #${id}: ${subject}`,
    proposed: (day: string) => `We proposed the solution on ${day}.`,
    yesMeans: "Yes: the ticket is closed. You can write to us about it again at any time.",
    noMeans: "No: the ticket is open again, and the people who work on it are told at once.",
    words: "Anything you want to add (optional)",
    yes: "Yes, it is solved",
    no: "No, not yet",
    nothing: "Nothing is written before you press a button.",
    saidYes: "Thank you: the ticket is closed",
    saidYesLead: "You said that it is solved. If it comes back, just reply to any of our mails about it.",
    saidNo: "Thank you: we go on",
    saidNoLead: "You said that it is not solved yet. The ticket is open again, and the team has been told.",
    over: "We do not ask any more",
    overLead: "The ticket is being worked on again. Just reply to any of our mails about it.",
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or too old. Answer the mail it came with, and a person will help.",
  },
  pl: {
    title: "Czy sprawa jest rozwiązana?",
    about: (id: number, subject: string) => `Zgłoszenie #${id}: ${subject}`,
    proposed: (day: string) => `Rozwiązanie zaproponowaliśmy ${day}.`,
    yesMeans: "Tak: zgłoszenie zostanie zamknięte. W tej sprawie można do nas napisać znowu w każdej chwili.",
    noMeans: "Nie: zgłoszenie będzie znowu otwarte, a osoby, które nad nim pracują, od razu się o tym dowiedzą.",
    words: "Chcesz coś dodać? (nieobowiązkowo)",
    yes: "Tak, rozwiązana",
    no: "Nie, jeszcze nie",
    nothing: "Nic nie zostanie zapisane, dopóki nie naciśniesz przycisku.",
    saidYes: "Dziękujemy: zgłoszenie jest zamknięte",
    saidYesLead: "Sprawa jest według Ciebie rozwiązana. Gdyby wróciła, wystarczy odpisać na dowolną naszą wiadomość.",
    saidNo: "Dziękujemy: pracujemy dalej",
    saidNoLead: "Sprawa nie jest jeszcze rozwiązana. Zgłoszenie jest znowu otwarte, a zespół już o tym wie.",
    over: "Już o to nie pytamy",
    overLead: "Pracujemy nad tym zgłoszeniem dalej. Wystarczy odpisać na dowolną naszą wiadomość.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo zbyt stary. Odpowiedz na wiadomość, z której pochodzi, a ktoś pomoże.",
  },
};

export function questionPages(app: Hono, reception: Reception): void {
  const { pool, desks } = reception;
  const deskOf = async () => (await desks.current(pool)).desk;
  app.get("/answer/:token", async (context) => {
    const desk = await deskOf();
    const seen = await lookAtQuestion(pool, context.req.param("token"));
    return context.html(show(seen, context.req.query("a"), desk), seen ? 200 : 404);
  });
  app.post("/answer/:token", async (context) => {
    const desk = await deskOf();
    const form = await context.req.parseBody();
    const answer = field(form.answer);
    const token = context.req.param("token");
    const isAnswer = answer === "yes" || answer === "no";
    const said = field(form.words).slice(0, wordsCharsMax).toWellFormed();
    const seen = isAnswer
      ? await answerQuestion(reception, token, { answer, words: said })
      : await lookAtQuestion(pool, token);
    return context.html(show(seen, undefined, desk), seen ? 200 : 404);
  });
}

function show(seen: QuestionSeen | null, chosen: string | undefined, desk: { name: string; language: "en" | "pl" }) {
  const language = seen?.language ?? desk.language;
  const say = words[language];
  const plain = (title: string, lead: string) => page(language, title, desk.name, html`<p>${lead}</p>`);
  if (seen === null) return plain(say.unknown, say.unknownLead);
  const { question, ticketId, subject } = seen;
  if (question.answer === "yes") return plain(say.saidYes, say.saidYesLead);
  if (question.answer === "no") return plain(say.saidNo, say.saidNoLead);
  if (!seen.isOpen) return plain(say.over, say.overLead);
  const yes = html`<button type="submit" name="answer" value="yes">${say.yes}</button>`;
  const no = html`<button type="submit" name="answer" value="no">${say.no}</button>`;
  return page(
    language,
    say.title,
    desk.name,
    html`<p class="soft">${say.about(ticketId, subject)}</p><p>${say.proposed(dayOf(question.askedAt, language))}</p>
<ul><li>${say.yesMeans}</li><li>${say.noMeans}</li></ul>
<form method="post" action="?"><p><label for="words">${say.words}</label><br>
<textarea id="words" name="words" rows="4" maxlength="${wordsCharsMax}" style="width:100%;font:inherit"></textarea></p>
<p>${chosen === "no" ? html`${no} ${yes}` : html`${yes} ${no}`}</p></form>
<p class="soft">${say.nothing}</p>`,
  );
}
