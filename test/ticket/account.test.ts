import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountDomainMatch } from "../../src/ticket/account.ts";
import { isFreeMail } from "../../src/ticket/freemail.ts";

const domains = [
  { domain: "acme.example", accountId: 1 },
  { domain: "shop.acme.example", accountId: 2 },
  { domain: "twin.example", accountId: 3 },
  { domain: "twin.example", accountId: 4 },
  { domain: "Twice.Example", accountId: 5 },
  { domain: "twice.example.", accountId: 5 },
  { domain: "@at.example", accountId: 6 },
  { domain: "łódź.example", accountId: 7 },
  { domain: "gmail.com", accountId: 8 },
  { domain: "co.uk", accountId: 8 },
  { domain: "github.io", accountId: 8 },
  { domain: "example", accountId: 8 },
  { domain: "", accountId: 8 },
  { domain: ".", accountId: 8 },
  { domain: "*", accountId: 8 },
];

describe("an address belongs to the account", () => {
  test.each([
    ["ada@acme.example", 1, "domain"],
    ["ada@ACME.Example", 1, "domain"],
    ["ada@acme.example.", 1, "domain"],
    ["ada@mail.acme.example", 1, "subdomain"],
    ["ada@shop.acme.example", 2, "domain"],
    ["ada@a.b.shop.acme.example", 2, "subdomain"],
    ["ada@twice.example", 5, "domain"],
    ["ada@at.example", 6, "domain"],
    ["ada@łódź.example", 7, "domain"],
    ["ada@xn--d-uga0v4h.example", 7, "domain"],
    ['"a@b"@acme.example', 1, "domain"],
  ])("of its domain: %s", (address, accountId, reason) => {
    expect(accountDomainMatch(address, domains)).toMatchObject({ kind: "matched", accountId, reason });
  });

  test.each([
    ["ada@evil-acme.example", "unknownDomain"],
    ["ada@evilacme.example", "unknownDomain"],
    ["ada@acme.example.evil.example", "unknownDomain"],
    ["ada@acme.exampl", "unknownDomain"],
    ["ada@аcme.example", "unknownDomain"],
    ["ada@ａcme.example", "noAddress"],
    ["ada@acme。example", "noAddress"],
    ["ada@gmail.com", "freeMail"],
    ["ada@mail.gmail.com", "freeMail"],
    ["ola@WP.pl", "freeMail"],
    ["ada@co.uk", "sharedDomain"],
    ["ada@shop.co.uk", "unknownDomain"],
    ["ada@shop.github.io", "unknownDomain"],
    ["ada@other.example", "unknownDomain"],
    ["ada@example", "sharedDomain"],
    ["ada@[192.0.2.1]", "noAddress"],
    ["@acme.example", "noAddress"],
    ["acme.example", "noAddress"],
    ["", "noAddress"],
  ])("of nobody: %s", (address, reason) => {
    expect(accountDomainMatch(address, domains)).toEqual({ kind: "unknown", reason });
  });

  test("of no one alone when two accounts share the domain", () => {
    expect(accountDomainMatch("ada@twin.example", domains)).toEqual({
      kind: "ambiguous",
      accountIds: [3, 4],
      domain: "twin.example",
      reason: "severalAccounts",
    });
  });

  test("only when its domain ends at a dot", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (start) => {
        const match = accountDomainMatch(`a@${start}acme.example`, [{ domain: "acme.example", accountId: 1 }]);
        if (match.kind === "matched") expect(start === "" || /[.@]$/.test(start)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("providers of free mail are known by the hundred, Polish ones among them", () => {
  for (const domain of ["gmail.com", "outlook.com", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "gazeta.pl", "qq.com"]) {
    expect(isFreeMail(domain)).toBe(true);
  }
  for (const domain of ["acme.example", "notgmail.com", "com", "pl", "gmail.com.evil.example"]) {
    expect(isFreeMail(domain)).toBe(false);
  }
});
