/** Sample data of the letters that carry a link to prove an address, of those about ideas, and of guides below letters. */
import type { ToldGuide } from "../ticket/guide/guide.ts";
import type { Language, LetterData } from "../ticket/letter.ts";

const timezone = "Europe/Warsaw";
const expiresAt = Date.parse("2026-10-17T14:30:00Z");

const words = {
  en: {
    title: "Export reports as PDF",
    sentence: "Every report has a button for it now.",
  },
  pl: {
    title: "Eksport raportów do PDF",
    sentence: "Każdy raport ma już do tego przycisk.",
  },
};

export function samplesOfLinks(language: Language): Pick<LetterData, "verify" | "vote" | "ideaNews"> {
  const { title, sentence } = words[language];
  return {
    verify: { timezone, verifyUrl: "https://desk.acme.example/verify/k1-v7w3e9r2t5y2u6i4o6p5a2s3d3", expiresAt },
    vote: {
      timezone,
      title,
      voteUrl: "https://desk.acme.example/vote/k1-v7w3e9r2t5y2u6i4o6p5a2s3d3",
      expiresAt,
    },
    ideaNews: {
      ticketId: 1042,
      subject: title,
      timezone,
      title,
      kind: "done",
      sentence,
      isPublic: true,
      roadmapUrl: "https://desk.acme.example/roadmap",
    },
  };
}

export const sampleGuides: ToldGuide[] = [
  {
    id: 1,
    title: "Take payments: what the shop checks",
    url: "https://docs.acme.example/payments/checks",
    saidUrl: "https://desk.acme.example/guide/k1-g7w3e9r2t5y2u6i4o6p5a2s3d3",
  },
  {
    id: 2,
    title: "Discounts and the total of a cart",
    url: "https://docs.acme.example/cart/discounts",
    saidUrl: "https://desk.acme.example/guide/k1-h7w3e9r2t5y2u6i4o6p5a2s3d4",
  },
];
