/** Reasons from the closed lists, in words for the people who read our letters. An unknown reason is shown as it is. */
import type { Language } from "./letter.ts";

const words: Record<string, Record<Language, string>> = {
  // Why an agent's mail was held (answer.ts).
  notProven: {
    en: "it could not be proven that this mail came from your mailbox (no DKIM or DMARC pass for your address)",
    pl: "nie udało się potwierdzić, że wiadomość wyszła z Twojej skrzynki (brak DKIM lub DMARC dla Twojego adresu)",
  },
  noToken: {
    en: "it was not sent to the reply address that was made for you on this ticket",
    pl: "nie została wysłana na adres odpowiedzi przygotowany dla Ciebie w tym zgłoszeniu",
  },
  unknownAddress: {
    en: "it was sent to the address made for you, but from an address that is not known as yours",
    pl: "wysłano ją na adres przygotowany dla Ciebie, ale z adresu, którego nie znamy jako Twojego",
  },
  answerToNote: {
    en: "it went to the address for notes, and reads like an answer to the customer; the button files it as a note, and for an answer write again to the address for answers",
    pl: "wysłano ją na adres notatek, a wygląda na odpowiedź do klienta; przycisk zapisze ją jako notatkę, a odpowiedź wyślij jeszcze raz na adres odpowiedzi",
  },
  noteToCustomer: {
    en: "it is an internal note, and a customer stands in To or Cc, who may have it from your own mail program already; the button files it as a note",
    pl: "to notatka wewnętrzna, a w polu Do lub DW jest klient, który mógł ją już dostać z Twojego programu pocztowego; przycisk zapisze ją jako notatkę",
  },
  misplacedCommand: {
    en: "a command stands in it below other words, where it is only text; the button sends all of it to the customer as it is, and to have the command carried out write again and begin with it",
    pl: "polecenie stoi w niej pod innymi słowami, więc jest tylko tekstem; przycisk wyśle całość do klienta tak, jak jest, a żeby polecenie wykonać, napisz jeszcze raz i zacznij od niego",
  },
  sameAnswer: {
    en: "it says the same as your answers before, as an automatic answer of your mailbox would",
    pl: "mówi to samo, co poprzednie odpowiedzi, jak automatyczna odpowiedź ze skrzynki",
  },
  commandsOff: {
    en: "mail commands are switched off, because forged mail might be believed; the button shows that this is yours",
    pl: "polecenia pocztą są wyłączone, bo można by uwierzyć podrobionej poczcie; przycisk potwierdzi, że to Twoja wiadomość",
  },
  twoAddresses: {
    en: "it went both to the address for answers and to the one for notes; the button sends it to the customer, and for a note write again to the note address alone",
    pl: "wysłano ją i na adres odpowiedzi, i na adres notatek; przycisk wyśle ją do klienta, a notatkę wyślij jeszcze raz na sam adres notatek",
  },
  passedOn: {
    en: "passed on by one of us: the author's address stands in the forward only, and nothing proves it",
    pl: "przekazane przez kogoś z nas: adres autora podaje tylko przekazana treść i nic go nie potwierdza",
  },
  // How far the sender of a mail was proven (mail/proof/trust.ts).
  looksLike: { en: "take care, it looks like and is not", pl: "uwaga, przypomina, a nie jest to" },
  mixedScript: { en: "take care, the address mixes alphabets", pl: "uwaga, adres miesza alfabety" },
  dmarcPass: { en: "sender proven (DMARC)", pl: "nadawca potwierdzony (DMARC)" },
  dkimPass: { en: "sender proven (DKIM)", pl: "nadawca potwierdzony (DKIM)" },
  dkimVerified: { en: "sender proven (DKIM, verified by us)", pl: "nadawca potwierdzony (DKIM, sprawdzony przez nas)" },
  ownPage: {
    en: "written on the ticket's page, by the link we mailed to the sender",
    pl: "napisane na stronie zgłoszenia, przez odnośnik wysłany do nadawcy",
  },
  noFrom: {
    en: "sender not proven: the mail names no sender",
    pl: "nadawca niepotwierdzony: brak nadawcy w wiadomości",
  },
  severalFrom: {
    en: "sender not proven: the mail names several senders",
    pl: "nadawca niepotwierdzony: wiadomość podaje kilku nadawców",
  },
  unclearFrom: {
    en: "sender not proven: the sender's address is ambiguous",
    pl: "nadawca niepotwierdzony: niejednoznaczny adres nadawcy",
  },
  temporaryError: {
    en: "sender not proven: the check could not be made just now",
    pl: "nadawca niepotwierdzony: sprawdzenie było chwilowo niemożliwe",
  },
  weakSignature: {
    en: "sender not proven: the signature is too weak",
    pl: "nadawca niepotwierdzony: zbyt słaby podpis",
  },
  notAligned: {
    en: "sender not proven: another domain signed the mail",
    pl: "nadawca niepotwierdzony: wiadomość podpisała inna domena",
  },
  failed: { en: "sender not proven: the check failed", pl: "nadawca niepotwierdzony: sprawdzenie nie powiodło się" },
  noEvidence: { en: "sender not proven", pl: "nadawca niepotwierdzony" },
  // Why a letter came back (mail/bounce/bounceCause.ts).
  userUnknown: { en: "there is no such address", pl: "nie ma takiego adresu" },
  mailboxFull: { en: "the mailbox is full", pl: "skrzynka jest pełna" },
  mailboxDisabled: { en: "the mailbox is switched off", pl: "skrzynka jest wyłączona" },
  hostUnknown: { en: "the domain does not exist or takes no mail", pl: "domena nie istnieje lub nie przyjmuje poczty" },
  tooLarge: { en: "the mail is too large", pl: "wiadomość jest za duża" },
  spam: { en: "the mail was taken for spam", pl: "wiadomość uznano za spam" },
  blocked: { en: "our mail server is blocked there", pl: "nasz serwer pocztowy jest tam zablokowany" },
  authentication: {
    en: "SPF, DKIM or DMARC did not pass there",
    pl: "SPF, DKIM lub DMARC nie przeszły tam sprawdzenia",
  },
  policy: { en: "a rule of that server forbids it", pl: "zabrania tego reguła tamtego serwera" },
  contentRejected: { en: "the content was refused", pl: "treść została odrzucona" },
  relayDenied: {
    en: "that server does not take mail for the address",
    pl: "tamten serwer nie przyjmuje poczty dla tego adresu",
  },
  expired: { en: "it could not be delivered in time", pl: "nie udało się dostarczyć na czas" },
  loop: { en: "the mail went round in circles", pl: "wiadomość krążyła w pętli" },
  systemError: { en: "that server has a fault", pl: "tamten serwer zgłosił awarię" },
  unknown: { en: "no cause was given", pl: "nie podano przyczyny" },
};

export function reasonWords(reason: string, language: Language): string {
  return words[reason]?.[language] ?? reason;
}
