/** The pages that say no for every route: what is not there, too large, unreadable, too much at once, or went wrong. */
import type { Context } from "hono";
import { html } from "hono/html";
import type { Language } from "../ticket/letter.ts";
import { page } from "./page.ts";

export type Refusal = "missing" | "failed" | "tooLarge" | "unreadable" | "busy" | "elsewhere" | "notDone" | "crowded";

const statuses = {
  missing: 404,
  failed: 500,
  tooLarge: 413,
  unreadable: 400,
  busy: 503,
  elsewhere: 403,
  notDone: 405,
  crowded: 503,
} as const;

/** A place among the large forms is held for as long as somebody sends; a crowd of onlookers passes sooner. */
const comeAgainInSeconds: Partial<Record<Refusal, number>> = { busy: 60, crowded: 5 };

const words: Record<Language, Record<Refusal, [title: string, lead: string]>> = {
  en: {
    missing: [
      "There is no such page",
      "The link may be incomplete or too old. Answer the mail it came with, and a person will help.",
    ],
    failed: ["Something went wrong", "Nothing was changed. Please try again in a moment."],
    tooLarge: ["That is too large", "Nothing was sent. Go back, leave something out, or send it by mail."],
    unreadable: [
      "That could not be read",
      "What was sent is not a form of ours, or it was cut off on its way. Nothing was changed.",
    ],
    busy: [
      "Too many files are on their way",
      "Nothing was sent. Go back and try again in a minute, or send it by mail.",
    ],
    elsewhere: [
      "This form can only be sent from its own page",
      "Nothing was changed. Open the link in our mail once more and press the button there.",
    ],
    notDone: ["That cannot be done here", "Nothing was changed. These pages can be read, and their forms sent."],
    crowded: ["Too many people are here at once", "Please try again in a few seconds."],
  },
  pl: {
    missing: [
      "Nie ma takiej strony",
      "Odnośnik może być niepełny albo zbyt stary. Odpowiedz na wiadomość, z której pochodzi, a ktoś pomoże.",
    ],
    failed: ["Coś się nie udało", "Niczego nie zmieniono. Spróbuj ponownie za chwilę."],
    tooLarge: ["To za dużo", "Nic nie wysłano. Wróć i coś pomiń albo wyślij to mailem."],
    unreadable: [
      "Tego nie da się odczytać",
      "To nie jest nasz formularz albo nie dotarł w całości. Niczego nie zmieniono.",
    ],
    busy: ["Za dużo plików naraz", "Nic nie wysłano. Wróć i spróbuj za minutę albo wyślij to mailem."],
    elsewhere: [
      "Ten formularz można wysłać tylko z jego własnej strony",
      "Niczego nie zmieniono. Otwórz jeszcze raz odnośnik z naszej wiadomości i naciśnij przycisk tam.",
    ],
    notDone: ["Tego tu nie da się zrobić", "Niczego nie zmieniono. Te strony można czytać i wysyłać ich formularze."],
    crowded: ["W tej chwili jest tu zbyt wiele osób", "Spróbuj ponownie za kilka sekund."],
  },
};

/** In the language that the browser asks for, because no ticket is known here. */
export function refuse(context: Context, why: Refusal): Response | Promise<Response> {
  const language = languageOf(context.req.header("accept-language"), "en");
  const [title, lead] = words[language][why];
  const againInSeconds = comeAgainInSeconds[why];
  if (againInSeconds !== undefined) context.header("Retry-After", String(againInSeconds));
  return context.html(page(language, title, "intray", html`<p>${lead}</p>`), statuses[why]);
}

/** The first of the languages that a browser asks for, where it is one of ours. */
export function languageOf(accepted: string | undefined, fallback: Language): Language {
  const first = /^\s*([a-z]{2})\b/i.exec(accepted ?? "")?.[1]?.toLowerCase();
  return first === "pl" || first === "en" ? first : fallback;
}
