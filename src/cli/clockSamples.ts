/** The samples of letters about passing time: a promise before it is due, when it is due, and an hour later; a morning. */
import type { Language, LetterData } from "../ticket/letter.ts";
import type { Segment } from "../ticket/timeline.ts";
import { samplesOfReports } from "./reportSamples.ts";

type Person = { name: string; address: string };

/** The letters that time itself brings about, on the ticket that `about` tells of. */
export function samplesOfTime(
  language: Language,
  about: LetterData["newTicket"],
  author: Person,
  trace: string,
): Pick<LetterData, "reminder" | "breach" | "overdue" | "digest" | "weeklyReport" | "monthlyReport"> {
  return {
    reminder: ofClock(about, author, trace, "left"),
    breach: ofClock(about, author, trace, "due"),
    overdue: ofClock(about, author, trace, "over"),
    digest: dayOf(language, about.subject, author),
    ...samplesOfReports(),
  };
}

const instant = (text: string) => Date.parse(text);

/** An A ticket of Friday 16:30, due on Monday at 9:30, as it stands on Monday at `now`. */
function ofClock(
  about: LetterData["newTicket"],
  author: Person,
  trace: string,
  now: "left" | "due" | "over",
): LetterData["reminder"] {
  const { ticketId, timezone, subject, text, requester, account, plan, severity, answerAddress, noteAddress } = about;
  const used = { left: "54 min", due: "1 h", over: "2 h" }[now];
  const timelines: Record<typeof now, Segment[]> = {
    left: [
      { kind: "used", share: 48.5 },
      { kind: "closed", share: 3 },
      { kind: "used", share: 38.8 },
      { kind: "left", share: 9.7 },
    ],
    due: [
      { kind: "used", share: 45.5 },
      { kind: "closed", share: 3 },
      { kind: "used", share: 45.5 },
      { kind: "over", share: 6 },
    ],
    over: [
      { kind: "used", share: 33.5 },
      { kind: "closed", share: 3 },
      { kind: "used", share: 33.5 },
      { kind: "over", share: 30 },
    ],
  };
  return {
    ticketId,
    timezone,
    subject,
    metric: "firstResponse",
    requester,
    account,
    plan,
    severity,
    target: "1 h",
    used,
    left: now === "left" ? "6 min" : null,
    over: now === "over" ? "1 h" : null,
    share: { left: 90, due: 100, over: 200 }[now],
    startedAt: instant("2026-10-16T14:30:00Z"),
    dueAt: instant("2026-10-19T07:30:00Z"),
    assignee: "Ewa Nowak",
    handedTo: now === "left" ? "Ewa Nowak" : null,
    standsFor: now === "left" ? ["75%"] : [],
    author,
    text,
    trace,
    timeline: timelines[now],
    answerAddress,
    noteAddress,
  };
}

/** Jan's Monday morning. */
export function dayOf(language: Language, subject: string, requester: Person): LetterData["digest"] {
  const more = {
    en: { slow: "Search is slow", export: "How do I export orders?" },
    pl: { slow: "Wyszukiwarka działa wolno", export: "Jak wyeksportować zamówienia?" },
  }[language];
  const item = {
    requester,
    account: "Shop Example sp. z o.o.",
    status: "open" as const,
    holder: "Jan Kowalski",
    answerAddress: "support+k1-q7w3e9r2t5y2u6i4o6p5a2s3d3@acme.example",
  };
  return {
    timezone: "Europe/Warsaw",
    agentName: "Jan Kowalski",
    breached: [
      {
        ...item,
        ticketId: 1042,
        subject,
        severity: "A",
        metric: "firstResponse",
        dueAt: instant("2026-10-16T14:30:00Z"),
        share: 150,
        timeline: [
          { kind: "used", share: 70 },
          { kind: "over", share: 30 },
        ],
      },
    ],
    dueToday: [
      {
        ...item,
        ticketId: 1043,
        subject: more.slow,
        severity: "B",
        status: "new" as const,
        holder: null,
        metric: "resolution",
        dueAt: instant("2026-10-19T13:00:00Z"),
        share: 58,
        timeline: [
          { kind: "used", share: 56 },
          { kind: "closed", share: 3 },
          { kind: "left", share: 41 },
        ],
      },
    ],
    waiting: [
      {
        ...item,
        ticketId: 1039,
        subject: more.export,
        severity: "non-urgent",
        metric: null,
        dueAt: null,
        share: null,
        timeline: [],
      },
    ],
    unnamed: 4,
  };
}
