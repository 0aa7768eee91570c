/**
 * `/new`: the form, for those who would rather not write a mail. Known and unknown addresses are answered alike; programs that
 * fill in forms fall into a field no person sees, or are too quick. What was typed stays when something is wrong with it.
 */
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { type FilledForm, keepForm } from "../flow/pages/form.ts";
import { strictMailbox } from "../mail/proof/mailbox.ts";
import { same, sign } from "../mail/write/signing.ts";
import { type Desk, defaultSeverity } from "../ticket/desk.ts";
import type { Language } from "../ticket/letter.ts";
import type { Reception } from "./app.ts";
import { field, readForm } from "./form.ts";
import { type Filled, formPage, wordsCharsMax } from "./newForm.ts";
import { guideList, guidesFor, searchCharsMax } from "./newGuides.ts";
import { formWords, type WrongField } from "./newWords.ts";
import { page } from "./page.ts";
import { placeOf } from "./place.ts";
import { languageOf } from "./refusals.ts";
import { enclosuresOf, filesIn, fits, formFiles } from "./uploads.ts";

/** Nobody fills in a form in less; a form left open for longer is asked for again. */
const openMs = { min: 2_000, max: 24 * 3600 * 1000 };

export function newPages(app: Hono, reception: Reception): void {
  const deskFor = async (context: Context) => {
    const { desk } = await reception.desks.current(reception.pool);
    return { desk, language: languageOf(context.req.header("accept-language"), desk.language) };
  };
  const key = reception.stationery.keys[0]?.key ?? "";
  const opened = (at: number) => `${at}.${sign(key, ["form", at], 26)}`;

  app.get("/new", async (context) => {
    const { desk, language } = await deskFor(context);
    const words = oneLine(context.req.query("q") ?? "", searchCharsMax).trim();
    const guides = await guidesFor(reception, words, language);
    const filled = { ...empty(desk), subject: words };
    return context.html(formPage({ desk, language, filled, guides, wrong: [], opened: opened(reception.now()) }));
  });
  app.post("/new", async (context) => {
    const { desk, language } = await deskFor(context);
    const sent = await readForm(context);
    const filled = readFilled(sent, desk);
    const now = reception.now();
    const [at = "", seal = ""] = field(sent.opened).split(".");
    const age = now - Number(at);
    const isOurs = same(sign(key, ["form", Number(at)], 26), seal) && age <= openMs.max;
    const isTimely = isOurs && age >= openMs.min;
    const again = (wrong: WrongField[], status: 400 | 429) => {
      const since = isOurs ? Number(at) : now;
      return context.html(formPage({ desk, language, filled, guides: null, wrong, opened: opened(since) }), status);
    };
    const wrong = wrongFields(filled, isTimely);
    if (wrong.length > 0) return again(wrong, 400);
    // Looked for before it is known whether the form is kept, so that this tells nothing.
    const guides = await guidesFor(reception, filled.subject.slice(0, searchCharsMax), language);
    if (
      field(sent.website) === "" &&
      !(await keepForm(reception, await asForm(filled, desk, language, placeOf(context, reception.isProxy))))
    )
      return again(["tooMany"], 429);
    const say = formWords[language];
    return context.html(
      page(
        language,
        say.kept,
        desk.name,
        html`<p>${say.keptLead(filled.address)}</p><p class="soft">${say.keptElse}</p>
${guides === null || guides.found.length === 0 ? "" : guideList(guides.found, say.guides.meanwhile)}`,
      ),
    );
  });
}

function empty(desk: Desk): Filled {
  const severity = defaultSeverity(desk).name;
  return {
    name: "",
    typedAddress: "",
    address: "",
    type: "",
    severity,
    subject: "",
    impact: "",
    words: "",
    references: {},
    files: [],
  };
}

function readFilled(sent: Record<string, unknown>, desk: Desk): Filled {
  const chosen = (name: string, known: string[]) => known.find((each) => each === field(sent[name])) ?? "";
  const asked = desk.references.filter(({ ask }) => ask);
  const typedAddress = oneLine(field(sent.address), 254);
  return {
    name: oneLine(field(sent.name), 100),
    typedAddress,
    address: strictMailbox(typedAddress)?.toLowerCase() ?? "",
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
