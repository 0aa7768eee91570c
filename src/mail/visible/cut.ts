/**
 * What may be cut out of a mail's text and how it is noted: one fate per line while the rules run, and the list of cuts
 * that explains the outcome afterwards.
 */

/** Which rule cut a line; the closed list that `--explain` prints. */
export type CutRule =
  | "attribution"
  | "quote"
  | "headerBlock"
  | "originalMessage"
  | "unmarkedQuote"
  | "replyMarker"
  | "signature"
  | "sentFrom"
  | "contact"
  | "disclaimer"
  | "listFooter"
  | "banner"
  | "armor"
  | "htmlQuote"
  | "htmlSignature"
  | "hidden";

/** Lines `from` to `to` of the text (counted from 1, both inclusive) were cut by `rule`. */
export type Cut = { rule: CutRule; from: number; to: number };

/** One fate per line: the rule that cut it, or null while it is the writer's own. */
export type Fates = (CutRule | null)[];

/** Cuts the lines `from` to `to` (counted from 0) that hold text and that no earlier rule has cut. */
export function cut(lines: string[], fates: Fates, from: number, to: number, rule: CutRule): void {
  for (let i = from; i <= to; i++) if ((lines[i] ?? "").trim() !== "") fates[i] ??= rule;
}

/** Joins the lines of one side; blank lines stay where they were, runs of them and the gaps of cuts shrink to one. */
export function gather(lines: string[], fates: Fates, own: boolean): string {
  const out: string[] = [];
  let gap = false;
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "" || (fates[i] === null) !== own) {
      gap = true;
      continue;
    }
    if (gap && out.length > 0) out.push("");
    gap = false;
    out.push(line.trimEnd());
  }
  return out.join("\n");
}

/** The cuts from top to bottom; neighbours of one rule with nothing but blank lines between them are one cut. */
export function cutsOf(lines: string[], fates: Fates): Cut[] {
  const cuts: Cut[] = [];
  let open: Cut | null = null;
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const rule = fates[i] ?? null;
    if (rule === null) open = null;
    else if (open !== null && open.rule === rule) open.to = i + 1;
    else {
      open = { rule, from: i + 1, to: i + 1 };
      cuts.push(open);
    }
  }
  return cuts;
}
