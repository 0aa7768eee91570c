/** What a transcript says of merging, splitting, linking, junk and who asked; in the desk's language. */
import type { Language } from "../letter.ts";

const words = {
  merged: {
    en: "#{{number}} is merged into #{{into}}: whatever is written on it from now on leads there. It is closed, and promises nothing more.",
    pl: "#{{number}} jest scalone z #{{into}}: wszystko, co ktoś tu odtąd napisze, trafi tam. Zgłoszenie jest zamknięte i nic już nie obiecuje.",
  },
  brought: {
    en: "They take part in #{{into}} now, and get nothing that was said there before: {{people}}",
    pl: "Biorą teraz udział w #{{into}} i nie dostaną tego, co tam wcześniej napisano: {{people}}",
  },
  outside: {
    en: "They are not of the account of #{{into}} and do not take part in it. If they are to, write #cc add on #{{into}}: {{people}}",
    pl: "Nie należą do konta z #{{into}} i nie biorą w nim udziału. Jeśli mają brać, napisz #cc add w #{{into}}: {{people}}",
  },
  mergeTold: {
    en: "The customer is told that it goes on in #{{into}}: {{people}}",
    pl: "Klient dowie się, że sprawa toczy się dalej w #{{into}}: {{people}}",
  },
  unmerged: {
    en: "#{{number}} stands on its own again. What was written since it was merged stays on #{{into}}.",
    pl: "#{{number}} jest znowu osobnym zgłoszeniem. To, co napisano po scaleniu, zostaje w #{{into}}.",
  },
  toldAlready: {
    en: "The customer was told of it already; this letter cannot be called back, so a word to them may be kind.",
    pl: "Klient już o tym wie; tego listu nie da się cofnąć, więc warto do niego napisać.",
  },
  linked: { en: "#{{number}} and this ticket are shown as related.", pl: "#{{number}} i to zgłoszenie są powiązane." },
  linkedAlready: { en: "#{{number}} was related already.", pl: "#{{number}} było już powiązane." },
  unlinked: { en: "#{{number}} is not shown as related any more.", pl: "#{{number}} nie jest już powiązane." },
  split: {
    en: "The mail of {{person}} is a ticket of its own now: #{{number}}, severity {{severity}}. Its times count from when the mail came, and replies to it lead there.",
    pl: "Wiadomość od {{person}} jest teraz osobnym zgłoszeniem #{{number}}, kategoria {{severity}}. Jego terminy liczą się od nadejścia wiadomości, a odpowiedzi na nią trafią tam.",
  },
  splitBack: {
    en: "The mail is on this ticket again; #{{number}} is closed and leads here.",
    pl: "Wiadomość jest znowu w tym zgłoszeniu; #{{number}} jest zamknięte i prowadzi tutaj.",
  },
  splitStays: {
    en: "#{{number}} was worked on since, so it stays; to bring both together, write #merge there.",
    pl: "W #{{number}} ktoś już pracował, więc zostaje; aby połączyć oba, napisz tam #merge.",
  },
  spam: {
    en: "The ticket is closed as spam: nothing more is promised or sent to its sender, and further mails of it open nothing. #open brings it back.",
    pl: "Zgłoszenie zamknięto jako spam: nic nie jest obiecane ani wysyłane do nadawcy, a jego dalsze wiadomości niczego nie otworzą. Przywraca je #open.",
  },
  requester: {
    en: "The ticket belongs to {{to}} now (before: {{from}}), who gets nothing that was said before.",
    pl: "Zgłoszenie należy teraz do {{to}} (wcześniej: {{from}}); ta osoba nie dostanie tego, co napisano wcześniej.",
  },
  requesterBack: { en: "The ticket belongs to {{to}} again.", pl: "Zgłoszenie należy znowu do {{to}}." },
  staysParticipant: {
    en: "{{from}} is of the account and takes part on; #cc remove ends that.",
    pl: "{{from}} należy do konta i nadal bierze udział; kończy to #cc remove.",
  },
  leavesTicket: {
    en: "{{from}} takes no part any more, and their links and addresses are no longer good.",
    pl: "{{from}} nie bierze już udziału, a odnośniki i adresy tej osoby przestały działać.",
  },
  account: {
    en: "Account {{account}}, plan {{plan}}; the times were worked out anew.",
    pl: "Konto {{account}}, plan {{plan}}; terminy przeliczono.",
  },
} satisfies Record<string, Record<Language, string>>;

export function relationWords(key: keyof typeof words, values: Record<string, string>, language: Language): string {
  return words[key][language].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
}

/** Why one of these commands is refused. */
export const relationRefusals = {
  sameTicket: {
    en: "Both numbers lead to this very ticket.",
    pl: "Oba numery prowadzą do tego samego zgłoszenia.",
  },
  otherClosed: {
    en: "That ticket is closed, so nobody would see to this one. Open it first, or merge it into this one.",
    pl: "Tamto zgłoszenie jest zamknięte, więc nikt by się tym nie zajął. Najpierw je otwórz albo scal je z tym.",
  },
  otherAccount: {
    en: "That ticket belongs to another account; its people must not read each other's words. #link shows them as related.",
    pl: "Tamto zgłoszenie należy do innego konta, a ludzie z różnych kont nie mogą czytać swoich słów. #link pokaże je jako powiązane.",
  },
  noAnswerBeside: {
    en: "Beside this command only an internal note may stand (#note); write an answer in a mail of its own.",
    pl: "Obok tego polecenia może stać tylko notatka wewnętrzna (#note); odpowiedź napisz w osobnej wiadomości.",
  },
  nothingToSplit: {
    en: "There is no mail that could be split off: the ticket began with this one.",
    pl: "Nie ma wiadomości do wydzielenia: od tej zaczęło się zgłoszenie.",
  },
  isRequester: { en: "The ticket belongs to this person already.", pl: "Zgłoszenie należy już do tej osoby." },
  notOfAccount: {
    en: "This address neither takes part nor belongs to the ticket's account. Let it take part first, if you are sure.",
    pl: "Ten adres nie bierze udziału i nie należy do konta zgłoszenia. Jeśli masz pewność, najpierw go dopuść.",
  },
} satisfies Record<string, Record<Language, string>>;
