/** The sentences of the form, in the two languages of our letters. */
import type { Language } from "../ticket/letter.ts";

export type FormWords = {
  title: string;
  lead: (deskName: string) => string;
  name: string;
  address: string;
  addressHint: string;
  type: string;
  anyType: string;
  idea: string;
  roadmap: string;
  severity: string;
  promised: (first: string | null, handling: string | null) => string;
  roundTheClock: (time: string) => string;
  nothingPromised: string;
  promisedBy: (plan: string) => string;
  allPlans: string;
  guides: { ask: string; look: string; none: string; found: string; meanwhile: string };
  subject: string;
  impact: string;
  impactHint: string;
  reference: (name: string) => string;
  words: string;
  files: string;
  filesHint: string;
  trap: string;
  button: string;
  next: string;
  wrong: string;
  wrongs: Record<WrongField, string>;
  kept: string;
  keptLead: (address: string) => string;
  keptElse: string;
  yourPlan: (plan: string, account: string | null) => string;
  verify: string;
  verifyLead: (address: string) => string;
  verifyWritten: string;
  verifyButton: string;
  sent: string;
  sentLead: (address: string) => string;
  unknown: string;
  unknownLead: string;
};

export type WrongField = "address" | "subject" | "words" | "files" | "again" | "tooMany";

export const formWords: Record<Language, FormWords> = {
  en: {
    title: "Write to support",
    lead: (deskName) => `${deskName} answers by mail. You can also just write a mail; this form does the same.`,
    name: "Your name",
    address: "Your e-mail address",
    addressHint: "Best the one of your account. We send a link there, and your request leaves when you follow it.",
    type: "What is it about?",
    anyType: "not sure",
    idea: "An idea? Perhaps it is known already:",
    roadmap: "look at the roadmap and vote",
    severity: "How bad is it?",
    promised: (first, handling) =>
      [first && `first answer within ${first}`, handling && `handled within ${handling}`].filter(Boolean).join(", "),
    roundTheClock: (time) => `${time} round the clock`,
    nothingPromised: "no time is promised",
    promisedBy: (plan) =>
      `Business time under the plan ${plan}. The page behind the link that we mail you shows the times of your own plan.`,
    allPlans: "The times of each plan",
    guides: {
      ask: "First a look into the guides: what is it about?",
      look: "Look",
      none: "No guide fits these words. Please write to us below.",
      found: "These guides may answer it at once:",
      meanwhile:
        "These guides may answer it at once. If one does, just leave the link in the mail alone: then nothing is sent to us.",
    },
    subject: "In one line",
    impact: "What does it keep your business from doing? (optional)",
    impactHint: "It helps us to see what to do first.",
    reference: (name) => `Your ${name} (optional)`,
    words: "What happened, what did you expect, what have you tried?",
    files: "Files (optional)",
    filesHint: "At most three, 10 MB together. Your browser shows how far they are on their way.",
    trap: "Leave this empty",
    button: "Go on",
    next: "Nothing is sent to us before you follow the link in the mail you get.",
    wrong: "Something is missing:",
    wrongs: {
      address: "Please give an e-mail address we can answer to.",
      subject: "Please say in one line what it is about.",
      words: "Please say what happened (at most 15,000 characters).",
      files: "At most three files, 10 MB together. Please choose them again.",
      again: "Please look at it once more and press the button again.",
      tooMany: "Too many requests came lately. Please try again in an hour, or write us a mail: that always works.",
    },
    kept: "One more step: look into your mail",
    keptLead: (address) => `We have sent a link to ${address}. Follow it within 24 hours and press the button there.`,
    keptElse: "Nothing has come? Look into the spam folder, or simply write us a mail.",
    yourPlan: (plan, account) =>
      account === null
        ? `We know no account of this address, so the plan ${plan} holds, in business time:`
        : `What your plan ${plan} promises (${account}), in business time:`,
    verify: "Send your request?",
    verifyLead: (address) => `This link was mailed to ${address}. If you filled in our form, send it now.`,
    verifyWritten: "What was written in the form; if it is not yours, close this page and nothing is sent:",
    verifyButton: "Yes, send my request",
    sent: "Your request is sent",
    sentLead: (address) => `A confirmation with its number and the times we promise goes to ${address}.`,
    unknown: "This link is not valid",
    unknownLead: "It may be incomplete or older than 24 hours. Fill in the form again, or write us a mail.",
  },
  pl: {
    title: "Napisz do nas",
    lead: (deskName) => `${deskName} odpowiada mailem. Możesz też po prostu napisać maila; ten formularz robi to samo.`,
    name: "Imię i nazwisko",
    address: "Adres e-mail",
    addressHint: "Najlepiej adres Twojego konta. Wyślemy tam odnośnik; zgłoszenie ruszy, gdy go otworzysz.",
    type: "Czego to dotyczy?",
    anyType: "nie wiem",
    idea: "Pomysł? Może już go znamy:",
    roadmap: "zobacz plany i zagłosuj",
    severity: "Jak poważna jest sprawa?",
    promised: (first, handling) =>
      [first && `pierwsza odpowiedź w ${first}`, handling && `obsługa w ${handling}`].filter(Boolean).join(", "),
    roundTheClock: (time) => `${time} całą dobę`,
    nothingPromised: "bez obiecanego terminu",
    promisedBy: (plan) =>
      `Terminy liczone w czasie pracy, plan ${plan}. Strona z odnośnika, który wyślemy, pokaże terminy Twojego planu.`,
    allPlans: "Terminy w każdym planie",
    guides: {
      ask: "Najpierw poradniki: czego to dotyczy?",
      look: "Szukaj",
      none: "Żaden poradnik nie pasuje do tych słów. Napisz do nas poniżej.",
      found: "Te poradniki mogą od razu pomóc:",
      meanwhile:
        "Te poradniki mogą od razu pomóc. Jeśli któryś wystarczy, nie otwieraj odnośnika z maila: wtedy nic do nas nie trafi.",
    },
    subject: "W jednym zdaniu",
    impact: "Czego przez to nie możesz robić? (nieobowiązkowo)",
    impactHint: "Pomaga to ocenić, co zrobić najpierw.",
    reference: (name) => `Numer (${name}, nieobowiązkowo)`,
    words: "Co się stało, czego się spodziewasz, czego już próbowano?",
    files: "Pliki (nieobowiązkowo)",
    filesHint: "Najwyżej trzy, razem 10 MB. Przeglądarka pokazuje, ile już wysłała.",
    trap: "Zostaw to pole puste",
    button: "Dalej",
    next: "Nic do nas nie trafi, dopóki nie otworzysz odnośnika z maila, który dostaniesz.",
    wrong: "Czegoś brakuje:",
    wrongs: {
      address: "Podaj adres e-mail, na który możemy odpowiedzieć.",
      subject: "Napisz w jednym zdaniu, o co chodzi.",
      words: "Napisz, co się stało (najwyżej 15 000 znaków).",
      files: "Najwyżej trzy pliki, razem 10 MB. Wybierz je ponownie.",
      again: "Spójrz jeszcze raz i naciśnij przycisk ponownie.",
      tooMany: "Za dużo zgłoszeń w krótkim czasie. Spróbuj za godzinę albo napisz maila: to działa zawsze.",
    },
    kept: "Jeszcze jeden krok: sprawdź pocztę",
    keptLead: (address) => `Wysłaliśmy odnośnik na ${address}. Otwórz go w ciągu 24 godzin i naciśnij tam przycisk.`,
    keptElse: "Nic nie przyszło? Zajrzyj do spamu albo po prostu napisz maila.",
    yourPlan: (plan, account) =>
      account === null
        ? `Nie znamy konta tego adresu, więc obowiązuje plan ${plan}, w czasie pracy:`
        : `Co obiecuje Twój plan ${plan} (${account}), w czasie pracy:`,
    verify: "Wysłać Twoje zgłoszenie?",
    verifyLead: (address) => `Ten odnośnik wysłano na ${address}. Jeśli to Ty wypełniłeś formularz, wyślij go teraz.`,
    verifyWritten: "Treść formularza; jeśli to nie Twoje słowa, zamknij stronę, a nic nie zostanie wysłane:",
    verifyButton: "Tak, wyślij zgłoszenie",
    sent: "Zgłoszenie wysłane",
    sentLead: (address) => `Potwierdzenie z numerem i obiecanymi terminami wysyłamy na ${address}.`,
    unknown: "Ten odnośnik jest nieważny",
    unknownLead: "Może być niepełny albo starszy niż 24 godziny. Wypełnij formularz ponownie albo napisz maila.",
  },
};
