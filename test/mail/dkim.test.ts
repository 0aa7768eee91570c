import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth";
import nodemailer from "nodemailer";
import { beforeAll, describe, expect, test } from "vitest";
import { openDkim } from "../../src/io/dkim.ts";
import type { DnsResolver } from "../../src/io/dkimVerify.ts";
import { type DkimFinding, trust } from "../../src/mail/proof/trust.ts";
import { readMail } from "../../src/mail/read/read.ts";

function makeKey(bits: number) {
  const pair = generateKeyPairSync("rsa", { modulusLength: bits });
  const der = pair.publicKey.export({ type: "spki", format: "der" });
  return {
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    record: `v=DKIM1; k=rsa; p=${der.toString("base64")}`,
  };
}

const good = makeKey(2048);
const short = makeKey(512);
const records: Record<string, string> = {
  "k1._domainkey.shop.example": good.record,
  "k1._domainkey.evil.example": good.record,
  "short._domainkey.shop.example": short.record,
  "test._domainkey.shop.example": good.record.replace("k=rsa;", "k=rsa; t=y;"),
  "gone._domainkey.shop.example": "v=DKIM1; p=",
};
let asked: string[] = [];
const resolver: DnsResolver = async (name) => {
  asked.push(name);
  const record = records[name];
  if (record === undefined) throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  return [[record.slice(0, 200), record.slice(200)]];
};
const verify = (raw: Buffer, from: DnsResolver = resolver) =>
  openDkim({ resolver: from, timeoutMs: 5_000, cacheMax: 100 }).verify(raw);

const text = "Hello,\r\n\r\nthe checkout is down.\r\n";

async function signed(domain = "shop.example", selector = "k1", key = good): Promise<Buffer> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const sent = await transport.sendMail({
    from: "Ada Nowak <ada@shop.example>",
    to: "support@acme.example",
    subject: "Checkout down",
    text,
    dkim: { domainName: domain, keySelector: selector, privateKey: key.privateKey },
  });
  return Buffer.from(sent.message as Buffer);
}

/** Signs with every tag at will, also those that no sane server writes. */
async function signedAs(data: Partial<Parameters<typeof dkimSign>[1]>): Promise<Buffer> {
  const raw = `From: Ada Nowak <ada@shop.example>\r\nTo: support@acme.example\r\nSubject: Checkout down\r\n\r\n${text}`;
  const signer = {
    signingDomain: "shop.example",
    selector: "k1",
    privateKey: good.privateKey,
    algorithm: "rsa-sha256",
  } as const;
  const result = await dkimSign(raw, {
    canonicalization: "relaxed/relaxed",
    signTime: new Date(),
    ...signer,
    signatureData: [{ ...signer, ...data }],
    ...data,
  });
  expect(result.errors).toEqual([]);
  return Buffer.from(result.signatures + raw);
}

async function judge(raw: Buffer) {
  const dkim = await verify(raw);
  return { dkim, verdict: trust({ message: await readMail(raw), trustedAuthservIds: [], dkim }) };
}

const one = (dkim: DkimFinding[] | "temporaryError") => (Array.isArray(dkim) ? dkim[0] : undefined);
const edit = (raw: Buffer, from: string | RegExp, to: string) => {
  const before = raw.toString("latin1");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return Buffer.from(after, "latin1");
};

beforeAll(() => {
  asked = [];
});

describe("a signature", () => {
  test("that is genuine proves the author", async () => {
    const { dkim, verdict } = await judge(await signed());
    expect(one(dkim)).toMatchObject({
      domain: "shop.example",
      selector: "k1",
      result: "pass",
      algorithm: "rsa-sha256",
      keyBits: 2048,
      bodyLengthLimited: false,
    });
    expect(one(dkim)?.signedHeaders).toContain("from");
    expect(verdict).toMatchObject({ level: "proven", reason: "dkimVerified", evidence: { domain: "shop.example" } });
  });

  test("survives headers that relays put on top", async () => {
    const raw = Buffer.concat([Buffer.from("Received: from a by b with ESMTP; x\r\nX-Spam: no\r\n"), await signed()]);
    expect((await judge(raw)).verdict.level).toBe("proven");
  });

  test.each([
    ["a changed body", (raw: Buffer) => edit(raw, "checkout is down", "checkout is fine")],
    ["an added line", (raw: Buffer) => Buffer.concat([raw, Buffer.from("#solve\r\n")])],
    ["a changed From", (raw: Buffer) => edit(raw, "ada@shop.example", "bob@shop.example")],
    ["a changed subject", (raw: Buffer) => edit(raw, "Subject: Checkout", "Subject: [A] Checkout")],
    ["a changed signature", (raw: Buffer) => edit(raw, /bh=./, "bh=A")],
    ["a second From above", (raw: Buffer) => Buffer.concat([Buffer.from("From: jan@shop.example\r\n"), raw])],
    [
      "a second From below the other headers",
      (raw: Buffer) => edit(raw, /\r\n\r\n/, "\r\nFrom: jan@shop.example\r\n\r\n"),
    ],
    [
      "a From far below nine hundred headers",
      (raw: Buffer) => Buffer.concat([Buffer.from(`From: jan@shop.example\r\n${"X-A: b\r\n".repeat(900)}`), raw]),
    ],
  ])("proves nothing with %s", async (_, change) => {
    expect((await judge(change(await signed()))).verdict.level).toBe("unproven");
  });

  test("of another domain proves nothing", async () => {
    const { dkim, verdict } = await judge(await signed("evil.example"));
    expect(one(dkim)?.result).toBe("pass");
    expect(verdict).toMatchObject({ level: "unproven", reason: "notAligned" });
  });

  test("beside a good one of another domain proves", async () => {
    const raw = await signed();
    const foreign = (await signed("evil.example")).toString("latin1");
    const header = /DKIM-Signature:[^\0]*?\r\n(?=[A-Z])/i.exec(foreign)?.[0] ?? "";
    expect(header).not.toBe("");
    expect((await judge(Buffer.concat([Buffer.from(header, "latin1"), raw]))).verdict.level).toBe("proven");
  });

  test.each([
    ["a limited body", { maxBodyLength: 5 }, "pass", "weakSignature"],
    ["a limit that covers all of the body", { maxBodyLength: text.length }, "pass", "weakSignature"],
    ["SHA-1", { algorithm: "rsa-sha1" }, "policy", "weakSignature"],
    [
      "an end in the past",
      { expires: new Date(Date.now() - 1_000), signTime: new Date(Date.now() - 10_000) },
      "neutral",
      "noEvidence",
    ],
    ["a revoked key", { selector: "gone" }, "neutral", "noEvidence"],
    ["no key", { selector: "none" }, "neutral", "noEvidence"],
    ["a key in testing", { selector: "test" }, "policy", "weakSignature"],
  ])("with %s proves nothing", async (_, data, result, reason) => {
    const { dkim, verdict } = await judge(await signedAs(data));
    expect(one(dkim)?.result).toBe(result);
    expect(verdict).toMatchObject({ level: "unproven", reason });
  });

  test("with a short key proves nothing", async () => {
    const raw = await signed("shop.example", "short", short);
    const { dkim, verdict } = await judge(raw);
    expect(one(dkim)?.result).toBe("policy");
    expect(verdict.level).toBe("unproven");
  });

  test("that ends later proves until then", async () => {
    const expires = new Date(Date.now() + 3_600_000);
    expect((await judge(await signedAs({ expires }))).verdict.level).toBe("proven");
  });

  test("without From in it proves nothing", async () => {
    const raw = edit(await signed(), /h=From:/i, "h=");
    expect((await judge(raw)).verdict.level).toBe("unproven");
  });
});

describe("a large mail", () => {
  const large = async (body: string) => {
    const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
    const dkim = { domainName: "shop.example", keySelector: "k1", privateKey: good.privateKey };
    const sent = await transport.sendMail({ from: "ada@shop.example", to: "support@acme.example", text: body, dkim });
    return Buffer.from(sent.message as Buffer);
  };

  test("is verified as a small one is", async () => {
    const raw = await large("The checkout is down.\r\n".repeat(40_000));
    expect(raw.length).toBeGreaterThan(800_000);
    expect((await judge(raw)).verdict.level).toBe("proven");
    expect((await judge(Buffer.concat([raw, Buffer.from("#solve\r\n")]))).verdict.level).toBe("unproven");
    const slow = openDkim({ resolver: () => new Promise(() => undefined), timeoutMs: 2_000, cacheMax: 10 });
    expect(await slow.verify(raw)).toBe("temporaryError");
    expect(await verify(raw, async () => Promise.reject(Object.assign(new Error("x"), { code: "ESERVFAIL" })))).toBe(
      "temporaryError",
    );
  });

  test("with bare line feeds is verified by its CRLF form", async () => {
    const raw = await large("The checkout is down.\r\n".repeat(20_000));
    const bare = Buffer.from(raw.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    expect(await verify(bare)).toMatchObject([{ result: "pass" }]);
  });

  test("never holds up anything else, however hostile, and ends in time", async () => {
    const head = (await signed()).toString("latin1").split("\r\n\r\n")[0] ?? "";
    const hurried = openDkim({ resolver, timeoutMs: 500, cacheMax: 10 });
    const mails = [
      ...[" ", "\n", "a"].map((char) => `${head}\r\n\r\n${char.repeat(8_000_000)}`),
      `DKIM-Signature: v=1; a=${" ".repeat(200_000)}x; d=shop.example\r\n${head}\r\n\r\nx\r\n`,
      `DKIM-Signature: v=1; a=x;${"\r\n ".repeat(60_000)} d=shop.example\r\n${head}\r\n\r\nx\r\n`,
    ];
    for (const mail of mails) {
      const raw = Buffer.from(mail, "latin1");
      const started = performance.now();
      let longestMs = 0;
      let last = performance.now();
      const pulse = setInterval(() => {
        longestMs = Math.max(longestMs, performance.now() - last);
        last = performance.now();
      }, 5);
      const found = await hurried.verify(raw);
      clearInterval(pulse);
      expect(found).not.toBe("temporaryError");
      expect(one(found)?.result).not.toBe("pass");
      expect(longestMs).toBeLessThan(3_000);
      expect(performance.now() - started).toBeLessThan(15_000);
    }
  });
});

describe("looking up keys", () => {
  test("does not happen for an unsigned mail", async () => {
    asked = [];
    expect(await verify(Buffer.from("From: a@b.example\r\n\r\nDKIM-Signature: v=1; d=x.example; s=y\r\n"))).toEqual([]);
    expect(await verify(Buffer.alloc(0))).toEqual([]);
    expect(asked).toEqual([]);
  });

  test("does not happen for a mail of very many signatures", async () => {
    asked = [];
    const header = "DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=y; h=from; bh=a; b=b\r\n";
    const found = await verify(Buffer.from(`${header.repeat(500)}From: a@x.example\r\n\r\nx\r\n`));
    expect(found).toMatchObject([{ result: "policy" }]);
    expect(asked).toEqual([]);
  });

  test("happens once for the same key, and again when it was kept too long", async () => {
    asked = [];
    let time = 0;
    const dkim = openDkim({ resolver, timeoutMs: 5_000, cacheMax: 10, now: () => time });
    const raw = await signed();
    await dkim.verify(raw);
    await dkim.verify(raw);
    expect(asked.length).toBe(1);
    time += 11 * 60_000;
    await dkim.verify(raw);
    expect(asked.length).toBe(2);
  });

  test("remembers no more keys than it may", async () => {
    asked = [];
    const dkim = openDkim({ resolver, timeoutMs: 5_000, cacheMax: 1 });
    const [a, b] = [await signed(), await signed("evil.example")];
    for (const raw of [a, b, a, b]) await dkim.verify(raw);
    expect(asked.length).toBe(4);
  });

  test("that fails for now is a temporary error, and is tried again", async () => {
    let tries = 0;
    const failing: DnsResolver = async (name, type) => {
      if (tries++ === 0) throw Object.assign(new Error("server failed"), { code: "ESERVFAIL" });
      return await resolver(name, type);
    };
    const dkim = openDkim({ resolver: failing, timeoutMs: 5_000, cacheMax: 10 });
    const raw = await signed();
    expect(await dkim.verify(raw)).toBe("temporaryError");
    expect(await dkim.verify(raw)).toMatchObject([{ result: "pass" }]);
  });

  test("that never answers ends in time as a temporary error", async () => {
    const dkim = openDkim({ resolver: () => new Promise(() => undefined), timeoutMs: 50, cacheMax: 10 });
    const started = performance.now();
    expect(await dkim.verify(await signed())).toBe("temporaryError");
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
