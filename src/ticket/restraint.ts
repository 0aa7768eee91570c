/**
 * How far the desk writes by itself. From is a claim, and a confirmation to a claimed address can be somebody else's
 * nuisance or the other half of a loop: each cap is counted over a sliding time and stands here with its reason.
 */
import type { Desk } from "./desk.ts";

/** What was counted before this mail. Letters are those that really went out. */
export type Pressure = {
  /** Greetings to this address within a day. */
  toAddress: number;
  /** Greetings to unproven addresses of this domain within an hour. */
  toDomain: number;
  /** Greetings to unproven addresses anywhere within an hour. */
  toUnproven: number;
  /** Greetings within a day to mails that looked like a machine's answers, from this address or domain. */
  echoes: number;
  /** This mail looks like a machine's answer to a greeting of ours: the same words again, or it names our ticket. */
  isEcho: boolean;
  /** Greetings within a day to mails with these very words, from this domain (of free mail: from this address). */
  sameWords: number;
  isBreakerOpen: boolean;
  isSuppressed: boolean;
  /** New matters of this address within an hour; `sameText`: those with this mail's words. */
  fromAddress: number;
  sameText: number;
  /** New matters of strangers in this domain within an hour. */
  fromDomain: number;
};

/** Who writes, as far as restraint depends on it. */
export type Writer = {
  address: string;
  domain: string;
  isProven: boolean;
  /** Of an account that we know. */
  isKnown: boolean;
  /** One of the desk's own addresses. */
  isOurs: boolean;
  /** Mail to it leaves our own network. */
  isOutside: boolean;
  /** Anybody has an address there: the domain says nothing of who writes. */
  isFreeMail: boolean;
};

/** Why no letter goes out by itself, from a closed list. */
export type Withheld =
  | "ownAddress"
  | "undeliverable"
  | "flood"
  | "breakerOpen"
  | "looksLikeLoop"
  | "capReached"
  | "domainCap"
  | "ticketCap";

export type FloodScope = { scope: "sender" | "domain"; subject: string; perHour: number };

/** What follows for a new matter. `breaker`: of the greetings to unproven addresses. */
export type Restraint = {
  withheld: Withheld | null;
  flood: FloodScope | null;
  breaker: "closed" | "opens" | "open";
  isStranger: boolean;
};

/** What a ticket's history says of it. */
export type Restrained =
  /** An automatic letter was not sent. */
  | { type: "letterWithheld"; letter: string; to: string }
  /** A mail was filed without reopening the ticket, or without telling anybody. */
  | { type: "reopenWithheld" | "noticeWithheld" }
  /** What follows from a sender or domain is kept under this ticket; and so many it were in the end. */
  | { type: "floodBegan"; scope: "sender" | "domain"; subject: string }
  | { type: "floodEnded"; count: number }
  /** Automatic letters to this address stop: it has refused two. */
  | { type: "silenced"; address: string };

export const caps = {
  /** Who has not proven to be the owner of an address gets it one letter a day: so much may be forged in anybody's name. */
  unprovenPerDay: 1,
  /** A proven stranger has read more than once from which address to write. */
  strangerPerDay: 5,
  /** Nobody opens so many matters in a day; a machine may. */
  knownPerDay: 50,
  /** A first mail, the first answer of a machine, and its second, by which it is known: three letters, and the loop ends. */
  echoesPerDay: 1,
  /** Many people of one domain may use a form that says the same for all; a machine with many addresses has no end. */
  sameWordsPerDay: 50,
  /** Whatever the clocks of two servers say of which mail came first. */
  sameWordsOfOne: 5,
  /** One domain's people are not greeted by the hundred on the word of forged mails. */
  domainPerHour: 50,
  freeMailDomainPerHour: 200,
  /** Automatic letters of one kind to one address on one ticket within a day. */
  ticketPerDay: 5,
  /** A person is answered and answers; more in an hour is a program, and whoever has the ticket reads it there. */
  noticesPerHour: 10,
  /** Beyond this somebody must look why the ticket does not stay as it is left. */
  reopensPerDay: 3,
  /** Agents who do not press the button of a held mail are not asked for each further one. */
  heldPerDay: 3,
  /** An agent who says the same a third time is probably their own automatic answer. */
  sameAnswersPerDay: 2,
  /** Of a customer whom we know and who is proven, other words each time: an import, not a loop. */
  knownPerHour: 2_000,
} as const;

/** What desk.yaml says unless it says otherwise; reasons stand beside each in the file. */
export const floodDefaults = { sender: 60, domain: 600, greetings: 200 } as const;

export type FloodLimits = { sender: number; domain: number; greetings: number };

/** A desk that was applied before these limits existed has none. */
export function floodLimits(desk: Desk): FloodLimits {
  return { ...floodDefaults, ...desk.floods };
}

/** Judges a new matter by what came and went before it. */
export function restrain(pressure: Pressure, writer: Writer, desk: Desk): Restraint {
  const limits = floodLimits(desk);
  const isStranger = !writer.isProven || !writer.isKnown;
  const flood = floodOf(pressure, writer, limits);
  const isFull = !writer.isProven && pressure.toUnproven >= limits.greetings;
  const breaker = pressure.isBreakerOpen ? "open" : isFull ? "opens" : "closed";
  return { withheld: whyNoGreeting(pressure, writer, { flood, breaker }), flood, breaker, isStranger };
}

function whyNoGreeting(
  pressure: Pressure,
  { isOurs, isOutside, isProven, isKnown, isFreeMail }: Writer,
  { flood, breaker }: Pick<Restraint, "flood" | "breaker">,
): Withheld | null {
  if (isOurs) return "ownAddress";
  if (!isOutside && !isProven && !isKnown) return "undeliverable";
  if (pressure.isSuppressed && !isProven) return "undeliverable";
  if (flood) return "flood";
  if (breaker !== "closed" && !isProven) return "breakerOpen";
  if (pressure.isEcho && pressure.echoes >= caps.echoesPerDay) return "looksLikeLoop";
  if (pressure.sameWords >= (isFreeMail ? caps.sameWordsOfOne : caps.sameWordsPerDay)) return "looksLikeLoop";
  const perDay = !isProven ? caps.unprovenPerDay : isKnown ? caps.knownPerDay : caps.strangerPerDay;
  if (pressure.toAddress >= perDay) return "capReached";
  const perHour = isFreeMail ? caps.freeMailDomainPerHour : caps.domainPerHour;
  return !isProven && pressure.toDomain >= perHour ? "domainCap" : null;
}

/** A stranger's flood is told by its number; a customer's by the same words again and again. */
function floodOf(pressure: Pressure, writer: Writer, limits: FloodLimits): FloodScope | null {
  const isCustomer = writer.isProven && writer.isKnown;
  const isSender = isCustomer
    ? pressure.sameText >= limits.sender || pressure.fromAddress >= Math.max(caps.knownPerHour, limits.sender)
    : pressure.fromAddress >= limits.sender;
  if (isSender) return { scope: "sender", subject: writer.address, perHour: limits.sender };
  const isDomain = !isCustomer && !writer.isFreeMail && pressure.fromDomain >= limits.domain;
  return isDomain ? { scope: "domain", subject: writer.domain, perHour: limits.domain } : null;
}

/** A text as it looks without what a machine changes in it each time: numbers and whatever holds one, spaces, capitals. */
export function withoutNumbers(text: string): string {
  return text
    .slice(0, 4_000)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => !/\d/.test(word))
    .join(" ")
    .trim();
}

const openingWordsMax = 20;

/** How a text begins below its salutation, without numbers: a machine that answers adds what it likes further down. */
export function openingOf(text: string): string {
  const lines = text.trimStart().slice(0, 4_000).split("\n");
  const [first = ""] = lines;
  const isSalutation = first.length <= 60 && /[,!:]\s*$/.test(first) && lines.length > 1;
  return withoutNumbers((isSalutation ? lines.slice(1) : lines).join("\n"))
    .split(" ")
    .slice(0, openingWordsMax)
    .join(" ");
}
