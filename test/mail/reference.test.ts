import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../../src/mail/message.ts";
import {
  checkReplyPattern,
  isOwn,
  type Keyring,
  looksLikeToken,
  loopHeader,
  loopIdOf,
  mintToken,
  parseKeyring,
  purposes,
  readBounceAddress,
  readFooterReferences,
  readMessageId,
  readReplyAddress,
  readSubjectTag,
  stripSubject,
  tokenHash,
  writeBounceAddress,
  writeFooterReference,
  writeMessageId,
  writeReplyAddress,
  writeSubject,
} from "../../src/mail/write/reference.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

const key = (seed: string) => Buffer.from(seed.repeat(40).slice(0, 40)).toString("base64");
const old: Keyring = [{ kid: "k1", key: key("old key ") }];
const keys: Keyring = [{ kid: "k2", key: key("new key ") }, ...old];
const plus = "support+{token}@acme.example";
const patterns = [plus, "{token}@reply.acme.example", "Support.Desk-{token}-x@Acme.example"];

const minted = fc.record({
  purpose: fc.constantFrom(...purposes),
  ticketId: fc.option(fc.integer({ min: 1, max: 2 ** 40 }), { nil: null }),
  person: fc.oneof(fc.constant(""), fc.emailAddress()),
  nonce: fc.string(),
});
/** Changes the case of some letters, as clients and relays do. */
const mangleCase = (text: string, mask: number) =>
  [...text].map((char, at) => ((mask >> (at % 31)) & 1 ? char.toUpperCase() : char)).join("");

describe("keys", () => {
  test("are read newest first, parted by spaces or commas", () => {
    const text = keys.map((one) => `${one.kid}:${one.key}`);
    expect(parseKeyring(text.join(" "))).toEqual(keys);
    expect(parseKeyring(` ${text.join(", ")}\n`)).toEqual(keys);
  });

  test.each([
    ["", /no key/],
    ["k1", /name|key 1/],
    ["toolongname:AAAA", /1 to 6/],
    ["K1:AAAA", /1 to 6/],
    ["k1:!!!!", /base64/],
    [`k1:${Buffer.alloc(31).toString("base64")}`, /31 bytes/],
    [`k1:${key("a")} k1:${key("b")}`, /twice/],
  ])("that are wrong are named: %j", (text, words) => {
    expect(() => parseKeyring(text)).toThrow(words);
  });

  test("are never repeated in an error", () => {
    const secret = Buffer.alloc(31, 7).toString("base64");
    expect(() => parseKeyring(`k1:${secret}`)).not.toThrow(secret);
  });
});

describe("tokens", () => {
  test("are a key's name and 26 letters, at most 33 characters, for every purpose and person", () => {
    fc.assert(
      fc.property(minted, (of) => {
        const token = mintToken(keys, of);
        expect(token).toMatch(/^k2-[a-z2-7]{26}$/);
        expect(looksLikeToken(token)).toBe(true);
      }),
    );
  });

  test("differ as soon as purpose, person, ticket or nonce differ", () => {
    fc.assert(
      fc.property(minted, minted, (left, right) => {
        const equal =
          left.purpose === right.purpose &&
          left.ticketId === right.ticketId &&
          left.person.toLowerCase() === right.person.toLowerCase() &&
          left.nonce === right.nonce;
        expect(mintToken(keys, left) === mintToken(keys, right)).toBe(equal);
      }),
    );
    const of = { purpose: "answer", ticketId: 1042, person: "jan@acme.example", nonce: "n" } as const;
    const swaps = [
      ...purposes.map((purpose) => ({ ...of, purpose })),
      { ...of, ticketId: 1043 },
      { ...of, ticketId: null },
      { ...of, person: "ewa@acme.example" },
      { ...of, person: "" },
      { ...of, nonce: "" },
    ];
    expect(new Set(swaps.map((swap) => mintToken(keys, swap))).size).toBe(swaps.length);
  });

  test("move no character from one field into another", () => {
    const base = { purpose: "answer", ticketId: 1, nonce: "bc", person: "a" } as const;
    expect(mintToken(keys, base)).not.toBe(mintToken(keys, { ...base, person: "ab", nonce: "c" }));
    expect(mintToken(keys, { ...base, nonce: 'b","c' })).not.toBe(
      mintToken(keys, { ...base, person: 'a","b', nonce: "c" }),
    );
  });

  test("are hashed the same however their case was changed", () => {
    fc.assert(
      fc.property(minted, fc.integer(), (of, mask) => {
        const token = mintToken(keys, of);
        expect(tokenHash(mangleCase(token, mask)).equals(tokenHash(token))).toBe(true);
      }),
    );
    expect(tokenHash("k2-a").length).toBe(32);
  });

  test("spread evenly over the alphabet in every place", () => {
    const count = 4_000;
    const seen = Array.from({ length: 26 }, () => new Map<string, number>());
    const all = new Set<string>();
    for (let index = 0; index < count; index++) {
      const token = mintToken(keys, { purpose: "rate", ticketId: index, person: "a@b.example", nonce: "" });
      all.add(token);
      [...token.slice(3)].forEach((char, place) => {
        seen[place]?.set(char, (seen[place]?.get(char) ?? 0) + 1);
      });
    }
    expect(all.size).toBe(count);
    const expected = count / 32;
    for (const place of seen) {
      const chi = [..."abcdefghijklmnopqrstuvwxyz234567"].reduce(
        (sum, char) => sum + ((place.get(char) ?? 0) - expected) ** 2 / expected,
        0,
      );
      // 31 degrees of freedom: above 80 happens by chance less than once in two hundred thousand.
      expect(chi).toBeLessThan(80);
    }
  });
});

describe("reply addresses", () => {
  test("give back their token under any pattern and any change of case", () => {
    fc.assert(
      fc.property(minted, fc.constantFrom(...patterns), fc.integer(), (of, pattern, mask) => {
        const token = mintToken(keys, of);
        const address = writeReplyAddress(pattern, token);
        expect(address.split("@")[0]?.length).toBeLessThanOrEqual(64);
        expect(readReplyAddress(pattern, mangleCase(address, mask))).toBe(token);
        const bounce = writeBounceAddress(pattern, token);
        expect(bounce.split("@")[0]?.length).toBeLessThanOrEqual(64);
        expect(readBounceAddress(pattern, mangleCase(bounce, mask))).toBe(token);
        expect(readReplyAddress(pattern, bounce)).toBeNull();
        expect(readBounceAddress(pattern, address)).toBeNull();
      }),
    );
  });

  const token = mintToken(keys, { purpose: "answer", ticketId: 1, person: "", nonce: "" });
  test.each([
    "support@acme.example",
    "support+@acme.example",
    "support+short@acme.example",
    `support+${token}x@acme.example`,
    `support+xxxxx${token}@acme.example`,
    `support+${token}@acme.example.evil.example`,
    `support+${token}@evil.example`,
    `xsupport+${token}@acme.example`,
    `support+${token}@acme.example, b@c.example`,
    `support+${token.slice(0, -1)}1@acme.example`,
    "",
    "+@",
  ])("that are not ours carry nothing: %s", (address) => {
    expect(readReplyAddress(plus, address)).toBeNull();
  });

  test("are read when a relay quoted the local part", () => {
    expect(readReplyAddress(plus, `"support+${token}"@acme.example`)).toBe(token);
  });

  test("are never read without a pattern", () => {
    expect(readReplyAddress("", token)).toBeNull();
  });

  test.each(patterns)("may follow the pattern %s", (pattern) => {
    expect(() => checkReplyPattern(pattern)).not.toThrow();
  });

  test.each([
    ["support@acme.example", /\{token\}/],
    ["{token}+{token}@acme.example", /exactly once/],
    ["support@{token}.example", /before the @/],
    ["support+{token}", /one @/],
    ["a@b+{token}@acme.example", /one @|before/],
    ["support {token}@acme.example", /character/],
    [".{token}@acme.example", /dot/],
    [`${"s".repeat(30)}{token}@acme.example`, /64/],
    ["support+{token}@acme..example", /domain/],
    ["support+{token}@-", /domain/],
    ["", /\{token\}/],
  ])("may not follow the pattern %s", (pattern, words) => {
    expect(() => checkReplyPattern(pattern)).toThrow(words);
  });
});

const ids = fc.record({
  ticketId: fc.option(fc.integer({ min: 1, max: 2 ** 40 }), { nil: null }),
  unique: fc.oneof(fc.uuid(), fc.stringMatching(/^[a-z0-9-]{1,64}$/)),
});

describe("Message-IDs", () => {
  test("say what was written into them, with or without brackets, in any case", () => {
    fc.assert(
      fc.property(ids, fc.integer(), (of, mask) => {
        const id = writeMessageId(keys, of, "acme.example");
        expect(id).toMatch(/^<[^<>\s@]+@acme\.example>$/);
        expect(readMessageId(keys, id)).toEqual(of);
        expect(readMessageId(keys, mangleCase(id, mask))).toEqual(of);
        expect(readMessageId(keys, id.slice(1, -1))).toEqual(of);
      }),
    );
  });

  test("written by a key that was since replaced are still read, and by a key taken away are not", () => {
    const id = writeMessageId(old, { ticketId: 7, unique: "x" }, "acme.example");
    expect(readMessageId(keys, id)).toEqual({ ticketId: 7, unique: "x" });
    expect(readMessageId(keys.slice(0, 1), id)).toBeNull();
    expect(readMessageId([], id)).toBeNull();
  });

  test("of another key under the same name are not ours", () => {
    const id = writeMessageId([{ kid: "k2", key: key("stranger") }], { ticketId: 7, unique: "x" }, "acme.example");
    expect(readMessageId(keys, id)).toBeNull();
  });

  test("with any one character before the @ changed are not ours", () => {
    fc.assert(
      fc.property(ids, fc.nat(), fc.constantFrom(..."abz0279-."), (of, place, char) => {
        const id = writeMessageId(keys, of, "acme.example");
        const local = id.slice(1, id.indexOf("@"));
        const at = place % local.length;
        fc.pre(local[at] !== char);
        expect(readMessageId(keys, `<${local.slice(0, at)}${char}${local.slice(at + 1)}@acme.example>`)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test("of strangers are null, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        expect(readMessageId(keys, id)).toBeNull();
      }),
    );
    for (const id of [
      "<1042@acme.example>",
      "<1042.x.k2-aaaaaaaaaaaaaaaaaaaa@acme.example>",
      "<CAF+1=@mail.gmail.com>",
    ]) {
      expect(readMessageId(keys, id)).toBeNull();
    }
  });

  test("are refused a unique part that would not survive", () => {
    expect(() => writeMessageId(keys, { ticketId: 1, unique: "A b" }, "acme.example")).toThrow(/A b/);
  });
});

describe("footer references", () => {
  const token = mintToken(keys, { purpose: "customerReply", ticketId: 1042, person: "ada@shop.example", nonce: "1" });
  const other = mintToken(keys, { purpose: "customerReply", ticketId: 1043, person: "ada@shop.example", nonce: "1" });
  const line = writeFooterReference(token);
  test.each([
    ["plain", `Thanks\n\n${line}\n`],
    ["last without a line break", `x ${line}`],
    ["quoted", `Yes.\n> hello\n> ${line}\n> bye`],
    ["quoted deep without spaces", `>>>${line}\n>>>more`],
    ["quoted with bars", `| ${line}\n| more`],
    ["CRLF", `> ${line}\r\n> next line\r\n`],
    ["upper-cased", `> ${line.toUpperCase()}\n`],
    ["bold in text made from HTML", `Ref: *${token}*\n`],
    ["linked in text made from HTML", `Ref: <${token}>`],
    ["with a no-break space", `Ref:\u00a0${token}.`],
    ["token on the next quoted line", `> Ref:\n> ${token}\n> more`],
    ["wrapped inside the token", `>> Ref: ${token.slice(0, 14)}\n>> ${token.slice(14)}\n>> more`],
    ["with a zero-width space", `Ref: ${token.slice(0, 3)}\u200b${token.slice(3)} `],
  ])("are found %s", (_, text) => {
    expect(readFooterReferences(text)).toEqual([token]);
  });

  test.each([
    ["no token", "Ref: 12345 of your letter"],
    ["too long", `Ref: ${token}a`],
    ["too short", `Ref: ${token.slice(0, -1)} next`],
    ["wrong alphabet", `Ref: k2-${"1".repeat(26)}`],
    ["no reference word", token],
    ["nothing after", "Ref:"],
  ])("are not found: %s", (_, text) => {
    expect(readFooterReferences(text)).toEqual([]);
  });

  test("come once each, in order, and only the first few", () => {
    expect(readFooterReferences(`${line}\n> ${line}\n> Ref: ${other}`)).toEqual([token, other]);
    const many = Array.from({ length: 50 }, (_, index) =>
      writeFooterReference(mintToken(keys, { purpose: "ticket", ticketId: index, person: "", nonce: "" })),
    );
    expect(readFooterReferences(many.join("\n")).length).toBe(5);
  });

  test("are read back from any text around them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
        fc.pre(!/ref:/i.test(before));
        expect(readFooterReferences(`${before}\n${line}\n${after}`)[0]).toBe(token);
      }),
    );
  });

  test("cost linear time in a hostile text", () => {
    const time = (count: number) => {
      const text = "ref: k2-aaaaaaaaaaaaaaaaaaaaaaaaa ".repeat(count);
      return ownCpuMs(() => readFooterReferences(text));
    };
    time(2_000);
    expect(time(30_000)).toBeLessThan(3_000);
  });
});

describe("subjects", () => {
  test.each([
    ["Checkout down", "[#1042] Checkout down"],
    ["Re: [#1042] Checkout down", "Re: [#1042] Checkout down"],
    ["[#1042] Re: [ #1042 ] Checkout", "[#1042] Re: Checkout"],
    ["[#7] Theirs", "[#1042] [#7] Theirs"],
    ["[#7] x [#1042] y", "[#1042] [#7] x y"],
    ["", "[#1042]"],
    ["a\r\nBcc: all@acme.example", "[#1042] a Bcc: all@acme.example"],
  ])("%j is numbered once: %j", (subject, numbered) => {
    expect(writeSubject(subject, 1042)).toBe(numbered);
  });

  test("give back their number and are numbered once however often", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 10 ** 9 }), (subject, id) => {
        const once = writeSubject(subject, id);
        expect(readSubjectTag(once)).toBe(id);
        expect(writeSubject(once, id)).toBe(once);
        expect(once).not.toMatch(/[\u0000-\u001f]/);
      }),
    );
  });

  test.each([
    ["Re: [#1042] x", 1042],
    ["Re: [ #1042 ]", 1042],
    ["Re: ［＃1042］", 1042],
    ["[#0] x", null],
    ["#1042", null],
    ["[1042]", null],
    ["[#12345678901234567890]", null],
    ["[#10a]", null],
    ["", null],
  ])("%j holds the number %j", (subject, id) => {
    expect(readSubjectTag(subject)).toBe(id);
  });

  test.each([
    ["Re: Checkout", "Checkout"],
    ["RE[2]: Checkout", "Checkout"],
    ["Re(3): Re^2: Re: Checkout", "Checkout"],
    ["Odp: PD: Fwd: Kasa nie działa", "Kasa nie działa"],
    ["ODP.: x", "ODP.: x"],
    ["AW: WG: Kasse", "Kasse"],
    ["SV: VS: VB: Kassa", "Kassa"],
    ["Antw: Doorst: Kassa", "Kassa"],
    ["RV: RES: ENC: Caja", "Caja"],
    ["TR: Rép : Caisse", "Caisse"],
    ["R: I: Cassa", "Cassa"],
    ["Отв: Касса", "Касса"],
    ["回复：转发：结账", "结账"],
    ["Re: [EXT] Fwd: [EXTERNAL] Checkout", "Checkout"],
    ["***SPAM*** Re: Checkout", "Checkout"],
    ["[#1042] Re: [A] Checkout", "[A] Checkout"],
    ["[A] Re: Checkout", "[A] Checkout"],
    ["[postgres-users] Re: Vacuum", "Vacuum"],
    ["EXTERNAL: Checkout", "Checkout"],
    ["Error: checkout", "Error: checkout"],
    ["Request: new key", "Request: new key"],
    ["http://shop.example is down", "http://shop.example is down"],
    ["Re:", ""],
    ["", ""],
    ["Regarding checkout", "Regarding checkout"],
  ])("%j is about %j", (subject, meant) => {
    expect(stripSubject(subject)).toBe(meant);
  });

  test("lose the tag of a list that names itself", () => {
    expect(stripSubject("Re: [Shop] Checkout", ["shop"])).toBe("Checkout");
    expect(stripSubject("Re: [Shop] Checkout")).toBe("[Shop] Checkout");
  });

  test("are stripped once and for all", () => {
    const piece = fc.constantFrom("Re: ", "[EXT] ", "[A] ", "Odp: ", "[#7] ", "x", "[", "]", ":", " ", "：", "(2)");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const once = stripSubject(pieces.join(""));
        expect(stripSubject(once)).toBe(once);
      }),
    );
  });
});

describe("our own mail", () => {
  const mail = (of: { messageId?: string; references?: string[]; loop?: string }): Message => ({
    headers: of.loop === undefined ? [] : [{ name: loopHeader, value: of.loop }],
    from: null,
    fromCount: 0,
    sender: null,
    replyTo: [],
    to: [],
    cc: [],
    deliveredTo: [],
    returnPath: null,
    subject: "",
    messageId: of.messageId ?? null,
    inReplyTo: of.references ?? [],
    references: of.references ?? [],
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
  });
  const own = { loopId: loopIdOf(keys), keys };
  const id = writeMessageId(old, { ticketId: 1, unique: "x" }, "acme.example");

  test("is known by its own Message-ID", () => {
    expect(isOwn(mail({ messageId: id }), own)).toBe("ownMessageId");
  });

  test("is known by our loop header, also one of an older key", () => {
    expect(isOwn(mail({ loop: ` ${loopIdOf(keys)} ` }), own)).toBe("loopHeader");
    expect(isOwn(mail({ loop: loopIdOf(old) }), own)).toBe("loopHeader");
    expect(isOwn(mail({ loop: loopIdOf(keys) }), { loopId: loopIdOf(keys), keys: null })).toBe("loopHeader");
  });

  test("is not an answer that refers to ours", () => {
    expect(isOwn(mail({ messageId: "<a@b.example>", references: [id] }), own)).toBeNull();
  });

  test("is not the mail of another desk, nor one with an empty or made-up mark", () => {
    const other: Keyring = [{ kid: "k2", key: key("another desk") }];
    expect(isOwn(mail({ loop: loopIdOf(other) }), own)).toBeNull();
    expect(isOwn(mail({ loop: "" }), { loopId: null, keys: null })).toBeNull();
    expect(isOwn(mail({ loop: "" }), { loopId: "", keys: [] })).toBeNull();
    expect(isOwn(mail({ messageId: writeMessageId(other, { ticketId: 1, unique: "x" }, "a.b") }), own)).toBeNull();
  });
});
