/**
 * The letters' templates: read and compiled once at the start (MJML takes milliseconds and must never see a stranger's text),
 * then filled in microseconds. Every letter comes as HTML and as a text twin made of the same values.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { writeFooterReference } from "../../mail/write/reference.ts";
import type { ToldGuide } from "../../ticket/guide/guide.ts";
import { type Language, type Letter, type LetterName, letterClass } from "../../ticket/letter.ts";
import { asHtml, asText, type Block, none } from "./blocks.ts";
import { cut, escapeHtml, type Form, fill, withSentences } from "./fill.ts";
import { guidesBlock } from "./guideBlock.ts";
import { tell } from "./letters.ts";
import { type Locale, locale } from "./locale.ts";
import { palette } from "./palette.ts";
import { oneLine, wrap } from "./plaintext.ts";

export type Rendered = { subject: string; preheader: string; text: string; html: string };

/** `reference` is the footer reference that leads a reply back to its ticket, printed as `Ref: <reference>`. */
export type Extras = {
  deskName: string;
  reference: string | null;
  ticketUrl?: string | null;
  rateUrl?: string | null;
  guides?: ToldGuide[];
};

export type Templates = { render: (letter: Letter, extras: Extras) => Rendered };

export const letterNames = Object.keys(letterClass) as LetterName[];
export const languages: Language[] = ["en", "pl"];

/** The folder `templates/` of this project. */
export const templatesFolder = fileURLToPath(new URL("../../../templates/", import.meta.url));

type Forms = { html: Form; text: TextForm };

/** Throws, naming the file, when a template or locale is missing, wrong, or asks for a sentence that is not there. */
export async function loadTemplates(folder = templatesFolder): Promise<Templates> {
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const [layout, bare, head, footer, locales] = await Promise.all([
    read("_layout.mjml"),
    read("_bare.mjml"),
    read("_head.mjml"),
    read("_footer.txt"),
    Promise.all(languages.map((language) => loadLocale(language, folder))),
  ]);
  const forms = new Map<string, Forms>();
  for (const name of letterNames) {
    const [mjml, text] = await Promise.all([read(`${name}.mjml`), read(`${name}.txt`)]);
    // An answer looks like a mail that a person wrote, not like a notice.
    const frame = name === "answer" ? bare : layout;
    const html = await compile(
      frame.replace("<!-- head -->", () => head).replace("<!-- letter -->", () => mjml),
      name,
    );
    for (const { language, sentence } of locales) {
      forms.set(`${name} ${language}`, {
        html: cut(withSentences(html, (key) => escapeHtml(sentence(key)))),
        text: cutText(withSentences(`${text}\n\n${footer}`, sentence)),
      });
    }
  }
  const byLanguage = new Map(locales.map((each) => [each.language, each]));
  return {
    render: (letter, extras) => {
      const form = forms.get(`${letter.name} ${letter.language}`);
      const words = byLanguage.get(letter.language);
      if (form === undefined || words === undefined) throw new Error(`no letter ${letter.name} in ${letter.language}`);
      return render(letter, extras, form, words);
    },
  };
}

/** Sentences by "letter.key" or "letter.part.key", nested so in the file. */
export async function loadLocale(language: Language, folder = templatesFolder): Promise<Locale> {
  const file = join(folder, "locales", `${language}.yaml`);
  const part = z.record(z.string(), z.string());
  const groups = z.record(z.string(), z.record(z.string(), z.union([z.string(), part])));
  const sentences = Object.entries(groups.parse(parse(await readFile(file, "utf8")))).flatMap(([group, entries]) =>
    Object.entries(entries).flatMap(([key, said]) =>
      typeof said === "string"
        ? [[`${group}.${key}`, said.trim()]]
        : Object.entries(said).map(([inner, sentence]) => [`${group}.${key}.${inner}`, sentence.trim()]),
    ),
  );
  return locale(language, Object.fromEntries(sentences));
}

/** MJML to HTML. Includes stay off, and the default font, which would be fetched from Google, is not named. */
async function compile(source: string, name: string): Promise<string> {
  const { default: mjml } = await import("mjml");
  const coloured = source.replace(/\[\[(light|dark)\.([A-Za-z]+)\]\]/g, (_, shade: "light" | "dark", tone: string) => {
    const colour = Object.entries(palette[shade]).find(([known]) => known === tone)?.[1];
    if (colour === undefined)
      throw new Error(`templates/${name}.mjml names the colour ${shade}.${tone}, which is not in the palette`);
    return colour;
  });
  const { html, errors } = await mjml(coloured, { validationLevel: "strict", keepComments: false, fonts: {} });
  if (errors.length > 0 || html.includes("mj-include denied")) {
    throw new Error(
      `templates/${name}.mjml does not compile: ${errors[0]?.formattedMessage ?? "it includes another file"}`,
    );
  }
  return html.replace(/\s*\n\s*/g, "\n").trim();
}

function render(letter: Letter, extras: Extras, { html, text }: Forms, locale: Locale): Rendered {
  const told = tell(letter, locale);
  const foot = footer(letter, extras, locale);
  const guides = guidesBlock(extras.guides, locale);
  const blocks: Record<string, Block> = { ...told.blocks, ...foot.blocks, guides };
  const { subject, preheader } = told;
  const values = { ...told.values, subject, preheader, sender: foot.sender, lang: letter.language };
  const htmlValues: Record<string, string> = { ...values };
  for (const [key, block] of Object.entries(blocks)) htmlValues[key] = asHtml(block);
  return { subject, preheader, html: fill(html, htmlValues, escapeHtml), text: fillText(text, values, blocks) };
}

/** Who writes and about which ticket, where to see it, and the reference that leads a reply back to it. */
function footer(letter: Letter, { deskName, reference, ticketUrl, rateUrl }: Extras, { say }: Locale) {
  const desk = letter.name === "answer" ? `${oneLine(letter.data.agentName)}, ${oneLine(deskName)}` : oneLine(deskName);
  const ticketId = "ticketId" in letter.data ? letter.data.ticketId : null;
  const link: Block = { kind: "link", label: say("common.ticketPage"), url: ticketUrl ?? "", button: false };
  return {
    sender: ticketId === null ? desk : `${desk} · ${say("common.ticket", { number: String(ticketId) })}`,
    blocks: {
      ticketLink: ticketId !== null && ticketUrl ? link : none,
      rating: rateUrl && carriesAnswer(letter) ? ratingRow(rateUrl, say) : none,
      reference: reference === null ? none : ({ kind: "quietLine", text: writeFooterReference(reference) } as const),
    },
  };
}

/** A question without an agent's words has nothing to rate. */
function carriesAnswer(letter: Letter): boolean {
  return letter.name === "answer" || (letter.name === "solved" && letter.data.text !== "");
}

function ratingRow(rateUrl: string, say: Locale["say"]): Block {
  const links = [1, 2, 3, 4, 5].map((score) => ({
    score,
    url: `${rateUrl}?score=${score}`,
    words: say("rating.one", { score: String(score) }),
  }));
  return {
    kind: "scores",
    ask: say("rating.ask"),
    askInText: say("rating.askInText"),
    low: say("rating.low"),
    high: say("rating.high"),
    links,
  };
}

/** A text twin: paragraphs of lines; a line that is nothing but a block takes the block as it is, others are wrapped. */
type TextForm = (Form | string)[][];

function cutText(template: string): TextForm {
  return template
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph.split("\n").map((line) => /^\{\{\{([A-Za-z]+)\}\}\}$/.exec(line.trim())?.[1] ?? cut(line)),
    );
}

function fillText(form: TextForm, values: Record<string, string>, blocks: Record<string, Block>): string {
  const paragraphs = form.map((lines) =>
    lines
      .map((line) => {
        if (typeof line !== "string") return wrap(fill(line, values, oneLine));
        const block = blocks[line];
        if (block === undefined) throw new Error(`a text template asks for "${line}", which nobody gave`);
        return asText(block);
      })
      .filter((line) => line !== "")
      .join("\n"),
  );
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}
