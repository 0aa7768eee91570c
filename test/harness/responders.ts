/**
 * Models of what answers mail by itself: with and without the marks of RFC 3834, with changing subjects and words, late,
 * from elsewhere, twice. Each gets a letter and says what it sends back.
 */
import type { Message } from "../../src/mail/message.ts";
import type { Peer, Posted } from "./postOffice.ts";

const minute = 60_000;
const hour = 60 * minute;

type Answer = {
  from?: string;
  to?: string;
  subject?: string;
  text?: string;
  headers?: string[];
  delayMs?: number;
  returnPath?: string;
  /** In-Reply-To and References, as most send them. */
  threads?: boolean;
};

export type Responder = { name: string; peer: (address: string) => Peer };

let number = 0;

function mailFrom(address: string, letter: Message, at: number, answer: Answer): Posted {
  const from = answer.from ?? address;
  const to = answer.to ?? letter.replyTo[0]?.address ?? letter.from?.address ?? "";
  const threads = answer.threads ?? false;
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${answer.subject ?? "Thank you for your mail"}`,
    `Message-ID: <${++number}.${at}@${from.split("@")[1]}>`,
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    ...(threads && letter.messageId ? [`In-Reply-To: ${letter.messageId}`, `References: ${letter.messageId}`] : []),
    ...(answer.headers ?? []),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    answer.text ?? "We have received your message and a colleague will look at it soon.",
    "",
  ];
  const raw = Buffer.from(lines.join("\r\n"));
  return { at: at + (answer.delayMs ?? minute), from: answer.returnPath ?? from, to, raw };
}

/** A model that sends these answers to each letter. */
function model(
  name: string,
  answers: (seen: { letter: Message; count: number; address: string }) => Answer[],
): Responder {
  const peer = (address: string): Peer => {
    let count = 0;
    return ({ message, at }) => {
      count++;
      return answers({ letter: message, count, address }).map((answer) => mailFrom(address, message, at, answer));
    };
  };
  return { name, peer };
}

/** Words that differ each time and hold no number. */
function words(seed: number): string {
  const syllables = ["ka", "lo", "mi", "ren", "to", "sa", "vu", "pel", "dor", "ni"];
  return Array.from(
    { length: 12 },
    (_, at) => `${syllables[(seed * (at + 3)) % 10]}${syllables[(seed + at * seed) % 10]}`,
  ).join(" ");
}

const support = "support@acme.example";
const quoted = ({ text }: Message) =>
  text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
const domainOf = (address: string) => address.split("@")[1] ?? "";

export const responders: Responder[] = [
  model("vacation by the book", () => [
    { threads: true, subject: "Auto: away", headers: ["Auto-Submitted: auto-replied"] },
  ]),
  model("vacation without marks, in the thread", ({ letter }) => [{ threads: true, subject: `Re: ${letter.subject}` }]),
  model("no marks, no thread, our subject", ({ letter }) => [{ subject: `Re: ${letter.subject}` }]),
  model("no marks, no thread, to the bare address", () => [{ to: support }]),
  model("a new subject each time", ({ count }) => [{ to: support, subject: `About ${words(count)}` }]),
  model("numbers in the words each time", ({ count }) => [
    { to: support, text: `Your message ${count} of ${count * 7} was received by our system.` },
  ]),
  model("quotes our letter", ({ letter }) => [{ to: support, text: `We have your message:\n\n${quoted(letter)}` }]),
  model("repeats our letter without marks", ({ letter }) => [
    { to: support, text: `We have your message.\n\n${letter.text}` },
  ]),
  model("an empty return path", () => [{ to: support, returnPath: "" }]),
  model("answers after an hour", () => [{ to: support, delayMs: hour }]),
  model("answers after seven hours", () => [{ to: support, delayMs: 7 * hour }]),
  model("from a colleague's address", ({ address }) => [{ to: support, from: `office@${domainOf(address)}` }]),
  model("from a new address each time, naming our ticket", ({ letter, address, count }) => [
    { to: support, from: `case-${count}@${domainOf(address)}`, subject: `${count} about ${letter.subject}` },
  ]),
  model("ticket system with our subject", ({ letter, count }) => [
    {
      to: support,
      subject: `[Case ${count}] opened: ${letter.subject}`,
      text: `Case ${count} was opened for you. Please do not change the subject.`,
    },
  ]),
  model("ticket system with other words each time", ({ letter, count }) => [
    { to: support, subject: `Case ${count}`, text: `${words(count)}\nYour subject was ${letter.subject}` },
  ]),
  model("answers every mail twice", () => [
    { to: support },
    { to: support, subject: "And thank you once more", delayMs: 2 * minute },
  ]),
  model("answers both of our addresses", () => [{ threads: true }, { to: support }]),
  model("vacation once a day, and by itself each morning", ({ count }) =>
    count === 1
      ? [0, 6, 12, 18].map((late) => ({ to: support, delayMs: (late + 1) * hour, text: "I am on holiday, back soon." }))
      : [{ to: support, text: "I am on holiday, back soon." }],
  ),
  model("Precedence: bulk", () => [{ to: support, headers: ["Precedence: bulk"] }]),
  model("Exchange out of office", ({ letter }) => [
    { threads: true, subject: `Automatic reply: ${letter.subject}`, headers: ["X-Auto-Response-Suppress: All"] },
  ]),
  model("Polish, without marks", () => [
    {
      to: support,
      subject: "Dziękujemy za kontakt",
      text: "Dziękujemy za wiadomość. Odpowiemy w ciągu dwóch dni roboczych.",
    },
  ]),
  model("sixty answers to each letter", ({ count }) =>
    Array.from({ length: 60 }, (_, at) => ({ to: support, subject: words(count * 60 + at), delayMs: at * minute })),
  ),
];
