/** The form's page: every field with its label and hint, what was typed before, and what was wrong with it. */
import { html } from "hono/html";
import { type Desk, defaultPlan } from "../ticket/desk.ts";
import type { Language } from "../ticket/letter.ts";
import { type GuidesSeen, guideSearch } from "./newGuides.ts";
import { timesOf, timesOfPlans } from "./newTimes.ts";
import { formWords, type WrongField } from "./newWords.ts";
import { page } from "./page.ts";

export const wordsCharsMax = 15_000;

/** `typedAddress` as it was typed; `address` "" where that is none we can answer to. */
export type Filled = {
  name: string;
  typedAddress: string;
  address: string;
  type: string;
  severity: string;
  subject: string;
  impact: string;
  words: string;
  references: Record<string, string>;
  files: File[];
};

export type FormShown = {
  desk: Desk;
  language: Language;
  filled: Filled;
  guides: GuidesSeen;
  wrong: WrongField[];
  /** When the form was opened, sealed. */
  opened: string;
};

export function formPage({ desk, language, filled, guides, wrong, opened }: FormShown) {
  const say = formWords[language];
  const invalid = (name: WrongField) => (wrong.includes(name) ? html` aria-invalid="true"` : "");
  const asked = desk.references.filter(({ ask }) => ask);
  return page(
    language,
    say.title,
    desk.name,
    html`<p class="soft">${say.lead(desk.name)}</p>
${wrong.length === 0 ? "" : html`<div class="wrong" role="alert"><p>${say.wrong}</p><ul>${wrong.map((each) => html`<li>${each === "again" || each === "tooMany" ? say.wrongs[each] : html`<a href="#${each}">${say.wrongs[each]}</a>`}</li>`)}</ul></div>`}
${guideSearch(guides, language)}
<form method="post" enctype="multipart/form-data" class="long">
<input type="hidden" name="opened" value="${opened}">
<div class="trap" aria-hidden="true"><label for="website">${say.trap}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<label for="address">${say.address}</label>
<input id="address" name="address" type="email" required maxlength="254" autocomplete="email" aria-describedby="address-hint" value="${filled.typedAddress}"${invalid("address")}>
<p class="soft small" id="address-hint">${say.addressHint}</p>
<label for="name">${say.name}</label>
<input id="name" name="name" maxlength="100" autocomplete="name" value="${filled.name}">
${typeChoices(desk, filled, language)}
${severityCards(desk, filled, language)}
<label for="subject">${say.subject}</label>
<input id="subject" name="subject" required maxlength="200" value="${filled.subject}"${invalid("subject")}>
<label for="words">${say.words}</label>
<textarea id="words" name="words" rows="8" required maxlength="${wordsCharsMax}"${invalid("words")}>${filled.words}</textarea>
<label for="impact">${say.impact}</label>
<input id="impact" name="impact" maxlength="500" aria-describedby="impact-hint" value="${filled.impact}">
<p class="soft small" id="impact-hint">${say.impactHint}</p>
${asked.map(
  ({ name }) =>
    html`<label for="reference.${name}">${say.reference(name)}</label><input id="reference.${name}" name="reference.${name}" maxlength="200" value="${filled.references[name] ?? ""}">`,
)}
<label for="files">${say.files}</label>
<input id="files" name="files" type="file" multiple aria-describedby="files-hint"${invalid("files")}>
<p class="soft small" id="files-hint">${say.filesHint}</p>
<button type="submit">${say.button}</button>
<p class="soft small below">${say.next}</p>
</form>`,
  );
}

/** Each type with its meaning, where the desk gives one. */
function typeChoices({ requestTypes }: Desk, filled: Filled, language: Language) {
  const say = formWords[language];
  const isTold = requestTypes.some(({ means }) => means);
  const choice = (value: string, words: string, means = "") =>
    html`<label class="choice${isTold ? html` card` : ""}"><input type="radio" name="type" value="${value}"${value === filled.type ? html` checked` : ""}><span>${means === "" ? words : html`<strong>${words}</strong> ${means}`}</span></label>`;
  const choices = requestTypes.map(({ name, means }) => choice(name, name, means));
  return html`<fieldset><legend>${say.type}</legend><div class="${isTold ? "cards" : "choices"}">${choices}${choice("", say.anyType)}</div>
<p class="soft small below">${say.idea} <a href="/roadmap">${say.roadmap}</a></p></fieldset>`;
}

function severityCards(desk: Desk, filled: Filled, language: Language) {
  const say = formWords[language];
  const plan = defaultPlan(desk).name;
  const cards = desk.severities.map(({ name, means }) => {
    const times = timesOf(desk, { plan, account: null }, name, language);
    return html`<label class="choice card"><input type="radio" name="severity" value="${name}"${name === filled.severity ? html` checked` : ""}><span><strong>${name}</strong> ${means}<br><span class="soft small">${times}</span></span></label>`;
  });
  return html`<fieldset><legend>${say.severity}</legend><div class="cards">${cards}</div><p class="soft small">${say.promisedBy(plan)}</p>${timesOfPlans(desk, language)}</fieldset>`;
}
