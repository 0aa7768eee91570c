/** What the desk's pages say around everything: the frame, and the sign-in. */
import type { Language } from "../../ticket/letter.ts";

export type FrameWords = {
  desk: string;
  skip: string;
  queue: string;
  search: string;
  report: string;
  signOut: string;
  pages: string;
};

export const frameWords: Record<Language, FrameWords> = {
  en: {
    desk: "Desk",
    skip: "Skip to the content",
    queue: "Queue",
    search: "Search",
    report: "Report",
    signOut: "Sign out",
    pages: "Pages of the desk",
  },
  pl: {
    desk: "Panel",
    skip: "Przejdź do treści",
    queue: "Kolejka",
    search: "Szukaj",
    report: "Raport",
    signOut: "Wyloguj",
    pages: "Strony panelu",
  },
};

export type SignInWords = {
  title: string;
  lead: string;
  address: string;
  send: string;
  sent: string;
  sentLead: string;
  sentElse: string;
  confirm: string;
  confirmLead: (name: string, address: string) => string;
  confirmButton: string;
  gone: string;
  goneLead: string;
  again: string;
  signedOut: string;
};

export const signInWords: Record<Language, SignInWords> = {
  en: {
    title: "Sign in to the desk",
    lead: "The desk is for our agents. Write the address by which the desk knows you, and we mail you a link.",
    address: "Your address",
    send: "Mail me a link",
    sent: "Look into your mail",
    sentLead: "If this is an agent's address, a link is on its way. It works once and for ten minutes.",
    sentElse: "At most one letter leaves a minute. If none comes, check the address and try again.",
    confirm: "Sign in?",
    confirmLead: (name, address) => `You sign in as ${name}, ${address}, for twelve hours in this browser.`,
    confirmButton: "Yes, sign in",
    gone: "This link does not work any more",
    goneLead: "Links to sign in work once and for ten minutes.",
    again: "Ask for a new one",
    signedOut: "You are signed out.",
  },
  pl: {
    title: "Logowanie do panelu",
    lead: "Panel jest dla naszych agentów. Podaj adres, pod którym zna Cię panel, a wyślemy odnośnik.",
    address: "Twój adres",
    send: "Wyślij mi odnośnik",
    sent: "Zajrzyj do poczty",
    sentLead: "Jeśli to adres agenta, odnośnik jest już w drodze. Działa raz i przez dziesięć minut.",
    sentElse: "Wysyłamy najwyżej jedną wiadomość na minutę. Jeśli nic nie przyjdzie, sprawdź adres i spróbuj ponownie.",
    confirm: "Zalogować?",
    confirmLead: (name, address) => `Logujesz się jako ${name}, ${address}, na dwanaście godzin w tej przeglądarce.`,
    confirmButton: "Tak, zaloguj",
    gone: "Ten odnośnik już nie działa",
    goneLead: "Odnośniki do logowania działają raz i przez dziesięć minut.",
    again: "Poproś o nowy",
    signedOut: "Wylogowano.",
  },
};
