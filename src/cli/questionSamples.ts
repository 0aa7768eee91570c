/** Samples of the letters about questions that need the customer's word, for `intray preview` and the tests. */
import type { LetterData } from "../ticket/letter.ts";

export function samplesOfQuestions(
  subject: string,
  answer: string,
  forAgents: LetterData["newTicket"],
): Pick<LetterData, "question" | "timeUp"> {
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
    timeUp: { ...forAgents, attachments: [], what: "holdOver", asked: null },
  };
}
