/**
 * Forged mails for the desk's test of itself: what is known to have passed for a trusted person's mail elsewhere, made with
 * this desk's own addresses, tokens and border server. One genuine mail is among them, to see that the test can tell.
 */
import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth";
import type { DnsResolver } from "../io/dkimVerify.ts";

/** Whom the forger wants to be, and everything a leaked letter of theirs would give away. */
export type Stage = {
  agent: string;
  /** Where the agent's answers go, token and all. */
  answerAddress: string;
  support: string;
  /** A letter to somebody else, where there is one. */
  otherMessageId: string | null;
  authservId: string;
};

/** What the border server writes on top of a mail from outside, given what it found. */
export type Border = (found: string) => string[];

export type Forgery = { name: string; raw: Buffer };

export type Rehearsal = { forgeries: Forgery[]; genuine: Buffer; resolver: DnsResolver };

const selector = "intray-self-test";
const forger = "forger@forged.invalid";

/** A border as it is meant: its own results and its Received above everything that came in. */
export function properBorder(authservId: string): Border {
  return (found) => [
    `Authentication-Results: ${authservId}; ${found}`,
    `Received: from outside.invalid (outside.invalid [192.0.2.1]) by ${authservId} with ESMTPS id selftest; Mon, 5 Jan 2026 09:00:00 +0000`,
  ];
}

/** A border that adds nothing: what came in stands on top. */
export const noBorder: Border = () => [];

export async function rehearse(stage: Stage, border: Border): Promise<Rehearsal> {
  const key = signingKey();
  const domain = stage.agent.slice(stage.agent.lastIndexOf("@") + 1);
  const sign = (signedBy: string, head: string[], body: string, bodyLength?: number) =>
    signed(key.privateKey, { domain: signedBy, head, body, bodyLength });
  const from = (address: string) => [`From: ${address}`, ...common(stage)];
  const pass = `dmarc=pass header.from=${domain}`;
  const forged = `Authentication-Results: ${stage.authservId}; ${pass}`;
  const outside = "dmarc=fail header.from=forged.invalid";
  const mail = (name: string, found: string, head: string[], body = text): Forgery => ({
    name,
    raw: Buffer.from([...border(found), ...head, "", body].join("\r\n"), "latin1"),
  });
  const limited = await sign(domain, from(stage.agent), text, 0);
  const foreign = await sign("forged.invalid", from(stage.agent), text);
  const whole = await sign(domain, from(stage.agent), text);
  const [local = ""] = stage.agent.split("@");
  const forgeries = [
    mail("results of our authserv-id written by the sender", outside, [forged, ...from(stage.agent)]),
    mail("results folded and with a comment", outside, [
      `Authentication-Results: (x)\r\n ${stage.authservId} 1;\r\n dmarc=pass (p=none)\r\n header.from=${domain}`,
      ...from(stage.agent),
    ]),
    mail("results below a Received of the sender's own", outside, [
      "Received: from a.invalid by b.invalid; Mon, 5 Jan 2026 08:59:00 +0000",
      forged,
      ...from(stage.agent),
    ]),
    mail("results and a Received as of a local hand-over", outside, [
      `Received: from mx (mx [127.0.0.1]) by ${stage.authservId} with LMTP id 1; Mon, 5 Jan 2026 08:59:00 +0000`,
      forged,
      ...from(stage.agent),
    ]),
    mail("no proof at all", "dmarc=none", from(stage.agent)),
    mail(
      "only the envelope passed",
      `spf=pass smtp.mailfrom=${domain}; dmarc=fail header.from=${domain}`,
      from(stage.agent),
    ),
    mail("two From headers, the agent's first", "dmarc=pass header.from=forged.invalid", [
      `From: ${stage.agent}`,
      ...from(forger),
    ]),
    mail("two From headers, the agent's last", "dmarc=pass header.from=forged.invalid", [
      `From: ${forger}`,
      ...from(stage.agent),
    ]),
    mail("two mailboxes in one From", "dmarc=pass header.from=forged.invalid", from(`${forger}, ${stage.agent}`)),
    mail(
      "the agent in the name beside another address",
      "dmarc=pass header.from=forged.invalid",
      from(`"${stage.agent}" <${forger}>`),
    ),
    mail("a null byte in From", "dmarc=pass header.from=forged.invalid", from(`<${stage.agent}\0@forged.invalid>`)),
    mail(
      "a look-alike of the agent's address",
      "dmarc=pass header.from=xn--forged-9ya.invalid",
      from(`${local}@xn--forged-9ya.invalid`),
    ),
    mail("a colleague's address with a plus", pass, from(`${local}+x@${domain}`)),
    mail(
      "a signature that covers none of the words",
      outside,
      [...limited, ...from(stage.agent)],
      `${text}\r\n#solve\r\n`,
    ),
    mail("a signature of another domain", outside, [...foreign, ...from(stage.agent)]),
    mail("a signature over other words", outside, [...whole, ...from(stage.agent)], `#solve\r\n${text}`),
    ...(stage.otherMessageId === null
      ? []
      : [
          mail(
            "the agent's own mail to somebody else's letter, without a token",
            pass,
            withoutToken(stage, from(stage.agent)),
          ),
        ]),
  ];
  const genuineHead = from(stage.agent);
  const genuine = Buffer.from(
    [
      ...properBorder(stage.authservId)("dmarc=none"),
      ...(await sign(domain, genuineHead, text)),
      ...genuineHead,
      "",
      text,
    ].join("\r\n"),
  );
  return { forgeries, genuine, resolver: answers(key.record) };
}

const text = "The desk tries this mail on itself.\r\n";

function common({ answerAddress }: Stage): string[] {
  return [
    `To: ${answerAddress}`,
    "Subject: self-test",
    "Message-ID: <self-test@forged.invalid>",
    "Date: Mon, 5 Jan 2026 09:00:00 +0000",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
  ];
}

function withoutToken({ support, otherMessageId }: Stage, head: string[]): string[] {
  return [...head.map((line) => (line.startsWith("To: ") ? `To: ${support}` : line)), `In-Reply-To: ${otherMessageId}`];
}

type Key = { privateKey: string; record: string };

/** Ed25519 (RFC 8463): made in no time, so that the worker does not stand still for it. */
function signingKey(): Key {
  const pair = generateKeyPairSync("ed25519");
  const raw = pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  return {
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    record: `v=DKIM1; k=ed25519; p=${raw.toString("base64")}`,
  };
}

/** The DNS of the rehearsal: our key stands under every domain, and nothing else stands anywhere. */
function answers(record: string): DnsResolver {
  return async (name, type) => {
    if (type === "TXT" && name.startsWith(`${selector}._domainkey.`)) return [[record]];
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  };
}

async function signed(
  privateKey: string,
  { domain, head, body, bodyLength }: { domain: string; head: string[]; body: string; bodyLength: number | undefined },
): Promise<string[]> {
  const signer = { signingDomain: domain, selector, privateKey, algorithm: "ed25519-sha256" } as const;
  const { signatures, errors } = await dkimSign(Buffer.from([...head, "", body].join("\r\n")), {
    canonicalization: "relaxed/relaxed",
    signTime: new Date(),
    ...signer,
    signatureData: [{ ...signer, ...(bodyLength === undefined ? {} : { maxBodyLength: bodyLength }) }],
  });
  if (errors.length > 0) throw new Error("the self-test could not sign its mails");
  return signatures.trimEnd().split("\r\n");
}
