import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleExtras, sampleLetter } from "../../src/cli/samples.ts";
import { cut, fill, sentenceKeys } from "../../src/io/letters/fill.ts";
import { pairs, palette, type Tone } from "../../src/io/letters/palette.ts";
import {
  languages,
  letterNames,
  loadLocale,
  loadTemplates,
  type Rendered,
  type Templates,
  templatesFolder,
} from "../../src/io/letters/templates.ts";
import { readFooterReferences } from "../../src/mail/write/reference.ts";
import type { Language, Letter, LetterData, LetterName } from "../../src/ticket/letter.ts";

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates();
});

const every = letterNames.flatMap((name) => languages.map((language) => ({ name, language })));

function renderSample(name: LetterName, language: Language): Rendered {
  return templates.render(sampleLetter(name, language), sampleExtras);
}

/** The sample with some of its data replaced. */
function renderWith<Name extends LetterName>(name: Name, changes: Partial<LetterData[Name]>): Rendered {
  const letter = sampleLetter(name, "en");
  return templates.render({ ...letter, data: { ...letter.data, ...changes } } as Letter, sampleExtras);
}

/** What a reader sees of HTML, on one line. */
function seen(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  return onOneLine(
    body
      .replace(/<!--[\s\S]*?-->/g, " ")
      .replace(/<\/?(?:a|strong)\b[^>]*>/g, "")
      .replace(/<[^>]*>/g, " ")
      .replaceAll("&nbsp;", " ")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&"),
  );
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe("the sentences", () => {
  test("English and Polish have the same sentences with the same places", async () => {
    const [en, pl] = [await loadLocale("en"), await loadLocale("pl")];
    expect([...pl.keys].sort()).toEqual([...en.keys].sort());
    const places = (sentence: string) =>
      cut(sentence)
        .places.map(({ key }) => key)
        .sort();
    for (const key of en.keys) expect([key, places(pl.sentence(key))]).toEqual([key, places(en.sentence(key))]);
  });

  test("every sentence is used", async () => {
    const files = (await readdir(templatesFolder)).filter((name) => /\.(mjml|txt)$/.test(name));
    const asked = await Promise.all(
      files.map(async (name) => sentenceKeys(await readFile(join(templatesFolder, name), "utf8"))),
    );
    const folder = new URL("../../src/io/", import.meta.url);
    const sources = await Promise.all(
      (await readdir(folder, { recursive: true }))
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFile(new URL(name, folder), "utf8")),
    );
    const said = [...sources.join("\n").matchAll(/"([a-zA-Z]+(?:\.[a-zA-Z]+){1,2})"/g)].map((match) => match[1]);
    // A key made at run time stands for all that fit it: `question.${kind}.yes`.
    const made = [...sources.join("\n").matchAll(/`([a-zA-Z]+\.[a-zA-Z.]*\$\{[^`]+)`/g)].map(
      (match) => new RegExp(`^${(match[1] ?? "").replace(/\$\{[^}]*\}/g, "[a-zA-Z]+").replaceAll(".", "\\.")}$`),
    );
    const used = new Set([...asked.flat(), ...said]);
    const unused = (await loadLocale("en")).keys.filter(
      (key) => !used.has(key) && !made.some((form) => form.test(key)),
    );
    expect(unused).toEqual([]);
  });
});

describe.each(every)("$name in $language", ({ name, language }) => {
  test("renders whole and small, in its language, and fetches nothing", () => {
    const { html, text, subject } = renderSample(name, language);
    for (const part of [html.replace(/<style[\s\S]*?<\/style>/g, ""), text, subject]) {
      expect(part).not.toMatch(/\{\{|\}\}|\[\[|\]\]|undefined|\[object|NaN/);
    }
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(html).toContain(`<html lang="${language}"`);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html).not.toMatch(/\bsrc=(?!"cid:)|url\(|@import|<link|<script|<iframe|<form/i);
    for (const image of html.match(/<img[^>]*>/g) ?? []) expect(image).toMatch(/ alt="/);
    expect(subject).not.toBe("");
  });

  test("tells every fact of its data, in HTML and in the text twin", async () => {
    const letter = sampleLetter(name, language);
    const { html, text } = templates.render(letter, sampleExtras);
    const { instant, bytes } = await loadLocale(language);
    const { timezone } = letter.data;
    const untold = [
      "risk",
      "severityFrom",
      "timezone",
      "metric",
      "timeline",
      // Of closed lists, told in words of their own.
      ...["status", "what", "kind", "reason", "likeness"],
      ...(name === "unknownSender" ? ["subject"] : []),
      // The name that the letter comes under.
      ...(name === "merged" ? ["agentName"] : []),
      // Counts are told as shares and in words; test/flow/mailedReports.test.ts looks for them.
      ...(name === "weeklyReport" || name === "monthlyReport"
        ? ["day", "week", "weeks", "report", "promises", "unlisted"]
        : []),
    ];
    const isInstant = (key: string, value: number) => key.endsWith("At") || value > Date.parse("2026-01-01T00:00:00Z");
    const told = (key: string, value: unknown): string[] => {
      if (value === null || typeof value === "boolean" || untold.includes(key)) return [];
      if (Array.isArray(value)) return value.flatMap((each) => told(key, each));
      if (typeof value === "object") return Object.entries(value).flatMap(([inner, each]) => told(inner, each));
      if (typeof value === "number")
        return [isInstant(key, value) ? instant(value, timezone) : key === "bytes" ? bytes(value) : String(value)];
      return [key === "subject" ? String(value).replace(/^Re: /, "") : String(value)];
    };
    // The answer is the agent's own mail; its subject stands where mails have theirs.
    const facts = Object.entries(letter.data).flatMap(([key, value]) =>
      name === "answer" && key === "subject" ? [] : told(key, value),
    );
    const [inHtml, inText, hrefs] = [seen(html), onOneLine(text), html.replaceAll("&amp;", "&")];
    const missing = facts.filter((fact) => {
      const line = onOneLine(fact);
      const isLink = hrefs.includes(`href="${line}"`) || hrefs.includes(`href="mailto:${line.replace("+", "%2B")}?`);
      return !inText.includes(line) || !(inHtml.includes(line) || isLink);
    });
    expect(missing).toEqual([]);
    expect(facts.length).toBeGreaterThan(1);
  });

  test("ends its text with the footer reference, and has it in the HTML", () => {
    const { html, text } = renderSample(name, language);
    expect(text.trimEnd().split("\n").at(-1)).toBe(`Ref: ${sampleExtras.reference}`);
    expect(readFooterReferences(text)).toEqual([sampleExtras.reference]);
    expect(readFooterReferences(seen(html))).toEqual([sampleExtras.reference]);
    const without = templates.render(sampleLetter(name, language), {
      ...sampleExtras,
      reference: null,
      ticketUrl: null,
    });
    expect(`${without.html}${without.text}`).not.toMatch(/Ref:|href=""/);
  });

  test("wraps our own sentences at 76 columns and leaves people's lines as they are", () => {
    const letter = sampleLetter(name, language);
    const words = "text" in letter.data ? letter.data.text : "excerpt" in letter.data ? letter.data.excerpt : "";
    const { text } = templates.render(letter, sampleExtras);
    const long = text.split("\n").filter((line) => line.length > 76 && line.trim().includes(" "));
    expect(long.filter((line) => !words.includes(line.trim()))).toEqual([]);
  });

  test("uses colours of the palette alone", () => {
    const known = new Set([...Object.values(palette.light), ...Object.values(palette.dark)]);
    const found = renderSample(name, language).html.match(/#[0-9a-f]{3,8}\b(?=[;"\s!])/gi) ?? [];
    expect([...new Set(found.map((colour) => colour.toLowerCase()))].filter((colour) => !known.has(colour))).toEqual(
      [],
    );
  });
});

describe("legibility", () => {
  const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
      channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string) => {
    const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  test.each(pairs)("%s on %s has a contrast of 4.5 or more, light and dark", (text: Tone, ground: Tone) => {
    expect(contrast(palette.light[text], palette.light[ground])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.dark[text], palette.dark[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

describe("what strangers wrote", () => {
  const marks = { subject: "SUBJECTMARK", name: "NAMEMARK", reference: "proj_REFERENCEMARK" };

  test("a confirmation to an unproven sender repeats nothing of it", () => {
    const { html, text, subject, preheader } = renderWith("confirmation", {
      proven: false,
      subject: marks.subject,
      requesterName: marks.name,
      references: { project: [marks.reference] },
    });
    expect(`${html}${text}${subject}${preheader}`).not.toMatch(/MARK/);
    expect(subject).toBe("[#1042] We have received your mail");
    expect(text).toContain("ticket 1042");
    expect(text).toContain("If you did not write to us");
  });

  test("a letter to an unknown sender repeats nothing of it", () => {
    const { html, text, subject } = renderWith("unknownSender", { subject: marks.subject });
    expect(`${html}${text}${subject}`).not.toMatch(/MARK/);
  });

  test("places in a person's text stay as they were written", () => {
    const text = "{{subject}} {{{words}}} {{say common.hello}} [[light.ink]] <%= 2 %>";
    const rendered = renderWith("answer", { text });
    expect(rendered.text).toContain(text);
    expect(seen(rendered.html)).toContain(text);
  });

  test("markup of any kind is shown, never obeyed", () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>' style='x`;
    const person = { name: evil, address: "ada@shop.example" };
    const { html } = renderWith("customerReply", {
      subject: evil,
      text: evil,
      requester: person,
      author: { ...person, address: `${evil}@x` },
      account: evil,
      plan: evil,
      severity: evil,
      requestType: evil,
      references: { [evil]: [evil] },
      trust: evil,
      attachments: [{ name: evil, bytes: 1, held: true }],
      answerAddress: `${evil}@x`,
      firstResponse: { dueAt: 0, why: evil },
    });
    expect(html).not.toMatch(/<script|<img|"\s*>\s*<script|\sonerror=[^&]*"/i);
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9:]+)/gi)].map((match) => match[1]?.toLowerCase()));
    const usual = new Set(
      [...renderSample("customerReply", "en").html.matchAll(/<\/?([a-z0-9:]+)/gi)].map((match) =>
        match[1]?.toLowerCase(),
      ),
    );
    expect([...tags].filter((tag) => !usual.has(tag))).toEqual([]);
  });

  test("every text is whole in the text twin and adds no tag of its own to the HTML", () => {
    const allowed = /^<\/?(?:p|br|a|div|h1|h2|strong|span|table|tbody|tr|td|th|ul|li)\b/;
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const { html, text: twin } = renderWith("answer", { text: `a${text}z` });
        const words = html.slice(html.indexOf('class="ink"'), html.indexOf('class="foot'));
        for (const tag of words.match(/<[^>]*>/g) ?? []) expect(tag).toMatch(allowed);
        const kept = text
          .toWellFormed()
          .replace(/\r\n?|[\u2028\u2029]/g, "\n")
          .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202d\u202e]/g, "");
        expect(twin).toContain(`a${kept}z`);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["https://a.example/b?c=d&e=f", "https://a.example/b?c=d&e=f"],
    ["see http://a.example/b.", "http://a.example/b"],
    ["(https://a.example/b)", "https://a.example/b"],
    ["https://a.example/wiki_(mail)", "https://a.example/wiki_(mail)"],
    ["<https://a.example/b>", "https://a.example/b"],
    ["https://a.example/\u2066txt", "https://a.example/"],
    ['https://a.example/"onmouseover="x', "https://a.example/"],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["ftp://a.example/b", null],
    ["www.a.example", null],
  ])("in %s the link is %s", (text, link) => {
    const { html } = renderWith("answer", { text });
    const links = [...html.matchAll(/<a href="([^"]*)" rel="([^"]*)"[^>]*>([^<]*)<\/a>/g)];
    expect(links.map((match) => match[1]?.replaceAll("&amp;", "&"))).toEqual(link === null ? [] : [link]);
    for (const match of links) {
      expect(match[2]).toBe("noopener noreferrer nofollow");
      expect(match[3]).toBe(match[1]);
    }
  });

  test("a mail program's line breaks are undone in HTML, a person's are kept", () => {
    const wrapped =
      "since about nine this morning nobody can pay in our shop, the button\nturns grey and nothing happens when we press it again and again and\nagain";
    expect(seen(renderWith("answer", { text: wrapped }).html)).toContain("the button turns grey");
    expect(renderWith("answer", { text: wrapped }).html).not.toMatch(/button<br>|again and<br>/);
    const signed = "The button appears once your own role is Owner, and you are Owner from now on.\nOla";
    expect(renderWith("answer", { text: signed }).html).toContain("from now on.<br>Ola");
    const list = "We tried:\nFirefox on Linux\nSafari on a telephone\n  indented by two";
    expect(renderWith("answer", { text: list }).html).toContain(
      "We tried:<br>Firefox on Linux<br>Safari on a telephone<br>&nbsp;&nbsp;indented",
    );
  });

  test.each(["a ", "https://a.example/)))) ", "<>&\"'", "a\n", "ż\n\n", ")", "https://"])(
    "a megabyte of %j is whole in a notice's text, and its HTML stays below what Gmail clips",
    (unit) => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const { html, text: twin } = renderWith("newTicket", { text });
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
      expect(html).toContain("The plain text part of this mail holds all of it.");
      expect(twin.replace(/\s/g, "")).toContain(text.replace(/\s/g, ""));
    },
  );

  test("a thousand attachments, names and references without end leave a notice small, and say how many there were", () => {
    const endless = "Ada ".repeat(20_000);
    const { html, text } = renderWith("customerReply", {
      text: "word ".repeat(100_000),
      subject: endless,
      requester: { name: endless, address: `${"a".repeat(9_000)}@shop.example` },
      author: { name: endless, address: "ada@shop.example" },
      account: endless,
      trust: endless,
      references: { project: Array.from({ length: 5_000 }, (_, index) => `proj_${index}`) },
      attachments: Array.from({ length: 1_000 }, () => ({ name: "n".repeat(150), bytes: 1, held: true })),
    });
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text).toContain("and 960 more");
  });

  test("an agent's answer is never cut", () => {
    const { html } = renderWith("answer", { text: `${"word ".repeat(60_000)}end of it` });
    expect(html).toContain("end of it");
  });
});

describe("what letters say", () => {
  test("a notice to agents begins with what a reply will do", () => {
    const first = "Your reply goes to Ada Nowak (customer). Start a line with #note to keep it internal.";
    for (const name of ["newTicket", "customerReply"] as const) {
      expect(onOneLine(renderSample(name, "en").text).startsWith(first)).toBe(true);
      expect(seen(renderSample(name, "en").html)).toContain(`ticket 1042 ${first}`);
    }
  });

  test.each([
    ["default", "you named none"],
    ["twoTags", "the more severe one"],
    ["tag", "the tag in your subject"],
    ["body", "as your mail says"],
  ] as const)("a severity from %s is explained", (severityFrom, words) => {
    expect(onOneLine(renderWith("confirmation", { severityFrom }).text)).toContain(words);
  });

  test("a promise that is none is said", () => {
    const { text, preheader } = renderWith("confirmation", { firstResponse: null, resolution: null });
    expect(text).toContain("We answer by: no time is promised");
    expect(text).toContain("We handle it by: no time is guaranteed; we work on it");
    expect(preheader).toBe("A person will read it and answer.");
  });

  test("a stranger is a warning, a participant is not", () => {
    expect(onOneLine(renderWith("newTicket", { unverified: true }).text)).toContain("!! Take care: Ada Nowak");
    expect(renderWith("newTicket", { unverified: false }).text).not.toContain("!!");
  });

  test.each([
    ["Checkout down", "Re: Checkout down [#1042]"],
    ["Re: RE: Odp: Checkout down", "Re: Checkout down [#1042]"],
    ["Re: Checkout down [#1042]", "Re: Checkout down [#1042]"],
    ["[#1042] Re: Checkout down", "Re: Checkout down [#1042]"],
    ["AW: Re[2]: [A] Checkout", "Re: [A] Checkout [#1042]"],
    ["Request 7 of theirs [#77]", "Re: [#1042] Request 7 of theirs [#77]"],
    ["Reports: none today", "Re: Reports: none today [#1042]"],
    ["a\r\nBcc: x\u202e", "Re: a Bcc: x [#1042]"],
    ["", "Re: [#1042]"],
  ])("an answer to %j is called %j", (subject, written) => {
    expect(renderWith("answer", { subject }).subject).toBe(written);
  });

  test.each([
    ["2026-10-19T07:30:00Z", "en", "Mon 19 Oct 2026, 09:30 (Europe/Warsaw)"],
    ["2026-09-01T22:05:00Z", "en", "Wed 2 Sep 2026, 00:05 (Europe/Warsaw)"],
    ["2026-01-05T08:00:00Z", "pl", "pon. 5 sty 2026, 09:00 (Europe/Warsaw)"],
    ["2026-10-25T00:30:00Z", "en", "Sun 25 Oct 2026, 02:30 (Europe/Warsaw, GMT+02:00)"],
    ["2026-10-25T01:30:00Z", "en", "Sun 25 Oct 2026, 02:30 (Europe/Warsaw, GMT+01:00)"],
    ["2026-10-25T02:30:00Z", "en", "Sun 25 Oct 2026, 03:30 (Europe/Warsaw)"],
  ] as const)("%s is written in %s as %s", async (at, language, written) => {
    expect((await loadLocale(language)).instant(Date.parse(at), "Europe/Warsaw")).toBe(written);
  });
});

describe("mistakes in templates", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  async function broken(file: string, change: (text: string) => string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "templates-"));
    folders.push(folder);
    await cp(templatesFolder, folder, { recursive: true });
    await writeFile(join(folder, file), change(await readFile(join(folder, file), "utf8")));
    return folder;
  }

  test.each([
    [
      "a sentence that is not there",
      "held.mjml",
      (text: string) => `${text}<p>{{say held.missing}}</p>`,
      "held.missing",
    ],
    [
      "a colour that is not there",
      "_head.mjml",
      (text: string) => text.replace("light.ink", "light.pink"),
      "light.pink",
    ],
    [
      "a tag that MJML does not know",
      "_layout.mjml",
      (text: string) => text.replaceAll("mj-column", "mj-colum"),
      "mj-colum",
    ],
    ["half a place", "held.txt", (text: string) => `${text}\n{{greeting`, "{{greeting"],
    ["a sentence that is no text", "locales/pl.yaml", (text: string) => `${text}\n  extra: [1]`, "extra"],
  ])("%s is an error when they are loaded", async (_, file, change, named) => {
    await expect(loadTemplates(await broken(file, change))).rejects.toThrow(named);
  });

  test("a place that nobody fills is an error, not an empty place", async () => {
    const { render } = await loadTemplates(await broken("held.txt", (text) => `${text}\n{{nobody}}`));
    expect(() => render(sampleLetter("held", "en"), sampleExtras)).toThrow("nobody");
    expect(() => fill(cut("{{constructor}}"), {}, String)).toThrow("constructor");
  });

  test("a link of ours that is no web address is an error", () => {
    expect(() => renderWith("held", { approveUrl: "javascript:alert(1)" })).toThrow("no web address");
  });
});
