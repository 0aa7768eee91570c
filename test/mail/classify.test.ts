/** The rules of `classify` one by one; whole mails are in classifyFixtures.test.ts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAwaySubject } from "../../src/mail/machine/autoText.ts";
import { awayUntil } from "../../src/mail/machine/awayUntil.ts";
import { classify, isVerdictReason } from "../../src/mail/machine/classify.ts";
import type { Header } from "../../src/mail/message.ts";
import { growth, pumps, someMessage } from "./pump.ts";

const nobody = { loopId: null, keys: null };

function verdictOf(headers: Record<string, string>, change: Parameters<typeof someMessage>[0] = {}): string {
  const list: Header[] = Object.entries(headers).map(([name, value]) => ({ name: name.toLowerCase(), value }));
  const verdict = classify(someMessage({ headers: list, text: "Hello", ...change }), nobody);
  return `${verdict.kind} ${verdict.reason}`;
}

describe("the header marks", () => {
  test.each([
    ["Auto-Submitted", "auto-replied", "autoReply autoSubmitted"],
    ["Auto-Submitted", "auto-generated (failure)", "autoReply autoSubmitted"],
    ["Auto-Submitted", "(comment) Auto-Replied; owner-email=x", "autoReply autoSubmitted"],
    ["Auto-Submitted", "no", "human autoSubmittedNo"],
    ["Auto-Submitted", "No (a person)", "human autoSubmittedNo"],
    ["Auto-Submitted", "", "human noMarks"],
    ["X-Autoreply", "yes", "autoReply autoReplyHeader"],
    ["X-Autoreply", "no", "human noMarks"],
    ["X-Autorespond", "Checkout", "autoReply autoReplyHeader"],
    ["X-Auto-Response-Suppress", "All", "human noMarks"],
    ["Precedence", "auto_reply", "autoReply precedence"],
    ["Precedence", "auto-reply", "autoReply precedence"],
    ["Precedence", "list", "list listPrecedence"],
    ["Precedence", "bulk", "list listPrecedence"],
    ["Precedence", "first-class", "human noMarks"],
    ["X-POST-MessageClass", "9; Autoresponder", "autoReply autoReplyHeader"],
    ["X-FC-MachineGenerated", "true", "autoReply robot"],
    ["X-Cron-Env", "<SHELL=/bin/sh>", "autoReply robot"],
    ["X-OTRS-Loop", "yes", "autoReply robot"],
    ["X-JIRA-FingerPrint", "1", "autoReply robot"],
    ["Delivered-To", "Autoresponder", "autoReply autoReplyHeader"],
    ["List-Id", "<dev.lists.example>", "list listHeader"],
    ["List-Unsubscribe", "<mailto:u@shop.example>", "human noMarks"],
  ])("%s: %s makes a mail %s", (name, value, expected) => {
    expect(verdictOf({ [name]: value })).toBe(expected);
  });

  test.each([
    ["autoreply@shop.example", "Thanks", 0, "autoReply robot"],
    [
      "noreply-dmarc-support@google.example",
      "Report domain: acme.example Submitter: google.example",
      1,
      "autoReply robot",
    ],
    ["ada@shop.example", "Report domain: what does it mean?", 0, "human noMarks"],
    ["automotive@shop.example", "Checkout", 0, "human noMarks"],
  ])("from %s with subject %j and %i attachments: %s", (address, subject, count, expected) => {
    const attachment = { index: 0, name: "r.zip", type: "application/zip", bytes: 1, inline: false, contentId: null };
    const attachments = count === 0 ? [] : [attachment];
    expect(verdictOf({}, { from: { name: "", address }, subject, attachments })).toBe(expected);
  });

  test("a carrier's automatic mail about a parcel is no bounce", () => {
    const text = "Your parcel could not be delivered to your address. Please choose a new day.";
    const verdict = verdictOf({ "Auto-Submitted": "auto-generated" }, { subject: "Delivery failed", text });
    expect(verdict).toBe("autoReply autoSubmitted");
  });

  test("an empty return path marks a machine, an absent one nothing", () => {
    expect(verdictOf({}, { returnPath: "" })).toBe("autoReply nullReturnPath");
    expect(verdictOf({}, { returnPath: null })).toBe("human noMarks");
  });

  test("our own loop header comes before every other mark", () => {
    const headers = [
      { name: "x-intray-loop", value: "desk1" },
      { name: "auto-submitted", value: "auto-replied" },
    ];
    expect(classify(someMessage({ headers }), { loopId: "desk1", keys: null })).toEqual({
      kind: "own",
      reason: "loopHeader",
    });
  });
});

describe("subjects of automatic answers", () => {
  test.each([
    "Automatic reply: Checkout",
    "[AUTO GENERATED] Some subject",
    "AUTOMATIC REPLY: checkout",
    "Out of office",
    "Out of Office: Re: Checkout",
    "Out of Office Re: Checkout",
    "Automatyczna odpowiedź Odp: Koszyk",
    "[EXT] Automatic reply: Checkout",
    "Odpowiedź automatyczna: Koszyk",
    "Abwesenheitsnotiz: Kasse",
    "Réponse automatique : Paiement",
    "I am out of the office until 5 May",
    "自動返信：お問い合わせ",
    "Urlop do 27.11.2026",
    "【不在通知】カート",
  ])("%s is one", (subject) => expect(isAwaySubject(subject)).toBe(true));

  test.each([
    "Automatic reply does not work",
    "Re: Automatic reply: Checkout",
    "AW: Abwesenheitsnotiz: Kasse",
    "Fwd: Out of office",
    "Out of office replies in the widget?",
    "Auto renewal",
    "Autoresponder settings are lost",
    "Urlop w grudniu a wsparcie",
    "Absence de réponse",
    "Vacation rentals plugin broken",
    "Ferienwohnung: Buchung fehlt",
    "",
  ])("%s is none", (subject) => expect(isAwaySubject(subject)).toBe(false));
});

describe("words of machines without a mark", () => {
  test.each([
    ["Your request has been received", "Ticket 4711 was opened. Do not reply to this mail.", "autoReply confirmation"],
    ["Dziękujemy za kontakt", "Państwa zgłoszenie 4711 zostało zarejestrowane.", "autoReply confirmation"],
    ["Read: Checkout", "Your message was read on Thursday.", "autoReply readReceipt"],
    ["Checkout", "*** This is an automated message ***", "autoReply saysAutomatic"],
    ["Re: Checkout", "This is an automatic response.\nWe will answer soon.", "autoReply saysAutomatic"],
    ["Fwd: Checkout", "This is an automatic response.", "human noMarks"],
    ["Re: Checkout", "I only got this:\nThis is an automatic response.", "human noMarks"],
    ["Your request has been received?", "Why is there no news? Ada", "human noMarks"],
    ["Read: the book is open", "Please look at page 3.", "human noMarks"],
  ])("%s / %s", (subject, text, expected) => expect(verdictOf({}, { subject, text })).toBe(expected));
});

describe("until when somebody is away", () => {
  const sent = "2026-11-19T09:00:00.000Z";
  test.each([
    ["I am away until December 4.", "2026-12-04"],
    ["I am away until 4th of December", "2026-12-04"],
    ["back on 12/4/2026", "2026-12-04"],
    ["Back in the office on Monday, 4 January.", "2027-01-04"],
    ["Wracam 4.01.", "2027-01-04"],
    ["Jestem nieobecna od 20.11 do 4.12 włącznie", "2026-12-04"],
    ["bis einschließlich 04.12.2026", "2026-12-04"],
    ["vom 20. November bis 4. Dezember", "2026-12-04"],
    ["jusqu'au vendredi 4 décembre inclus", "2026-12-04"],
    ["Jestem nieobecny w dniach 16-27.11.2026 r.", "2026-11-27"],
    ["I am away from Nov 16 to Nov 27.", "2026-11-27"],
    ["Jeg er på ferie fra 16. november til 27. november", "2026-11-27"],
    ["Ich bin ab Montag, den 30.11.2026 wieder im Büro", "2026-11-30"],
    ["Please note our office is closed Dec 24 - Jan 2.", "2027-01-02"],
    ["Call +48 22-12-11 for help, or 12-11-10.", null],
    ["until further notice", null],
    ["I was away until 4 May 2026.", null],
    ["Our offer of 2026-12-04 stands.", null],
    ["", null],
  ])("%s", (text, day) => expect(awayUntil(text, sent)).toBe(day));

  test("a day without a year tells nothing where the mail has no date", () => {
    expect(awayUntil("away until December 4", null)).toBeNull();
    expect(awayUntil("away until December 4, 2026", null)).toBe("2026-12-04");
  });
});

describe("any mail", () => {
  const header = fc.record({
    name: fc.constantFrom("auto-submitted", "precedence", "list-id", "from", "x-loop", "x-autoreply", "mailing-list"),
    value: fc.string({ unit: "binary" }),
  });
  test("is of one kind, for a reason of the list", () => {
    fc.assert(
      fc.property(
        fc.array(header),
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        (headers, subject, text) => {
          const verdict = classify(someMessage({ headers, subject, text }), nobody);
          expect(isVerdictReason(verdict.reason)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each(pumps)("is classified in linear time, were it made of %j", (unit) => {
    const work = (text: string) =>
      classify(
        someMessage({ text, subject: text, returnPath: "", headers: [{ name: "auto-submitted", value: text }] }),
        nobody,
      );
    expect(growth(work, unit, 60_000)).toBeLessThan(2.5);
    expect(growth((text) => awayUntil(text, "2026-11-19T09:00:00.000Z"), unit, 60_000)).toBeLessThan(2.5);
  });
});
