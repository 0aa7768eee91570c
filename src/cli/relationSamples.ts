/** Filled letters about merged and split tickets, for `intray preview` and for the tests that every letter renders. */
import type { LetterData } from "../ticket/letter.ts";

type About = { ticketId: number; timezone: string };
type Words = { subject: string; answer: string; reply: string };

export function samplesOfRelations(
  about: About,
  { subject, answer, reply }: Words,
  notice: LetterData["newTicket"],
): Pick<LetterData, "merged" | "split" | "tookOver" | "mayJoin"> {
  const { firstResponse, resolution } = notice;
  return {
    merged: {
      ...about,
      subject,
      agentName: "Jan Kowalski",
      into: 1041,
      text: answer.split("\n\n").slice(0, 1).join("\n\n"),
    },
    split: {
      ...about,
      ticketId: 1043,
      subject,
      from: 1042,
      writtenAt: Date.parse("2026-10-16T14:30:00Z"),
      firstResponse,
      resolution,
    },
    mayJoin: {
      ...about,
      subject,
      stranger: "eve@partner.example",
      admitUrl: "https://desk.acme.example/admit/k1-h3j5k7l2z4x6c2v4b6n3m5q7w2",
    },
    tookOver: {
      ...notice,
      attachments: [],
      merged: 1039,
      mergedSubject: subject,
      by: "Ewa Nowak",
      author: { name: "Piotr Zieliński", address: "piotr@shop.example" },
      text: reply,
    },
  };
}
