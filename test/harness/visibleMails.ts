/**
 * Writes the mails of test/mails/visible and what is visible of each beside it. Deterministic: the same code gives the
 * same bytes. Run `node test/harness/visibleMails.ts` after changing a client, a language or a case, and look at the difference.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clients, type Parts } from "./mailClients.ts";
import { locales } from "./mailLocales.ts";
import { mailCases } from "./visibleCases.ts";

const folder = join(import.meta.dirname, "../mails/visible");

/** One mail as bytes: text alone, or text and HTML as alternatives, or HTML alone. */
function mail(name: string, parts: Parts): string {
  const head = [
    "From: Ewa Nowak <ewa@shop.example>",
    "To: Support <support@acme.example>",
    "Subject: Re: Export",
    `Message-ID: <${name}@shop.example>`,
    "In-Reply-To: <asked@acme.example>",
    "Date: Thu, 19 Nov 2026 09:30:00 +0100",
    "MIME-Version: 1.0",
  ];
  const part = (type: string, body: string): string =>
    `Content-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}`;
  if (parts.html === null) return `${head.join("\n")}\n${part("text/plain", parts.text)}`;
  if (parts.text === "") return `${head.join("\n")}\n${part("text/html", parts.html)}`;
  const boundary = "=_between_parts";
  return `${head.join("\n")}\nContent-Type: multipart/alternative; boundary="${boundary}"\n\n--${boundary}\n${part("text/plain", parts.text)}\n--${boundary}\n${part("text/html", parts.html)}\n--${boundary}--\n`;
}

function write(name: string, parts: Parts, expected: string): void {
  writeFileSync(join(folder, `${name}.eml`), mail(name, parts));
  const reading = { disposition: "human", visible: expected };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(reading, null, 2)}\n`);
}

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(join(folder, file));
for (const client of clients) {
  for (const locale of locales) {
    if (client.languages !== "all" && !client.languages.includes(locale.code)) continue;
    const signed = client.name === "notes" ? "\n\nEwa" : "";
    write(`${client.name}-${locale.code}`, client.write(locale), `${locale.own.join("\n\n")}${signed}`);
  }
}
for (const given of mailCases) write(given.name, { text: given.text, html: given.html ?? null }, given.visible);
