/** `synonyms` of desk.yaml: words that mean the same to the desk's customers, so that guides are found by any of them. */
import { z } from "zod";
import { formsOf, wordsOf } from "../guide/guideWords.ts";
import { tell } from "./hours.ts";

/** One word each: of several, each would find what only all of them mean. */
const word = z.string().transform((written, ctx): string => {
  const [only, ...more] = wordsOf(written, 2);
  if (only !== undefined && more.length === 0) return only;
  ctx.addIssue({
    code: "custom",
    message: `${tell(written)} is not one word that says something; write [refund, chargeback]`,
  });
  return z.NEVER;
});

export const synonymsShape = z.array(z.array(word).min(2, "needs two words or more").max(20)).max(500).default([]);

/** The other words of every group that has this one, in whatever form it stands. */
export function synonymsOf(written: string, groups: readonly string[][], language: string | null): string[] {
  const own = formsFor(written, language);
  const others = groups.flatMap((group) => {
    const isIn = group.some((each) => formsFor(each, language).some((form) => own.includes(form)));
    return isIn ? group.filter((each) => each !== written) : [];
  });
  return [...new Set(others)].slice(0, synonymCountMax);
}

/** PostgreSQL knows the endings of other languages; an English plural is known here too. */
function formsFor(each: string, language: string | null): string[] {
  return [...formsOf(each, language), each.replace(/(?<=[^s]{3})(?:es|s)$/, ""), each.replace(/(?<=[^s]{3})s$/, "")];
}

/** Each costs a look-up. */
const synonymCountMax = 8;
