import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addresses, bareAddresses, normalAddress } from "../../src/mail/read/address.ts";

describe("an address", () => {
  test.each([
    ["Ada@Shop.EXAMPLE", "ada@shop.example"],
    ["<ada@shop.example>", "ada@shop.example"],
    ["ada@shop.example.", "ada@shop.example"],
    ["ada+tag@shop.example", "ada+tag@shop.example"],
    ["a.d.a@shop.example", "a.d.a@shop.example"],
    ["ada@żółw.example", "ada@xn--w-uga1v8h.example"],
    ["ŁUKASZ@shop.example", "Łukasz@shop.example"],
    ['"ada"@shop.example', "ada@shop.example"],
    ["ada@[192.0.2.1]", "ada@[192.0.2.1]"],
    ["o'brien@shop.example", "o'brien@shop.example"],
  ])("%s is kept as %s", (raw, address) => {
    expect(normalAddress(raw)).toBe(address);
  });

  test.each([
    "",
    "ada",
    "@shop.example",
    "ada@",
    "a b@shop.example",
    "ada@shop.example, eve@x.example",
    "a@b@c.example",
    "<>",
    "ada@shop.example>x",
  ])("%s is none", (raw) => {
    expect(normalAddress(raw)).toBeNull();
  });

  test("never holds space, brackets or control characters, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        for (const { address, name } of addresses([text, `${text}@shop.example`, `"${text}" <a@b.example>`])) {
          expect(address).not.toMatch(/[\s<>,;\x00-\x1f]/);
          expect(address).toMatch(/.@./);
          expect(name).not.toMatch(/[\x00-\x1f]/);
        }
      }),
    );
  });
});

describe("a list of addresses", () => {
  test.each<[string, [string, string][]]>([
    [
      '"Nowak, Jan" <jan@x.example>, eve@y.example',
      [
        ["Nowak, Jan", "jan@x.example"],
        ["", "eve@y.example"],
      ],
    ],
    ["jan@x.example (Jan Nowak)", [["Jan Nowak", "jan@x.example"]]],
    [
      "Team: a@x.example, B <b@x.example>;, c@x.example",
      [
        ["", "a@x.example"],
        ["B", "b@x.example"],
        ["", "c@x.example"],
      ],
    ],
    ["undisclosed-recipients:;", []],
    ["jan@x.example <jan@x.example>", [["", "jan@x.example"]]],
    ["=?utf-8?Q?=C5=81ukasz?= <l@x.example>", [["Łukasz", "l@x.example"]]],
    [
      "'Jan' <jan@x.example>;eve@y.example",
      [
        ["Jan", "jan@x.example"],
        ["", "eve@y.example"],
      ],
    ],
    ["Jan Nowak", []],
  ])("%s", (value, expected) => {
    expect(addresses([value]).map(({ name, address }) => [name, address])).toEqual(expected);
  });

  test("ends at its maximum", () => {
    expect(addresses([Array.from({ length: 900 }, (_, at) => `a${at}@x.example`).join(",")], 500)).toHaveLength(500);
  });
});

test("envelope headers give their addresses bare, each once", () => {
  expect(bareAddresses(["<A@x.example>", "a@x.example b@x.example", "nobody"])).toEqual(["a@x.example", "b@x.example"]);
});
