/**
 * Two forms of a forward that have no header block of lines: Yahoo's, whose headers run together on one line behind the
 * marker, and Outlook's for Mac, which announces the mail as an answer would ("On …, "Ada" <…> wrote:").
 */

import { mentionsIn } from "../mentions.ts";
import type { Address } from "../message.ts";
import { type Block, peopleIn, unquoted } from "./forwardBlock.ts";
import { allLabels, type BlockField, fieldOf } from "./forwardWords.ts";

const lineCharsMax = 4_000;
const wrote =
  /wrote|pisze|napisa|schrieb|écrit|escribi|scritto|escreveu|schreef|geschreven|napsal|napísal|skrev|kirjoitti|írta|a scris|написа|пише|yazd|έγραψε|書きました|写道|寫道|작성/i;

/** The headers that stand on one line: `From: Ada <…>To: Bob <…>Sent: …Subject: …`; the rest of the line is lost in them. */
export function blockOnOneLine(line: string, at: number): Block | null {
  const text = line.slice(0, lineCharsMax);
  if (text.split(/[:：]/, 4).length < 4) return null;
  const found: { field: BlockField; start: number; end: number }[] = [];
  for (const label of allLabels) {
    for (const form of label === "Dw" || label === "DW" ? [`${label}:`, `>${label} `] : [`${label}:`, `${label} :`]) {
      const start = text.indexOf(form);
      const field = start === -1 ? null : fieldOf(label);
      if (field !== null)
        found.push({ field, start: form.startsWith(">") ? start + 1 : start, end: start + form.length });
    }
  }
  const marks = withoutOverlap(found);
  const fields = new Map<BlockField, string>();
  for (const [index, { field, end }] of marks.entries()) {
    if (!fields.has(field)) fields.set(field, text.slice(end, marks[index + 1]?.start ?? text.length).trim());
  }
  const english = text.includes("From:");
  return fields.has("from") && fields.size >= 3 ? { fields, english, start: at, end: at + 1 } : null;
}

/** Labels in the order of the line; of two that overlap ("To" in "Reply-To") the longer one counts. */
function withoutOverlap<Mark extends { start: number; end: number }>(marks: Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of marks.sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (!kept.some((other) => mark.start < other.end && other.start < mark.end)) kept.push(mark);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Yandex and others put "date, "name" <address>:" below the marker, with no verb. */
export function authorLine(line: string): string | null {
  const { plain } = unquoted(line);
  if (plain.length > 400 || !/[:：]$/.test(plain) || !/\d/.test(plain)) return null;
  return mentionsIn(plain, 1).length === 1 ? plain : null;
}

/** Whether a line (or two, where it is wrapped) says who wrote what follows; `lines` is how many it takes. */
export function attributionAt(lines: readonly string[], at: number): { said: string; lines: number } | null {
  const first = unquoted(lines[at] ?? "").plain;
  if (first.length < 8 || first.length > 400) return null;
  const both = `${first} ${unquoted(lines[at + 1] ?? "").plain}`;
  for (const [index, said] of [first, both].entries()) {
    if (/[:：]$/.test(said) && said.length <= 500 && wrote.test(said) && (/\d/.test(said) || said.includes("@"))) {
      return { said, lines: index + 1 };
    }
  }
  return null;
}

/** Who an attribution names: the address, and the name in quotes or right before it. */
export function authorOf(said: string): Address | null {
  const mention = mentionsIn(said, 1)[0];
  if (mention === undefined) return null;
  const before = said.slice(0, mention.start);
  const quoted = before.match(/["“„«]([^"“”„«»]{1,100})["”“»][^"“”„«»]{0,6}$/)?.[1];
  if (quoted !== undefined) return { name: quoted.trim(), address: mention.address };
  const bare = before
    .split(/[,:]| (?:időpontban|schrieb|skrev|heeft|użytkownik|пользователь|používateľ|um|o|at|à|kl\.?) /)
    .at(-1)
    ?.replace(/^[\s\d.:/-]{0,30}(?:[AP]M\b|CES?T\b|GMT\b|UTC\b)?/, "");
  return {
    name: peopleIn(`${bare ?? ""}${said.slice(mention.start, mention.end)}`)[0]?.name ?? "",
    address: mention.address,
  };
}
