/**
 * The report's words in both languages: what each figure is called and, in one or two sentences, what it counts. A figure
 * without its definition is read by everybody in another way.
 */
import type { Language } from "./letter.ts";
import type { IdeaRows } from "./reportRows.ts";

export type ReportWords = {
  title: string;
  period: string;
  to: string;
  inZone: string;
  madeAt: string;
  since: string;
  until: string;
  show: string;
  periodHint: string;
  cannotRead: string;
  asData: string;
  asTable: string;
  whatItMeans: string;
  nothing: string;
  total: string;
  name: string;
  value: string;
  none: string;
  others: string;
  unknownAccount: string;
  promises: string;
  bySeverity: string;
  byPlan: string;
  byAccount: string;
  byWeek: string;
  byMonth: string;
  week: string;
  month: string;
  severity: string;
  plan: string;
  account: string;
  metrics: { firstResponse: string; nextResponse: string; resolution: string };
  outcomes: {
    all: string;
    met: string;
    missed: string;
    missedOpen: string;
    running: string;
    paused: string;
    cancelled: string;
    kept: string;
  };
  times: string;
  timesOf: { firstResponse: string; nextResponse: string; resolution: string };
  count: string;
  median: string;
  p90: string;
  max: string;
  howMany: string;
  usedTime: string;
  waits: string;
  reminders: string;
  letters: { reminder: string; breach: string; overdue: string };
  lateness: string;
  sent: string;
  waiting: string;
  unsent: string;
  ratings: string;
  mean: string;
  byAgent: string;
  agent: string;
  few: string;
  byMachine: string;
  score: string;
  volumes: string;
  opened: string;
  closed: string;
  reopenedTimes: string;
  reopenedTickets: string;
  spam: string;
  merged: string;
  byHour: string;
  byType: string;
  type: string;
  noType: string;
  weekday: string;
  weekdays: string[];
  ideas: string;
  ideasOf: Record<keyof IdeaRows, string>;
  docs: string;
  guide: string;
  offered: string;
  solved: string;
  notSolved: string;
  ticketsOffered: string;
  /** What each figure counts. */
  definitions: Record<Definition, string>;
};

export type Definition =
  | "period"
  | "all"
  | "met"
  | "missed"
  | "running"
  | "cancelled"
  | "kept"
  | "groups"
  | "times"
  | "median"
  | "waits"
  | "reminders"
  | "ratings"
  | "fewRatings"
  | "tickets"
  | "reopened"
  | "leftOut"
  | "byHour"
  | "ideas"
  | "ideasNow"
  | "votes"
  | "guides"
  | "docs";

export const reportWords: Record<Language, ReportWords> = {
  en: {
    title: "Report",
    period: "Period",
    to: "to",
    inZone: "local time of",
    madeAt: "As of",
    since: "From",
    until: "Until",
    show: "Show",
    periodHint: "Dates as 2026-10-01, both included; without them the last 28 days.",
    cannotRead: "This period cannot be shown",
    asData: "As data",
    asTable: "The numbers as a table",
    whatItMeans: "What the figures mean",
    nothing: "There was nothing in this period.",
    total: "Together",
    name: "Name",
    value: "Value",
    none: "none",
    others: "other accounts",
    unknownAccount: "account not known",
    promises: "Promises",
    bySeverity: "By severity",
    byPlan: "By plan",
    byAccount: "By account",
    byWeek: "By week",
    byMonth: "By month",
    week: "Week from",
    month: "Month from",
    severity: "Severity",
    plan: "Plan",
    account: "Account",
    metrics: { firstResponse: "First answer", nextResponse: "Next answers", resolution: "Solution" },
    outcomes: {
      all: "All",
      met: "Met",
      missed: "Missed",
      missedOpen: "of these still open",
      running: "Running",
      paused: "of these paused",
      cancelled: "Cancelled",
      kept: "Kept",
    },
    times: "How long it took",
    timesOf: {
      firstResponse: "Time to the first answer",
      nextResponse: "Time to the next answers",
      resolution: "Time to the solution",
    },
    count: "Count",
    median: "Median",
    p90: "90% within",
    max: "Longest",
    howMany: "How many",
    usedTime: "Open time used",
    waits: "Solutions that waited for others",
    reminders: "Punctuality of letters about promises",
    letters: { reminder: "Reminders", breach: "Letters about a breach", overdue: "Letters while overdue" },
    lateness: "Sent after the planned moment",
    sent: "Sent",
    waiting: "Waiting",
    unsent: "Never left",
    ratings: "Ratings",
    mean: "Mean",
    byAgent: "By agent",
    agent: "Agent",
    few: "few: the mean says little",
    byMachine: "Marks of a machine, left out",
    score: "Score",
    volumes: "Volume",
    opened: "Tickets opened",
    closed: "Tickets closed",
    reopenedTimes: "Reopenings",
    reopenedTickets: "Tickets reopened",
    spam: "Left out: spam",
    merged: "Left out: merged into another",
    byHour: "When tickets come in",
    byType: "By type",
    type: "Type",
    noType: "not said",
    weekday: "Weekday",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ideas: "Ideas",
    ideasOf: {
      gathered: "Gathered",
      published: "Published",
      votes: "Votes",
      planned: "Planned now",
      started: "Started now",
      done: "Done by now",
      declined: "Declined by now",
    },
    docs: "What the docs spared",
    guide: "Guide",
    offered: "Offered",
    solved: "Solved it",
    notSolved: "Did not solve it",
    ticketsOffered: "Tickets, each once",
    definitions: {
      period:
        "Period: a promise belongs to the period in which its time began to count, whenever it was kept. Its fate is shown as it stands now.",
      all: "All: every clock of a ticket is one promise: at most one for the first answer, one for the solution, and one for each time a customer wrote again after an answer. All = met + missed + running + cancelled.",
      met: "Met: answered or solved at the due moment or before it.",
      missed:
        "Missed: the due moment passed before the answer or solution; it stays missed whatever comes later, also when nobody has answered yet.",
      running: "Running: not answered or solved, and not due yet; paused ones wait for the customer or a third party.",
      cancelled:
        "Cancelled: no longer promised before it was due: the ticket was closed without it, or its severity, type or plan promises nothing.",
      kept: "Kept: met as a share of met and missed. Running and cancelled ones do not count.",
      groups:
        "Groups: severity, plan and account are those the ticket has now. Weeks begin on Monday, by the desk's clock.",
      times:
        "Time: counted as the promise counts: only while the plan's calendar is open, without pauses, from the mail's arrival until the answer or the agreed solution. Only promises that were answered or solved.",
      median: "Median and 90%: half took no longer than the median; nine in ten took no longer than the value of 90%.",
      waits:
        "Waiting for others: how long the clock of a solved ticket stood still for the customer or a third party, counted round the clock.",
      reminders:
        "Punctuality: from the moment a letter was planned for until the mail server took it. Planned for the threshold itself, or for the opening after it when the desk was closed.",
      ratings:
        "Ratings: those first given in this period, as they stand now: one for each answer and participant, from 1 to 5. Marks that look like a machine's are left out.",
      fewRatings: "Few: with fewer than 10 ratings a mean is mostly chance.",
      tickets:
        "Tickets: those opened or closed in this period. A ticket that was opened again counts as closed only once it is closed.",
      reopened:
        "Reopened: how often a solved or closed ticket was opened again in this period, and on how many tickets.",
      leftOut: "Left out: spam and tickets merged into another count in no figure about promises or volume.",
      byHour: "Hours: tickets opened, by weekday and hour of the desk's clock.",
      ideas:
        "Ideas: gathered or published in this period, the published only while they are public. An idea that was joined into another counts as that one.",
      ideasNow: "Planned, started, done, declined: how all ideas stand now, whenever they were gathered.",
      votes: "Votes: those given by mailed link in this period, one for each person and idea.",
      guides:
        "Guides: on how many tickets each was offered in this period, and how many customers have said since that it solved the matter or did not; the others said nothing.",
      docs: "Tickets, each once: tickets that were offered any guide in this period, and those of them that a guide solved.",
    },
  },
  pl: {
    title: "Raport",
    period: "Okres",
    to: "do",
    inZone: "czas lokalny strefy",
    madeAt: "Stan na",
    since: "Od",
    until: "Do",
    show: "Pokaż",
    periodHint: "Daty w postaci 2026-10-01, obie włącznie; bez dat: ostatnie 28 dni.",
    cannotRead: "Nie można pokazać tego okresu",
    asData: "Jako dane",
    asTable: "Liczby w tabeli",
    whatItMeans: "Co oznaczają te liczby",
    nothing: "W tym okresie nic się nie zdarzyło.",
    total: "Razem",
    name: "Nazwa",
    value: "Wartość",
    none: "brak",
    others: "inne konta",
    unknownAccount: "konto nieznane",
    promises: "Obietnice",
    bySeverity: "Według kategorii",
    byPlan: "Według planu",
    byAccount: "Według konta",
    byWeek: "Według tygodnia",
    byMonth: "Według miesiąca",
    week: "Tydzień od",
    month: "Miesiąc od",
    severity: "Kategoria",
    plan: "Plan",
    account: "Konto",
    metrics: {
      firstResponse: "Pierwsza odpowiedź",
      nextResponse: "Kolejne odpowiedzi",
      resolution: "Rozwiązanie",
    },
    outcomes: {
      all: "Wszystkie",
      met: "Dotrzymane",
      missed: "Niedotrzymane",
      missedOpen: "w tym nadal otwarte",
      running: "W toku",
      paused: "w tym wstrzymane",
      cancelled: "Odwołane",
      kept: "Odsetek",
    },
    times: "Ile to trwało",
    timesOf: {
      firstResponse: "Czas do pierwszej odpowiedzi",
      nextResponse: "Czas do kolejnych odpowiedzi",
      resolution: "Czas do rozwiązania",
    },
    count: "Liczba",
    median: "Mediana",
    p90: "90% do",
    max: "Najdłużej",
    howMany: "Ile",
    usedTime: "Zużyty czas pracy",
    waits: "Rozwiązania, które czekały na innych",
    reminders: "Punktualność listów o terminach",
    letters: { reminder: "Przypomnienia", breach: "Listy o przekroczeniu", overdue: "Listy po terminie" },
    lateness: "Wysłane po zaplanowanej chwili",
    sent: "Wysłane",
    waiting: "Czekają",
    unsent: "Nie wyszły",
    ratings: "Oceny",
    mean: "Średnia",
    byAgent: "Według agenta",
    agent: "Agent",
    few: "mało: średnia niewiele mówi",
    byMachine: "Oceny automatów, pominięte",
    score: "Ocena",
    volumes: "Ile pracy",
    opened: "Zgłoszenia otwarte",
    closed: "Zgłoszenia zamknięte",
    reopenedTimes: "Ponowne otwarcia",
    reopenedTickets: "Zgłoszenia otwarte ponownie",
    spam: "Pominięte: spam",
    merged: "Pominięte: dołączone do innych",
    byHour: "Kiedy przychodzą zgłoszenia",
    byType: "Według rodzaju",
    type: "Rodzaj",
    noType: "nie podano",
    weekday: "Dzień tygodnia",
    weekdays: ["pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."],
    ideas: "Pomysły",
    ideasOf: {
      gathered: "Zebrane",
      published: "Opublikowane",
      votes: "Głosy",
      planned: "Obecnie planowane",
      started: "Obecnie rozpoczęte",
      done: "Dotąd zrobione",
      declined: "Dotąd odrzucone",
    },
    docs: "Czego oszczędziły poradniki",
    guide: "Poradnik",
    offered: "Podsunięty",
    solved: "Rozwiązał sprawę",
    notSolved: "Nie rozwiązał",
    ticketsOffered: "Zgłoszenia, każde raz",
    definitions: {
      period:
        "Okres: obietnica należy do okresu, w którym jej czas zaczął biec, bez względu na to, kiedy ją spełniono. Jej los podajemy według stanu na teraz.",
      all: "Wszystkie: każdy zegar zgłoszenia to jedna obietnica: najwyżej jedna pierwszej odpowiedzi, jedna rozwiązania i po jednej za każdym razem, gdy klient po odpowiedzi pisze znowu. Wszystkie = dotrzymane + niedotrzymane + w toku + odwołane.",
      met: "Dotrzymane: odpowiedź lub rozwiązanie w chwili terminu albo wcześniej.",
      missed:
        "Niedotrzymane: termin minął przed odpowiedzią lub rozwiązaniem; tak już zostaje, cokolwiek stanie się później, także gdy nikt jeszcze nie odpowiedział.",
      running:
        "W toku: bez odpowiedzi lub rozwiązania, a termin jeszcze nie minął; wstrzymane czekają na klienta lub kogoś innego.",
      cancelled:
        "Odwołane: przestały obowiązywać przed terminem: zgłoszenie zamknięto bez nich albo jego kategoria, rodzaj lub plan niczego nie obiecuje.",
      kept: "Odsetek: udział dotrzymanych wśród dotrzymanych i niedotrzymanych. Obietnice w toku i odwołane się nie liczą.",
      groups:
        "Podział: kategoria, plan i konto są takie, jakie zgłoszenie ma teraz. Tydzień zaczyna się w poniedziałek według zegara zespołu.",
      times:
        "Czas: liczony tak jak obietnica: tylko w godzinach pracy z kalendarza planu, bez przerw, od nadejścia wiadomości do odpowiedzi lub uzgodnionego rozwiązania. Tylko obietnice, na które była odpowiedź lub rozwiązanie.",
      median: "Mediana i 90%: połowa trwała nie dłużej niż mediana; dziewięć na dziesięć nie dłużej niż wartość 90%.",
      waits:
        "Czekanie na innych: jak długo zegar rozwiązanego zgłoszenia stał, bo czekał na klienta lub kogoś innego; liczone przez całą dobę.",
      reminders:
        "Punktualność: od chwili, na którą list zaplanowano, do przyjęcia go przez serwer poczty. Zaplanowany na sam próg albo, gdy było zamknięte, na najbliższe otwarcie.",
      ratings:
        "Oceny: wystawione po raz pierwszy w tym okresie, według stanu na teraz: po jednej za odpowiedź i uczestnika, od 1 do 5. Oceny, które wyglądają na automat, pomijamy.",
      fewRatings: "Mało: przy mniej niż 10 ocenach średnia to głównie przypadek.",
      tickets:
        "Zgłoszenia: otwarte lub zamknięte w tym okresie. Zgłoszenie otwarte ponownie liczy się jako zamknięte dopiero po zamknięciu.",
      reopened:
        "Otwarte ponownie: ile razy w tym okresie ponownie otwarto rozwiązane lub zamknięte zgłoszenie i ilu zgłoszeń to dotyczy.",
      leftOut: "Pominięte: spam i zgłoszenia dołączone do innych nie liczą się ani do obietnic, ani do ilości pracy.",
      byHour: "Godziny: otwarte zgłoszenia według dnia tygodnia i godziny na zegarze zespołu.",
      ideas:
        "Pomysły: zebrane lub opublikowane w tym okresie, opublikowane tylko, dopóki są publiczne. Pomysł dołączony do innego liczy się jako tamten.",
      ideasNow:
        "Planowane, rozpoczęte, zrobione, odrzucone: stan wszystkich pomysłów na teraz, bez względu na to, kiedy je zebrano.",
      votes: "Głosy: oddane w tym okresie przez link z listu, jeden od osoby na pomysł.",
      guides:
        "Poradniki: na ilu zgłoszeniach każdy podsunięto w tym okresie i ilu klientów odpowiedziało potem, że rozwiązał sprawę albo nie; pozostali nic nie powiedzieli.",
      docs: "Zgłoszenia, każde raz: te, na których w tym okresie podsunięto jakikolwiek poradnik, i te spośród nich, które poradnik rozwiązał.",
    },
  },
};
