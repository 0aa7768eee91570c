/** The rules by which bounces are judged; whole mails are in bounceFixtures.test.ts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BounceCause, bounce, bounceCauses, causeText } from "../../src/mail/bounce/bounce.ts";
import { causeOf, weigh } from "../../src/mail/bounce/bounceCause.ts";
import { recipientsOf } from "../../src/mail/bounce/bounceReport.ts";
import { growth, pumps, someMessage } from "./pump.ts";

describe("the cause", () => {
  test.each<[string, string | null, BounceCause]>([
    ["550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", "5.1.1", "userUnknown"],
    ["550 5.7.1 <a@b.example>: User unknown", "5.7.1", "userUnknown"],
    ["", "5.1.1", "userUnknown"],
    ["User a (a@b.example) not listed in Domino Directory", null, "userUnknown"],
    ["550 5.2.1 The email account that you tried to reach is disabled", "5.2.1", "mailboxDisabled"],
    ["552 5.2.2 user is over quota", null, "mailboxFull"],
    ["452 4.2.2 The email account that you tried to reach is over quota", "4.2.2", "mailboxFull"],
    ["552 5.3.4 Message size exceeds fixed limit", "5.3.4", "tooLarge"],
    ["554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.example", "5.7.1", "blocked"],
    ["550 5.7.1 Message rejected as spam by Content Filtering", "5.7.1", "spam"],
    ["550-5.7.26 This mail is unauthenticated: DMARC", "5.7.26", "authentication"],
    ["554 5.7.1 Relay access denied", "5.7.1", "relayDenied"],
    ["Host or domain name not found. Name service error for name=b.example", "5.4.4", "hostUnknown"],
    ["451 4.7.1 Greylisting in action, please come back later", "4.7.1", "greylisted"],
    ["554 5.4.6 Too many hops", "5.4.6", "loop"],
    ["#550 4.4.7 QUEUE.Expired; message expired ##", "4.4.7", "expired"],
    [
      "552-5.7.0 This message was blocked because its content presents a potential security issue",
      "5.7.0",
      "contentRejected",
    ],
    ["421 4.7.28 Our system has detected an unusual rate of mail", "4.7.28", "rateLimited"],
    ["connect to mx.b.example[192.0.2.1]:25: Connection refused", "4.4.1", "systemError"],
    ["550 Administrative prohibition", "5.7.1", "policy"],
    ["something nobody knows", null, "unknown"],
  ])("of %j with %s is %s", (said, status, cause) => expect(causeOf(said, status)).toBe(cause));

  test("every cause has words for people", () => {
    expect(Object.keys(causeText).sort()).toEqual([...bounceCauses].sort());
  });
});

describe("what follows for the address", () => {
  test.each<[string | null, string | null, BounceCause, string]>([
    ["delayed", "4.4.1", "systemError", "delayed"],
    ["failed", "5.1.1", "userUnknown", "hard"],
    ["failed", "4.1.1", "userUnknown", "soft"],
    ["failed", "5.2.2", "mailboxFull", "soft"],
    ["failed", "5.7.1", "spam", "soft"],
    ["failed", "5.0.0", "unknown", "hard"],
    ["failed", "5.7.9", "unknown", "soft"],
    ["failed", "4.4.7", "expired", "soft"],
    [null, null, "hostUnknown", "hard"],
  ])("action %s, status %s, cause %s: %s", (action, status, cause, kind) => {
    expect(weigh(action, status, cause)).toBe(kind);
  });
});

describe("the recipients of a report", () => {
  test("an X.400 name gives way to the address it was sent to", () => {
    const text =
      "Original-Recipient: rfc822; a@b.example\nFinal-Recipient: x400; /S=a/O=b/\nAction: failed\nStatus: 5.1.1\n";
    expect(recipientsOf(text)[0]?.address).toBe("a@b.example");
  });

  test("folded diagnostics are one line", () => {
    const text =
      "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 5.1.1\n  User\n  unknown\n";
    expect(recipientsOf(text)[0]?.diagnostic).toBe("550 5.1.1 User unknown");
  });
});

describe("people are not bounces", () => {
  const words = "This is the mail system at host mx.shop.example.\n\n<orders@acme.example>: 550 5.1.1 User unknown\n";
  test("a forwarded bounce is a person's question", () => {
    expect(bounce(someMessage({ subject: "Fwd: Undelivered Mail Returned to Sender", text: words }))).toBeNull();
  });
  test("a bounce pasted under a question is a person's question", () => {
    const text = `Hello,\nwhy do I get this?\n\n${words}`;
    expect(bounce(someMessage({ subject: "Undelivered Mail Returned to Sender", text }))).toBeNull();
  });
  test("a person who reports what a log says is a person", () => {
    const text = "Mail could not be delivered, the log says: 550 5.1.1 User unknown <jan@x.example>. Please mend it.";
    expect(bounce(someMessage({ subject: "Mail could not be delivered", text }))).toBeNull();
  });
  test("the same words from a mail server are a bounce", () => {
    const from = { name: "Mail Delivery System", address: "mailer-daemon@mx.shop.example" };
    expect(bounce(someMessage({ from, subject: "Undelivered Mail Returned to Sender", text: words }))?.kind).toBe(
      "hard",
    );
  });
});

describe("any text", () => {
  const from = { name: "", address: "mailer-daemon@mx.example" };
  test("is read without a fault", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (subject, text) => {
        const contentType = { type: "multipart/report", parameters: { "report-type": "delivery-status" } };
        const read = bounce(someMessage({ from, subject, text, deliveryStatus: text, contentType }));
        expect(read === null || bounceCauses.some((cause) => cause === read.cause)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test.each(pumps)("is read in linear time, were it made of %j", (unit) => {
    const contentType = { type: "multipart/report", parameters: { "report-type": "delivery-status" } };
    const prose = (text: string) => bounce(someMessage({ from, text, subject: "failure notice" }));
    const report = (text: string) => bounce(someMessage({ from, text, deliveryStatus: text, contentType }));
    expect(growth(prose, unit, 60_000)).toBeLessThan(2.5);
    expect(growth(report, unit, 60_000)).toBeLessThan(2.5);
  });
});
