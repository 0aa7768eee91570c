/** The sentences of the ticket page, in the two languages of our letters. */

import type { Metric } from "../ticket/desk.ts";
import type { Language } from "../ticket/letter.ts";
import type { ClosedHow, Status } from "../ticket/ticket.ts";

export type TicketWords = {
  heading: (id: number) => string;
  status: Record<Exclude<Status, "closed">, string> & { closed: Record<ClosedHow | "unsaid", string> };
  statusLabel: string;
  severity: string;
  type: string;
  plan: string;
  promises: string;
  noPromises: string;
  metrics: Record<Metric, string>;
  by: (instant: string) => string;
  lateSince: (instant: string) => string;
  paused: string;
  doneInTime: (instant: string) => string;
  doneLate: (instant: string) => string;
  why: string;
  picture: Record<"used" | "left" | "over" | "closed" | "paused", string>;
  pictureOf: (used: number) => string;
  conversation: string;
  timesIn: (timezone: string) => string;
  partOnly: string;
  nothingYet: string;
  older: string;
  cut: string;
  you: string;
  files: string;
  rate: string;
  rateOf: (score: number) => string;
  rated: (score: number) => string;
  changeRating: string;
  solved: {
    ask: string;
    yesMeans: string;
    noMeans: string;
    yes: string;
    no: string;
    sayFirst: string;
    sayFirstMeans: string;
    said: string;
  };
  write: string;
  writeLabel: string;
  writeHint: string;
  addFiles: string;
  filesHint: string;
  send: string;
  sent: string;
  empty: string;
  tooLong: string;
  tooMany: string;
  tooLarge: string;
  unknown: string;
  unknownLead: string;
};

export const ticketWords: Record<Language, TicketWords> = {
  en: {
    heading: (id) => `Ticket #${id}`,
    status: {
      new: "We have your request; a person will answer it.",
      open: "We are working on it.",
      pending: "We wait for your answer.",
      onHold: "We wait for somebody else and keep an eye on it.",
      solved: "We believe it is solved, and wait for you to say so.",
      closed: {
        agreed: "Closed: solved, as you and we agreed.",
        duplicate: "Closed: it goes on in another ticket.",
        spam: "Closed.",
        lapsed: "Closed, because we heard nothing more. Write below to open it again.",
        unsaid: "Closed. Write below to open it again.",
      },
    },
    statusLabel: "Where it stands",
    severity: "Severity",
    type: "Type",
    plan: "Plan",
    promises: "What we promised",
    noPromises: "No times are promised for this kind of request.",
    metrics: { firstResponse: "First answer", nextResponse: "Next answer", resolution: "Handling" },
    by: (instant) => `by ${instant}`,
    lateSince: (instant) => `was due ${instant}; we are late, and sorry`,
    paused: "the time stands still while it is not our turn",
    doneInTime: (instant) => `${instant}, in time`,
    doneLate: (instant) => `${instant}, late; we are sorry`,
    why: "Why then?",
    picture: { used: "used", left: "left", over: "overdue", closed: "closed", paused: "paused" },
    pictureOf: (used) => `${used}% of the promised time is used`,
    conversation: "The conversation",
    timesIn: (timezone) => `Times are those of ${timezone}.`,
    partOnly: "You see what was said since you joined.",
    nothingYet: "Nothing yet.",
    older: "There is more than this page shows: what came before stands in your mail.",
    cut: "Cut here; the whole of it stands in your mail.",
    you: "You",
    files: "Files",
    rate: "How was this answer?",
    rateOf: (score) => `Rate this answer ${score} of 5`,
    rated: (score) => `You rated this answer ${score} of 5.`,
    changeRating: "Look at it or change it",
    solved: {
      ask: "Is it solved for you?",
      yesMeans: "Yes: the ticket is closed. You can write to us about it again at any time.",
      noMeans: "No: the ticket is open again, and the people who work on it are told at once.",
      yes: "Yes, it is solved",
      no: "No, not yet",
      sayFirst: "It is solved",
      sayFirstMeans:
        "Solved already? Tell us, and we close the ticket. Nothing is written before you press the button.",
      said: "You said that it is solved. We will close it now. Not solved after all? Just write below.",
    },
    write: "Write to us",
    writeLabel: "Your message",
    writeHint: "It goes the same way as a mail from you.",
    addFiles: "Files (optional)",
    filesHint: "At most ten, 25 MB together. Your browser shows how far they are on their way.",
    send: "Send",
    sent: "Your message is on its way. It appears here in a moment.",
    empty: "Please write something, or choose a file.",
    tooLong: "This is longer than 15,000 characters. Please shorten it, or send it by mail.",
    tooMany: "Too many messages in one hour. Please send this one by mail, or try again later.",
    tooLarge: "At most ten files, 25 MB together. Your words are still here; please choose the files again.",
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or too old. Reply to the mail it came with, and a person will help.",
  },
  pl: {
    heading: (id) => `Zgłoszenie #${id}`,
    status: {
      new: "Mamy Twoje zgłoszenie; odpowie na nie człowiek.",
      open: "Pracujemy nad nim.",
      pending: "Czekamy na Twoją odpowiedź.",
      onHold: "Czekamy na kogoś innego i pilnujemy sprawy.",
      solved: "Uważamy, że sprawa jest rozwiązana, i czekamy na Twoje potwierdzenie.",
      closed: {
        agreed: "Zamknięte: rozwiązane za obopólną zgodą.",
        duplicate: "Zamknięte: sprawa toczy się w innym zgłoszeniu.",
        spam: "Zamknięte.",
        lapsed: "Zamknięte, bo nie było dalszych wiadomości. Napisz poniżej, aby otworzyć je ponownie.",
        unsaid: "Zamknięte. Napisz poniżej, aby otworzyć je ponownie.",
      },
    },
    statusLabel: "Stan sprawy",
    severity: "Kategoria",
    type: "Rodzaj",
    plan: "Plan",
    promises: "Co obiecaliśmy",
    noPromises: "Dla takich zgłoszeń nie obiecujemy terminów.",
    metrics: { firstResponse: "Pierwsza odpowiedź", nextResponse: "Następna odpowiedź", resolution: "Obsługa" },
    by: (instant) => `do: ${instant}`,
    lateSince: (instant) => `termin minął: ${instant}; przepraszamy za opóźnienie`,
    paused: "czas stoi, dopóki nie nasza kolej",
    doneInTime: (instant) => `${instant}, w terminie`,
    doneLate: (instant) => `${instant}, po terminie; przepraszamy`,
    why: "Dlaczego wtedy?",
    picture: { used: "zużyte", left: "pozostało", over: "po terminie", closed: "zamknięte", paused: "wstrzymane" },
    pictureOf: (used) => `zużyto ${used}% obiecanego czasu`,
    conversation: "Rozmowa",
    timesIn: (timezone) => `Godziny podano dla strefy ${timezone}.`,
    partOnly: "Widać to, co powiedziano od Twojego dołączenia.",
    nothingYet: "Jeszcze nic tu nie ma.",
    older: "To nie wszystko: wcześniejsze wiadomości są w Twojej poczcie.",
    cut: "Tu ucięto; całość jest w Twojej poczcie.",
    you: "Ty",
    files: "Pliki",
    rate: "Jak oceniasz tę odpowiedź?",
    rateOf: (score) => `Oceń tę odpowiedź na ${score} z 5`,
    rated: (score) => `Twoja ocena tej odpowiedzi: ${score} z 5.`,
    changeRating: "Zobacz lub zmień",
    solved: {
      ask: "Czy sprawa jest rozwiązana?",
      yesMeans: "Tak: zgłoszenie zostanie zamknięte. W tej sprawie można do nas napisać znowu w każdej chwili.",
      noMeans: "Nie: zgłoszenie będzie znowu otwarte, a osoby, które nad nim pracują, od razu się o tym dowiedzą.",
      yes: "Tak, rozwiązana",
      no: "Nie, jeszcze nie",
      sayFirst: "Sprawa rozwiązana",
      sayFirstMeans:
        "Sprawa już rozwiązana? Daj nam znać, a zamkniemy zgłoszenie. Nic nie zostanie zapisane, dopóki nie naciśniesz przycisku.",
      said: "Sprawa jest według Ciebie rozwiązana. Zaraz zamkniemy zgłoszenie. Jednak nie? Wystarczy napisać poniżej.",
    },
    write: "Napisz do nas",
    writeLabel: "Twoja wiadomość",
    writeHint: "Trafi do nas tak samo jak mail od Ciebie.",
    addFiles: "Pliki (nieobowiązkowo)",
    filesHint: "Najwyżej dziesięć, razem 25 MB. Przeglądarka pokazuje, ile już wysłała.",
    send: "Wyślij",
    sent: "Twoja wiadomość jest w drodze. Za chwilę pojawi się tutaj.",
    empty: "Napisz coś albo wybierz plik.",
    tooLong: "To więcej niż 15 000 znaków. Prosimy skrócić albo wysłać mailem.",
    tooMany: "Za dużo wiadomości w ciągu godziny. Wyślij tę mailem albo spróbuj później.",
    tooLarge: "Najwyżej dziesięć plików, razem 25 MB. Twoje słowa wciąż tu są; wybierz pliki ponownie.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo zbyt stary. Odpowiedz na wiadomość, z której pochodzi, a ktoś pomoże.",
  },
};
