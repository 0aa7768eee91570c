/** The words of an explanation, in the two languages of our letters. Sentences are put together in `explain.ts`. */
import { tellDuration } from "../duration.ts";
import type { Language } from "../letter.ts";

/** Sentences come without their full stop; `T` is a told time, `D` a told day. */
export type Words = {
  weekdays: string[];
  months: string[];
  arrived: Record<"firstResponse" | "nextResponse" | "resolution", (T: string) => string>;
  whileClosed: string;
  counted: (time: string) => string;
  countedOn: (D: string, from: string, time: string) => string;
  more: (time: string) => string;
  moreFrom: (D: string | null, from: string, time: string) => string;
  untilClosing: (T: string) => string;
  until: (T: string) => string;
  openings: (count: number, until: string, time: string) => string;
  overWeekend: string;
  closedOn: (D: string) => string;
  closedBetween: (first: string, last: string) => string;
  weekend: string;
  clockChange: (minutes: number) => string;
  pausedAt: (T: string, why: string | null) => string;
  resumedAt: (T: string, why: string | null) => string;
  reopenedAt: (T: string, why: string | null) => string;
  rebasedAt: (T: string, after: string, before: string, why: string | null) => string;
  due: (T: string) => string;
  dueMissed: (T: string) => string;
  usedUpBefore: (due: string, changed: string) => string;
  brokenBefore: (T: string) => string;
  stopped: Record<"firstResponse" | "nextResponse" | "resolution", (T: string) => string>;
  kept: (used: string, target: string) => string;
  late: (by: string, due: string) => string;
  afterDue: (due: string) => string;
  paused: (used: string, target: string) => string;
  cancelled: (T: string) => string;
  business: (time: string) => string;
  wall: (time: string) => string;
  plan: (name: string) => string;
  severity: (name: string) => string;
  countedFrom: (T: string) => string;
  pausedMeanwhile: string;
  whys: Record<string, string>;
};

const en: Words = {
  weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  arrived: {
    firstResponse: (T) => `Arrived ${T}`,
    nextResponse: (T) => `The customer wrote ${T}`,
    resolution: (T) => `Arrived ${T}`,
  },
  whileClosed: ", outside opening hours",
  counted: (time) => `${time} counted`,
  countedOn: (D, from, time) => `${D} from ${from}: ${time} counted`,
  more: (time) => `${time} more`,
  moreFrom: (D, from, time) => `${D === null ? "F" : `${D} f`}rom ${from}: ${time} more`,
  untilClosing: (T) => ` until closing at ${T}`,
  until: (T) => ` until ${T}`,
  openings: (count, until, time) => `${count} more openings until ${until}: ${time}`,
  overWeekend: "Closed over the weekend",
  closedOn: (D) => `Closed on ${D}`,
  closedBetween: (first, last) => `Closed from ${first} to ${last}`,
  weekend: "weekend",
  clockChange: (minutes) =>
    `clocks ${minutes > 0 ? "go forward" : "go back"} ${tellDuration(Math.abs(minutes) * 60_000)}`,
  pausedAt: (T, why) => `Paused ${T}${why === null ? "" : `: ${why}`}`,
  resumedAt: (T, why) => `Went on ${T}${why === null ? "" : `: ${why}`}`,
  reopenedAt: (T, why) => `${T}: ${why === null ? "" : `${why}, so `}time goes on as if it had never stopped`,
  rebasedAt: (T, after, before, why) => `${T}: ${why === null ? "" : `${why}, `}now ${after} instead of ${before}`,
  due: (T) => `due ${T}`,
  dueMissed: (T) => `was due ${T} and is overdue`,
  usedUpBefore: (due, changed) => `used up since ${due}, so overdue since the change at ${changed}`,
  brokenBefore: (T) => `broken ${T} by what was promised then`,
  stopped: {
    firstResponse: (T) => `answered ${T}`,
    nextResponse: (T) => `answered ${T}`,
    resolution: (T) => `solved ${T}`,
  },
  kept: (used, target) => `in time: ${used} used of ${target}`,
  late: (by, due) => `too late by ${by}: it was due ${due}`,
  afterDue: (due) => `too late: it was due ${due}`,
  paused: (used, target) => `${used} used of ${target}`,
  cancelled: (T) => `no longer promised since ${T}`,
  business: (time) => `${time} of business time`,
  wall: (time) => `${time} around the clock`,
  plan: (name) => `plan ${name}`,
  severity: (name) => `severity ${name}`,
  countedFrom: (T) => `counted from ${T}`,
  pausedMeanwhile: "not counting while it was paused",
  whys: {
    pending: "waiting for the customer",
    waiting: "waiting for the customer",
    onHold: "waiting for a third party",
    hold: "waiting for a third party",
    solved: "a solution was proposed",
    solutionProposed: "a solution was proposed",
    customerReplied: "the customer wrote",
    disagreed: "the customer says it is not solved yet",
    customerDisagreed: "the customer says it is not solved yet",
    opened: "opened again",
    reopened: "opened again",
    answerBounced: "the answer could not be delivered",
    severity: "the severity changed",
    severityChanged: "the severity changed",
    plan: "the plan changed",
    planChanged: "the plan changed",
    calendarChanged: "the opening hours changed",
    requestTypeChanged: "the request type changed",
    deskChanged: "the desk's promises changed",
    accountChanged: "the account changed",
  },
};

const pl: Words = {
  weekdays: ["pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."],
  months: "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(
    " ",
  ),
  arrived: {
    firstResponse: (T) => `Wpłynęło ${T}`,
    nextResponse: (T) => `Wiadomość od klienta ${T}`,
    resolution: (T) => `Wpłynęło ${T}`,
  },
  whileClosed: ", poza godzinami pracy",
  counted: (time) => `Liczy się ${time}`,
  countedOn: (D, from, time) => `${D} od ${from}: liczy się ${time}`,
  more: (time) => `Jeszcze ${time}`,
  moreFrom: (D, from, time) => `${D === null ? "O" : `${D} o`}d ${from}: jeszcze ${time}`,
  untilClosing: (T) => `, do zamknięcia o ${T}`,
  until: (T) => `, do ${T}`,
  openings: (count, until, time) => `Dalsze okresy pracy (${count}), do ${until}: ${time}`,
  overWeekend: "Weekend się nie liczy",
  closedOn: (D) => `Zamknięte: ${D}`,
  closedBetween: (first, last) => `Zamknięte od ${first} do ${last}`,
  weekend: "weekend",
  clockChange: (minutes) =>
    `zmiana czasu: zegary ${minutes > 0 ? "do przodu" : "do tyłu"} o ${tellDuration(Math.abs(minutes) * 60_000)}`,
  pausedAt: (T, why) => `Wstrzymane ${T}${why === null ? "" : `: ${why}`}`,
  resumedAt: (T, why) => `Wznowione ${T}${why === null ? "" : `: ${why}`}`,
  reopenedAt: (T, why) => `${T}: ${why === null ? "" : `${why}, więc `}czas płynie tak, jakby się nie zatrzymał`,
  rebasedAt: (T, after, before, why) => `${T}: ${why === null ? "" : `${why}, `}teraz ${after} zamiast ${before}`,
  due: (T) => `termin ${T}`,
  dueMissed: (T) => `termin minął ${T}`,
  usedUpBefore: (due, changed) => `wykorzystane już ${due}, więc po terminie od zmiany ${changed}`,
  brokenBefore: (T) => `niedotrzymane ${T} według ówczesnej obietnicy`,
  stopped: {
    firstResponse: (T) => `odpowiedź ${T}`,
    nextResponse: (T) => `odpowiedź ${T}`,
    resolution: (T) => `rozwiązanie ${T}`,
  },
  kept: (used, target) => `w terminie: wykorzystano ${used} z ${target}`,
  late: (by, due) => `po terminie o ${by}: termin był ${due}`,
  afterDue: (due) => `po terminie: termin był ${due}`,
  paused: (used, target) => `wykorzystano ${used} z ${target}`,
  cancelled: (T) => `obietnica nie obowiązuje od ${T}`,
  business: (time) => `${time} czasu pracy`,
  wall: (time) => `${time} przez całą dobę`,
  plan: (name) => `plan ${name}`,
  severity: (name) => `ważność ${name}`,
  countedFrom: (T) => `liczone od ${T}`,
  pausedMeanwhile: "bez czasu wstrzymania",
  whys: {
    pending: "czekamy na klienta",
    waiting: "czekamy na klienta",
    onHold: "czekamy na inną firmę",
    hold: "czekamy na inną firmę",
    solved: "zaproponowano rozwiązanie",
    solutionProposed: "zaproponowano rozwiązanie",
    customerReplied: "klient odpisał",
    disagreed: "klient pisze, że problem trwa",
    customerDisagreed: "klient pisze, że problem trwa",
    opened: "otwarte ponownie",
    reopened: "otwarte ponownie",
    answerBounced: "odpowiedzi nie udało się doręczyć",
    severity: "zmieniono ważność",
    severityChanged: "zmieniono ważność",
    plan: "zmieniono plan",
    planChanged: "zmieniono plan",
    calendarChanged: "zmieniono godziny pracy",
    requestTypeChanged: "zmieniono rodzaj zgłoszenia",
    deskChanged: "zmieniono warunki wsparcia",
    accountChanged: "zmieniono konto",
  },
};

export const wordsOf: Record<Language, Words> = { en, pl };
