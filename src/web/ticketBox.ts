/** What a participant can do on the ticket page: say whether it is solved, and write on, with files. */
import { randomUUID } from "node:crypto";
import { html } from "hono/html";
import type { TicketSeen } from "../flow/pages/view.ts";
import { solvedOffer } from "../ticket/question/saysSolved.ts";
import { ticketWords } from "./ticketWords.ts";

export const wordsCharsMax = 15_000;

/** What was written and could not be sent, or what was sent. */
export type Draft = { text: string; wrong: "empty" | "tooLong" | "tooMany" | "tooLarge" | null; isSent: boolean };

/** Is it solved? Two buttons where that was asked, one where nobody asked yet, and what was said where it was. */
export function solvedBox({ ticket, language }: TicketSeen) {
  const { solved } = ticketWords[language];
  const offer = solvedOffer(ticket);
  switch (offer.kind) {
    case "asked":
      return html`<h2>${solved.ask}</h2>
<form method="post" action="?" enctype="multipart/form-data">
<ul><li>${solved.yesMeans}</li><li>${solved.noMeans}</li></ul>
<p class="buttons"><button type="submit" name="solved" value="yes">${solved.yes}</button> <button type="submit" name="solved" value="no" class="second">${solved.no}</button></p>
</form>`;
    case "mayBeSaid":
      return html`<form method="post" action="?" enctype="multipart/form-data" class="quietly">
<p class="soft small">${solved.sayFirstMeans}</p>
<button type="submit" name="solved" value="yes" class="second">${solved.sayFirst}</button>
</form>`;
    case "said":
      return html`<p class="right">${solved.said}</p>`;
    case "closed":
      return "";
    default:
      return offer satisfies never;
  }
}

export function answerBox({ text, wrong }: Draft, { language }: TicketSeen) {
  const say = ticketWords[language];
  return html`<form method="post" action="?" enctype="multipart/form-data">
${wrong === null ? "" : html`<p class="wrong" role="alert">${say[wrong]}</p>`}
<label for="text">${say.writeLabel}</label>
<textarea id="text" name="text" rows="6" maxlength="${wordsCharsMax}" aria-describedby="hint">${text}</textarea>
<p class="soft small" id="hint">${say.writeHint}</p>
<label for="files">${say.addFiles}</label>
<input id="files" name="files" type="file" multiple aria-describedby="files-hint">
<p class="soft small" id="files-hint">${say.filesHint}</p>
<input type="hidden" name="once" value="${randomUUID()}">
<button type="submit">${say.send}</button>
</form>`;
}
