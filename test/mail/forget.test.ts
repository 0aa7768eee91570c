/** A person taken out of text: their address in every shape, their name, their words however they are quoted, and nobody else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Forgetting,
  forgetIn,
  forgottenId,
  forgottenIds,
  isStandIn,
  standInFor,
  wordprint,
} from "../../src/mail/forget/forget.ts";
import { isTraced } from "../../src/mail/forget/trace.ts";

const keys = [
  { kid: "k2", key: Buffer.alloc(32, 2).toString("base64") },
  { kid: "k1", key: Buffer.alloc(32, 1).toString("base64") },
];
const words = "The import fails with error seventeen whenever the invoice is longer than a page.\nNo idea why though";
const theirs = (text: string) => wordprint([[{ text, isTheirs: true }]]);
const ada: Forgetting = {
  address: "ada.nowak@shop.example",
  standIn: "gone@erased.invalid",
  names: ["Ada Nowak"],
  words: theirs(words),
  files: new Set(),
};

describe("the address", () => {
  test.each([
    ["write to ada.nowak@shop.example.", "write to gone@erased.invalid."],
    ["<Ada.Nowak@SHOP.example>", "<gone@erased.invalid>"],
    ["mailto:ada.nowak%40shop.example?x", "mailto:gone@erased.invalid?x"],
    ["ada.nowak&#64;shop.example", "gone@erased.invalid"],
    ["bounces+ada.nowak=shop.example@esp.example", "bounces+gone@erased.invalid@esp.example"],
    ["(ada.nowak@shop.example)(ada.nowak@shop.example)", "(gone@erased.invalid)(gone@erased.invalid)"],
  ])("%j becomes %j", (text, rest) => {
    expect(forgetIn(text, ada, "none")).toBe(rest);
  });

  test.each([
    "hada.nowak@shop.example",
    "ada.nowak@shop.example.org",
    "ada.nowak@shop.examples",
    "ada.nowak@shop-example",
    "ada-nowak@shop.example",
    "x.ada.nowak@shop.example",
    "ada nowak at shop.example",
  ])("%j is somebody else's", (text) => {
    expect(forgetIn(text, ada, "none")).toBe(text);
  });

  test("an address is no pattern", () => {
    const odd = { ...ada, address: "a.*+(b|c)[d]$@shop.example" };
    expect(forgetIn("a.*+(b|c)[d]$@shop.example", odd, "none")).toBe("gone@erased.invalid");
    expect(forgetIn("aXXb@shop.example", odd, "none")).toBe("aXXb@shop.example");
  });
});

describe("words", () => {
  test.each([
    ["as they stand", words],
    ["quoted", words.replace(/^/gm, "> ")],
    [
      "quoted twice and wrapped anew",
      "> > The import fails with error\n> > seventeen whenever the invoice is\n> > longer than a page.",
    ],
    ["in capitals, with other marks between", "THE IMPORT FAILS -- WITH ERROR SEVENTEEN!"],
  ])("are found %s", (_, text) => {
    expect(forgetIn(`Hello.\n${text}\nBye.`, ada, "near")).not.toMatch(/import|seventeen|invoice/i);
    expect(forgetIn(`Hello.\n${text}\nBye.`, ada, "near")).toMatch(/^Hello\.\n[\s\S]*\nBye\.$/);
  });

  test("a whole short line of theirs goes, quoted or not, and keeps its quote marks", () => {
    expect(forgetIn("> No idea, why though!\nYes", ada, "near")).toBe("> [erased]\nYes");
  });

  test("elsewhere only long runs are theirs: greetings belong to everybody", () => {
    const polite = { ...ada, words: theirs("Thank you very much for your quick help") };
    const text = "Thank you very much for your patience.";
    expect(forgetIn(text, polite, "far")).toBe(text);
    expect(forgetIn(`> ${words.split("\n")[0]}`, ada, "far")).not.toContain("seventeen");
  });

  test("words belong to whoever said them first: a guide that the person quotes stays the guide's", () => {
    const guide = "Open the settings, choose the export tab and press the blue button twice.";
    const quoted = wordprint([
      [
        { text: guide, isTheirs: false },
        { text: `${guide}\nI did that and my cat turned purple at once.`, isTheirs: true },
      ],
    ]);
    const person = { ...ada, words: quoted };
    expect(forgetIn(guide, person, "near")).toBe(guide);
    expect(forgetIn("> I did that and my cat turned purple at once.", person, "near")).toBe("> [erased].");
  });

  test("numbers and codes of theirs go where they took part, however they are grouped; days and hours stay", () => {
    const person = { ...ada, words: theirs("Call +48 600 123 456 about WX-7731-serial on 2026-10-12 at 10:00:00") };
    expect(
      forgetIn("She said 48600123456, or (48) 600-123-456, for wx7731serial, 2026-10-12 10:00:00", person, "near"),
    ).toBe("She said [erased], or ([erased], for [erased], 2026-10-12 10:00:00");
    expect(forgetIn("48600123456", person, "far")).toBe("48600123456");
  });

  test("the name goes where they took part, in either order, and stays elsewhere", () => {
    expect(forgetIn("Ada Nowak wrote; NOWAK, Ada too; Adam Nowakowski stays", ada, "near")).toBe(
      "[erased] wrote; [erased] too; Adam Nowakowski stays",
    );
    expect(forgetIn("Ada Nowak", ada, "far")).toBe("Ada Nowak");
  });
});

test("any text is looked through without an error, and a second time changes nothing", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(ada.address, words, "Ada Nowak", "\n> ", "=\r\n", "\u0000", "\ud800"),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.constantFrom("near", "far", "none" as const),
      (pieces, nearness) => {
        const once = forgetIn(pieces.join(""), ada, nearness as "near");
        expect(forgetIn(once, ada, nearness as "near")).toBe(once);
      },
    ),
    { numRuns: 300 },
  );
});

test("an address is seen in a mail in whatever encoding", () => {
  const encodings: [string, (text: string) => string][] = [
    ["plain", (text) => text],
    ["quoted-printable", (text) => text.replaceAll("@", "=40").replace("nowak", "no=\r\nwak")],
    [
      "base64",
      (text) =>
        (
          Buffer.from(text)
            .toString("base64")
            .match(/.{1,76}/g) ?? []
        ).join("\r\n"),
    ],
    ["an encoded word", (text) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`],
  ];
  for (const [name, encode] of encodings) {
    for (const front of ["", "x ", "xy ", "xyz "]) {
      const mail = `From: a@b.example\r\n\r\n${encode(`${front}mail ada.nowak@shop.example please, as soon as you can`)}\r\n`;
      expect(isTraced(Buffer.from(mail), ada), `${name} after "${front}"`).toBe(true);
    }
  }
  expect(isTraced(Buffer.from("a text in UTF-16: ada.nowak@shop.example", "utf16le"), ada)).toBe(true);
  expect(isTraced(Buffer.from("From: hada.nowak@shop.example\r\n\r\nHello"), ada)).toBe(false);
});

test("a stand-in is nobody's address, another one each time, and a Message-ID is known under every key", () => {
  const standIn = standInFor(keys, ada.address, "1");
  expect(isStandIn(standIn)).toBe(true);
  expect(standInFor(keys, ada.address, "2")).not.toBe(standIn);
  expect(forgottenIds(keys, "<1@shop.example>")).toContain(forgottenId(keys, "<1@shop.example>"));
  expect(forgottenIds(keys, "<1@shop.example>")).toContain(forgottenId(keys.slice(1), "<1@shop.example>"));
  expect(forgottenId(keys, "<1@shop.example>")).not.toContain("shop");
});
