import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Header, Message } from "../../src/mail/message.ts";
import { sameAddress } from "../../src/mail/proof/mailbox.ts";
import { type DkimFinding, trust } from "../../src/mail/proof/trust.ts";

const ids = ["mx.acme.example"];
const border: Header = { name: "received", value: "from mail.shop.example by mx.acme.example with ESMTPS id 1" };

function mail(headers: Header[], from: string | null = "ada@shop.example", fromCount = 1): Message {
  return {
    headers,
    from: from === null ? null : { name: "", address: from },
    fromCount,
    sender: null,
    replyTo: [],
    to: [],
    cc: [],
    deliveredTo: [],
    returnPath: null,
    subject: "",
    messageId: null,
    inReplyTo: [],
    references: [],
    date: null,
    contentType: { type: "text/plain", parameters: {} },
    text: "",
    html: null,
    textFrom: "none",
    attachments: [],
    nested: [],
    deliveryStatus: null,
    returnedHeaders: null,
    calendarMethod: null,
    warnings: [],
  };
}

const from = (value: string): Header => ({ name: "from", value });
const says = (results: string): Header => ({ name: "authentication-results", value: `mx.acme.example; ${results}` });
const signature = (tags: string): Header => ({
  name: "dkim-signature",
  value: `v=1; a=rsa-sha256; d=shop.example; s=k1; h=from:to; bh=x; b=y${tags}`,
});
const judge = (headers: Header[], dkim: Parameters<typeof trust>[0]["dkim"] = "notChecked") =>
  trust({ message: mail([...headers, from("Ada <ada@shop.example>")]), trustedAuthservIds: ids, dkim });

const good: DkimFinding = {
  domain: "shop.example",
  selector: "k1",
  result: "pass",
  algorithm: "rsa-sha256",
  keyBits: 2048,
  bodyLengthLimited: false,
  signedHeaders: ["from", "to", "subject"],
};

describe("the truth table of SPF, DKIM, DMARC, alignment and position", () => {
  const results = ["none", "pass", "fail", "softfail", "neutral", "temperror", "permerror", "absent"] as const;
  const dkims = ["none", "pass", "fail", "neutral", "policy", "temperror", "permerror", "absent"] as const;
  const dmarcs = ["none", "pass", "fail", "temperror", "permerror", "absent"] as const;
  const domains = { same: "shop.example", below: "mail.shop.example", other: "evil.example" } as const;
  const places = ["above", "below", "foreignId", "noBorder"] as const;

  test("gives proven exactly for an explicit aligned pass of DMARC or DKIM above our border or where no border was crossed, in every row", () => {
    let rows = 0;
    let proven = 0;
    for (const spf of results)
      for (const dkim of dkims)
        for (const dmarc of dmarcs)
          for (const [alignment, domain] of Object.entries(domains))
            for (const place of places) {
              const parts = [
                spf === "absent" ? "" : `spf=${spf} smtp.mailfrom=a@${domain}`,
                dkim === "absent" ? "" : `dkim=${dkim} header.d=${domain} header.s=k1`,
                dmarc === "absent" ? "" : `dmarc=${dmarc} header.from=${domain}`,
              ].filter((part) => part !== "");
              const id = place === "foreignId" ? "mx.evil.example" : "mx.acme.example";
              const said: Header = { name: "authentication-results", value: `${id}; ${parts.join("; ") || "none"}` };
              const headers = place === "below" ? [border, said] : place === "noBorder" ? [said] : [said, border];
              // The rule in its own words: who said it, where, and one explicit aligned pass; a stated DMARC fail
              // leaves only the author's very domain.
              const isHeard = place === "above" || place === "noBorder";
              const isAligned = alignment !== "other";
              const dkimCounts = dkim === "pass" && (dmarc !== "fail" || alignment === "same");
              const expected = isHeard && isAligned && (dmarc === "pass" || dkimCounts) ? "proven" : "unproven";
              const verdict = judge(headers);
              expect(verdict.level, `${said.value} ${place}`).toBe(expected);
              rows++;
              if (expected === "proven") proven++;
            }
    console.log(`truth table: ${rows} rows, ${proven} proven`);
    expect(rows).toBeGreaterThan(500);
  });

  test("gives nothing for a pass of SPF alone", () => {
    expect(judge([says("spf=pass smtp.mailfrom=ada@shop.example"), border])).toMatchObject({
      level: "unproven",
      reason: "notAligned",
    });
  });

  test("gives nothing for a pass that names no domain", () => {
    expect(judge([says("dmarc=pass; dkim=pass"), border]).level).toBe("unproven");
  });
});

describe("our border's word", () => {
  test("of a DMARC pass proves, with who said it", () => {
    expect(judge([says("dmarc=pass header.from=shop.example"), border])).toEqual({
      level: "proven",
      reason: "dmarcPass",
      evidence: {
        address: "ada@shop.example",
        verifiedBy: "mx.acme.example",
        domain: "shop.example",
        selector: null,
        seen: ["dmarc=pass shop.example"],
        imitates: null,
      },
    });
  });

  test.each([
    [
      "two headers of two filters",
      [says("dkim=pass header.d=shop.example"), says("dmarc=pass header.from=shop.example"), border],
      "dkimPass",
    ],
    ["Gmail's header.i", [says("dkim=pass header.i=@shop.example header.s=k1"), border], "dkimPass"],
    ["a whole signature", [says("dkim=pass header.d=shop.example"), border, signature("")], "dkimPass"],
    [
      "one signature of two that passes",
      [says("dkim=fail header.d=shop.example; dkim=pass header.d=shop.example"), border],
      "dkimPass",
    ],
    [
      "a strong one beside a weak one",
      [says("dkim=pass header.d=shop.example header.s=k2"), border, signature("; l=10")],
      "dkimPass",
    ],
    [
      "DMARC by SPF beside a weak signature",
      [says("spf=pass smtp.mailfrom=a@shop.example; dmarc=pass header.from=shop.example"), border, signature("; l=10")],
      "dmarcPass",
    ],
  ])("proves by %s", (_, headers, reason) => {
    expect(judge(headers)).toMatchObject({ level: "proven", reason });
  });

  test.each([
    [
      "two verdicts on DMARC",
      [says("dmarc=pass header.from=shop.example; dmarc=fail header.from=shop.example"), border],
    ],
    [
      "two verdicts in two headers",
      [says("dmarc=pass header.from=shop.example"), says("dmarc=none header.from=shop.example"), border],
    ],
    ["DKIM of a limited body", [says("dkim=pass header.d=shop.example"), border, signature("; l=10")]],
    [
      "DKIM of a limited body by selector",
      [says("dkim=pass header.d=shop.example header.s=k1"), border, signature("; L = 0")],
    ],
    [
      "DMARC that may rest on a limited body",
      [says("dkim=pass header.d=shop.example; dmarc=pass header.from=shop.example"), border, signature("; l=10")],
    ],
    ["DKIM by SHA-1", [says("dkim=pass header.d=shop.example header.a=rsa-sha1"), border]],
    [
      "a signature by SHA-1",
      [
        says("dkim=pass header.d=shop.example"),
        border,
        { name: "dkim-signature", value: "a=rsa-sha1; d=shop.example; s=k1; h=from" },
      ],
    ],
    ["a public suffix", [says("dkim=pass header.d=example"), border]],
    [
      "a domain that only ends alike",
      [says("dkim=pass header.d=evilshop.example; dmarc=pass header.from=myshop.example"), border],
    ],
    ["a domain that only begins alike", [says("dkim=pass header.d=shop.example.evil.example"), border]],
    [
      "a word that only begins with pass",
      [says("dkim=passed header.d=shop.example; dmarc=pass2 header.from=shop.example"), border],
    ],
    [
      "a pass in a comment",
      [says("dmarc=fail (dmarc=pass header.from=shop.example) header.from=shop.example"), border],
    ],
    ["a pass in a reason", [says('dmarc=fail reason="; dmarc=pass header.from=shop.example"'), border]],
    ["ARC", [says("arc=pass header.from=shop.example"), border]],
  ] as [string, Header[]][])("does not prove by %s", (_, headers) => {
    expect(judge(headers).level).toBe("unproven");
  });

  test("never grows stronger by a header that a stranger adds below it", () => {
    const said = fc.constantFrom(
      "dmarc=pass header.from=shop.example",
      "dkim=pass header.d=shop.example",
      "spf=pass",
      "dmarc=fail",
    );
    const header = fc.oneof(
      said.map(says),
      fc.constant(border),
      fc.constantFrom("", "; l=1").map(signature),
      fc.record({
        name: fc.constantFrom("authentication-results", "received", "arc-authentication-results"),
        value: fc.string(),
      }),
    );
    fc.assert(
      fc.property(fc.array(said.map(says), { maxLength: 2 }), fc.array(header, { maxLength: 8 }), (top, added) => {
        const before = judge([...top, border]).level;
        const after = judge([...top, border, ...added]).level;
        if (before === "unproven") expect(after).toBe("unproven");
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("our own check of DKIM", () => {
  test("proves with an aligned pass, with the selector", () => {
    expect(judge([], [{ ...good, result: "fail", domain: "list.example" }, good])).toMatchObject({
      level: "proven",
      reason: "dkimVerified",
      evidence: { verifiedBy: null, domain: "shop.example", selector: "k1" },
    });
    expect(judge([], [{ ...good, domain: "mail.shop.example" }]).level).toBe("proven");
    expect(judge([], [{ ...good, algorithm: "ed25519-sha256", keyBits: null }]).level).toBe("proven");
    expect(judge([], [{ ...good, keyBits: 1024 }]).level).toBe("proven");
  });

  test.each([
    ["another domain", { domain: "evil.example" }, "notAligned"],
    ["a public suffix", { domain: "example" }, "notAligned"],
    ["a limited body", { bodyLengthLimited: true }, "weakSignature"],
    ["SHA-1", { algorithm: "rsa-sha1" }, "weakSignature"],
    ["a short key", { keyBits: 1023 }, "weakSignature"],
    ["an unknown key", { keyBits: null }, "weakSignature"],
    ["no From in it", { signedHeaders: ["to"] }, "weakSignature"],
    ["policy", { result: "policy" }, "weakSignature"],
    ["fail", { result: "fail" }, "failed"],
    ["neutral", { result: "neutral" }, "noEvidence"],
    ["temperror", { result: "temperror" }, "temporaryError"],
  ] as [string, Partial<DkimFinding>, string][])("does not prove with %s", (_, change, reason) => {
    expect(judge([], [{ ...good, ...change }])).toMatchObject({ level: "unproven", reason });
  });

  test("that DNS kept from ending says so", () => {
    expect(judge([], "temporaryError")).toMatchObject({ level: "unproven", reason: "temporaryError" });
    expect(judge([], "notChecked")).toMatchObject({ level: "unproven", reason: "noEvidence" });
  });

  test("is not needed where the border has proven it already", () => {
    expect(judge([says("dmarc=pass header.from=shop.example"), border], "temporaryError").level).toBe("proven");
  });
});

describe("the author", () => {
  const proof = [says("dmarc=pass header.from=shop.example; dkim=pass header.d=shop.example"), border];
  const author = (values: string[], read: string | null, count = values.length) =>
    trust({ message: mail([...proof, ...values.map(from)], read, count), trustedAuthservIds: ids, dkim: [good] });

  test.each([
    ["ada@shop.example"],
    ["<ada@shop.example>"],
    ["Ada Nowak <ada@shop.example>"],
    ["Ada J. O'Nowak-Żak <ADA@Shop.Example>"],
    ['"Nowak, Ada" <ada@shop.example>'],
    ['"jan@acme.example" <ada@shop.example>'],
    ["=?utf-8?q?Ada_=C5=BBak?= <ada@shop.example>"],
    ["ada@shop.example (Ada)"],
    ["Ada (the one (and only)) <ada@shop.example> (work)"],
    ["Ada\r\n <ada@shop.example>"],
    ['"Ada <jan@acme.example>" <ada@shop.example>'],
    ["ada@shop.example <ada@shop.example>"],
    ["'ADA@shop.example' <ada@shop.example>"],
    ["[Shop] Ada <ada@shop.example>"],
  ])("is one mailbox in %j", (value) => {
    expect(author([value], "ada@shop.example")).toMatchObject({
      level: "proven",
      evidence: { address: "ada@shop.example" },
    });
  });

  test.each([
    ["two headers", ["ada@shop.example", "jan@acme.example"], null, "severalFrom"],
    ["two equal headers", ["ada@shop.example", "ada@shop.example"], "ada@shop.example", "severalFrom"],
    ["no header", [], null, "noFrom"],
    ["an empty header", [" "], null, "noFrom"],
    ["a count that differs", ["ada@shop.example"], "ada@shop.example", "severalFrom", 2],
    ["two mailboxes", ["ada@shop.example, jan@acme.example"], null, "unclearFrom"],
    ["two mailboxes, one read", ["ada@shop.example, jan@acme.example"], "ada@shop.example", "unclearFrom"],
    ["a group", ["Team: ada@shop.example;"], "ada@shop.example", "unclearFrom"],
    ["an empty group", ["undisclosed:;"], null, "unclearFrom"],
    ["a route", ["<@evil.example:ada@shop.example>"], "ada@shop.example", "unclearFrom"],
    ["a quoted local part", ['"ada"@shop.example'], "ada@shop.example", "unclearFrom"],
    ["two angle addresses", ["<jan@acme.example> <ada@shop.example>"], "ada@shop.example", "unclearFrom"],
    ["nested angles", ["<<ada@shop.example>>"], "ada@shop.example", "unclearFrom"],
    ["an address as bare name", ["jan@acme.example <ada@shop.example>"], "ada@shop.example", "unclearFrom"],
    ["text after the address", ["<ada@shop.example> jan@acme.example"], "ada@shop.example", "unclearFrom"],
    ["an encoded address", ["=?utf-8?q?ada?=@shop.example"], "ada@shop.example", "unclearFrom"],
    ["an encoded local part", ["<=?utf-8?q?ada?=@shop.example>"], "=?utf-8?q?ada?=@shop.example", "unclearFrom"],
    ["a comment in the domain", ["ada@shop.example(.evil.example)"], "ada@shop.example.evil.example", "unclearFrom"],
    ["an open quote", ['"Ada <ada@shop.example>'], "ada@shop.example", "unclearFrom"],
    ["an open comment", ["Ada (x <ada@shop.example>"], "ada@shop.example", "unclearFrom"],
    ["a control character", ["Ada\u0001 <ada@shop.example>"], "ada@shop.example", "unclearFrom"],
    ["a line break", ["Ada\r\nBcc: x <ada@shop.example>"], "ada@shop.example", "unclearFrom"],
    ["a space in the address", ["<ada @shop.example>"], "ada@shop.example", "unclearFrom"],
    ["a last dot", ["<ada@shop.example.>"], "ada@shop.example", "unclearFrom"],
    ["another address than was read", ["<jan@acme.example>"], "ada@shop.example", "unclearFrom"],
    ["a literal", ["<ada@[192.0.2.1]>"], "ada@[192.0.2.1]", "unclearFrom"],
    ["a full-width letter", ["<ada@ｓhop.example>"], "ada@shop.example", "unclearFrom"],
    ["a soft hyphen", ["<ada@sh\u00adop.example>"], "ada@shop.example", "unclearFrom"],
    ["a dotless i for an i", ["<ada@shıp.example>"], "ada@ship.example", "unclearFrom"],
  ] as [string, string[], string | null, string, number?][])("is nobody with %s", (_, values, read, reason, count) => {
    expect(author(values, read, count)).toMatchObject({ level: "unproven", reason, evidence: { address: null } });
  });

  test("of one address is never proven to be another", () => {
    const names = fc.constantFrom(
      "ada@shop.example",
      "jan@acme.example",
      "<",
      ">",
      ",",
      ";",
      ":",
      '"',
      "(",
      ")",
      "\\",
      " ",
      "@",
      "\u0000",
      "x",
      "=?q?",
    );
    fc.assert(
      fc.property(fc.array(names, { maxLength: 8 }), (parts) => {
        const verdict = author([parts.join("")], "jan@acme.example");
        expect(verdict.level).toBe("unproven");
      }),
      { numRuns: 3_000 },
    );
  });
});

test("an author who passes for an agent is flagged and still judged by the proof alone", () => {
  const message = mail([from("jan@acme.example <ada@shop.example>")], "ada@shop.example");
  const named = { ...message, from: { name: "jan@acme.example", address: "ada@shop.example" } };
  const verdict = trust({ message: named, trustedAuthservIds: ids, dkim: [good], known: ["jan@acme.example"] });
  expect(verdict.evidence.imitates).toEqual({ like: "jan@acme.example", reason: "addressInName" });
});

describe("addresses", () => {
  test.each([
    ["jan@acme.example", "JAN@Acme.EXAMPLE", true],
    ["jan@łódź.example", `jan@${new URL("http://łódź.example").host}`, true],
    ["jan@acme.example", "jan+x@acme.example", false],
    ["jan.k@acme.example", "jank@acme.example", false],
    ["jan@acme.example", "jan@acme.example.", true],
    ["jan@acme.example", "jan@mail.acme.example", false],
    ["jan@acme.example", "jan@acme.example.evil.example", false],
    ["jan@", "jan@", false],
    ["", "", false],
  ])("%j and %j are the same: %j", (left, right, same) => {
    expect(sameAddress(left, right)).toBe(same);
  });

  test("that differ in one folded letter are two", () => {
    const agent = "jakub.kis@acme.example";
    let matches = 0;
    for (let code = 0x80; code <= 0x1ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const letter = String.fromCodePoint(code);
      for (const folded of new Set([
        letter.toLowerCase(),
        letter.toUpperCase(),
        letter.normalize("NFKC"),
        letter.normalize("NFKD"),
      ])) {
        const plain = folded.toLowerCase();
        if (plain.length !== 1 || !agent.includes(plain)) continue;
        for (let at = 0; at < agent.length; at++) {
          if (agent[at] === plain && sameAddress(agent.slice(0, at) + letter + agent.slice(at + 1), agent)) matches++;
        }
      }
    }
    expect(matches).toBe(0);
  });
});

describe("a signature vouches for what it covers alone", () => {
  const h = (name: string, value: string): Header => ({ name, value });
  const [asks, tagged] = [h("subject", "Is it solved?"), h("subject", "[#1042] Re: is it solved?")];
  const named = (headers: string) => signature("").value.replace("h=from:to", `h=${headers}`);
  type Row = [rule: string, signed: string, added: Header[], level: "proven" | "unproven"];
  const rows: Row[] = [
    ["its subject", "from:subject", [asks], "proven"],
    ["a mail without a subject", "from:to", [], "proven"],
    ["a subject that it does not name", "from:to", [asks], "unproven"],
    ["a second subject on top", "from:subject", [tagged, asks], "unproven"],
    ["the same subject twice", "from:subject:subject", [asks, asks], "proven"],
    ["a second subject that it foresaw", "from:subject:subject", [tagged, asks], "proven"],
    ["a second recipient", "from:subject:to", [asks, h("to", "a@b.example"), h("to", "c@d.example")], "unproven"],
    [
      "a type on top of another",
      "from:content-type",
      [h("content-type", "text/html"), h("content-type", "text/plain")],
      "unproven",
    ],
    [
      "another way to read the body",
      "from",
      [h("content-transfer-encoding", "base64"), h("content-transfer-encoding", "7bit")],
      "unproven",
    ],
    ["a name with a space", "from:subject", [h("subject ", "[#1042]"), asks], "unproven"],
    [
      "lists' own headers, however many",
      "from:subject",
      [asks, h("list-id", "a"), h("list-id", "b"), h("received", "x")],
      "proven",
    ],
  ];

  test.each(rows)("%s (h=%s)", (_, signed, added, level) => {
    const headers = [h("dkim-signature", named(signed)), ...added];
    const finding = { ...good, signedHeaders: signed.split(":") };
    expect(judge(headers, [finding]).level).toBe(level);
    // The same where our border checked the signature, and where its DMARC rests on it.
    for (const said of ["dkim=pass header.d=shop.example header.s=k1", "dmarc=pass header.from=shop.example"]) {
      expect(judge([says(said), border, ...headers]).level, said).toBe(level);
    }
    // The domain's own server handed it over: it vouches for the whole mail.
    const sent = "spf=pass smtp.mailfrom=x@shop.example; dmarc=pass header.from=shop.example";
    expect(judge([says(sent), border, ...headers]).level).toBe("proven");
  });
});
