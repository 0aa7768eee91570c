/**
 * Puts the files of a winmail.dat in its place among the attachments, so that nobody has to know what it is. Their
 * indexes tell which winmail.dat they came from and stay the same in every reading of the mail.
 */

import { limits } from "../limits.ts";
import { riskOf } from "../risk.ts";
import type { Attached, Content } from "./content.ts";
import { manyLines } from "./encoded.ts";
import { htmlToText } from "./html.ts";
import type { Part } from "./mime.ts";
import { cleanName, nameFor } from "./names.ts";
import { readTnef, type TnefFile } from "./tnef.ts";

/** More than the parts a mail may have, so that indexes of files within never meet those of parts. */
const INDEX_STEP = 1_000;

export function isWinmail(part: Part): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(part.type) || /^winmail\.dat$/i.test(part.name ?? "");
}

/** The order of the part that an attachment's index belongs to. */
export function orderOf(index: number): number {
  return index < INDEX_STEP ? index : Math.floor(index / INDEX_STEP) - 1;
}

/** Unpacks every winmail.dat whose bytes are at hand; one that cannot be read stays as it is. */
export function unpackWinmail(content: Content): void {
  if (!content.attached.some(({ part }) => isWinmail(part))) return;
  content.attached = content.attached.flatMap((entry) => {
    const bytes = entry.part.attachment?.content ?? null;
    if (!isWinmail(entry.part) || bytes === null) return [entry];
    const read = readTnef(bytes);
    content.warnings.push(read === null ? "winmail.dat cannot be unpacked" : "winmail.dat unpacked");
    if (read === null) return [entry];
    if (content.text.trim() === "") takeText(content, read.body, read.html);
    if (content.text.trim() === "" && read.rich) {
      // Its only words are in there: the file stays beside what it holds.
      content.warnings.push("the text of winmail.dat is RTF and was not read");
      return [entry, ...read.files.map((file, at) => attachedFile(entry, file, at))];
    }
    return read.files.map((file, at) => attachedFile(entry, file, at));
  });
}

function takeText(content: Content, body: string | null, html: string | null): void {
  if (html !== null && html.trim() !== "") {
    content.html ??= manyLines(html, limits.htmlCharsMax);
    content.text = manyLines(htmlToText(html), limits.textCharsMax);
    content.textFrom = "html";
  } else if (body !== null && body.trim() !== "") {
    content.text = manyLines(body, limits.textCharsMax);
    content.textFrom = "plain";
  }
}

function attachedFile({ part }: Attached, file: TnefFile, at: number): Attached {
  const index = ((part.attachment?.order ?? 0) + 1) * INDEX_STEP + at;
  const bytes = file.content.length;
  const name = cleanName(file.name, nameFor(file.type, at));
  const risk = riskOf({ name, written: file.name, type: file.type, content: file.content });
  return {
    part: { ...part, type: file.type, attachment: { order: index, bytes, content: file.content, glimpse: null } },
    attachment: {
      index,
      name,
      type: file.type,
      bytes,
      inline: file.contentId !== null,
      contentId: file.contentId === null ? null : cleanName(file.contentId, "id"),
      ...(risk === null ? {} : { risk }),
    },
  };
}
