/** The grammar of commands: what is one, what is text, and what is neither and therefore refused. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCommands } from "../../src/ticket/command/command.ts";
import { addressIn } from "../../src/ticket/command/grammar.ts";
import { desk } from "./scenes.ts";

const speaker = { desk, agent: "jan@acme.example" };
const read = (text: string) => readCommands(text, speaker);
const forms = (text: string) => read(text).commands.map(({ line: _, ...form }) => form);

describe("a command is understood", () => {
  test.each([
    ["#note", { kind: "note" }],
    ["#WAIT", { kind: "wait" }],
    ["  #hold  ", { kind: "hold", until: "" }],
    ["#open", { kind: "open" }],
    ["#severity A", { kind: "severity", to: "A" }],
    ["#severity p2", { kind: "severity", to: "B" }],
    ["#severity  krytyczny", { kind: "severity", to: "A" }],
    ["#type bug", { kind: "type", to: "issue" }],
    ["#stage Locate", { kind: "stage", to: "locate" }],
    ["#cause user-error", { kind: "cause", to: "user-error" }],
    ["#cause user–error", { kind: "cause", to: "user-error" }],
    ["#severity\u00a0A", { kind: "severity", to: "A" }],
    ["\u00a0#wait\u00a0", { kind: "wait" }],
    ["#assign me", { kind: "assign", to: "jan@acme.example" }],
    ["#assign ewa", { kind: "assign", to: "ewa@acme.example" }],
    ["#assign Kowalski", { kind: "assign", to: "jan@acme.example" }],
    ["#assign @ewa", { kind: "assign", to: "ewa@acme.example" }],
    ["#assign ewa.", { kind: "assign", to: "ewa@acme.example" }],
    ["#assign Ola Wrona", { kind: "assign", to: "ola@acme.example" }],
    ["#assign <ewa@acme.example>", { kind: "assign", to: "ewa@acme.example" }],
    ["#team success", { kind: "team", to: "success" }],
    ["#cc add Grace@Shop.example", { kind: "cc", verb: "add", address: "grace@shop.example" }],
    ["#cc remove [g@x.example](mailto:g@x.example)", { kind: "cc", verb: "remove", address: "g@x.example" }],
    ["#show", { kind: "show", ticketId: null }],
    ["#show #1042", { kind: "show", ticketId: 1042 }],
    ["#queue", { kind: "queue", of: "mine" }],
    ["#queue all", { kind: "queue", of: "all" }],
    ["#help", { kind: "help" }],
    ["#undo", { kind: "undo" }],
    ["#merge #1041", { kind: "merge", ticketId: 1041 }],
    ["#link 1041", { kind: "link", ticketId: 1041 }],
    ["#split", { kind: "split" }],
    ["#hold until 2026-12-01", { kind: "hold", until: "2026-12-01" }],
    ["#hold", { kind: "hold", until: "" }],
    ["#away until Friday", { kind: "away", until: "Friday" }],
    ["#requester <bob@shop.example>", { kind: "requester", address: "bob@shop.example" }],
    [
      "#ask access proj_12345678 until Friday",
      { kind: "ask", question: "access", about: "proj_12345678 until Friday" },
    ],
    ["#ask authorization", { kind: "ask", question: "authorisation", about: "" }],
    ["#docs import of products", { kind: "docs", words: "import of products" }],
  ])("%j", (line, form) => {
    expect(read(`${line}\nHello`)).toMatchObject({ refused: null, rest: "Hello" });
    expect(forms(line)).toEqual([form]);
  });

  test("a note may begin on the line of its command", () => {
    expect(read("#note: he is difficult\n#wait")).toMatchObject({ rest: "he is difficult\n#wait", refused: null });
  });

  test("several lines in their order, and the text after them", () => {
    const { commands, rest } = read("#severity A\n\n#assign ewa\n#wait\n\nHello Ada,\n#solve is no command here");
    expect(commands.map(({ line }) => line)).toEqual(["#severity A", "#assign ewa", "#wait"]);
    expect(rest).toBe("Hello Ada,\n#solve is no command here");
  });
});

describe("a wrong line refuses the mail and says what was probably meant", () => {
  test.each([
    ["#nte", "unknownCommand", "#note"],
    ["#severty A", "unknownCommand", "#severity A"],
    ["#severityA", "unknownCommand", "#severity A"],
    ["#severity: p2", "unknownCommand", "#severity p2"],
    ["#severty AA", "unknownCommand", "#severity"],
    ["#typ isue", "unknownCommand", "#type issue"],
    ["#merge1041", "unknownCommand", "#merge 1041"],
    ["#mrege #1041", "unknownCommand", "#merge #1041"],
    ["#solved", "unknownCommand", "#solve"],
    ["#solve.", "unknownCommand", "#solve"],
    ["#asign: ewa", "unknownCommand", "#assign ewa"],
    ["#internal: do not send", "unknownCommand", null],
    ["#include <stdio.h>", "unknownCommand", null],
    ["#severity D", "unknownWord", null],
    ["#type isue", "unknownWord", "#type issue"],
    ["#team tecnical", "unknownWord", "#team technical"],
    ["#stage", "needsWord", null],
    ["#wait please", "takesNoWord", "#wait"],
    ["#assign nobody", "unknownWord", null],
    ["#cc grace@shop.example", "unknownWord", null],
    ["#cc add grace", "noAddress", "#cc add ada@shop.example"],
    ["#cc add a@x.example b@x.example", "noAddress", "#cc add ada@shop.example"],
    ["#merge", "needsWord", "#merge 1041"],
    ["#link to 1041", "unknownWord", "#link 1041"],
    ["#spam 1041", "takesNoWord", "#spam"],
    ["#ask acces proj_1", "unknownWord", "#ask access proj_1"],
    ["#requester Ada", "noAddress", "#requester ada@shop.example"],
    ["#docs", "needsWord", null],
    ["#wait\n#open", "contradicts", null],
    ["#severity A\n#severity B", "contradicts", null],
    ["#undo\n#wait", "standsAlone", null],
    ["#wait\n#nonsense\nHello", "unknownCommand", null],
    [Array.from({ length: 21 }, (_, n) => `#cc add a${n}@x.example`).join("\n"), "tooMany", null],
  ])("%j", (text, why, suggestion) => {
    expect(read(text)).toMatchObject({ commands: [], refused: { why, suggestion } });
  });

  test.each([
    ["a Cyrillic о", "#nоte\nHe is difficult."],
    ["a full-width sign", "＃note\nHe is difficult."],
    ["a small sign", "﹟note"],
    ["a musical sharp", "♯note"],
    ["an invisible letter within", "#no\u200bte"],
    ["an invisible letter before the sign", "\u200b#note"],
    ["a mark of direction", "\u202e#note"],
    ["an accent", "#nóte"],
    ["full-width letters", "#ｎｏｔｅ"],
    ["a quote", "> #note"],
    ["a list", "- #note he is difficult"],
    ["code", "`#note`"],
    ["bold letters", "*#note*"],
    ["a heading", "##note"],
    ["a space after its sign", "# note he is difficult"],
    ["a no-break space after its sign", "#\u00a0note"],
  ])("that looks like a command by %s: not carried out, and not sent to the customer either", (_, text) => {
    expect(read(text)).toMatchObject({ commands: [], refused: { suggestion: "#note" } });
  });
});

describe("text stays text", () => {
  test.each([
    "# Heading\nwords",
    "#1042 is the number",
    "See #note below",
    "#!/bin/sh\n#wait",
    "Hello\n#wait\n#severity A",
    "- a point\n- #wait",
    "#tag, as they say #note".slice(6),
  ])("%j", (text) => {
    expect(read(text)).toEqual({ commands: [], rest: text, refused: null });
  });
});

test("whatever a mail begins with, reading it ends quickly and is all or nothing", () => {
  const line = fc.oneof(
    fc.constantFrom("#note", "#wait", "#severity A", "#cc add", "#undo", "#", "＃open", "#show 12", "words"),
    fc.string({ unit: "binary", maxLength: 200 }).map((text) => `#${text}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const { commands, refused, rest } = read(lines.join("\n"));
      if (refused) expect(commands).toEqual([]);
      expect(rest.length).toBeLessThanOrEqual(lines.join("\n").length);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["ada@shop.example", "ada@shop.example"],
  ["<ADA@shop.example>;", "ada@shop.example"],
  ["ada@shop.example <mailto:ada@shop.example>", "ada@shop.example"],
  ["ada@shop.example eve@evil.example", null],
  ["Ada ada@shop.example", null],
  ["Ada Nowak <ada@shop.example>", "ada@shop.example"],
  ["Ada <ada@shop.example> <eve@evil.example>", null],
  ["ada", null],
])("one address is read from %j", (text, address) => {
  expect(addressIn(text)).toBe(address);
});
