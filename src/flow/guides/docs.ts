/**
 * Finding guides of the docs: for what somebody typed, and for a mail. The database finds what may fit, `ticket/guide/fitting.ts`
 * judges whether it does; what does not fit is not offered.
 */
import type { Queries } from "../../io/postgres.ts";
import {
  type FoundGuide,
  findGuides,
  hasTrigrams,
  type KnownWord,
  lookUpWords,
  wordsAlike,
  wordsBegun,
} from "../../store/guide.ts";
import { synonymsOf } from "../../ticket/desk/synonyms.ts";
import { type AskedBy, type AskedWord, fitting, isSlip } from "../../ticket/guide/fitting.ts";
import type { Guide } from "../../ticket/guide/guide.ts";
import { formsOf, wordsOf } from "../../ticket/guide/guideWords.ts";

/** A mail's subject and its first words say what it is about; the rest is detail, and must not cost time. */
const wordCountMax = { main: 25, rest: 35 };
const charsMax = 4_000;
/** The rarest words find the candidates. */
const searchedCountMax = 14;
const candidateCountMax = 60;
/** Titles are ranked by how much of them is met, so that fewer do. */
const titledCountMax = 30;
const rankedCountMax = 600;
/** Looking for words alike costs milliseconds a word, and a mail's slips below its subject change little. */
const alikeCountMax = 6;

export type FoundFit = Guide & { score: number; language: string | null; excerpt: string };

/** Groups of words that the desk's file calls the same. */
export type Synonyms = readonly string[][];

/** The guides that fit what somebody typed, best first, at most `limit`. `language` (ISO 639-1) null: in any language. */
export async function searchDocs(
  db: Queries,
  words: string,
  language: string | null,
  limit: number,
  synonyms: Synonyms = [],
): Promise<FoundFit[]> {
  return (await search(db, { main: words, rest: "" }, { language, synonyms }, "typed")).slice(0, limit);
}

/** The guides that a mail seems to ask for; few, and often none. */
export async function guidesForMail(
  db: Queries,
  mail: { subject: string; text: string },
  language: string | null,
  limit: number,
  synonyms: Synonyms = [],
): Promise<FoundFit[]> {
  const said = { main: mail.subject, rest: mail.text };
  return (await search(db, said, { language, synonyms }, "mail")).slice(0, limit);
}

async function search(
  db: Queries,
  said: { main: string; rest: string },
  { language, synonyms }: { language: string | null; synonyms: Synonyms },
  by: AskedBy,
): Promise<FoundFit[]> {
  const main = wordsOf(said.main.slice(0, charsMax), wordCountMax.main);
  const rest = wordsOf(said.rest.slice(0, charsMax), wordCountMax.rest).filter((word) => !main.includes(word));
  const words = [...main, ...rest];
  if (words.length === 0) return [];
  const same = words.map((word) => synonymsOf(word, synonyms, language));
  const given = [...words, ...new Set(same.flat())].map((word) => ({ word, forms: formsOf(word, language) }));
  const known = await lookUpWords(db, given, language);
  const formsKnown = (word: string): string[] => {
    const found = known.words[given.findIndex((each) => each.word === word)];
    return found !== undefined && found.guideCount > 0 ? found.forms : [];
  };
  if (known.guideCount === 0) return [];
  const unknown = main
    .filter((word, index) => known.words[index]?.guideCount === 0 && word.length >= 4)
    .slice(0, alikeCountMax);
  const slips = unknown.length > 0 && (await hasTrigrams(db)) ? await wordsAlike(db, unknown) : [];
  const begun = by === "typed" ? await begunWords(db, main, known.words) : new Map<string, string[]>();
  const asked: AskedWord[] = words.flatMap((word, index) => {
    const { forms = [], guideCount = 0 } = known.words[index] ?? {};
    const alike = (slips[unknown.indexOf(word)] ?? []).filter((form) => isSlip(word, form));
    const near = [...(same[index] ?? []).flatMap(formsKnown), ...alike, ...(begun.get(word) ?? [])];
    // In a mail, a word that no guide has says nothing of guides.
    if (by === "mail" && guideCount === 0 && near.length === 0) return [];
    return [{ forms, guideCount, near, isMain: index < main.length }];
  });
  const found =
    by === "mail"
      ? await findGuides(db, allForms(asked), "title", language, titledCountMax)
      : await findGuides(db, formsToFind(asked), "anywhere", language, candidateCountMax);
  const byId = new Map(found.map((each) => [each.guide.id, each]));
  return fitting(asked, found, known.guideCount, by).flatMap(({ guide, score }) => {
    const { language: spoken = null, excerpt = "" }: Partial<FoundGuide> = byId.get(guide.id) ?? {};
    return [{ ...guide, score, language: spoken, excerpt }];
  });
}

/** What may become of a word that is not written to its end: of the last one, and of others that no guide has. */
async function begunWords(db: Queries, words: string[], known: KnownWord[]): Promise<Map<string, string[]>> {
  const open = words.filter(
    (word, index) =>
      word.length >= begunCharsMin && (index === words.length - 1 || (known[index]?.guideCount ?? 0) === 0),
  );
  if (open.length === 0) return new Map();
  const begun = await wordsBegun(db, open.slice(-begunCountMax));
  return new Map(open.slice(-begunCountMax).map((word, index) => [word, begun[index] ?? []]));
}

/** Two letters begin too much; and nobody leaves more words than these unfinished. */
const begunCharsMin = 3;
const begunCountMax = 5;

function formsToFind(asked: AskedWord[]): { wide: string[]; all: string[] } {
  const rarest = asked
    .filter(({ guideCount, near }) => guideCount > 0 || near.length > 0)
    .sort((a, b) => a.guideCount - b.guideCount)
    .slice(0, searchedCountMax);
  // Ranking a guide costs a twentieth of a millisecond: words that most guides have find none that rarer ones do not.
  let met = 0;
  const found = rarest.filter(({ guideCount }, index) => {
    met += guideCount;
    return index === 0 || met <= rankedCountMax;
  });
  return { wide: formsIn(found), all: formsIn(asked) };
}

/** Titles are short, so that every word may find them. */
function allForms(asked: AskedWord[]): { wide: string[]; all: string[] } {
  return { wide: formsIn(asked), all: formsIn(asked) };
}

function formsIn(words: AskedWord[]): string[] {
  return [...new Set(words.flatMap(({ forms, near }) => [...forms, ...near]))];
}

/** What is indexed of a guide: words with the forms they are found by, and a beginning to show. */
export function asWords(title: string, text: string, language: string | null) {
  const words = wordsOf(text.slice(0, textCharsMax), textWordCountMax);
  return {
    titleForms: wordsOf(title, 30).map((word) => formsOf(word, language)),
    words: [...new Set(words.flatMap((word) => formsOf(word, language)))],
    excerpt: text
      .replace(/[\s\u0000]+/g, " ")
      .trim()
      .slice(0, 300)
      .toWellFormed(),
  };
}

/** A longer text than any guide; a tsvector may hold 1 MB. */
const textCharsMax = 200_000;
const textWordCountMax = 8_000;
