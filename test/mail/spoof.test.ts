import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth";
import { describe, expect, test } from "vitest";
import { openDkim } from "../../src/io/dkim.ts";
import { sameAddress } from "../../src/mail/proof/mailbox.ts";
import { trust } from "../../src/mail/proof/trust.ts";
import { readMail, UnreadableMail } from "../../src/mail/read/read.ts";
import { type Spoof, spoofs } from "../trust/spoofs.ts";

const victim = "jan@acme.example";
const outsider = "mallory@evil.example";
const insider = "mallory@acme.example";
const pair = generateKeyPairSync("rsa", { modulusLength: 1024 });
const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const record = `v=DKIM1; k=rsa; p=${pair.publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
const dkim = openDkim({ resolver: async () => [[record]], timeoutMs: 5_000, cacheMax: 10 });

const border =
  "Received: from mx.evil.example by mx.acme.example with ESMTPS id 1; Mon, 23 Nov 2026 06:00:00 +0000\r\n";
const says = (results: string, id = "mx.acme.example") => `Authentication-Results: ${id}; ${results}\r\n`;
const passOf = (domain: string) =>
  `spf=pass smtp.mailfrom=x@${domain}; dkim=pass header.d=${domain} header.s=k1; dmarc=pass header.from=${domain}`;
const rest = "To: support@acme.example\r\nSubject: [A] hello\r\nMessage-ID: <a@b.example>\r\n\r\n#solve\r\n";

type Scene = { name: string; top: string; inner?: string; sign?: Parameters<typeof dkimSign>[1] };

const signing = (domain: string, more: object = {}) => ({
  canonicalization: "relaxed/relaxed",
  signingDomain: domain,
  selector: "k1",
  privateKey,
  signatureData: [{ signingDomain: domain, selector: "k1", privateKey, algorithm: "rsa-sha256", ...more }],
});

/** All that somebody outside can bring about: forged headers, and every proof of their own domain. */
const outside: Scene[] = [
  { name: "nothing", top: border },
  { name: "no border at all", top: "" },
  { name: "forged results below the border", top: border, inner: says(passOf("acme.example")) },
  { name: "forged results and a forged border", top: border, inner: says(passOf("acme.example")) + border },
  { name: "forged results of another server above", top: says(passOf("acme.example"), "mx.evil.example") + border },
  { name: "a pass of their own domain", top: says(passOf("evil.example")) + border },
  {
    name: "a pass of their own domain and a forged one below",
    top: says(passOf("evil.example")) + border,
    inner: says(passOf("acme.example")),
  },
  { name: "a signature of their own domain", top: border, sign: signing("evil.example") },
  {
    name: "a signature and a pass of their own domain",
    top: says(passOf("evil.example")) + border,
    sign: signing("evil.example"),
  },
  { name: "a signature of a domain that looks like ours", top: border, sign: signing("acme.example.evil.example") },
  {
    name: "a signature of our domain over a part of the body",
    top: border,
    sign: signing("acme.example", { maxBodyLength: 1 }),
  },
  {
    name: "a pass for such a signature",
    top: says("dkim=pass header.d=acme.example header.s=k1") + border,
    sign: signing("acme.example", { maxBodyLength: 1 }),
  },
  {
    name: "a signature of our domain with SHA-1",
    top: border,
    sign: signing("acme.example", { algorithm: "rsa-sha1" }),
  },
  {
    name: "SPF alone",
    top: says("spf=pass smtp.mailfrom=x@acme.example; dmarc=fail header.from=acme.example") + border,
  },
];

/** What a colleague of the same domain can bring about: the domain's own server signs whatever they write. */
const inside: Scene[] = [
  { name: "a signature of the shared domain", top: border, sign: signing("acme.example") },
  { name: "a pass of the shared domain", top: says(passOf("acme.example")) + border },
];

const hasControl = (block: string) => /[\u0000-\u0008\u007f]|\r(?!\n)/.test(block);

async function judge(spoof: Spoof, scene: Scene) {
  const mail = `${spoof.block}\r\n${rest}`;
  const signed = scene.sign ? await dkimSign(Buffer.from(mail), scene.sign) : { signatures: "" };
  const raw = Buffer.from(scene.top + signed.signatures + (scene.inner ?? "") + mail);
  try {
    const message = await readMail(raw);
    const found = await dkim.verify(raw);
    return { message, verdict: trust({ message, trustedAuthservIds: ["mx.acme.example"], dkim: found }) };
  } catch (error) {
    if (error instanceof UnreadableMail) return null;
    throw error;
  }
}

describe("a forged From header", () => {
  const vectors = spoofs(victim, outsider).flatMap((spoof) => outside.map((scene) => ({ spoof, scene })));

  test("is never proven to be the victim's, whatever an outsider brings", async () => {
    let proven = 0;
    for (const { spoof, scene } of vectors) {
      const judged = await judge(spoof, scene);
      if (judged?.verdict.level !== "proven") continue;
      proven++;
      const label = `${spoof.name}, ${scene.name}`;
      const { address } = judged.verdict.evidence;
      expect(address, label).toMatch(/[@.]evil\.example$/);
      expect(judged.message.from && sameAddress(judged.message.from.address, address ?? ""), label).toBe(true);
    }
    console.log(`spoofs: ${vectors.length} vectors, none proven as the victim, ${proven} proven as the forger`);
    expect(vectors.length).toBeGreaterThan(300);
  });

  test("proves a forger's own plain mail, so that the vectors are known to work", async () => {
    const plain: Spoof = { name: "own", block: `From: ${outsider}`, author: "forger" };
    for (const name of ["a pass of their own domain", "a signature of their own domain"]) {
      const scene = outside.find((one) => one.name === name);
      expect(scene && (await judge(plain, scene))?.verdict.level, name).toBe("proven");
    }
  });

  test("of a colleague proves only what RFC 5322 reads in it beyond doubt", async () => {
    let unproven = 0;
    for (const spoof of spoofs(victim, insider)) {
      // Where a control character was left out by the reader, only the raw bytes can tell, which DKIM looks at.
      const scenes = hasControl(spoof.block) ? inside.filter((scene) => scene.sign) : inside;
      for (const scene of scenes) {
        const judged = await judge(spoof, scene);
        const label = `${spoof.name}, ${scene.name}`;
        if (judged?.verdict.level === "proven") {
          const author = spoof.author === "victim" ? victim : spoof.author === "forger" ? insider : "nobody";
          expect(judged.verdict.evidence.address, label).toBe(author);
        } else unproven++;
      }
    }
    expect(unproven).toBeGreaterThan(100);
  });
});
