import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAuthenticationResults, trustedResults } from "../../src/mail/proof/authentication.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

const one = (method: string, result: string, properties: Record<string, string> = {}) => ({
  method,
  result,
  properties,
});

describe("an Authentication-Results header", () => {
  test.each([
    ["mx.acme.example; none", []],
    ["mx.acme.example 1; none", []],
    ["mx.acme.example", []],
    ["mx.acme.example; dkim=pass header.d=shop.example", [one("dkim", "pass", { "header.d": "shop.example" })]],
    [
      "MX.Acme.Example;\r\n\tDKIM=Pass (2048-bit key; unprotected)\r\n\theader.D=Shop.example header.s=k1 header.b=aB+/c1/ header.i=@shop.example;\r\n\tspf=fail",
      [
        one("dkim", "pass", {
          "header.d": "Shop.example",
          "header.s": "k1",
          "header.b": "aB+/c1/",
          "header.i": "@shop.example",
        }),
        one("spf", "fail"),
      ],
    ],
    ["mx.acme.example; dkim = pass header . d = shop.example", [one("dkim", "pass", { "header.d": "shop.example" })]],
    [
      'mx.acme.example; auth=pass (cram; "md5") smtp.auth="a; dmarc=pass"; dmarc=fail reason="x; dkim=pass"',
      [one("auth", "pass", { "smtp.auth": "a\ufffd\ufffddmarc\ufffdpass" }), one("dmarc", "fail")],
    ],
    [
      "mx.acme.example; spf=pass (domain of \\) a (nested (deep)) b) smtp.mailfrom=a@b.example; dkim/1=pass header.d=c.example",
      [one("spf", "pass", { "smtp.mailfrom": "a@b.example" }), one("dkim", "pass", { "header.d": "c.example" })],
    ],
    [
      "(comment) mx.acme.example (c) 1 (c) ; (c) dmarc (c) = (c) pass (p=NONE) header.from=b.example",
      [one("dmarc", "pass", { "header.from": "b.example" })],
    ],
    [
      "mx.google.com;\r\n       dkim=pass header.i=@shop.example header.s=20230601 header.b=Abc/dE1=;\r\n       spf=pass (google.com: domain of a@shop.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@shop.example;\r\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=shop.example",
      [
        one("dkim", "pass", { "header.i": "@shop.example", "header.s": "20230601", "header.b": "Abc/dE1=" }),
        one("spf", "pass", { "smtp.mailfrom": "a@shop.example" }),
        one("dmarc", "pass", { "header.from": "shop.example" }),
      ],
    ],
    ["mx.acme.example; dkim=pass header.d=a.example header.d=b.example", [one("dkim", "pass", { "header.d": "" })]],
    ["mx.acme.example; ; garbage; x=1; =pass; dkim=", []],
  ])("is read: %j", (value, results) => {
    const parsed = parseAuthenticationResults(value);
    expect(parsed?.results).toEqual(results);
    expect(parsed?.authservId).toMatch(/^mx\.(acme\.example|google\.com)$/);
  });

  test.each([
    "",
    ";",
    "; dkim=pass header.d=shop.example",
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=pass header.d=a.example",
    "mx.acme.example 2; dkim=pass header.d=shop.example",
    "mx.acme.example 1 1; dkim=pass",
    "mx.acme.example evil; dkim=pass",
    "mx.acme.example (open; dkim=pass",
    "mx.acme.example; spf=pass (a) b) ; dmarc=pass header.from=a.example",
    'mx.acme.example; x=y a.b="open ; dmarc=pass header.from=a.example',
    "mx.acme.example\u0000; dkim=pass",
    `mx.acme.example; ${"a".repeat(20_000)}`,
  ])("in doubt says nothing: %j", (value) => {
    expect(parseAuthenticationResults(value)).toBeNull();
  });

  test("never makes the reader fail, whatever it holds", () => {
    const piece = fc.constantFrom(
      "mx",
      ";",
      "dkim",
      "=",
      "pass",
      "(",
      ")",
      '"',
      "\\",
      " ",
      "/",
      ".",
      "header.d",
      "\r\n\t",
      "é",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const parsed = parseAuthenticationResults(pieces.join(""));
        for (const result of parsed?.results ?? []) expect(result.method).toMatch(/^[a-z][a-z0-9-]*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("costs linear time when it is hostile", () => {
    for (const part of ["(", "((a)", '"', "a=b ", "\\(", ". ", "= ", "a. "]) {
      const hostile = `mx; ${part.repeat(16_000 / part.length)}`;
      expect(ownCpuMs(() => parseAuthenticationResults(hostile))).toBeLessThan(1_500);
    }
  });
});

describe("a header is our border's", () => {
  const ours = { name: "authentication-results", value: "mx.acme.example; dmarc=pass header.from=shop.example" };
  const border = { name: "received", value: "from mail.shop.example by mx.acme.example (Postfix) with ESMTPS id 1" };
  const lmtp = {
    name: "received",
    value: "from mx.acme.example ([127.0.0.1])\r\n\tby imap.acme.example with LMTP\r\n\tid abc",
  };
  const bare = { name: "received", value: "from [127.0.0.1] by imap with LMTP id abc" };
  const other = { name: "received", value: "from a by mail.shop.example with ESMTPSA" };
  const path = { name: "return-path", value: "<a@shop.example>" };
  const ids = ["mx.acme.example"];

  test.each([
    ["above the first Received", [path, ours, border, other], 1],
    ["above the first Received, twice", [ours, ours, border], 2],
    ["above the border's Received and below a local delivery", [lmtp, ours, border, other], 1],
    ["below the border's Received", [border, ours, other], 0],
    ["below all", [border, other, path, ours], 0],
    ["below a local delivery by a client without a name", [bare, ours, border, other], 1],
    ["below a border's Received that follows a local delivery", [lmtp, border, ours], 0],
    ["in a mail without any Received, which never crossed a border", [ours, path], 1],
    ["in a mail with only a local delivery", [ours, lmtp], 1],
    ["above, and a copy below is not", [ours, border, ours], 1],
  ])("when it stands %s", (_, headers, count) => {
    expect(trustedResults(headers, ids).length).toBe(count);
  });

  test.each([
    ["mx.acme.example", 1],
    [" MX.ACME.example ", 1],
    ["acme.example", 0],
    ["mx.acme.example.", 0],
    ["", 0],
  ])("when its authserv-id is the configured %j", (id, count) => {
    expect(trustedResults([ours, border], [id]).length).toBe(count);
    expect(trustedResults([ours, border], []).length).toBe(0);
  });

  test.each([
    "from x with LMTP id 1 by mx.acme.example with ESMTP id 2",
    "from x (with LMTP) by mx.acme.example with ESMTP",
    "from x by mx.acme.example (y with LMTP ) with ESMTP",
    "from with by LMTP with LMTPX by mx.acme.example with ESMTP",
    "by mx.acme.example with LMTP",
  ])("and a sender's greeting cannot pass the border off as a local delivery: %s", (value) => {
    const forged = [{ name: "received", value }, ours, border];
    expect(trustedResults(forged, ids).length).toBe(0);
  });

  test("and ARC-Authentication-Results are not", () => {
    expect(trustedResults([{ ...ours, name: "arc-authentication-results" }, border], ids).length).toBe(0);
  });
});
