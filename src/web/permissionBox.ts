/** What of access and authorisation stands on the ticket page: what we ask, what was answered, and until when it holds. */
import { html } from "hono/html";
import type { PermissionSeen } from "../flow/pages/permissionSeen.ts";
import type { TicketSeen } from "../flow/pages/view.ts";
import { instantOf } from "./words.ts";

const words = {
  en: {
    heading: "What we asked you",
    access: (about: string) => `May we look into: ${about}`,
    authorisation: (about: string) => `Do you authorise: ${about}`,
    until: (at: string) => `Until ${at}.`,
    answer: "Answer",
    byMail: "You can answer by replying to our mail that asks.",
    others: "Someone at your company who may authorise changes has been asked.",
    yes: (by: string, at: string) => `Yes, said ${by} on ${at}.`,
    no: (by: string, at: string) => `No, said ${by} on ${at}.`,
    over: "Its time is over.",
  },
  pl: {
    heading: "O co pytamy",
    access: (about: string) => `Czy możemy zajrzeć do: ${about}`,
    authorisation: (about: string) => `Czy zatwierdzasz: ${about}`,
    until: (at: string) => `Do ${at}.`,
    answer: "Odpowiedz",
    byMail: "Można odpowiedzieć, odpisując na naszą wiadomość z tym pytaniem.",
    others: "Zapytaliśmy osobę z Twojej firmy, która może zatwierdzać zmiany.",
    yes: (by: string, at: string) => `Tak, odpowiedź: ${by}, ${at}.`,
    no: (by: string, at: string) => `Nie, odpowiedź: ${by}, ${at}.`,
    over: "Czas minął.",
  },
};

export function permissionBox(seen: TicketSeen) {
  const say = words[seen.language];
  if (seen.permissions.length === 0) return "";
  return html`<h2>${say.heading}</h2><ul>${seen.permissions.map((each) => html`<li>${line(each, seen)}</li>`)}</ul>`;
}

function line({ question, isOpen, mayAnswer, token, by }: PermissionSeen, { language, timezone }: TicketSeen) {
  const say = words[language];
  const at = (instant: number) => instantOf(instant, timezone, language);
  const what = html`<strong>${say[question.kind](question.about)}</strong>`;
  if (isOpen && token !== null) {
    return html`${what}<br>${say.until(at(question.until))} <a href="/answer/${token}">${say.answer}</a>`;
  }
  if (isOpen)
    return html`${what}<br>${say.until(at(question.until))} <span class="soft">${mayAnswer ? say.byMail : say.others}</span>`;
  const said =
    question.answer === null || question.answeredAt === null
      ? ""
      : say[question.answer](by ?? "", at(question.answeredAt));
  const isLasting = question.kind === "access" && question.answer === "yes" && question.state === "answered";
  const time = isLasting ? say.until(at(question.until)) : question.state === "expired" ? say.over : "";
  return html`${what}<br>${said} <span class="soft">${time}</span>`;
}
