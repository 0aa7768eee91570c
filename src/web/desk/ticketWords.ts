/** What the desk's page of one ticket says around it. */
import type { Language } from "../../ticket/letter.ts";

export type DeskTicketWords = {
  title: (id: number, subject: string) => string;
  facts: Record<
    | "status"
    | "severity"
    | "type"
    | "plan"
    | "requester"
    | "account"
    | "with"
    | "team"
    | "stage"
    | "cause"
    | "also"
    | "merged",
    string
  >;
  write: string;
  answer: string;
  note: string;
  writeLead: string;
  makeLead: string;
  make: string;
  noTokens: string;
  promises: string;
  none: string;
  kept: (instant: string) => string;
  keptLate: (instant: string) => string;
  paused: string;
  why: string;
  used: (share: number) => string;
  conversation: string;
  cut: string;
  isNote: string;
  isUnverified: string;
  isAnswer: string;
  whole: string;
  formatted: string;
  text: string;
  notFormatted: string;
  frame: (author: string) => string;
  files: string;
  unsent: Record<string, string>;
  rated: (score: number, person: string) => string;
  machine: string;
  questions: string;
  asked: (instant: string) => string;
  yes: string;
  no: string;
  waits: string;
  withdrawn: string;
  expired: string;
  history: string;
  historyCaption: string;
  when: string;
  what: string;
  who: string;
  reason: string;
  unknown: string;
  unknownLead: string;
};

export const deskTicketWords: Record<Language, DeskTicketWords> = {
  en: {
    title: (id, subject) => `#${id} ${subject}`,
    facts: {
      status: "Status",
      severity: "Severity",
      type: "Type",
      plan: "Plan",
      requester: "Requester",
      account: "Account",
      with: "With",
      team: "Team",
      stage: "Stage",
      cause: "Cause",
      also: "Also reads",
      merged: "Merged into",
    },
    write: "Write to this ticket",
    answer: "Answer by mail",
    note: "Add a note by mail",
    writeLead:
      "Both open your mail client. What you send to the first goes to the customer; what you send to the second stays with us.",
    makeLead: "You have no addresses for this ticket yet. Make them, and write from your mail client.",
    make: "Make my addresses",
    noTokens: "Answer the notice that you were mailed.",
    promises: "Promises",
    none: "Nothing is promised on this ticket.",
    kept: (instant) => `done ${instant}, in time`,
    keptLate: (instant) => `done ${instant}, late`,
    paused: "paused",
    why: "Why then",
    used: (share) => `${share} % of the promised time is used`,
    conversation: "Conversation",
    cut: "Earlier messages are left out.",
    isNote: "note, only for us",
    isUnverified: "unverified: nothing proves that this sender takes part",
    isAnswer: "to the customer",
    whole: "The whole mail with its quotes",
    formatted: "Show it as it was formatted",
    text: "Show the text only",
    notFormatted: "This mail has no formatting that can be shown.",
    frame: (author) => `Formatted mail from ${author}`,
    files: "Files",
    unsent: {
      queued: "not sent yet",
      deferred: "could not be sent yet; it is tried again",
      failed: "could not be delivered",
      cancelled: "taken back, never sent",
      unknown: "perhaps delivered: the connection broke at the end",
    },
    rated: (score, person) => `rated ${score} of 5 by ${person}`,
    machine: "perhaps by a machine",
    questions: "Questions to the customer",
    asked: (instant) => `asked ${instant}`,
    yes: "yes",
    no: "no",
    waits: "waits for an answer",
    withdrawn: "withdrawn",
    expired: "ran out",
    history: "History",
    historyCaption: "What happened, oldest first",
    when: "When",
    what: "What",
    who: "Who",
    reason: "Why",
    unknown: "There is no such ticket",
    unknownLead: "Look for it by its words instead.",
  },
  pl: {
    title: (id, subject) => `#${id} ${subject}`,
    facts: {
      status: "Stan",
      severity: "Kategoria",
      type: "Rodzaj",
      plan: "Plan",
      requester: "Zgłasza",
      account: "Konto",
      with: "Prowadzi",
      team: "Zespół",
      stage: "Etap",
      cause: "Przyczyna",
      also: "Czyta też",
      merged: "Połączono z",
    },
    write: "Napisz w tym zgłoszeniu",
    answer: "Odpowiedz mailem",
    note: "Dodaj notatkę mailem",
    writeLead:
      "Oba otwierają Twój program pocztowy. Na pierwszy adres piszesz do klienta; to, co na drugi, zostaje u nas.",
    makeLead: "Nie masz jeszcze adresów do tego zgłoszenia. Utwórz je i pisz ze swojego programu pocztowego.",
    make: "Utwórz moje adresy",
    noTokens: "Odpowiedz na powiadomienie, które dostałeś mailem.",
    promises: "Obietnice",
    none: "W tym zgłoszeniu nic nie obiecano.",
    kept: (instant) => `zrobione ${instant}, na czas`,
    keptLate: (instant) => `zrobione ${instant}, po terminie`,
    paused: "wstrzymane",
    why: "Dlaczego wtedy",
    used: (share) => `wykorzystano ${share} % obiecanego czasu`,
    conversation: "Rozmowa",
    cut: "Pominięto wcześniejsze wiadomości.",
    isNote: "notatka, tylko dla nas",
    isUnverified: "niepotwierdzone: nic nie dowodzi, że ten nadawca bierze udział",
    isAnswer: "do klienta",
    whole: "Cała wiadomość z cytatami",
    formatted: "Pokaż z formatowaniem",
    text: "Pokaż sam tekst",
    notFormatted: "Ta wiadomość nie ma formatowania, które można pokazać.",
    frame: (author) => `Sformatowana wiadomość od ${author}`,
    files: "Pliki",
    unsent: {
      queued: "jeszcze nie wysłano",
      deferred: "jeszcze nie udało się wysłać; spróbujemy ponownie",
      failed: "nie udało się dostarczyć",
      cancelled: "cofnięto, nigdy nie wysłano",
      unknown: "być może dostarczono: połączenie zerwało się na końcu",
    },
    rated: (score, person) => `ocena ${score} z 5 od ${person}`,
    machine: "być może od automatu",
    questions: "Pytania do klienta",
    asked: (instant) => `zadano ${instant}`,
    yes: "tak",
    no: "nie",
    waits: "czeka na odpowiedź",
    withdrawn: "wycofano",
    expired: "wygasło",
    history: "Historia",
    historyCaption: "Co się działo, od najstarszych",
    when: "Kiedy",
    what: "Co",
    who: "Kto",
    reason: "Dlaczego",
    unknown: "Nie ma takiego zgłoszenia",
    unknownLead: "Poszukaj go po słowach.",
  },
};
