/**
 * `/answer/:token`: is it solved, may we look into this, do you authorise that? The links of the letter only choose an answer;
 * nothing is written before a button is pressed, because mail scanners follow links. Later visits show what was answered and
 * by whom.
 */
import type { Hono } from "hono";
import { html } from "hono/html";
import { answerQuestion, lookAtQuestion, type QuestionSeen } from "../flow/pages/question.ts";
import { isPermission } from "../ticket/question/permission.ts";
import type { Reception } from "./app.ts";
import { field, readForm } from "./form.ts";
import { page } from "./page.ts";
import { questionWords } from "./questionWords.ts";
import { dayOf, instantOf } from "./words.ts";

const wordsCharsMax = 5_000;

export function questionPages(app: Hono, reception: Reception): void {
  const { pool, desks } = reception;
  const deskOf = async () => (await desks.current(pool)).desk;
  app.get("/answer/:token", async (context) => {
    const desk = await deskOf();
    const seen = await lookAtQuestion(reception, context.req.param("token"));
    return context.html(show(seen, context.req.query("a"), desk), seen ? 200 : 404);
  });
  app.post("/answer/:token", async (context) => {
    const desk = await deskOf();
    const form = await readForm(context);
    const answer = field(form.answer);
    const token = context.req.param("token");
    const isAnswer = answer === "yes" || answer === "no";
    const said = field(form.words).slice(0, wordsCharsMax).toWellFormed();
    const seen = isAnswer
      ? await answerQuestion(reception, token, { answer, words: said })
      : await lookAtQuestion(reception, token);
    return context.html(show(seen, undefined, desk), seen ? 200 : 404);
  });
}

type Desk = { name: string; language: "en" | "pl" };

function show(seen: QuestionSeen | null, chosen: string | undefined, desk: Desk) {
  const language = seen?.language ?? desk.language;
  const say = questionWords[language];
  if (seen === null) return page(language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`);
  const { question, ticketId, subject, timezone } = seen;
  const { title, lead } = seen.isOpen ? { title: say[question.kind].title, lead: "" } : outcome(seen);
  const about = html`<p class="soft">${say.about(ticketId, subject)}</p>`;
  if (!seen.isOpen) {
    const by =
      seen.answeredBy === null || question.answeredAt === null
        ? ""
        : html`<p class="soft">${say.answered(seen.answeredBy, instantOf(question.answeredAt, timezone, language))}</p>`;
    return page(language, title, desk.name, html`${about}${factsOf(seen)}<p>${lead}</p>${by}`);
  }
  const [yesWords, noWords] = [say[question.kind].yes, say[question.kind].no];
  const yes = html`<button type="submit" name="answer" value="yes">${yesWords}</button>`;
  const no = html`<button type="submit" name="answer" value="no">${noWords}</button>`;
  return page(
    language,
    title,
    desk.name,
    html`${about}${factsOf(seen)}
<ul>${meanings(seen).map((meaning) => html`<li>${meaning}</li>`)}</ul>
<form method="post" action="?"><p><label for="words">${say.words}</label><br>
<textarea id="words" name="words" rows="4" maxlength="${wordsCharsMax}" style="width:100%;font:inherit"></textarea></p>
<p class="buttons">${chosen === "no" ? html`${no} ${yes}` : html`${yes} ${no}`}</p></form>
<p class="soft">${say.nothing}</p>`,
  );
}

/** What is asked for and until when; of the solution only since when it stands. */
function factsOf({ question, language, timezone, isOpen }: QuestionSeen) {
  if (!isPermission(question)) {
    return isOpen ? html`<p>${questionWords[language].resolution.proposed(dayOf(question.askedAt, language))}</p>` : "";
  }
  const say = questionWords[language][question.kind];
  const until = instantOf(question.until, timezone, language);
  return html`<dl class="facts"><div><dt>${say.what}</dt><dd>${question.about}</dd></div>
<div><dt>${say.until}</dt><dd>${until}</dd></div></dl>`;
}

function meanings({ question, language, timezone }: QuestionSeen): string[] {
  const say = questionWords[language];
  if (!isPermission(question)) return [say.resolution.yesMeans, say.resolution.noMeans];
  const { yesMeans, noMeans } = say[question.kind];
  return [yesMeans(instantOf(question.until, timezone, language)), noMeans];
}

/** What became of a question that is not open any more. */
function outcome({ question, language, timezone }: QuestionSeen): { title: string; lead: string } {
  const say = questionWords[language];
  const { answer } = question;
  if (!isPermission(question)) {
    const { saidYes, saidYesLead, saidNo, saidNoLead, overLead } = say.resolution;
    if (answer === null) return { title: say.over, lead: overLead };
    return answer === "yes" ? { title: saidYes, lead: saidYesLead } : { title: saidNo, lead: saidNoLead };
  }
  const kind = say[question.kind];
  if (answer === "no") return { title: kind.saidNo, lead: kind.saidNoLead };
  if (answer === "yes" && question.state === "expired") return { title: kind.ended, lead: kind.endedLead };
  if (answer === "yes") {
    return { title: kind.saidYes, lead: kind.saidYesLead(instantOf(question.until, timezone, language)) };
  }
  return { title: say.over, lead: question.state === "withdrawn" ? kind.overLead : kind.lapsedLead };
}
