/**
 * One filled letter of each kind and language, for `intray preview` and for the tests that every letter renders. The people,
 * times and numbers are made up; they keep to the seed's desk (plan standard, Europe/Warsaw, 9 to 17).
 */
import type { Language, Letter, LetterData, LetterName } from "../ticket/letter.ts";
import { sampleAlarm } from "./alarmSample.ts";
import { dayOf, samplesOfTime } from "./clockSamples.ts";
import { sampleGuides, samplesOfLinks } from "./ideaSamples.ts";
import { samplesOfQuestions } from "./questionSamples.ts";
import { samplesOfRelations } from "./relationSamples.ts";

const instant = (text: string) => Date.parse(text);

const about = { ticketId: 1042, timezone: "Europe/Warsaw" };
const ada = { name: "Ada Nowak", address: "ada@shop.example" };
const references = { project: ["proj_8fK2mQ71"], campaign: ["camp_Zx91Lm20", "camp_Zx91Lm21"] };

const whys = {
  en: {
    firstResponse:
      "Arrived Fri 16 Oct 16:30. 30 min counted until closing at 17:00. Closed over the weekend. Mon 19 Oct from 09:00: 30 min more (1 h of business time, plan standard, severity A).",
    resolution: "4 h of business time: 30 min on Fri 16 Oct, 3 h 30 min on Mon 19 Oct (plan standard, severity A).",
  },
  pl: {
    firstResponse:
      "Przyszło w pt. 16 paź o 16:30. Do zamknięcia o 17:00 minęło 30 min. W weekend nie pracujemy. Od pon. 19 paź 9:00 jeszcze 30 min (1 h czasu pracy, plan standard, kategoria A).",
    resolution: "4 h czasu pracy: 30 min w pt. 16 paź i 3 h 30 min w pon. 19 paź (plan standard, kategoria A).",
  },
};

function promises(language: Language) {
  return {
    firstResponse: { dueAt: instant("2026-10-19T07:30:00Z"), why: whys[language].firstResponse },
    resolution: { dueAt: instant("2026-10-19T10:30:00Z"), why: whys[language].resolution },
  };
}

const words = {
  en: {
    subject: "Checkout is down since this morning",
    means: "prevents normal operation",
    text: `Hello,

since about 9 this morning nobody can pay in our shop. The button "Pay now"
turns grey and nothing happens; the console says:

    TypeError: cart.total is not a function

We tried two browsers. You can see it at https://shop.example/cart?test=1.

Best regards
Ada Nowak`,
    reply:
      "Thank you, that was fast.\n\nThe button works again in Firefox, but not yet in Safari. Screenshot attached.",
    answer: `Hello Ada,

thank you for the details. The discount module was updated last night and
returns the total as text. We have set it back for your project, and payments
should work again now.

Could you try it once more, please? What I checked:
https://status.acme.example/incidents/77

Kind regards
Jan Kowalski`,
    trust: "sender proven by DKIM (shop.example)",
    unproven: "no signature, but a valid reply address",
    held: "your mail server did not sign this mail, so we cannot be sure that it is yours",
    refused: '"#severty" is no command.',
    cause: "too many parts",
    what: "1,200 parts, the limit is 1,000",
    letter: "your answer",
    lowComment: "It works again, but nobody had told me that it was switched off.",
    undelivered: "550 5.1.1 The email account that you tried to reach does not exist",
  },
  pl: {
    subject: "Od rana nie działa płatność",
    means: "uniemożliwia normalną pracę",
    text: `Dzień dobry,

od około 9 nikt nie może zapłacić w naszym sklepie. Przycisk „Zapłać” robi
się szary i nic się nie dzieje; w konsoli widać:

    TypeError: cart.total is not a function

Sprawdziliśmy w dwóch przeglądarkach: https://shop.example/cart?test=1.

Pozdrawiam
Ada Nowak`,
    reply:
      "Dziękuję, szybko poszło.\n\nW Firefoksie przycisk już działa, w Safari jeszcze nie. Zrzut ekranu w załączniku.",
    answer: `Dzień dobry,

dziękuję za szczegóły. W nocy zaktualizowano moduł rabatów i zwraca on sumę
jako tekst. Cofnęliśmy to w Państwa projekcie, płatności powinny już działać.

Czy mogę prosić o jeszcze jedną próbę? Opis: https://status.acme.example/incidents/77

Pozdrawiam
Jan Kowalski`,
    trust: "nadawca potwierdzony przez DKIM (shop.example)",
    unproven: "bez podpisu, ale z ważnym adresem odpowiedzi",
    held: "Twój serwer nie podpisał tej wiadomości, więc nie mamy pewności, że jest od Ciebie",
    refused: "„#severty” nie jest poleceniem.",
    cause: "za dużo części",
    what: "1200 części, dozwolone jest 1000",
    letter: "Twoja odpowiedź",
    lowComment: "Znów działa, ale nikt mi nie powiedział, że to wyłączono.",
    undelivered: "550 5.1.1 The email account that you tried to reach does not exist",
  },
};

function forAgents(language: Language): LetterData["newTicket"] {
  const { subject, text, trust } = words[language];
  return {
    ...about,
    ...promises(language),
    subject,
    requester: ada,
    account: "Shop Example sp. z o.o.",
    plan: "standard",
    severity: "A",
    requestType: "issue",
    references,
    text,
    attachments: [
      { name: "console.log", bytes: 1204, held: false },
      { name: "film z ekranu.mp4", bytes: 31_400_000, held: true },
      { name: "faktura.pdf.js", bytes: 8_200, held: true, risk: "script" },
    ],
    trust,
    unverified: false,
    answerAddress: "support+k1-a7k2m6q4xw3c5v2bn7zkfjdh5s@acme.example",
    noteAddress: "support+k1-n3f6h2z7td5r2j4pqwxc6mvy3e@acme.example",
  };
}

const transcripts = {
  en: [
    "The severity is A (it was B); the times were worked out anew.",
    "Ewa Nowak has the ticket now.",
    "Your text goes to the customer in 30 s: ada@shop.example.",
  ],
  pl: [
    "Kategoria: A (było: B); terminy przeliczono.",
    "Zgłoszenie prowadzi teraz: Ewa Nowak.",
    "Twój tekst trafi do klienta za 30 s: ada@shop.example.",
  ],
};

function lowRating(language: Language): LetterData["lowRating"] {
  const { subject, answer, lowComment } = words[language];
  const { account, answerAddress, noteAddress } = forAgents(language);
  return {
    ...about,
    subject,
    person: ada,
    account,
    score: 2,
    comment: lowComment,
    agent: { name: "Jan Kowalski", address: "jan@acme.example" },
    excerpt: answer.split("\n\n").slice(0, 2).join("\n\n"),
    perhapsMachine: false,
    answerAddress,
    noteAddress,
  };
}

/** What an agent's commands bring about: the question to the customer, the transcript, a ticket handed over. */
function ofCommands(language: Language): Pick<LetterData, "solved" | "transcript" | "handedOver"> {
  const { subject, answer, refused, reply } = words[language];
  return {
    solved: {
      ...about,
      subject,
      ordinal: 1,
      agentName: "Jan Kowalski",
      text: answer,
      proposedAt: null,
      answerUrl: "https://desk.acme.example/answer/q7w3e9r1t5y2u8i4o6p0a1s2d3f4",
    },
    transcript: {
      ...about,
      subject,
      understood: ["#severity A", "#assign ewa"],
      done: transcripts[language],
      refused: { line: "#severty A", why: refused, suggestion: "#severity A" },
      page: reply.split("\n")[0] ?? "",
      shown: {
        ticketId: 1042,
        subject,
        answerAddress: "support+k1-q7w3e9r2t5y2u6i4o6p5a2s3d3@acme.example",
        noteAddress: "support+k1-n7w3e9r2t5y2u6i4o6p5a2s3d3@acme.example",
      },
      queue: { tickets: dayOf(language, subject, ada).dueToday, unnamed: 3 },
      canUndo: true,
      cancelUrl: "https://desk.acme.example/cancel/q7w3e9r1t5y2u8i4o6p0a1s2d3f4",
      leavesAt: instant("2026-10-19T07:00:30Z"),
    },
    handedOver: { ...forAgents(language), by: "Ewa Nowak", note: reply.split("\n")[0] ?? "" },
  };
}

const signIn: LetterData["signIn"] = {
  timezone: about.timezone,
  agentName: "Jan Kowalski",
  signInUrl: "https://desk.acme.example/desk/sign-in/k1-q4w7e2r6t3y5u7i2o4p6a3s5d2",
  expiresAt: instant("2026-10-16T14:40:00Z"),
};

const similar = { en: "Checkout down for some customers", pl: "Koszyk nie działa u części klientów" };

const quarantine = {
  rawMailId: 77,
  bytes: 2_310_400,
  receivedAt: instant("2026-10-16T14:30:00Z"),
  timezone: "Europe/Warsaw",
};

function data(language: Language): LetterData {
  const { subject, means, unproven, reply, answer, held, cause, what, letter, undelivered } = words[language];
  return {
    confirmation: {
      ...about,
      ...promises(language),
      subject: `[A] ${subject}`,
      proven: true,
      requesterName: ada.name,
      account: "Shop Example sp. z o.o.",
      plan: "standard",
      severity: "A",
      severityMeans: means,
      severityFrom: "tag",
      requestType: "issue",
      references: { project: references.project },
      missing: ["campaign"],
      alike: [{ ticketId: 1041, subject: similar[language], requesterName: "Grace Hopper" }],
    },
    unknownSender: { ...about, ...promises(language), subject, severity: "A", severityMeans: means },
    ...samplesOfLinks(language),
    signIn,
    newTicket: {
      ...forAgents(language),
      alike: [
        {
          ticketId: 1041,
          subject: similar[language],
          status: "open",
          requester: { name: "Grace Hopper", address: "grace@shop.example" },
          likeness: "subject",
        },
      ],
    },
    customerReply: {
      ...forAgents(language),
      trust: unproven,
      author: { name: "Piotr Zieliński", address: "piotr@shop.example" },
      text: reply,
      attachments: [{ name: "safari.png", bytes: 184_320, held: false }],
      unverified: true,
      reopened: true,
    },
    answer: { ...about, subject: `Re: [A] ${subject}`, agentName: "Jan Kowalski", text: answer },
    ...ofCommands(language),
    ...samplesOfQuestions(subject, answer, held, forAgents(language)),
    ...samplesOfRelations(about, words[language], forAgents(language)),
    quarantine: { ...quarantine, cause, what },
    undelivered: {
      ...about,
      subject,
      recipient: ada.address,
      letter,
      why: undelivered,
      excerpt: answer.split("\n\n").slice(0, 2).join("\n\n"),
    },
    lowRating: lowRating(language),
    alarm: sampleAlarm,
    ...samplesOfTime(language, forAgents(language), ada, whys[language].firstResponse),
  };
}

/** To whom the sample goes: the customer or the agent. */
const customers = "confirmation unknownSender verify vote ideaNews answer solved question mayJoin".split(" ");

export function sampleLetter(name: LetterName, language: Language): Letter {
  const to = customers.includes(name) ? ada : { name: "Jan Kowalski", address: "jan@acme.example" };
  // The data of a name always fits the name; the compiler cannot follow that through the index.
  return { name, to, language, data: data(language)[name] } as Letter;
}

export const sampleExtras = {
  deskName: "Acme Support",
  guides: sampleGuides,
  reference: "k1-t7m2q6w5x3c4v6b2n7zkfjdh5s",
  rateUrl: "https://desk.acme.example/rate/k1-r5t4e3w2q6y7u2i3o4p5a6s7d2",
  ticketUrl: "https://desk.acme.example/ticket/z9x8c7v6b5n4m3a2s1d0f9g8h7j6",
};
