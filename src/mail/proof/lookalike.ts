/**
 * Addresses made to be mistaken for another's: letters of other scripts (Unicode TS 39), digits for letters, and
 * names that hold an address. The flag is for people's eyes; no right was ever given to such an address anyway.
 */
import { domainToUnicode } from "node:url";
import { comparable } from "./mailbox.ts";

export type Lookalike = { like: string | null; reason: "confusable" | "mixedScript" | "addressInName" };

/**
 * Whether an address, or the name shown beside it, passes for one of `known` (addresses, or bare domains of ours)
 * without being it; or mixes scripts within a word, which no real name does. Null when nothing was seen.
 */
export function looksLike(address: string, known: readonly string[], name = ""): Lookalike | null {
  const own = comparable(address) ?? "";
  const readable = unicode(address);
  const shown = skeleton(readable);
  const shownDomain = shown.slice(shown.lastIndexOf("@") + 1);
  const shownName = skeleton(name.slice(0, 500));
  for (const like of known) {
    const one = knownOf(like);
    const isOwn = one.isAddress ? own === one.name : own.endsWith(`@${one.name}`) || own.endsWith(`.${one.name}`);
    if (isOwn) continue;
    if ((one.isAddress ? shown : shownDomain) === one.skeleton) return { like, reason: "confusable" };
    if (one.isAddress && shownName.includes(one.skeleton)) return { like, reason: "addressInName" };
  }
  return hasMixedScript(readable) ? { like: null, reason: "mixedScript" } : null;
}

type Known = { isAddress: boolean; name: string; skeleton: string };

/** The same few agents and domains are compared with every mail. */
const knownOnes = new Map<string, Known>();

function knownOf(written: string): Known {
  const kept = knownOnes.get(written);
  if (kept !== undefined) return kept;
  if (knownOnes.size >= 1_000) knownOnes.clear();
  const isAddress = written.includes("@");
  const name = comparable(isAddress ? written : `x@${written}`) ?? "";
  const made = { isAddress, name: isAddress ? name : name.slice(2), skeleton: skeleton(unicode(written)) };
  knownOnes.set(written, made);
  return made;
}

function unicode(address: string): string {
  const at = address.lastIndexOf("@");
  return address.slice(0, at + 1) + (domainToUnicode(address.slice(at + 1)) || address.slice(at + 1));
}

/** Latin beside Cyrillic or Greek within one run of letters. */
export function hasMixedScript(text: string): boolean {
  return text.split(/[^\p{L}\p{M}]+/u).some((word) => {
    const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
    return scripts.filter((script) => script.test(word)).length > 1;
  });
}

/** Letters that look alike in the fonts of mail clients, each line: what is meant, then what passes for it. */
const confusables: Record<string, string> = Object.fromEntries(
  [
    ["a", "аαɑạ４"],
    ["b", "ЬƄᖯв"],
    ["c", "сϲᴄⅽ"],
    ["d", "ԁⅾɗ"],
    ["e", "еҽєℯ"],
    ["g", "ɡցԍ"],
    ["h", "һհн"],
    ["j", "јϳ"],
    ["k", "кκĸ"],
    ["l", "1iіıιӏɩ|!ⅼǀj́וߊ"],
    ["m", "мⅿ"],
    ["n", "ոпη"],
    ["o", "0оοօσסഠ௦ø"],
    ["p", "рρ"],
    ["q", "ԛգ"],
    ["r", "гᴦ"],
    ["s", "ѕꜱ5$"],
    ["t", "тτ"],
    ["u", "υսʋц"],
    ["v", "ѵνⅴ"],
    ["w", "ԝωшѡ"],
    ["x", "хχⅹ"],
    ["y", "уүγʏ"],
    ["z", "ᴢʐ"],
  ].flatMap(([letter = "", others = ""]) => [...others].map((other) => [other, letter])),
);

/** What is left of a text once everything that looks the same is the same. */
function skeleton(text: string): string {
  const plain = text
    .slice(0, 1_000)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\s]/gu, "")
    .replaceAll("ł", "l");
  const folded = [...plain].map((char) => (Object.hasOwn(confusables, char) ? confusables[char] : char)).join("");
  return folded.replace(/rn/g, "m").replace(/vv/g, "w").replace(/cl/g, "d");
}
