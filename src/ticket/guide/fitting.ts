/**
 * Which guides fit what somebody wrote, and whether any fits well enough to be offered: a rare word in a title says more than
 * common ones in a text, and a mail must be about what the title says, not only mention it. A guide that does not fit costs
 * the reader's trust in all of them, so where it is not clear none is offered.
 */
import { editDistance } from "../desk/nearest.ts";
import type { Guide } from "./guide.ts";

/** A word as it was written, the forms it is found by, and in how many guides the commonest of them stands. */
export type AskedWord = {
  forms: string[];
  guideCount: number;
  /** Words of guides that it may be a mistyped form of; only where no guide has the word itself. */
  near: string[];
  /** Typed to search by, or standing in the subject of a mail. */
  isMain: boolean;
};

/** A guide that has some of the words: the forms that were found in it, and its title's words with their counts. */
export type Candidate = {
  guide: Guide;
  found: string[];
  titleWords: { forms: string[]; guideCount: number }[];
};

export type Fit = { guide: Guide; score: number };

/** `typed`: words to search by; `mail`: what a customer wrote. */
export type AskedBy = "typed" | "mail";

/** Found by the table of cases in test/ticket/fitting.test.ts: below it guides are about something else. */
const scoreMin: Record<AskedBy, number> = { typed: 0.4, mail: 0.45 };
/** What is far behind the best only waters it down. */
const shareOfBestMin = 0.65;

const bodyWorth = 0.5;
const slipWorth = 0.8;

/** The guides that fit, best first; none where nothing fits. `guideCount`: how many there are altogether. */
export function fitting(asked: AskedWord[], candidates: Candidate[], guideCount: number, by: AskedBy): Fit[] {
  const scored = candidates
    .map((candidate) => ({ guide: candidate.guide, score: score(asked, candidate, guideCount, by) }))
    .filter(({ score }) => score >= scoreMin[by])
    .sort((a, b) => b.score - a.score || a.guide.title.length - b.guide.title.length);
  const best = scored[0]?.score ?? 0;
  return scored.filter(({ score }) => score >= best * shareOfBestMin);
}

function score(asked: AskedWord[], candidate: Candidate, guideCount: number, by: AskedBy): number {
  const hits = asked.map((word) => hit(word, candidate));
  return by === "typed" ? typedScore(asked, hits, guideCount) : mailScore(asked, candidate, hits, guideCount);
}

type Hit = { worth: number; titleIndexes: number[]; inTitle: number };

/** How well one word is found in a guide: in its title, in its text, as it is or with a slip of the finger. */
function hit(word: AskedWord, { found, titleWords }: Candidate): Hit {
  const matching = (forms: string[]) =>
    titleWords.flatMap((title, index) => (title.forms.some((form) => forms.includes(form)) ? [index] : []));
  for (const [forms, worth] of [
    [word.forms, 1],
    [word.near, slipWorth],
  ] as const) {
    if (!forms.some((form) => found.includes(form))) continue;
    const titleIndexes = matching(forms);
    const inTitle = titleIndexes.length > 0 ? worth : 0;
    return { worth: inTitle > 0 ? worth : worth * bodyWorth, titleIndexes, inTitle };
  }
  return { worth: 0, titleIndexes: [], inTitle: 0 };
}

/** What share of the words was found. */
function typedScore(asked: AskedWord[], hits: Hit[], guideCount: number): number {
  return share(asked.map((word, index) => [weight(word.guideCount, guideCount), hits[index]?.worth ?? 0]));
}

/**
 * What share of the title the mail speaks of, and how much of its subject the guide knows. Two words of the title must be
 * met, or the only one it has.
 */
function mailScore(asked: AskedWord[], { titleWords }: Candidate, hits: Hit[], guideCount: number): number {
  const met = titleWords.map((_, index) =>
    Math.max(
      0,
      ...hits.map((each, n) => (each.titleIndexes.includes(index) ? each.inTitle * (asked[n]?.isMain ? 1 : 0.8) : 0)),
    ),
  );
  const metCount = met.filter((worth) => worth > 0).length;
  if (metCount < Math.min(2, titleWords.length)) return 0;
  const title = share(titleWords.map((word, index) => [weight(word.guideCount, guideCount), met[index] ?? 0]));
  const main = asked.flatMap((word, index) =>
    word.isMain ? [[weight(word.guideCount, guideCount), hits[index]?.worth ?? 0] as const] : [],
  );
  return main.length === 0 ? title * 0.8 : title * 0.6 + share(main) * 0.4;
}

/** Rare words weigh more; a word that no guide has weighs as one that a single guide has. */
function weight(count: number, guideCount: number): number {
  const inGuides = Math.max(1, Math.min(count, guideCount));
  return Math.log(1.5 + (guideCount - inGuides + 0.5) / (inGuides + 0.5));
}

function share(parts: readonly (readonly [weight: number, worth: number])[]): number {
  const whole = parts.reduce((sum, [each]) => sum + each, 0);
  return whole === 0 ? 0 : parts.reduce((sum, [each, worth]) => sum + each * worth, 0) / whole;
}

/** Is one a slip of the other? One wrong, missing, doubled or swapped letter in a short word, two in a long one. */
export function isSlip(written: string, known: string): boolean {
  if (written[0] !== known[0] || written.length < 4 || known.length < 4) return false;
  const most = Math.min(written.length, known.length) >= 8 ? 2 : 1;
  return Math.abs(written.length - known.length) <= most && editDistance(written, known) <= most;
}
