/** What an agent searches for, and the tickets that hold it, with a piece of the text around what was found. */
import type { Pool } from "pg";
import { transaction } from "../../io/postgres.ts";
import { boundSearch, type Hit, readTerms, searchTickets } from "../../store/search.ts";

export type Searched =
  | { kind: "nothingAsked" }
  | { kind: "tooMuch" }
  /** `isWhole` false: so much holds this that only what came last was looked through. */
  | { kind: "found"; hits: (Hit & { snippet: Piece[] })[]; isMore: boolean; isWhole: boolean };

/** A piece of a snippet; `isHit`: it is what was searched for. */
export type Piece = { text: string; isHit: boolean };

export const searchCharsMax = 200;
export const searchPageCount = 20;
export const searchPagesMax = 50;
const termsMax = 8;
const searchMs = 5_000;

/** Words, or "several of them in order"; the page counts from 0. */
export async function searchDesk(pool: Pool, written: string, page: number): Promise<Searched> {
  const terms = [
    ...written
      .slice(0, searchCharsMax)
      .toWellFormed()
      .replaceAll("\u0000", "")
      .matchAll(/"([^"]+)"|[^\s"]+/g),
  ]
    .map(([whole, quoted]) => quoted ?? whole)
    .slice(0, termsMax);
  try {
    return await transaction(pool, async (tx) => {
      await boundSearch(tx, searchMs);
      const queries = await readTerms(tx, terms);
      if (queries.length === 0) return { kind: "nothingAsked" };
      const asked = { skip: page * searchPageCount, countMax: searchPageCount + 1 };
      const { hits, isWhole } = await searchTickets(tx, queries, asked);
      const shown = hits
        .slice(0, searchPageCount)
        .map((hit) => ({ ...hit, snippet: snippetOf(hit.text ?? "", terms) }));
      return { kind: "found", hits: shown, isMore: hits.length > searchPageCount, isWhole };
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "57014") return { kind: "tooMuch" };
    throw error;
  }
}

const around = { before: 60, after: 160 };

/** The text around the first word that was found, with every one marked. */
export function snippetOf(text: string, terms: string[]): Piece[] {
  const { folded, places } = fold(text);
  const wanted = terms
    .flatMap((term) => fold(term).folded.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((term) => term !== "");
  const hits = wanted.flatMap((term) => {
    const found: { from: number; to: number }[] = [];
    for (let at = folded.indexOf(term); at !== -1 && found.length < 20; at = folded.indexOf(term, at + term.length)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(folded.charAt(at - 1))) {
        found.push({ from: places[at] ?? 0, to: places[at + term.length] ?? text.length });
      }
    }
    return found;
  });
  hits.sort((a, b) => a.from - b.from);
  const start = Math.max(0, (hits[0]?.from ?? 0) - around.before);
  const end = Math.min(text.length, (hits[0]?.from ?? 0) + around.after);
  const pieces: Piece[] = [];
  let at = start;
  for (const { from, to } of hits) {
    if (from < at || to > end) continue;
    pieces.push({ text: text.slice(at, from), isHit: false }, { text: text.slice(from, to), isHit: true });
    at = to;
  }
  pieces.push({ text: text.slice(at, end), isHit: false });
  return pieces.map((piece) => ({ ...piece, text: piece.text.toWellFormed() })).filter((piece) => piece.text !== "");
}

/** Lower case without accents, and for each place in it where it stands in the text. */
function fold(text: string): { folded: string; places: number[] } {
  let folded = "";
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    const plain = char
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/ł/g, "l");
    for (let n = 0; n < plain.length; n++) places.push(at);
    folded += plain;
    at += char.length;
  }
  places.push(text.length);
  return { folded, places };
}
