/** Whole mails of an agent, as clients write them, in which something looks like a command and is none: nothing is carried out. */
import { describe, expect, test } from "vitest";
import { understand } from "../../src/mail/understand.ts";
import { decide } from "../../src/ticket/decide.ts";
import type { Decision } from "../../src/ticket/input.ts";
import { context, given, jan, mail, monday } from "./scenes.ts";

const head = [
  "From: Jan Kowalski <jan@acme.example>",
  "To: support@acme.example",
  "Subject: Re: Down",
  "MIME-Version: 1.0",
];
const plain = (text: string) => [...head, "Content-Type: text/plain; charset=utf-8", "", text].join("\r\n");
const html = (body: string) =>
  [...head, "Content-Type: text/html; charset=utf-8", "", `<html><body>${body}</body></html>`].join("\r\n");

/** The mail's way through reading, as `flow/input.ts` goes it, to a decision on a ticket that is open. */
async function decided(raw: string): Promise<Decision> {
  const { message, visible } = await understand(Buffer.from(raw), { loopId: null, keys: null });
  const isAllQuoted = visible.trim() === "" && message.text.trim() !== "";
  const facts = mail({
    receivedAt: monday,
    text: message.text,
    visible: isAllQuoted ? message.text : visible,
    isAllQuoted,
  });
  return decide(
    given(),
    { kind: "agentMail", mail: facts, agent: jan, purpose: "answer", standing: "trusted" },
    context(),
  );
}

const quoted = "On Mon, 12 Oct 2026 at 10:00, Ada Nowak <ada@shop.example> wrote:";

describe("is text or is refused, and changes nothing of the ticket", () => {
  test.each([
    ["a customer's words quoted below an answer", plain(`Hello Ada.\r\n\r\n${quoted}\r\n> #severity C\r\n> #solve`)],
    ["nothing but a quote", plain(`${quoted}\r\n> #severity C\r\n> #solve`)],
    ["nothing but a quote that is not marked", plain(`${quoted}\r\n\r\n#severity C\r\n#solve`)],
    [
      "an Outlook quote",
      plain(
        "Hello.\r\n\r\n-----Original Message-----\r\nFrom: Ada Nowak\r\nSent: Monday\r\nTo: Support\r\nSubject: Down\r\n\r\n#severity C",
      ),
    ],
    ["a signature", plain("Hello.\r\n\r\n-- \r\n#severity C\r\nJan Kowalski")],
    ["code in an answer", plain("Run this:\r\n\r\n    #severity C\r\n    #solve\r\n")],
    ["a script", plain("#!/bin/sh\r\n#severity C\r\n")],
    ["a line of C", plain("#include <stdio.h>\r\n#severity C\r\n")],
    ["an answer above a command", plain("Hello.\r\n#severity C\r\n#solve")],
    ["Cyrillic letters", plain("#ѕeverity C\r\nHello.")],
    ["a full-width sign", plain("＃severity C\r\nHello.")],
    ["an invisible joint", plain("#sever\u200dity C\r\nHello.")],
    ["a turned direction", plain("\u202e#severity C\r\nHello.")],
    ["hidden HTML", html('<div style="display:none">#severity C<br>#solve</div><p>Hello.</p>')],
    ["invisible HTML", html('<p style="visibility: hidden">#severity C</p><p>Hello.</p>')],
    ["an HTML comment", html("<!-- #severity C --><p>Hello.</p>")],
    ["a title", html("<title>#severity C</title><p>Hello.</p>")],
    [
      "a quote in HTML",
      html(
        `<p>Hello.</p><div class="gmail_quote"><div>${quoted.replace(/[<>]/g, "")}</div><blockquote>#severity C</blockquote></div>`,
      ),
    ],
    ["nothing but a quote in HTML", html('<blockquote type="cite">#severity C<br>#solve</blockquote>')],
    ["a subject", plain("Hello.").replace("Re: Down", "#severity C")],
  ])("%s", async (_, raw) => {
    const { ticket, events } = await decided(raw);
    expect(ticket).toMatchObject({ severity: "A", questions: [] });
    expect(events.map(({ type }) => type)).not.toContain("acted");
    expect(["new", "open"]).toContain(ticket?.status);
  });
});

test("the same commands in the agent's own first lines are carried out, in plain text and in HTML", async () => {
  for (const raw of [
    plain("#severity C\r\n#wait\r\n\r\nHello."),
    html("<div>#severity C</div><div>#wait</div><p>Hello.</p>"),
  ]) {
    expect((await decided(raw)).ticket).toMatchObject({ severity: "C", status: "pending" });
  }
});
