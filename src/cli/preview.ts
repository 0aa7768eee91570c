/**
 * `intray preview`: writes our letters with sample data, as HTML and as text, for those who change their words or looks.
 * Needs neither database nor environment.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { languages, letterNames, loadTemplates, type Rendered } from "../io/letters/templates.ts";
import { nearest } from "../ticket/desk/nearest.ts";
import type { Language, LetterName } from "../ticket/letter.ts";
import { type Command, CommandError, print, printJson, readWords, UsageError } from "./command.ts";
import { sampleExtras, sampleLetter } from "./samples.ts";

export const preview: Command = {
  name: "preview",
  usage: `npx intray preview                      lists the letters
npx intray preview <letter>… [options]
npx intray preview --all [options]

  --lang en|pl    in this language alone (with --all: both unless given; otherwise en)
  --out <folder>  where to write; .intray/preview unless given
  --text, --html  only this form; of one letter without --out it is printed
  --open          open the HTML in the browser
  --json          one object a letter: what was written where

Example: npx intray preview confirmation --lang pl --open`,
  run,
};

type Options = {
  names: LetterName[];
  languages: Language[];
  forms: Form[];
  out: string | null;
  open: boolean;
  json: boolean;
};
type Form = "html" | "text";
type Written = { letter: LetterName; language: Language; subject: string; preheader: string; files: string[] };

/** Exit status 0; throws UsageError (2) on wrong words, CommandError (1) where a file cannot be written. */
async function run(argv: string[]): Promise<number> {
  const options = optionsOf(argv);
  if (options.names.length === 0) {
    if (options.json) printJson(letterNames);
    else for (const name of letterNames) print(name);
    return 0;
  }
  const { render } = await loadTemplates();
  const one = options.names.length * options.languages.length * options.forms.length === 1;
  const written: Written[] = [];
  for (const letter of options.names) {
    for (const language of options.languages) {
      const rendered = render(sampleLetter(letter, language), sampleExtras);
      if (one && options.out === null && !options.open && !options.json) {
        process.stdout.write(formOf(rendered, options.forms[0] ?? "text"));
        return 0;
      }
      written.push(await write(rendered, letter, language, options));
    }
  }
  for (const each of written) tell(each, options);
  if (options.open) for (const { files } of written) await openFile(files[0] ?? "");
  return 0;
}

function optionsOf(argv: string[]): Options {
  const { values, positionals } = readWords(
    "preview",
    argv,
    {
      lang: { type: "string" },
      out: { type: "string" },
      all: { type: "boolean", default: false },
      text: { type: "boolean", default: false },
      html: { type: "boolean", default: false },
      open: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
    Number.POSITIVE_INFINITY,
  );
  if (values.all && positionals.length > 0)
    throw new UsageError("intray preview: name letters, or say --all; not both");
  const { all, text, html, open, json, lang, out } = values;
  const language = lang === undefined ? null : known("language", lang, languages);
  return {
    names: all ? letterNames : positionals.map((name) => known("letter", name, letterNames)),
    languages: language !== null ? [language] : all ? languages : ["en"],
    forms: text === html ? ["html", "text"] : [html ? "html" : "text"],
    out: out ?? null,
    open,
    json,
  };
}

function known<Name extends string>(what: string, written: string, names: readonly Name[]): Name {
  const found = names.find((name) => name.toLowerCase() === written.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(written, names);
  const advice = near === null ? `the ${what}s are ${names.join(", ")}` : `did you mean ${near}?`;
  throw new UsageError(`intray preview: there is no ${what} "${written}"; ${advice}`);
}

async function write(rendered: Rendered, letter: LetterName, language: Language, options: Options): Promise<Written> {
  const folder = resolve(options.out ?? join(".intray", "preview"));
  const files: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const form of options.forms) {
      const file = join(folder, `${letter}.${language}.${form === "html" ? "html" : "txt"}`);
      await writeFile(file, formOf(rendered, form));
      files.push(file);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`intray preview: cannot write to ${folder} (${why}); name another folder with --out`);
  }
  const { subject, preheader } = rendered;
  return { letter, language, subject, preheader, files };
}

function formOf({ html, text }: Rendered, form: Form): string {
  return form === "html" ? html : text;
}

function tell(written: Written, { json }: Options): void {
  if (json) printJson(written);
  else for (const file of written.files) print(file);
}

/** Asks the desktop to show a file; where there is no desktop, the file's name was printed already. */
async function openFile(file: string): Promise<void> {
  const openers: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    darwin: ["open"],
    win32: ["cmd", "/c", "start", ""],
  };
  const [command, ...words] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...words, file], { stdio: "ignore", detached: true });
  try {
    await once(child, "spawn");
    child.unref();
  } catch {
    throw new CommandError(`intray preview: nothing here can open ${file} (${command} is missing); open it by hand`);
  }
}
