/** The words of the roadmap and of the pages behind a vote's link. */
import type { IdeaStatus } from "../ticket/idea.ts";
import type { Language } from "../ticket/letter.ts";

type RoadmapWords = {
  title: string;
  lead: (desk: string) => string;
  empty: string;
  statuses: Record<IdeaStatus, string>;
  wished: (count: number) => string;
  vote: string;
  address: (title: string) => string;
  send: string;
  hint: string;
  asked: string;
  askedLead: (address: string) => string;
  askedElse: string;
  wrongAddress: string;
  tooMany: string;
  over: string;
  back: string;
  confirm: string;
  confirmLead: string;
  nothing: string;
  button: string;
  done: string;
  doneLead: string;
  unknown: string;
  unknownLead: string;
};

export const roadmapWords: Record<Language, RoadmapWords> = {
  en: {
    title: "What we are working on",
    lead: (desk) =>
      `What people wish of ${desk}, and where it stands. Vote for what matters to you; we tell you when it is done.`,
    empty: "Nothing is published here yet.",
    statuses: {
      started: "Being worked on",
      planned: "Planned",
      gathered: "Under consideration",
      done: "Done",
      declined: "Decided against",
    },
    wished: (count) => (count === 1 ? "1 person wishes for it" : `${count} people wish for it`),
    vote: "Vote for it",
    address: (title) => `Your mail address, to vote for: ${title}`,
    send: "Send me the link",
    hint: "We mail a link to your address; your vote counts when you press the button there.",
    asked: "One more step: look into your mail",
    askedLead: (address) => `We have sent a link to ${address}. Follow it within 24 hours and press the button there.`,
    askedElse: "Nothing has come? Look into the spam folder.",
    wrongAddress: "That is no mail address. Please go back and look at it once more.",
    tooMany: "Too many votes came from here. Please try again in an hour.",
    over: "There is nothing to vote for here any more.",
    back: "To the whole list",
    confirm: "Vote for this?",
    confirmLead: "One vote a person. We write to you once: when it is done, or when we decide against it.",
    nothing: "Nothing is saved before you press the button.",
    button: "Yes, I wish for this",
    done: "Thank you for your vote",
    doneLead: "It is counted. We tell you when it is done.",
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or too old, or the idea is decided already.",
  },
  pl: {
    title: "Nad czym pracujemy",
    lead: (desk) =>
      `O co proszą klienci ${desk} i co się z tym dzieje. Zagłosuj na to, co ważne dla Ciebie; damy znać, gdy będzie gotowe.`,
    empty: "Nic tu jeszcze nie opublikowano.",
    statuses: {
      started: "W pracy",
      planned: "Planowane",
      gathered: "Rozważane",
      done: "Gotowe",
      declined: "Zrezygnowaliśmy",
    },
    wished: (count) => `Chętnych: ${count}`,
    vote: "Głosuj",
    address: (title) => `Twój adres e-mail, aby zagłosować na: ${title}`,
    send: "Wyślij mi odnośnik",
    hint: "Wyślemy odnośnik na Twój adres; głos liczy się po naciśnięciu przycisku na stronie, do której prowadzi.",
    asked: "Jeszcze jeden krok: sprawdź pocztę",
    askedLead: (address) => `Wysłaliśmy odnośnik na ${address}. Otwórz go w ciągu 24 godzin i naciśnij tam przycisk.`,
    askedElse: "Nic nie przyszło? Zajrzyj do spamu.",
    wrongAddress: "To nie jest adres e-mail. Wróć i sprawdź go jeszcze raz.",
    tooMany: "Za dużo głosów z tego miejsca. Spróbuj za godzinę.",
    over: "Na to nie można już głosować.",
    back: "Do całej listy",
    confirm: "Zagłosować na to?",
    confirmLead: "Jeden głos na osobę. Napiszemy raz: gdy to będzie gotowe albo gdy z tego zrezygnujemy.",
    nothing: "Nic nie zostanie zapisane, dopóki nie naciśniesz przycisku.",
    button: "Tak, zależy mi na tym",
    done: "Dziękujemy za głos",
    doneLead: "Głos policzono. Damy znać, gdy to będzie gotowe.",
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo zbyt stary, albo w sprawie tego pomysłu już zdecydowano.",
  },
};
