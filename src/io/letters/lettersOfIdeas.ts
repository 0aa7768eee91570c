/** What the letters about ideas say: the link of a vote, and how an idea ended. Their words are agents', never customers'. */
import type { LetterData } from "../../ticket/letter.ts";
import { none } from "./blocks.ts";
import type { Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { threadSubject } from "./subject.ts";

export function voteLetter(data: LetterData["vote"], { say, instant }: Locale): Told {
  return {
    subject: say("vote.subject"),
    preheader: oneLine(data.title, 300),
    values: { expires: instant(data.expiresAt, data.timezone) },
    blocks: {
      title: { kind: "words", text: oneLine(data.title, 300), quoted: true, cutNote: null },
      button: { kind: "link", label: say("vote.button"), url: data.voteUrl, button: true },
    },
  };
}

export function ideaNews(data: LetterData["ideaNews"], { say }: Locale): Told {
  const title = oneLine(data.title, 300);
  const subject = say(data.kind === "done" ? "ideaNews.doneSubject" : "ideaNews.declinedSubject", { title });
  const heading = say(data.kind === "done" ? "ideaNews.doneHeading" : "ideaNews.declinedHeading");
  const { ticketId, sentence } = data;
  return {
    subject: ticketId === null ? subject : threadSubject(data.subject, ticketId),
    preheader: subject,
    values: {
      heading,
      title,
      wished: ticketId === null ? say("ideaNews.voted") : say("ideaNews.asked", { number: String(ticketId) }),
    },
    blocks: {
      sentence: sentence.trim() === "" ? none : { kind: "words", text: sentence, quoted: true, cutNote: null },
      roadmap: data.isPublic
        ? { kind: "link", label: say("ideaNews.roadmap"), url: data.roadmapUrl, button: false }
        : none,
    },
  };
}
