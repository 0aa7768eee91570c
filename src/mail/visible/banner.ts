/**
 * Lines that machines put above a writer's words: the banners of mail gateways ("CAUTION: This email originated from
 * outside …"), and the line by which ticket systems ask for the answer above it.
 */

import { bannerActions, bannerMeanings, bannerStarts, replyMarkers } from "../words/signature.ts";
import { plainLine } from "./attribution.ts";
import { cut, type Fates } from "./cut.ts";
import { isRule } from "./headerBlock.ts";
import { isPersonal } from "./personal.ts";

/** Marks "[EXTERNAL]" and "CAUTION: This email originated from outside …" above the first own line. */
export function cutBanner(lines: string[], fates: Fates): void {
  let at = 0;
  for (let banners = 0; banners < 4; banners++) {
    while (at < lines.length && ((lines[at] ?? "").trim() === "" || isRule(lines[at] ?? ""))) at++;
    const count = bannerLines(lines, at);
    if (count === 0) return;
    cut(lines, fates, at, at + count - 1, "banner");
    at += count;
  }
}

/** How many lines at `at` are a banner: a tag alone, or up to six lines that end with the paragraph or the warning. */
function bannerLines(lines: string[], at: number): number {
  const first = plainLine(lines[at] ?? "").toLowerCase();
  if (
    /^[[({*\s]*(?:external|extern|ext|zewnętrzn[aey]|externe|externo|esterno)(?:[ :-]+(?:e-?mail|sender|message|mail|nadawca|wiadomość))?[\])}*:\s]*$/u.test(
      first,
    )
  )
    return 1;
  const bare = first.replace(/^[^\p{L}]+/u, "");
  if (!bannerStarts.some((words) => bare.startsWith(words))) return 0;
  let joined = "";
  for (let count = 1; count <= 8; count++) {
    const line = plainLine(lines[at + count - 1] ?? "").toLowerCase();
    if (line === "") return count > 1 && isBanner(joined) && joined.length < 700 ? count - 1 : 0;
    joined += ` ${line}`;
    const next = (lines[at + count] ?? "").trim();
    if (isBanner(joined) && next !== "" && warningEnds(joined)) return count;
  }
  return 0;
}

function isBanner(text: string): boolean {
  const has = (words: string[]): boolean => words.some((word) => text.includes(word));
  return has(bannerMeanings) && has(bannerActions) && !isPersonal(text);
}

function warningEnds(text: string): boolean {
  return /(?:safe|sender|trusted|legitimate|important|bezpieczn\p{L}*|sicher\p{L}*|sûr|nadawc\p{L}*|absender|expéditeur)[.!\])*\s]*$|learnaboutsenderidentification[\])>\s]*$/u.test(
    text,
  );
}

/** The line by which ticket systems ask for the answer above it. */
export function isReplyMarker(line: string): boolean {
  if (line.length > 160) return false;
  const text = plainLine(line).toLowerCase();
  const decorated = /^[#=*_~–—+\-\s]*[#=*_~–—+-]/u.test(text) || /[#=*_~–—+-]$/u.test(text);
  const marker = replyMarkers.find((words) => text.includes(words));
  return marker !== undefined && (decorated || text.length < marker.length + 12);
}
