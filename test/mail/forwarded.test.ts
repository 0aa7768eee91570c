/** The rules by which forwards are told from answers; whole mails are in forwardedFixtures.test.ts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { peopleIn, readBlock } from "../../src/mail/forward/forwardBlock.ts";
import { forwarded, subjectMark } from "../../src/mail/forward/forwarded.ts";
import { isoOf, readDate } from "../../src/mail/read/writtenDate.ts";
import { growth, pumps, someMessage } from "./pump.ts";

describe("what the first mark of a subject says", () => {
  test.each([
    ["Fwd: x", "forward"],
    ["FW: x", "forward"],
    ["WG: x", "forward"],
    ["TR : x", "forward"],
    ["PD: x", "forward"],
    ["RV: x", "forward"],
    ["I: x", "forward"],
    ["ENC: x", "forward"],
    ["İLT: x", "forward"],
    ["转发：x", "forward"],
    ["[EXT] Fwd: x", "forward"],
    ["Fwd[2]: x", "forward"],
    ["[Fwd: x]", "forward"],
    ["x (fwd)", "forward"],
    ["Fwd: Re: x", "forward"],
    ["Re: Fwd: x", "reply"],
    ["Odp: PD: x", "reply"],
    ["x", null],
    ["Forward planning: x", null],
    ["", null],
  ])("%s: %s", (subject, mark) => expect(subjectMark(subject)).toBe(mark));
});

describe("people in a header of the text", () => {
  test.each([
    ["Ada <ada@b.example>", [{ name: "Ada", address: "ada@b.example" }]],
    ["Ada <mailto:ada@b.example>", [{ name: "Ada", address: "ada@b.example" }]],
    ["Ada [mailto:ada@b.example]", [{ name: "Ada", address: "ada@b.example" }]],
    ["Ada <ada@b.example<mailto:ada@b.example>>", [{ name: "Ada", address: "ada@b.example" }]],
    ["ada@b.example <mailto:ada@b.example>", [{ name: "", address: "ada@b.example" }]],
    ["\"'ada@b.example'\" <ADA@b.example>", [{ name: "", address: "ada@b.example" }]],
    [
      '"Lovelace, Ada" <ada@b.example>, bob@b.example',
      [
        { name: "Lovelace, Ada", address: "ada@b.example" },
        { name: "", address: "bob@b.example" },
      ],
    ],
    [
      "Ada <ada@b.example>; Bob <bob@b.example>;",
      [
        { name: "Ada", address: "ada@b.example" },
        { name: "Bob", address: "bob@b.example" },
      ],
    ],
    ["'Ada' via Support <s@b.example>", [{ name: "'Ada' via Support", address: "s@b.example" }]],
    ["'Ada Lovelace' <ada@b.example>", [{ name: "Ada Lovelace", address: "ada@b.example" }]],
    ["Lovelace, Ada", [{ name: "Lovelace, Ada", address: "" }]],
    ["", []],
  ])("%s", (value, people) => expect(peopleIn(value)).toEqual(people));
});

describe("dates as mail programs write them", () => {
  test.each<[string, "dmy" | "mdy", string]>([
    ["Thu, Nov 19, 2026 at 3:12 PM", "mdy", "2026-11-19T15:12:00"],
    ["Thu, 19 Nov 2026 15:12:05 +0100", "dmy", "2026-11-19T14:12:05.000Z"],
    ["Thursday, November 19, 2026 12:05 AM", "mdy", "2026-11-19T00:05:00"],
    ["czw., 19 lis 2026 o 15:12", "dmy", "2026-11-19T15:12:00"],
    ["19.11.2026 15:12:05", "dmy", "2026-11-19T15:12:05"],
    ["11/5/2026 3:12 PM", "mdy", "2026-11-05T15:12:00"],
    ["05/11/2026 15:12", "dmy", "2026-11-05T15:12:00"],
    ["2026-11-19 15:12", "dmy", "2026-11-19T15:12:00"],
    ["2026年11月19日 下午3:12", "dmy", "2026-11-19T15:12:00"],
    ["2026. november 19., csütörtök 15:12", "dmy", "2026-11-19T15:12:00"],
    ["19 listopadu 2026", "dmy", "2026-11-19"],
  ])("%s", (said, order, iso) => {
    const read = readDate(said, order);
    expect(read === null ? null : isoOf(read)).toBe(iso);
  });

  test.each(["31 February 2026", "99.99.2026", "yesterday", "", "12"])("%s is no date", (said) => {
    expect(readDate(said)).toBeNull();
  });
});

test("a forwarded text of any length is kept whole", () => {
  const body = Array.from({ length: 20_000 }, (_, line) => `line ${line}`).join("\n");
  const text = `---------- Forwarded message ---------\nFrom: Ada <a@b.example>\nTo: c@b.example\nSubject: x\n\n${body}`;
  expect(forwarded(someMessage({ subject: "Fwd: x", text }))?.text).toBe(body);
});

test("a bounce gives back a mail and forwards none", () => {
  const text =
    "This is the mail system at host mx.shop.example.\n\n<ada@b.example>: 550 5.1.1 User unknown\n\n-------- Forwarded Message --------\nFrom: a@b.example\nTo: c@b.example\nSubject: x\n\nHello";
  const from = { name: "Mail Delivery System", address: "mailer-daemon@mx.shop.example" };
  expect(forwarded(someMessage({ from, subject: "Undelivered Mail Returned to Sender", text }))).toBeNull();
});

describe("a date of two small numbers", () => {
  const dateOf = (date: string, passedOnAt: string | null) => {
    const text = `-------- Original message --------\nFrom: Ada <a@b.example>\nDate: ${date}\nTo: c@b.example\nSubject: x\n\nHello`;
    return forwarded(someMessage({ subject: "Fwd: x", text, date: passedOnAt }))?.date;
  };
  test.each([
    ["05/11/2026 15:12 (GMT+01:00)", "2026-11-20T08:00:00.000Z", "2026-11-05T14:12:00.000Z"],
    ["11/5/2026 3:12 PM", "2026-11-20T08:00:00.000Z", "2026-11-05T15:12:00"],
    ["5/12/2026 3:12 PM", "2026-06-20T08:00:00.000Z", "2026-05-12T15:12:00"],
    ["05/12/2026 15:12", "2026-06-20T08:00:00.000Z", "2026-05-12T15:12:00"],
    ["05/12/2026 15:12", null, "2026-12-05T15:12:00"],
  ])("%s, passed on at %s: %s", (said, passedOnAt, iso) => expect(dateOf(said, passedOnAt)).toBe(iso));
});

describe("a header block", () => {
  test("a From with nothing beside it is prose", () => {
    expect(readBlock(["From: here to there", "", "Hello"], 0)).toBeNull();
  });
  test("a letter's first line that looks like a header stays in the letter", () => {
    const text =
      "---------- Forwarded message ---------\nFrom: Ada <a@b.example>\nDate: Nov 19, 2026\nSubject: x\nTo: <s@b.example>\n\nDate: is wrong on the page";
    expect(forwarded(someMessage({ subject: "Fwd: x", text }))?.text).toBe("Date: is wrong on the page");
  });
});

describe("any text", () => {
  const words = fc.constantFrom(
    ...pumps,
    "From: Ada <a@b.example>\n",
    "Sent: Nov 19, 2026\n",
    "Subject: x\n",
    "\n",
    "hello",
  );
  test("is read without a fault, and its words are the mail's", () => {
    fc.assert(
      fc.property(fc.array(words), fc.constantFrom("Fwd: x", "Re: x", "x"), (parts, subject) => {
        const text = parts.join("");
        const read = forwarded(someMessage({ subject, text }));
        expect(read === null || read.text.length + read.note.length <= text.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each(pumps)("is read in linear time, were it made of %j", (unit) => {
    const head = "---------- Forwarded message ---------\nFrom: Ada <a@b.example>\nTo: ";
    expect(growth((text) => forwarded(someMessage({ subject: "Fwd: x", text })), unit, 60_000)).toBeLessThan(2.5);
    expect(growth((text) => forwarded(someMessage({ subject: text, text: head + text })), unit, 60_000)).toBeLessThan(
      2.5,
    );
  });
});
