/** What a transcript says of commands: what was done, why something was not, and the help; in the desk's language. */

import type { Language } from "../letter.ts";
import type { RefusalReason } from "./grammar.ts";
import { relationRefusals } from "./relationWords.ts";

const done = {
  pending: {
    en: "The ticket waits for the customer; the time for handling stands still.",
    pl: "Zgłoszenie czeka na klienta; czas na rozwiązanie stoi.",
  },
  onHold: {
    en: "The ticket is on hold; the time for handling stands still.",
    pl: "Zgłoszenie jest wstrzymane; czas na rozwiązanie stoi.",
  },
  onHoldUntil: {
    en: "The ticket is on hold until {{until}} and opens again by itself then; the time for handling stands still.",
    pl: "Zgłoszenie jest wstrzymane do {{until}} i wtedy samo się otworzy; czas na rozwiązanie stoi.",
  },
  askedAccess: {
    en: "Asked for access: {{about}}, until {{until}} (by mail to {{to}}).",
    pl: "Poproszono o dostęp: {{about}}, do {{until}} (wiadomość do: {{to}}).",
  },
  askedAuthorisation: {
    en: "Asked for an authorisation: {{about}}; it can be given until {{until}} (by mail to {{to}}).",
    pl: "Poproszono o zatwierdzenie: {{about}}; można je dać do {{until}} (wiadomość do: {{to}}).",
  },
  passedOnNew: {
    en: "Ticket {{number}} was opened for {{who}}, as of your mail. Their address stands in the forward only: nothing proves it.",
    pl: "Otwarto zgłoszenie {{number}} dla: {{who}}, z chwilą Twojej wiadomości. Adres podaje tylko przekazana treść: nic go nie potwierdza.",
  },
  passedOnReply: {
    en: "It was filed on ticket {{number}} as a mail of {{who}}.",
    pl: "Zapisano w zgłoszeniu {{number}} jako wiadomość od: {{who}}.",
  },
  passedOnKnown: {
    en: "This mail was on ticket {{number}} already; only your own words were added.",
    pl: "Ta wiadomość była już w zgłoszeniu {{number}}; dodano tylko Twoje słowa.",
  },
  passedOnUnnamed: {
    en: "The forward names no address of its author, so ticket {{number}} stands in your name. #requester ada@shop.example puts that right.",
    pl: "Przekazana treść nie podaje adresu autora, więc zgłoszenie {{number}} jest na Ciebie. Zmienia to #requester ada@shop.example.",
  },
  openedForAgent: {
    en: "Ticket {{number}} was opened in your own name, for your mail answers none. If it is a customer's, write #requester and their address.",
    pl: "Otwarto zgłoszenie {{number}} na Ciebie, bo wiadomość nie odpowiada na żadne. Jeśli dotyczy klienta, napisz #requester i jego adres.",
  },
  open: {
    en: "The ticket is open; the time for handling runs.",
    pl: "Zgłoszenie jest otwarte; czas na rozwiązanie biegnie.",
  },
  solved: {
    en: "The solution was proposed; the customer is asked whether it is solved.",
    pl: "Zaproponowano rozwiązanie; klient dostanie pytanie, czy sprawa jest rozwiązana.",
  },
  closedByBoth: {
    en: "The customer had said that it is solved, so the ticket is closed.",
    pl: "Klient potwierdził wcześniej, że sprawa jest rozwiązana, więc zgłoszenie jest zamknięte.",
  },
  already: { en: "The ticket was {{status}} already.", pl: "Zgłoszenie miało już stan: {{status}}." },
  unchanged: { en: "It was {{what}} already.", pl: "Było już: {{what}}." },
  severity: {
    en: "The severity is {{to}} (it was {{from}}); the times were worked out anew.",
    pl: "Kategoria: {{to}} (było: {{from}}); terminy przeliczono.",
  },
  requestType: {
    en: "The request type is {{to}} (it was {{from}}); the times were worked out anew.",
    pl: "Rodzaj zgłoszenia: {{to}} (było: {{from}}); terminy przeliczono.",
  },
  stage: { en: "The stage is {{to}}.", pl: "Etap: {{to}}." },
  cause: { en: "The cause is {{to}}.", pl: "Przyczyna: {{to}}." },
  assigned: { en: "{{to}} has the ticket now.", pl: "Zgłoszenie prowadzi teraz: {{to}}." },
  assignedAway: {
    en: "{{to}} has the ticket now, but is away until {{until}}: until then its team hears of it.",
    pl: "Zgłoszenie prowadzi teraz: {{to}}, ale do {{until}} to osoba nieobecna: do tego czasu wieści dostaje zespół.",
  },
  team: { en: "The ticket is with the team {{to}} now.", pl: "Zgłoszenie ma teraz zespół {{to}}." },
  ccAdded: {
    en: "{{address}} takes part from now on, and gets nothing that was said before.",
    pl: "{{address}} bierze odtąd udział w zgłoszeniu i nie dostanie tego, co napisano wcześniej.",
  },
  ccRemoved: { en: "{{address}} takes no part any more.", pl: "{{address}} nie bierze już udziału w zgłoszeniu." },
  answered: { en: "Your text goes to the customer: {{to}}.", pl: "Twój tekst trafia do klienta: {{to}}." },
  answerHeld: {
    en: "Your text goes to the customer in {{seconds}} s: {{to}}.",
    pl: "Twój tekst trafi do klienta za {{seconds}} s: {{to}}.",
  },
  noted: {
    en: "Your text is an internal note; no customer sees it.",
    pl: "Twój tekst jest notatką wewnętrzną; klient jej nie zobaczy.",
  },
  notSent: {
    en: "The text below the commands was sent to nobody.",
    pl: "Tekst pod poleceniami nie został nikomu wysłany.",
  },
  answerStopped: {
    en: "Your answer was stopped: no customer gets it. It stays on the ticket as an internal note.",
    pl: "Twoją odpowiedź zatrzymano: klient jej nie dostanie. Pozostaje w zgłoszeniu jako notatka wewnętrzna.",
  },
  answerLeft: {
    en: "Your answer had left already and cannot be called back.",
    pl: "Twoja odpowiedź już wyszła i nie da się jej cofnąć.",
  },
  noteStays: { en: "The note stays on the ticket.", pl: "Notatka pozostaje w zgłoszeniu." },
  undone: { en: "Taken back: {{lines}}", pl: "Cofnięto: {{lines}}" },
  stayed: {
    en: "This stays as it is, because it was changed since or cannot be taken back: {{names}}",
    pl: "To zostaje, bo zmieniono je później albo nie da się tego cofnąć: {{names}}",
  },
  noTicket: { en: "There is no ticket {{number}}.", pl: "Nie ma zgłoszenia {{number}}." },
} satisfies Record<string, Record<Language, string>>;

export function doneWords(key: keyof typeof done, values: Record<string, string>, language: Language): string {
  return fillIn(done[key][language], values);
}

function fillIn(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? "");
}

const refusals: Record<RefusalReason, Record<Language, string>> = {
  unknownCommand: { en: "There is no such command.", pl: "Nie ma takiego polecenia." },
  lookalike: {
    en: "This line looks like a command, but holds letters or signs that only look like ours.",
    pl: "Ten wiersz wygląda jak polecenie, ale zawiera litery lub znaki, które tylko je przypominają.",
  },
  needsWord: { en: "This command needs a word after it.", pl: "To polecenie wymaga słowa po nim." },
  takesNoWord: { en: "Nothing may stand after this command.", pl: "Po tym poleceniu nic nie może stać." },
  unknownWord: { en: "The word after this command is not known.", pl: "Słowo po tym poleceniu nie jest znane." },
  severalFit: { en: "More than one person fits.", pl: "Pasuje więcej niż jedna osoba." },
  noAddress: {
    en: "One mail address must stand after this command.",
    pl: "Po tym poleceniu musi stać jeden adres e-mail.",
  },
  contradicts: { en: "Another line says something else already.", pl: "Inny wiersz mówi już coś innego." },
  standsAlone: {
    en: "This command must be the only one of its mail.",
    pl: "To polecenie musi być jedyne w wiadomości.",
  },
  ticketClosed: { en: "The ticket is closed.", pl: "Zgłoszenie jest zamknięte." },
  noParticipant: { en: "This person does not take part.", pl: "Ta osoba nie bierze udziału w zgłoszeniu." },
  isParticipantAlready: { en: "This person takes part already.", pl: "Ta osoba już bierze udział w zgłoszeniu." },
  isAgent: {
    en: "This is an agent; agents hear of a ticket by #assign or #team.",
    pl: "To adres agenta; zgłoszenie przekazuje się przez #assign albo #team.",
  },
  nothingToUndo: {
    en: "There is nothing of yours on this ticket that could be taken back.",
    pl: "Nie ma tu nic Twojego, co można by cofnąć.",
  },
  answerHasLeft: {
    en: "Your answer had left already and cannot be called back; nothing was changed.",
    pl: "Twoja odpowiedź już wyszła i nie da się jej cofnąć; niczego nie zmieniono.",
  },
  noTicket: { en: "There is no ticket of that number.", pl: "Nie ma zgłoszenia o tym numerze." },
  ...relationRefusals,
  needsTicket: {
    en: "This command needs a ticket: reply to one of its mails.",
    pl: "To polecenie dotyczy zgłoszenia: odpowiedz na jedną z jego wiadomości.",
  },
  noGuide: {
    en: "No guide fits these words well enough to be sent.",
    pl: "Żaden poradnik nie pasuje do tych słów na tyle, żeby go wysłać.",
  },
  needsAnswer: {
    en: "Guides go with an answer: write one below the line.",
    pl: "Poradniki wysyła się z odpowiedzią: napisz ją pod tym wierszem.",
  },
  nothingNew: {
    en: "We found no words of yours in this mail, only what it quotes.",
    pl: "Nie znaleźliśmy w tej wiadomości Twojego tekstu, tylko to, co cytuje.",
  },
  tooLong: { en: "This line is too long.", pl: "Ten wiersz jest za długi." },
  notADate: {
    en: "Until when is not understood. Write it like 2026-12-01, 2026-12-01 14:00, friday, 4 May or in 3 days.",
    pl: "Nie wiadomo, do kiedy. Napisz na przykład 2026-12-01, 2026-12-01 14:00, piątek, 4 maja albo za 3 dni.",
  },
  datePast: { en: "That time is over already.", pl: "Ten czas już minął." },
  dateTooFar: { en: "That is more than a year ahead.", pl: "To ponad rok naprzód." },
  alreadySolved: {
    en: "The ticket is proposed as solved; open it first.",
    pl: "Zaproponowano już rozwiązanie; najpierw otwórz zgłoszenie.",
  },
  needsAuthorisation: {
    en: "A ticket of this request type must be authorised by the customer before it is solved. Ask for it; and if it is not to be done, give it another type with #type first.",
    pl: "Zgłoszenie tego rodzaju klient musi zatwierdzić, zanim będzie rozwiązane. Poproś o to; a jeśli ma nie być zrobione, najpierw zmień jego rodzaj przez #type.",
  },
  tooMany: { en: "There are too many commands in one mail.", pl: "Za dużo poleceń w jednej wiadomości." },
};

export function refusalWords(refusal: { why: RefusalReason; known: string[] }, language: Language): string {
  const known = refusal.known.slice(0, 20).join(", ");
  if (known === "") return refusals[refusal.why][language];
  return `${refusals[refusal.why][language]} ${language === "pl" ? "Możliwe" : "Possible"}: ${known}.`;
}

const help: Record<Language, string> = {
  en: `Begin your mail with lines like these. What follows them is your answer to the customer.

#note                the text stays inside
#solve               proposes that it is solved
#wait                waits for the customer
#hold                waits for someone else; also: #hold until friday
#open                goes on
#ask access proj_… until friday    asks the customer for access
#ask authorisation to delete …     asks who may authorise it
#severity A          sets the severity
#type request        sets the request type
#stage locate        reproduce, locate or solve
#cause platform      user-error, platform or feature
#assign me           or a name, or an address
#team technical      hands over to a team
#cc add a@shop.example   also: #cc remove
#requester a@shop.example   whose ticket it is
#merge 1041          this ticket into that one
#split               the mail you answer, into its own ticket
#link 1041           shown as related
#spam                closes it, and keeps it closed
#docs words          sends the guides that fit with your answer
#show 1042           a ticket by mail
#queue mine          also: team, all
#away until friday   new work goes to others; also: #away off
#undo                takes back your last mail on the ticket
#help                this list

One wrong line, and nothing of the mail is done or sent.`,
  pl: `Zacznij wiadomość takimi wierszami. To, co po nich, jest odpowiedzią do klienta.

#note                tekst zostaje u nas
#solve               proponuje uznać za rozwiązane
#wait                czeka na klienta
#hold                czeka na kogoś innego; także: #hold until piątek
#open                praca trwa
#ask access proj_… until piątek    prosi klienta o dostęp
#ask authorisation usunięcie …     prosi o zatwierdzenie
#severity A          ustawia kategorię
#type request        ustawia rodzaj zgłoszenia
#stage locate        reproduce, locate lub solve
#cause platform      user-error, platform lub feature
#assign me           albo imię, albo adres
#team technical      przekazuje zespołowi
#cc add a@shop.example   także: #cc remove
#requester a@shop.example   czyje jest zgłoszenie
#merge 1041          to zgłoszenie do tamtego
#split               wiadomość, na którą odpowiadasz, do osobnego
#link 1041           pokazuje jako powiązane
#spam                zamyka, i tak zostaje
#docs słowa          wysyła pasujące poradniki z odpowiedzią
#show 1042           zgłoszenie w wiadomości
#queue mine          także: team, all
#away until piątek   nowe sprawy trafią do innych; także: #away off
#undo                cofa Twoją ostatnią wiadomość w zgłoszeniu
#help                ten spis

Jeden błędny wiersz i nic z wiadomości nie zostanie wykonane ani wysłane.`,
};

export function helpWords(language: Language): string {
  return help[language];
}
