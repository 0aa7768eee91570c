/** What the desk's pages say of tickets and their clocks, and the queue around them. */
import type { Metric } from "../../ticket/desk.ts";
import type { Language } from "../../ticket/letter.ts";
import type { Status } from "../../ticket/ticket.ts";

export type QueueWords = {
  title: string;
  asOf: (instant: string) => string;
  again: string;
  scope: string;
  scopes: { all: string; team: string; mine: string };
  status: string;
  statuses: Record<Status, string>;
  live: string;
  severity: string;
  every: string;
  show: string;
  caption: (count: number) => string;
  ticket: string;
  due: string;
  from: string;
  plan: string;
  with: string;
  nobody: string;
  none: string;
  next: string;
  first: string;
  metrics: Record<Metric, string>;
  left: (time: string) => string;
  over: (time: string) => string;
  paused: (time: string) => string;
  pausedOver: (time: string) => string;
  noPromise: string;
  closedAt: (instant: string) => string;
  by: (instant: string) => string;
};

export const queueWords: Record<Language, QueueWords> = {
  en: {
    title: "Queue",
    asOf: (instant) => `As of ${instant}. Times left count open hours where the promise does.`,
    again: "Look again",
    scope: "Whose",
    scopes: { all: "Everybody's", team: "My teams'", mine: "Mine" },
    status: "Status",
    statuses: {
      new: "new",
      open: "open",
      pending: "waits for the customer",
      onHold: "on hold",
      solved: "solution proposed",
      closed: "closed",
    },
    live: "all but closed",
    severity: "Severity",
    every: "all",
    show: "Show",
    caption: (count) =>
      count === 1 ? "1 ticket, what to do first on top" : `${count} tickets, what to do first on top`,
    ticket: "Ticket",
    due: "Due first",
    from: "From",
    plan: "Plan",
    with: "With",
    nobody: "nobody yet",
    none: "No ticket fits. Choose something else above, or enjoy the quiet.",
    next: "Next tickets",
    first: "Back to the top of the queue",
    metrics: { firstResponse: "first answer", nextResponse: "next answer", resolution: "handling" },
    left: (time) => `${time} left`,
    over: (time) => `overdue by ${time}`,
    paused: (time) => `paused with ${time} left`,
    pausedOver: (time) => `paused, ${time} over`,
    noPromise: "nothing promised",
    closedAt: (instant) => `closed ${instant}`,
    by: (instant) => `by ${instant}`,
  },
  pl: {
    title: "Kolejka",
    asOf: (instant) => `Stan na ${instant}. Pozostały czas liczy godziny otwarcia, gdy tak obiecano.`,
    again: "Odśwież",
    scope: "Czyje",
    scopes: { all: "Wszystkie", team: "Moich zespołów", mine: "Moje" },
    status: "Stan",
    statuses: {
      new: "nowe",
      open: "otwarte",
      pending: "czeka na klienta",
      onHold: "wstrzymane",
      solved: "proponowane rozwiązanie",
      closed: "zamknięte",
    },
    live: "wszystkie oprócz zamkniętych",
    severity: "Kategoria",
    every: "wszystkie",
    show: "Pokaż",
    caption: (count) => `Zgłoszenia: ${count}, najpilniejsze na górze`,
    ticket: "Zgłoszenie",
    due: "Najbliższy termin",
    from: "Od",
    plan: "Plan",
    with: "Prowadzi",
    nobody: "jeszcze nikt",
    none: "Brak takich zgłoszeń. Wybierz coś innego powyżej albo ciesz się spokojem.",
    next: "Następne zgłoszenia",
    first: "Na początek kolejki",
    metrics: { firstResponse: "pierwsza odpowiedź", nextResponse: "następna odpowiedź", resolution: "obsługa" },
    left: (time) => `zostało ${time}`,
    over: (time) => `po terminie o ${time}`,
    paused: (time) => `wstrzymane, zostało ${time}`,
    pausedOver: (time) => `wstrzymane, ${time} po terminie`,
    noPromise: "bez obietnicy",
    closedAt: (instant) => `zamknięto ${instant}`,
    by: (instant) => `do ${instant}`,
  },
};
