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

const both = (text: string, body: string) =>
  [
    ...head,
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    ...["--b", "Content-Type: text/plain; charset=utf-8", "", text],
    ...["--b", "Content-Type: text/html; charset=utf-8", "", `<html><body>${body}</body></html>`, "--b--", ""],
  ].join("\r\n");
const attached = (text: string) =>
  [
    ...head,
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    ...["--b", "Content-Type: text/plain; charset=utf-8", "", "Hello."],
    ...[
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      'Content-Disposition: attachment; filename="a.txt"',
      "",
      text,
    ],
    ...["--b--", ""],
  ].join("\r\n");

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
    ["white letters", html('<p style="color:#ffffff">#severity C</p><p>Hello.</p>')],
    [
      "letters in the colour of their ground",
      html('<div style="background:#123456;color:#123456">#solve</div><p>Hello.</p>'),
    ],
    ["letters without size", html('<div style="font-size:0px">#severity C<br>#solve</div><p>Hello.</p>')],
    ["letters off the screen", html('<div style="position:absolute;left:-9999px">#severity C</div><p>Hello.</p>')],
    ["letters without height", html('<div style="max-height:0;overflow:hidden">#wait</div><p>Hello.</p>')],
    ["letters without opacity", html('<p style="opacity:0">#severity C</p><p>Hello.</p>')],
    [
      "hidden letters that the text part shows",
      both("#severity C\r\n\r\nHello.", '<p style="display:none">#severity C</p><p>Hello.</p>'),
    ],
    [
      "white letters that the text part shows",
      both("#solve\r\n\r\nHello.", '<p style="color:white">#solve</p><p>Hello.</p>'),
    ],
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
    ["a name", plain("Hello.").replace("From: Jan Kowalski", 'From: "#severity C"')],
    [
      "Polish attribution",
      plain("Dobrze.\r\n\r\nW dniu 12.10.2026 o 10:00, Ada Nowak pisze:\r\n> #severity C\r\n> #solve"),
    ],
    [
      "an answer written between the customer's lines",
      plain(`${quoted}\r\n> Can I write\r\n> #severity C\r\nYes you can.\r\n> #solve`),
    ],
    [
      "a customer's command that leads an unmarked quote",
      plain(`#severity C\r\n\r\n${quoted}\r\n\r\n#solve`).replace("#severity C", "Hello"),
    ],
    ["a German signature", plain("Hallo.\r\n\r\nMit freundlichen Grüßen\r\nJan\r\n#solve")],
    ["fenced code", plain("```\r\n#severity C\r\n```\r\nHello.")],
    ["a heading", plain("# severity C\r\nHello.")],
    ["a preprocessor's line", plain("#define SOLVE\r\n#solve")],
    ["a colour", plain("#ff0000 is the colour.\r\n#solve")],
    ["a ticket's number", plain("#1042 is solved.\r\n#solve")],
    ["a small number sign", plain("﹟solve\r\nHello.")],
    ["a musical sharp", plain("♯solve\r\nHello.")],
    ["Greek letters", plain("#ѕοlνe\r\nHello.")],
    ["mathematical letters", plain("#𝐬𝐨𝐥𝐯𝐞\r\nHello.")],
    ["full-width letters", plain("#ｓｏｌｖｅ\r\nHello.")],
    ["a combining mark", plain("#solve\u0301\r\nHello.")],
    ["an invisible space before it", plain("\u200b#solve\r\nHello.")],
    ["a soft hyphen", plain("#so\u00adlve\r\nHello.")],
    ["a command in quotes", plain('"#severity C"\r\nHello.')],
    ["a command in a list", plain("- #severity C\r\nHello.")],
    ["a command with a word that is none", plain("#severity purple\r\nHello.")],
    ["a command glued to words", plain("#solveit\r\nHello.")],
    ["an attached text", attached("#severity C\r\n#solve")],
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
