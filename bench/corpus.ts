/**
 * The mail of the benchmarks, made by a seed: 85 % small (about 4 KB, text or text with HTML, two thirds Polish), 10 % with
 * 200 KB and 4 % with 2 MB attached; the text-only corpus is the same without attachments. Fifty senders, proven by the border.
 */
import { generator } from "../test/harness/corpus.ts";
import { border, support } from "../test/harness/deskFile.ts";

const polish =
  "Dzień dobry, zamówienia nie przechodzą i prosimy o pilną pomoc; płatność kończy się błędem, żółty ekran mruga. ";
const english =
  "Good morning, orders do not go through and we need urgent help; payment ends with an error and the screen blinks. ";

export function makeBenchCorpus(count: number, kind: "text-only" | "mixed", seed: number): Buffer[] {
  const random = generator(seed + 1);
  return Array.from({ length: count }, (_, index) => {
    const roll = random();
    const bytes = kind === "text-only" || roll < 0.86 ? 0 : roll < 0.96 ? 200 * 1024 : 2 * 1024 * 1024;
    return makeMail(index, seed, bytes, random);
  });
}

function makeMail(index: number, seed: number, attachmentBytes: number, random: () => number): Buffer {
  const from = `user${index % 50}@shop.example`;
  const text = `${(random() < 0.65 ? polish : english).repeat(6 + Math.floor(random() * 20))}\r\n\r\nNumber ${seed}-${index}\r\n`;
  const withHtml = random() < 0.55;
  const head = [
    `Authentication-Results: ${border}; dmarc=pass header.from=shop.example`,
    `Received: from mail.shop.example by ${border}; Mon, 12 Oct 2026 08:00:00 +0000`,
    `From: User ${index % 50} <${from}>`,
    `To: ${support}`,
    `Subject: =?utf-8?B?${Buffer.from(`[B] Zamówienie ${index}`).toString("base64")}?=`,
    `Message-ID: <${seed}.${index}.${Math.floor(random() * 1e9)}@shop.example>`,
    "Date: Mon, 12 Oct 2026 10:00:00 +0200",
    "MIME-Version: 1.0",
  ];
  const plain = part("text/plain; charset=utf-8", Buffer.from(text));
  const html = part("text/html; charset=utf-8", Buffer.from(`<html><body><p>${text}</p></body></html>`));
  const body = withHtml ? multipart("alternative", `a${index}`, [plain, html]) : plain;
  if (attachmentBytes === 0) return Buffer.from(`${head.join("\r\n")}\r\n${body}`);
  const content = Buffer.alloc(attachmentBytes, Math.floor(random() * 256));
  const file = `Content-Disposition: attachment; filename="dump.bin"\r\n${part("application/octet-stream", content)}`;
  return Buffer.from(`${head.join("\r\n")}\r\n${multipart("mixed", `m${index}`, [body, file])}`);
}

function part(type: string, content: Buffer): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString("base64").replace(/(.{76})/g, "$1\r\n")}\r\n`;
}

function multipart(kind: string, boundary: string, parts: string[]): string {
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((each) => `--${boundary}\r\n${each}`).join("")}--${boundary}--\r\n`;
}
