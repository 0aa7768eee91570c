import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiLower, domainName, isAligned, organisationalDomain } from "../../src/mail/proof/domain.ts";

describe("a domain is compared as", () => {
  test.each([
    ["Mail.Acme.co.uk", "mail.acme.co.uk"],
    ["acme.example.", "acme.example"],
    ["münchen.example", "xn--mnchen-3ya.example"],
    ["MÜNCHEN.example", "xn--mnchen-3ya.example"],
    ["xn--mnchen-3ya.example", "xn--mnchen-3ya.example"],
    ["аcme.example", "xn--cme-5cd.example"],
    ["faß.example", "xn--fa-hia.example"],
    ["localhost", "localhost"],
  ])("%s → %s", (written, name) => {
    expect(domainName(written)).toBe(name);
  });

  test.each([
    ["an empty name", ""],
    ["only a dot", "."],
    ["two dots", "a..b"],
    ["a literal", "[192.0.2.1]"],
    ["an address", "192.0.2.1"],
    ["a number at the end", "acme.1"],
    ["a space", "a b.example"],
    ["a port", "a.example:25"],
    ["a path", "a.example/x"],
    ["a percent sign", "a%2e.example"],
    ["an underscore", "a_b.example"],
    ["a hyphen at an edge", "-a.example"],
    ["a label too long", `${"a".repeat(64)}.example`],
    ["a name too long", `${"a.".repeat(130)}example`],
    ["a full-width letter", "ａcme.example"],
    ["an ideographic dot", "acme。example"],
    ["an ideographic dot between codes", "xn--mnchen-3ya。xn--mnchen-3ya"],
    ["a full-width letter within a code", "xn--mnchen-3yａ.example"],
    ["a code that begins full-width", "ｘn--mnchen-3ya.example"],
    ["half-width letters of another script", "ﾃｽﾄ.example"],
    ["a soft hyphen", "ac\u00adme.example"],
    ["a zero-width joiner", "ac\u200dme.example"],
    ["a Kelvin sign", "\u212aim.example"],
    ["a long s", "\u017fhop.example"],
    ["a NUL", "acme\u0000.example"],
    ["an at sign", "a@b.example"],
  ])("nothing with %s", (_, written) => {
    expect(domainName(written)).toBeNull();
  });
});

test.each([
  ["mail.acme.co.uk", "acme.co.uk"],
  ["acme.example", "acme.example"],
  ["a.b.shop.com.pl", "shop.com.pl"],
  ["a.github.io", "a.github.io"],
  ["co.uk", null],
  ["com.pl", null],
  ["github.io", null],
  ["example", null],
])("%s belongs to %j", (name, organisation) => {
  expect(organisationalDomain(name)).toBe(organisation);
});

describe("two domains are aligned", () => {
  test.each([
    ["acme.example", "acme.example", true],
    ["mail.acme.example", "ACME.example.", true],
    ["a.acme.co.uk", "b.acme.co.uk", true],
    ["a.co.uk", "b.co.uk", false],
    ["co.uk", "co.uk", false],
    ["a.github.io", "b.github.io", false],
    ["evilacme.example", "acme.example", false],
    ["acme.example.evil.example", "acme.example", false],
    ["", "", false],
    ["", "acme.example", false],
  ])("%j and %j: %j", (left, right, aligned) => {
    expect(isAligned(left, right)).toBe(aligned);
    expect(isAligned(right, left)).toBe(aligned);
  });

  test("only when both are names, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (isAligned(text, "acme.example")) expect(asciiLower(text)).toMatch(/(^|\.)acme\.example\.?$/);
      }),
    );
  });
});

test("lower-casing touches A to Z and nothing else", () => {
  expect(asciiLower("ABCXYZ İıſK\u212aÄŁ")).toBe("abcxyz İıſk\u212aÄŁ");
});
