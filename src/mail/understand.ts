/**
 * Everything this room can say of one mail, in one call: read, classified, what is new in it, what was forwarded. This
 * is what a reader thread runs, so a mail is parsed once and only plain values leave.
 */

import { forwarded } from "./forward/forwarded.ts";
import { withPassedOn } from "./forward/matter.ts";
import { language } from "./language.ts";
import { classify } from "./machine/classify.ts";
import type { Understood } from "./message.ts";
import { readMail } from "./read/read.ts";
import { visible } from "./visible/visible.ts";
import type { OwnMarks } from "./write/reference.ts";

/** Understands raw bytes. Throws UnreadableMail where `readMail` does. */
export async function understand(raw: Uint8Array, own: OwnMarks): Promise<Understood> {
  const message = await readMail(raw);
  const split = visible(message.text, message.html);
  const passedOn = forwarded(message);
  return {
    message,
    verdict: classify(message, own),
    visible: split.visible,
    elided: split.elided,
    language: language(split.visible === "" ? message.text : split.visible),
    forwarded: passedOn,
    matter: passedOn === null ? null : withPassedOn(message.text, split.cuts),
  };
}
