/**
 * `/new`: the form, for those who would rather not write a mail, and `/verify/:token`, where its button sends what was
 * written. Known and unknown addresses are answered alike; programs that fill in forms fall into a field no person sees, or
 * are too quick.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { type FilledForm, keepForm, lookAtForm, sendForm } from "../flow/form.ts";
import { strictMailbox } from "../mail/mailbox.ts";
import { sign } from "../mail/signing.ts";
import { type Desk, defaultPlan, defaultSeverity } from "../ticket/desk.ts";
import { tellDuration } from "../ticket/duration.ts";
import type { Language } from "../ticket/letter.ts";
import type { Reception } from "./app.ts";
import { field } from "./form.ts";
import { formWords, type WrongField } from "./newWords.ts";
import { page } from "./page.ts";
import { placeOf } from "./place.ts";
import { enclosuresOf, filesIn, fits, formFiles } from "./uploads.ts";

const wordsCharsMax = 15_000;

/** Nobody fills in a form in less; a form left open for longer is asked for again. */
const openMs = { min: 2_000, max: 24 * 3600 * 1000 };

type Filled = {
  name: string;
  address: string;
  type: string;
  severity: string;
  subject: string;
  impact: string;
  words: string;
  references: Record<string, string>;
  files: File[];
};

export function newPages(app: Hono, reception: Reception): void {
  const deskFor = async (context: Context) => {
    const { desk } = await reception.desks.current(reception.pool);
    return { desk, language: languageOf(context.req.header("accept-language"), desk.language) };
  };
  const key = reception.stationery.keys[0]?.key ?? "";
  const opened = (at: number) => `${at}.${sign(key, ["form", at], 26)}`;

  app.get("/new", async (context) => {
    const { desk, language } = await deskFor(context);
    return context.html(formPage(desk, language, empty(desk), [], opened(reception.now())));
  });
  app.post("/new", async (context) => {
    const { desk, language } = await deskFor(context);
    const say = formWords[language];
    const sent = await context.req.parseBody({ all: true });
    const filled = readFilled(sent, desk);
    const { address } = filled;
    const [at = "", seal = ""] = field(sent.opened).split(".");
    const age = reception.now() - Number(at);
    const isTimely = sign(key, ["form", Number(at)], 26) === seal && age >= openMs.min && age <= openMs.max;
    const wrong = wrongFields(filled, isTimely);
    if (wrong.length > 0) {
      return context.html(formPage(desk, language, filled, wrong, opened(reception.now())), 400);
    }
    const kept = page(
      language,
      say.kept,
      desk.name,
      html`<p>${say.keptLead(address)}</p><p class="soft">${say.keptElse}</p>`,
    );
    if (field(sent.website) !== "") return context.html(kept);
    const isKept = await keepForm(reception, await asForm(filled, desk, language, placeOf(context)));
    return isKept
      ? context.html(kept)
      : context.html(page(language, say.tooMany, desk.name, html`<p>${say.tooManyLead}</p>`), 429);
  });
  app.get("/verify/:token", async (context) => {
    return await verifyPage(context, reception, await lookAtForm(reception, context.req.param("token")));
  });
  app.post("/verify/:token", async (context) => {
    return await verifyPage(context, reception, await sendForm(reception, context.req.param("token")));
  });
}

async function verifyPage(context: Context, reception: Reception, seen: Awaited<ReturnType<typeof lookAtForm>>) {
  const { desk } = await reception.desks.current(reception.pool);
  const say = formWords[seen?.language ?? desk.language];
  if (!seen) return context.html(page(desk.language, say.unknown, desk.name, html`<p>${say.unknownLead}</p>`), 404);
  return seen.kind === "sent"
    ? context.html(page(seen.language, say.sent, desk.name, html`<p>${say.sentLead(seen.address)}</p>`))
    : context.html(
        page(
          seen.language,
          say.verify,
          desk.name,
          html`<p>${say.verifyLead(seen.address)}</p><form method="post"><button type="submit">${say.verifyButton}</button></form>`,
        ),
      );
}

function languageOf(accepted: string | undefined, fallback: Language): Language {
  const first = /^\s*([a-z]{2})\b/i.exec(accepted ?? "")?.[1]?.toLowerCase();
  return first === "pl" || first === "en" ? first : fallback;
}

function empty(desk: Desk): Filled {
  const severity = defaultSeverity(desk).name;
  return { name: "", address: "", type: "", severity, subject: "", impact: "", words: "", references: {}, files: [] };
}

function readFilled(sent: Record<string, unknown>, desk: Desk): Filled {
  const chosen = (name: string, known: string[]) => known.find((each) => each === field(sent[name])) ?? "";
  const asked = desk.references.filter(({ ask }) => ask);
  return {
    name: oneLine(field(sent.name), 100),
    address: strictMailbox(oneLine(field(sent.address), 254))?.toLowerCase() ?? "",
    type: chosen(
      "type",
      desk.requestTypes.map(({ name }) => name),
    ),
    severity:
      chosen(
        "severity",
        desk.severities.map(({ name }) => name),
      ) || defaultSeverity(desk).name,
    subject: oneLine(field(sent.subject), 200),
    impact: oneLine(field(sent.impact), 500),
    words: field(sent.words),
    references: Object.fromEntries(asked.map(({ name }) => [name, oneLine(field(sent[`reference.${name}`]), 200)])),
    files: filesIn(sent, "files"),
  };
}

function oneLine(text: string, charsMax: number): string {
  return text.replace(/\s+/g, " ").slice(0, charsMax).toWellFormed();
}

function wrongFields({ address, subject, words, files }: Filled, isTimely: boolean): WrongField[] {
  const wrong: [WrongField, boolean][] = [
    ["address", !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(address)],
    ["subject", subject === ""],
    ["words", words === "" || words.length > wordsCharsMax],
    ["files", !fits(files, formFiles)],
    ["again", !isTimely],
  ];
  return wrong.filter(([, is]) => is).map(([name]) => name);
}

/** The tags and lines that people are asked to write into mails, written for them. */
async function asForm(filled: Filled, desk: Desk, language: Language, ip: string): Promise<FilledForm> {
  const severity = desk.severities.find(({ name }) => name === filled.severity)?.tags[0];
  const type = desk.requestTypes.find(({ name }) => name === filled.type)?.tags[0];
  const tags = [severity, type].flatMap((tag) => (tag ? [`[${tag}]`] : []));
  const lines = Object.entries(filled.references)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`);
  if (filled.impact !== "") lines.push(`Business impact: ${filled.impact}`);
  return {
    name: filled.name,
    address: filled.address,
    language,
    subject: [...tags, filled.subject].join(" "),
    text: [...(lines.length === 0 ? [] : [lines.join("\n")]), filled.words].join("\n\n"),
    files: await enclosuresOf(filled.files),
    ip,
  };
}

function formPage(desk: Desk, language: Language, filled: Filled, wrong: WrongField[], opened: string) {
  const say = formWords[language];
  const asked = desk.references.filter(({ ask }) => ask);
  return page(
    language,
    say.title,
    desk.name,
    html`<p class="soft">${say.lead(desk.name)}</p>
${wrong.length === 0 ? "" : html`<div class="wrong" role="alert"><p>${say.wrong}</p><ul>${wrong.map((each) => html`<li>${say.wrongs[each]}</li>`)}</ul></div>`}
<form method="post" enctype="multipart/form-data" class="long">
<input type="hidden" name="opened" value="${opened}">
<div class="trap" aria-hidden="true"><label for="website">${say.trap}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<label for="address">${say.address}</label>
<input id="address" name="address" type="email" required maxlength="254" autocomplete="email" aria-describedby="address-hint" value="${filled.address}">
<p class="soft small" id="address-hint">${say.addressHint}</p>
<label for="name">${say.name}</label>
<input id="name" name="name" maxlength="100" autocomplete="name" value="${filled.name}">
${typeChoices(desk, filled, language)}
${severityCards(desk, filled, language)}
<label for="subject">${say.subject}</label>
<input id="subject" name="subject" required maxlength="200" value="${filled.subject}">
<label for="words">${say.words}</label>
<textarea id="words" name="words" rows="8" required maxlength="${wordsCharsMax}">${filled.words}</textarea>
<label for="impact">${say.impact}</label>
<input id="impact" name="impact" maxlength="500" aria-describedby="impact-hint" value="${filled.impact}">
<p class="soft small" id="impact-hint">${say.impactHint}</p>
${asked.map(
  ({ name }) =>
    html`<label for="reference.${name}">${say.reference(name)}</label><input id="reference.${name}" name="reference.${name}" maxlength="200" value="${filled.references[name] ?? ""}">`,
)}
<label for="files">${say.files}</label>
<input id="files" name="files" type="file" multiple aria-describedby="files-hint">
<p class="soft small" id="files-hint">${say.filesHint}</p>
<button type="submit">${say.button}</button>
<p class="soft small below">${say.next}</p>
</form>`,
  );
}

function typeChoices({ requestTypes }: Desk, filled: Filled, language: Language) {
  const say = formWords[language];
  const choice = (value: string, words: string) =>
    html`<label class="choice"><input type="radio" name="type" value="${value}"${value === filled.type ? html` checked` : ""}><span>${words}</span></label>`;
  return html`<fieldset><legend>${say.type}</legend><div class="choices">${requestTypes.map(({ name }) => choice(name, name))}${choice("", say.anyType)}</div></fieldset>`;
}

function severityCards(desk: Desk, filled: Filled, language: Language) {
  const say = formWords[language];
  const plan = defaultPlan(desk);
  const cards = desk.severities.map(({ name, means }) => {
    const { firstResponse = null, resolution = null } = plan.targets[name] ?? {};
    const promised =
      firstResponse === null
        ? say.nothingPromised
        : say.promised(tellDuration(firstResponse.ms), resolution && tellDuration(resolution.ms));
    return html`<label class="choice card"><input type="radio" name="severity" value="${name}"${name === filled.severity ? html` checked` : ""}><span><strong>${name}</strong> ${means}<br><span class="soft small">${promised}</span></span></label>`;
  });
  return html`<fieldset><legend>${say.severity}</legend><div class="cards">${cards}</div><p class="soft small">${say.promisedBy(plan.name)}</p></fieldset>`;
}
