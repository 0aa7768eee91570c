/** Measures that reading hostile text takes time in proportion to its length: time(2n) / time(n) stays near two. */
import type { Message } from "../../src/mail/message.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

/** A mail with nothing special about it, for tests to change. */
export function someMessage(change: Partial<Message> = {}): Message {
  return {
    headers: [],
    from: { name: "Ada", address: "ada@shop.example" },
    fromCount: 1,
    sender: null,
    replyTo: [],
    to: [{ name: "", address: "support@acme.example" }],
    cc: [],
    deliveredTo: [],
    returnPath: "ada@shop.example",
    subject: "Checkout",
    messageId: null,
    inReplyTo: [],
    references: [],
    date: "2026-11-19T09:00:00.000Z",
    contentType: { type: "text/plain", parameters: {} },
    text: "",
    html: null,
    textFrom: "plain",
    attachments: [],
    nested: [],
    deliveryStatus: null,
    returnedHeaders: null,
    calendarMethod: null,
    warnings: [],
    ...change,
  };
}

/** What attackers repeat: the pieces that quote rules, address rules and date rules look for. */
export const pumps: readonly string[] = [
  " ",
  "\t\n",
  ">",
  "> ",
  "> >\n",
  "-",
  "- ",
  "*",
  "@",
  "a@",
  "a@b.",
  "<a@b.example>",
  "ada@shop.example ",
  "ada@shop.example:\n",
  "From: ",
  "From: a\n",
  "*From:* a@b.example\nTo:\n",
  "From: a\nTo: b\n\n",
  "From: a\nTo: b\nSubject: c\n",
  "-------- Forwarded Message --------\n",
  "---------- Forwarded message ---------\nFrom: a\n",
  "On 1/1/2026 a wrote:\n",
  "wrote:\n",
  "2026-",
  "1/1/",
  "12 ",
  "12:",
  "until ",
  "do 4",
  "4. ",
  "mai ",
  "550 ",
  "5.1.1 ",
  "5.",
  "4.4.",
  "Final-Recipient: rfc822; a@b.example\n",
  "Action: failed\n\n",
  "Status: 5.0.0\n\n",
  " folded\n",
  "Message-ID: <",
  "message-id:\n",
  "[",
  "[a]",
  "[EXT] ",
  "re:",
  "\u0130",
  "x",
  "(",
  "(a)",
  ";",
  "a;",
];

/** Below this the clock measures the machine's other work; a quadratic reader of these lengths is far above it. */
const tellingMs = 30;

/** The ratio of the least times at 2n and n, measured again where it looks bad, because the machine is shared. */
export function growth(work: (text: string) => unknown, unit: string, chars: number): number {
  const small = unit.repeat(Math.ceil(chars / unit.length));
  const large = small + small;
  const least = (text: string): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 3 && best > 1; tries++) {
      best = Math.min(
        best,
        ownCpuMs(() => work(text)),
      );
    }
    return best;
  };
  let ratio = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 6 && ratio >= 2.5; tries++) {
    const [one, two] = [least(small), least(large)];
    ratio = Math.min(ratio, two < tellingMs ? 2 : two / one);
  }
  return ratio;
}
