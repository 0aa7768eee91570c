/**
 * Lines marked with ">" by a mail client (RFC 3676, section 4.5), and their look-alikes: shell prompts, diffs, code,
 * menu paths. A block without an attribution above is a quote only while nothing speaks for a look-alike.
 */
import { attributionAt } from "./attribution.ts";
import { fieldAt, isOriginalMessageLine } from "./headerBlock.ts";

/** Whether the line is marked as a quote: ">" (also as HTML writes it, or in full width) after at most three spaces. */
export function isQuoted(line: string): boolean {
  let i = 0;
  while (i < 3 && (line[i] === " " || line[i] === "\t" || line[i] === "\u00a0")) i++;
  const first = line[i];
  if (first === "&") return line.startsWith("&gt;", i);
  if (first !== ">" && first !== "\uff1e") return false;
  // mbox files write ">From" for a line of text that begins with "From ".
  return i > 0 || line[1] !== "F" || !line.startsWith(">From ");
}

/** The quote's text without its marks, however deep. */
export function unquote(line: string): string {
  let i = 0;
  while (i < line.length && (line[i] === ">" || line[i] === " " || line[i] === "\t" || line[i] === "\uff1e")) i++;
  return line.slice(i);
}

/**
 * The last line of the quoted block that begins at `at`: blank lines between marked lines belong to it, and so do the
 * remains of a marked line that some relay broke in two.
 */
export function quotedBlockEnd(lines: string[], at: number): number {
  let end = at;
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (isQuoted(line)) end = i;
    else if (line.trim() !== "" && !isWrapRemainder(lines, i)) break;
  }
  return end;
}

/**
 * Below an attribution some clients mark lines otherwise: "| text", or "JK> text" with the initials of the author. The
 * last line of such a block, or null where `at` begins none.
 */
export function otherwiseMarkedEnd(lines: string[], at: number): number | null {
  const mark = /^\s{0,3}(?:[|│¦]|\p{L}{1,4}>)/u.exec(lines[at] ?? "")?.[0].trim();
  if (mark === undefined) return null;
  let end = at;
  for (let i = at + 1; i < lines.length; i++) {
    const line = (lines[i] ?? "").trimStart();
    if (line.startsWith(mark)) end = i;
    else if (line !== "") break;
  }
  return end;
}

/** A short unmarked line between two marked ones, where the one above was too long for somebody's line length. */
function isWrapRemainder(lines: string[], at: number): boolean {
  const above = lines[at - 1] ?? "";
  const line = lines[at] ?? "";
  const below = lines[at + 1] ?? "";
  if (!isQuoted(above) || !isQuoted(below) || line.trim().length > 40 || above.length < 62) return false;
  return !/[.!?:]\s*$/u.test(above) && !/^\s*\p{Lu}/u.test(line);
}

/** What somebody types or pastes with prompts is short; a longer marked block is a quote, code or not. */
const typedLinesMax = 15;

const commandLike =
  /^(?:\$|#|sudo|tsc|npm|npx|node|yarn|git|cd|ls|cat|curl|wget|ssh|docker|kubectl|select|insert|update|delete|python|pip|make|echo|export|set|get|ping|php|ruby|go|cargo|rm|cp|mv|grep|var|let|const|function|return|import|def|class|if|for|while|print|console)\b/iu;
const codeLike = /[;{}=|\\$]|\s--?\w|@\d|\(\)|\w\(|<\/?\w+>|::|->|=>|&&|^\s*\/\w/u;

/**
 * Whether the marked block `from…to` is somebody's own text that only looks quoted. Asked only where no attribution
 * announced the block.
 */
export function looksTyped(lines: string[], from: number, to: number): boolean {
  const block = lines.slice(from, Math.min(to, from + 200) + 1).filter((line) => line.trim() !== "");
  const around = [...lines.slice(Math.max(0, from - 4), from), ...lines.slice(to + 1, to + 5)];
  if (inDiff(around) || afterPrompt(lines, from)) return true;
  if (block.every(isPrompt)) return true;
  if (block.some((line) => /<<</.test(line))) return true;
  const texts = block.map((line) => unquote(line).trim()).filter((text) => text !== "");
  if (texts.length === 0 || texts.length > typedLinesMax || texts.some(isHeader)) return false;
  if (isIntroduced(lines, from)) return true;
  const code = texts.filter((text) => commandLike.test(text) || codeLike.test(text)).length;
  if (code * 2 > texts.length) return true;
  // "> Settings > Billing > Invoices" is a path through menus.
  return texts.length <= 2 && texts.every((text) => / > \S/.test(text));
}

/** "The terms say:" or "I typed:" just above makes the block the writer's matter. */
function isIntroduced(lines: string[], from: number): boolean {
  let above = from - 1;
  while (above >= 0 && from - above < 4 && (lines[above] ?? "").trim() === "") above--;
  return /[:：]\s*$/u.test(lines[above] ?? "");
}

/** Outlook users whose client marks quotes have the header block inside the marks. */
function isHeader(text: string): boolean {
  return isOriginalMessageLine(text) || fieldAt(text)?.field === "from" || attributionAt([text], 0) !== null;
}

/** Python's ">>>"; a quote of depth three has shallower lines around it. */
export function isPrompt(line: string): boolean {
  return /^\s*>>>(?:\s|$)/.test(line);
}

/** Signs of a diff or of a shell session beside the block; these count even where an attribution stands above. */
export function inDiff(around: string[]): boolean {
  return around.some((line) => /^<\s|^\d+(?:,\d+)?[acd]\d+|^@@\s|^(?:\+\+\+|---)\s\S/.test(line));
}

function afterPrompt(lines: string[], at: number): boolean {
  const above = lines[at - 1] ?? "";
  return /^\s*(?:\$\s|PS [A-Z]:|[A-Z]:\\|\w+@[\w.-]+[:~]|mysql>|sqlite>|\w+=[#>])/.test(above);
}
