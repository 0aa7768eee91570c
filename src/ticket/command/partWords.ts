/** What the parts of a ticket, its states and its promises are called for the agents who read a transcript. */
import type { Language } from "../letter.ts";

const parts: Record<Language, Record<string, string>> = {
  en: {
    stage: "the stage",
    cause: "the cause",
    team: "the team",
    severity: "the severity",
    requestType: "the request type",
    status: "the status",
    closedHow: "how it was closed",
    assignee: "who has it",
    participants: "who takes part",
    holdUntil: "the day it is on hold until",
    questions: "what the customer was asked",
    requester: "whose ticket it is",
    // States and promises, as `#show` tells them.
    new: "new",
    open: "open",
    pending: "waiting for the customer",
    onHold: "on hold",
    solved: "proposed as solved",
    closed: "closed",
    firstResponse: "first answer",
    nextResponse: "next answer",
    resolution: "solution",
    running: "running",
    paused: "paused",
    met: "kept",
    missed: "broken",
    cancelled: "dropped",
    none: "none",
  },
  pl: {
    stage: "etap",
    cause: "przyczyna",
    team: "zespół",
    severity: "kategoria",
    requestType: "rodzaj",
    status: "stan",
    closedHow: "sposób zamknięcia",
    assignee: "osoba prowadząca",
    participants: "uczestnicy",
    holdUntil: "dzień, do którego jest wstrzymane",
    questions: "pytanie do klienta",
    requester: "zgłaszający",
    new: "nowe",
    open: "otwarte",
    pending: "czeka na klienta",
    onHold: "wstrzymane",
    solved: "zaproponowano rozwiązanie",
    closed: "zamknięte",
    firstResponse: "pierwsza odpowiedź",
    nextResponse: "kolejna odpowiedź",
    resolution: "rozwiązanie",
    running: "biegnie",
    paused: "stoi",
    met: "dotrzymano",
    missed: "przekroczono",
    cancelled: "odpadło",
    none: "brak",
  },
};

export function partWords(name: string, language: Language): string {
  const known = parts[language];
  return Object.hasOwn(known, name) ? (known[name] ?? name) : name;
}
