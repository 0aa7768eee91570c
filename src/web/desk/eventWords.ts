/** What happened to a ticket, and why, in words for its history on the desk. What is not known here is shown as it is. */
import type { Language } from "../../ticket/letter.ts";
import type { Question } from "../../ticket/question/questionEvent.ts";
import { reasonWords } from "../../ticket/reasonWords.ts";
import type { Happening } from "../../ticket/ticket.ts";

type InWords = Record<Language, string>;

/** Typed by what can happen, so that nothing new goes without words. */
const happenings: Record<Happening["type"], InWords> = {
  opened: { en: "opened", pl: "otwarto" },
  received: { en: "mail came in", pl: "przyszła wiadomość" },
  answered: { en: "answered", pl: "odpowiedziano" },
  noted: { en: "note added", pl: "dodano notatkę" },
  assigned: { en: "assigned", pl: "przydzielono" },
  unassigned: { en: "given back to the team", pl: "oddano zespołowi" },
  statusChanged: { en: "status changed", pl: "zmieniono stan" },
  heldUntil: { en: "day to go on was set", pl: "ustalono dzień wznowienia" },
  changed: { en: "entry changed", pl: "zmieniono wpis" },
  joined: { en: "takes part now", pl: "bierze udział" },
  copied: { en: "stands in copy, takes no part", pl: "w kopii, nie bierze udziału" },
  left: { en: "takes no part any more", pl: "już nie bierze udziału" },
  acted: { en: "commands carried out", pl: "wykonano polecenia" },
  undone: { en: "commands taken back", pl: "cofnięto polecenia" },
  clockStarted: { en: "promise began", pl: "obietnica ruszyła" },
  clockPaused: { en: "promise paused", pl: "obietnicę wstrzymano" },
  clockResumed: { en: "promise goes on", pl: "obietnicę wznowiono" },
  clockStopped: { en: "promise done", pl: "obietnica wykonana" },
  clockReopened: { en: "promise runs again", pl: "obietnica biegnie ponownie" },
  clockRebased: { en: "promise measured anew", pl: "obietnicę zmierzono na nowo" },
  clockCancelled: { en: "promise dropped", pl: "obietnica odpadła" },
  clockRestored: { en: "promise put back as it was", pl: "obietnicę przywrócono" },
  breached: { en: "promise broken", pl: "obietnica złamana" },
  reminded: { en: "reminder sent", pl: "wysłano przypomnienie" },
  severityChanged: { en: "severity changed", pl: "zmieniono kategorię" },
  planChanged: { en: "plan changed", pl: "zmieniono plan" },
  requestTypeChanged: { en: "type changed", pl: "zmieniono rodzaj" },
  deskChanged: { en: "the desk's rules changed", pl: "zmieniły się zasady" },
  escalated: { en: "handed to a lead", pl: "przekazano kierownikowi" },
  autoReplied: { en: "automatic answer came in", pl: "przyszła automatyczna odpowiedź" },
  undelivered: { en: "letter did not arrive", pl: "list nie dotarł" },
  rated: { en: "answer rated", pl: "oceniono odpowiedź" },
  confirmationWithheld: { en: "confirmation not sent", pl: "nie wysłano potwierdzenia" },
  letterWithheld: { en: "automatic letter not sent", pl: "nie wysłano automatycznego listu" },
  reopenWithheld: { en: "filed without opening again", pl: "odłożono bez ponownego otwarcia" },
  noticeWithheld: { en: "filed without a notice", pl: "odłożono bez powiadomienia" },
  floodBegan: { en: "too many mails: the next are kept here", pl: "za dużo wiadomości: kolejne trafiają tutaj" },
  floodEnded: { en: "the many mails ended", pl: "zalew wiadomości ustał" },
  silenced: { en: "no more automatic letters to this address", pl: "koniec automatycznych listów na ten adres" },
  followsUp: { en: "follows another ticket", pl: "nawiązuje do innego zgłoszenia" },
  passedOn: { en: "passed on by one of us", pl: "przekazane przez kogoś z nas" },
  guidesOffered: { en: "guides offered", pl: "zaproponowano poradniki" },
  guideSaid: { en: "guide judged", pl: "oceniono poradnik" },
  asked: { en: "question asked", pl: "zadano pytanie" },
  questionAnswered: { en: "question answered", pl: "odpowiedziano na pytanie" },
  questionWithdrawn: { en: "question withdrawn", pl: "wycofano pytanie" },
  questionExpired: { en: "question ran out", pl: "pytanie wygasło" },
  askedAgain: { en: "asked again", pl: "zapytano ponownie" },
  mergedInto: { en: "merged into another ticket", pl: "połączono z innym zgłoszeniem" },
  tookOver: { en: "another ticket merged into this one", pl: "przejęto inne zgłoszenie" },
  unmerged: { en: "merge taken back", pl: "cofnięto połączenie" },
  gaveBack: { en: "merge taken back", pl: "cofnięto połączenie" },
  linked: { en: "linked", pl: "powiązano" },
  unlinked: { en: "link taken back", pl: "cofnięto powiązanie" },
  splitOff: { en: "message split off", pl: "wydzielono wiadomość" },
  splitFrom: { en: "split from another ticket", pl: "wydzielono z innego zgłoszenia" },
  splitBack: { en: "message brought back", pl: "wiadomość wróciła" },
  requesterChanged: { en: "requester changed", pl: "zmieniono zgłaszającego" },
  approved: { en: "stranger let in", pl: "wpuszczono nieznanego nadawcę" },
  refused: { en: "stranger not let in", pl: "nie wpuszczono nieznanego nadawcy" },
};

/** Why it happened. The same words may mean something else of a mail's sender, so these are looked up first. */
const reasons: Record<string, InWords> = {
  tag: { en: "severity from the subject's tag", pl: "kategoria ze znacznika w temacie" },
  body: { en: "severity from the text", pl: "kategoria z treści" },
  default: { en: "severity not named", pl: "nie podano kategorii" },
  twoTags: { en: "two severities named", pl: "podano dwie kategorie" },
  subjectNumber: { en: "number in the subject", pl: "numer w temacie" },
  opened: { en: "new ticket", pl: "nowe zgłoszenie" },
  answered: { en: "answered", pl: "odpowiedziano" },
  firstAnswer: { en: "who answers first takes it", pl: "kto pierwszy odpowie, ten prowadzi" },
  command: { en: "command by mail", pl: "polecenie pocztą" },
  undone: { en: "taken back", pl: "cofnięto" },
  customerReplied: { en: "the customer wrote", pl: "klient napisał" },
  proposed: { en: "proposed as solved", pl: "zaproponowano jako rozwiązane" },
  agreed: { en: "the customer agreed", pl: "klient się zgodził" },
  disagreed: { en: "the customer did not agree", pl: "klient się nie zgodził" },
  lapsed: { en: "nobody answered in time", pl: "nikt nie odpowiedział na czas" },
  silence: { en: "no answer yet", pl: "brak odpowiedzi" },
  accessOver: { en: "the time granted is over", pl: "minął przyznany czas" },
  askedAnew: { en: "asked anew", pl: "zapytano od nowa" },
  saidFirst: { en: "the customer said so unasked", pl: "klient sam to powiedział" },
  saysSolved: { en: "the customer says so", pl: "tak mówi klient" },
  byLink: { en: "by a link", pl: "przez odnośnik" },
  questionAnswered: { en: "the customer answered the question", pl: "klient odpowiedział na pytanie" },
  allowed: { en: "the customer allows it", pl: "klient się zgadza" },
  declined: { en: "the customer does not allow it", pl: "klient się nie zgadza" },
  answersQuestion: { en: "answers a question", pl: "odpowiada na pytanie" },
  sameAccount: { en: "of the same account", pl: "z tego samego konta" },
  otherAccount: { en: "of another account", pl: "z innego konta" },
  agentAdded: { en: "added by an agent", pl: "dodane przez agenta" },
  agentRemoved: { en: "removed by an agent", pl: "usunięte przez agenta" },
  agentApproved: { en: "let in by an agent", pl: "wpuszczone przez agenta" },
  participantApproved: { en: "let in by who takes part", pl: "wpuszczone przez uczestnika" },
  strangerWithToken: {
    en: "a stranger wrote to this ticket's address",
    pl: "ktoś nieznany napisał na adres zgłoszenia",
  },
  page: { en: "by a page's button", pl: "przyciskiem na stronie" },
  merged: { en: "merged", pl: "połączono" },
  duplicate: { en: "duplicate", pl: "duplikat" },
  spam: { en: "spam", pl: "spam" },
  filedAsSpam: { en: "filed as spam", pl: "odłożono jako spam" },
  split: { en: "split from another ticket", pl: "wydzielono z innego zgłoszenia" },
  splitOff: { en: "its message was split off", pl: "jego wiadomość wydzielono" },
  requester: { en: "another requester", pl: "inny zgłaszający" },
  wasRequester: { en: "was the requester", pl: "był zgłaszającym" },
  teamChanged: { en: "another team", pl: "inny zespół" },
  severityChanged: { en: "another severity", pl: "inna kategoria" },
  requestTypeChanged: { en: "another type", pl: "inny rodzaj" },
  planChanged: { en: "another plan", pl: "inny plan" },
  deskChanged: { en: "the desk's rules changed", pl: "zmieniły się zasady" },
  unanswered: { en: "nobody answered", pl: "nikt nie odpowiedział" },
  usedUp: { en: "its time is used up", pl: "czas się wyczerpał" },
  holdOver: { en: "the day has come", pl: "nadszedł ten dzień" },
  due: { en: "due", pl: "termin" },
  autoReply: { en: "written by a machine", pl: "napisał automat" },
  list: { en: "came over a mailing list", pl: "przyszło przez listę" },
  notAddressedToUs: { en: "not addressed to us", pl: "nie do nas zaadresowane" },
  capReached: { en: "too many letters lately", pl: "ostatnio zbyt wiele listów" },
  ticketCap: { en: "too many letters on this ticket", pl: "zbyt wiele listów w tym zgłoszeniu" },
  flood: { en: "too many mails at once", pl: "zbyt wiele wiadomości naraz" },
  tooSoon: { en: "perhaps a machine: too soon", pl: "być może automat: zbyt szybko" },
  manyAtOnce: { en: "perhaps a machine: many at once", pl: "być może automat: wiele naraz" },
  failed: { en: "could not be delivered", pl: "nie udało się dostarczyć" },
  delayed: { en: "is still tried", pl: "próby trwają" },
};

const questionKinds: Record<Question["kind"], InWords> = {
  resolution: { en: "Is it solved?", pl: "Czy rozwiązane?" },
  access: { en: "May we look?", pl: "Czy możemy zajrzeć?" },
  authorisation: { en: "Do you authorise it?", pl: "Czy to zatwierdzasz?" },
};

export function happeningWords(type: string, language: Language): string {
  return of(happenings, type)?.[language] ?? type;
}

export function whyWords(reason: string, language: Language): string {
  return of(reasons, reason)?.[language] ?? reasonWords(reason, language);
}

export function questionWords(kind: string, language: Language): string {
  return of(questionKinds, kind)?.[language] ?? kind;
}

/** The words of a table for a key that may be none of it. */
export function of<Value>(table: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
