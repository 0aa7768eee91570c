import { domainToASCII } from "node:url";
import { describe, expect, test } from "vitest";
import { hasMixedScript, looksLike } from "../../src/mail/proof/lookalike.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

const known = ["jan@acme.example", "ola.kim@acme.example", "acme.example"];

describe("an address passes for another's", () => {
  test.each([
    ["jаn@acme.example", "jan@acme.example"],
    ["jan@аcme.example", "jan@acme.example"],
    [`jan@${domainToASCII("аcme.example")}`, "jan@acme.example"],
    ["oIa.kim@acme.example", "ola.kim@acme.example"],
    ["0la.kim@acme.example", "ola.kim@acme.example"],
    ["ola.kım@acme.example", "ola.kim@acme.example"],
    ["ola.kirn@acme.example", "ola.kim@acme.example"],
    ["ola.kím@acme.example", "ola.kim@acme.example"],
    ["support@acrne.example", "acme.example"],
    ["support@acmе.example", "acme.example"],
    ["jan@acme.examp1e", "jan@acme.example"],
  ])("%s for %s", (address, like) => {
    expect(looksLike(address, known)).toEqual({ like, reason: "confusable" });
  });

  test("by the name shown beside it", () => {
    expect(looksLike("x@evil.example", known, "jan@acme.example")).toEqual({
      like: "jan@acme.example",
      reason: "addressInName",
    });
    expect(looksLike("x@evil.example", known, "Jan (JAN@ACME.example)")?.reason).toBe("addressInName");
    expect(looksLike("jan@acme.example", known, "jan@acme.example")).toBeNull();
  });

  test("or mixes scripts as no name does", () => {
    expect(looksLike("ada@pаypal.example", known)).toEqual({ like: null, reason: "mixedScript" });
    expect(hasMixedScript("Ola Ковальска")).toBe(false);
    expect(hasMixedScript("Кowalska")).toBe(true);
  });
});

test.each([
  "jan@acme.example",
  "JAN@ACME.EXAMPLE",
  "anyone@acme.example",
  "anyone@mail.acme.example",
  "ada@shop.example",
  "jan@other.example",
  "ян@почта.example",
  "jan.k@other.example",
  "żółw@łódź.example",
  "",
  "nonsense",
])("%j passes for nobody else", (address) => {
  expect(looksLike(address, known)).toBeNull();
});

test("a hostile address costs little", () => {
  for (const part of ["rn", "vv", "а", "\u0301", "@"]) {
    const hostile = part.repeat(100_000);
    expect(ownCpuMs(() => looksLike(hostile, known, hostile))).toBeLessThan(2_000);
  }
});
