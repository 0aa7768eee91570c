/** Samples of the letters about questions that need the customer's word, and of one that waits for its agent, for `intray preview` and the tests. */
import type { LetterData } from "../ticket/letter.ts";

export function samplesOfQuestions(
  subject: string,
  answer: string,
  why: string,
  forAgents: LetterData["newTicket"],
): Pick<LetterData, "question" | "timeUp" | "held"> {
  const { ticketId, timezone } = forAgents;
  return {
    question: {
      ticketId,
      timezone,
      subject,
      ordinal: 2,
      asked: { kind: "access", about: "proj_8fK2mQ71", until: Date.parse("2026-10-23T21:59:00Z") },
      agentName: "Jan Kowalski",
      text: answer.split("\n\n").slice(0, 2).join("\n\n"),
      askedAt: null,
      mayAnswer: true,
      answerUrl: "https://desk.acme.example/answer/q7w3e9r1t5y2u8i4o6p0a1s2d3f4",
    },
    held: {
      ticketId,
      timezone,
      subject,
      what: "answer",
      why,
      excerpt: answer.split("\n\n").slice(0, 2).join("\n\n"),
      approveUrl: "https://desk.acme.example/approve/q7w3e9r1t5y2u8i4o6p0a1s2d3f4",
      expiresAt: Date.parse("2026-10-20T07:30:00Z"),
    },
    timeUp: { ...forAgents, attachments: [], what: "holdOver", asked: null },
  };
}
