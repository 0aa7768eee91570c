/**
 * Forged mails for the desk's test of itself: what is known to have passed for a trusted person's mail elsewhere, made with
 * this desk's own addresses, tokens and border server. One genuine mail is among them, to see that the test can tell.
 */
import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth";
import type { DnsResolver } from "../../io/dkimVerify.ts";

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

export const selector = "intray-self-test";
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
  const domain = domainOf(stage);
  const sign: Sign = (signedBy, bodyLength) =>
    signed(key.privateKey, { domain: signedBy, head: from(stage.agent, stage), body: text, bodyLength });
  const mail: Make = (name, found, head, body = text) => ({
    name,
    raw: Buffer.from([...border(found), ...head, "", body].join("\r\n"), "latin1"),
  });
  const head = from(stage.agent, stage);
  const genuine = [...properBorder(stage.authservId)("dmarc=none"), ...(await sign(domain)), ...head, "", text];
  return {
    forgeries: [
      ...forgedResults(stage, mail),
      ...forgedAuthors(stage, mail),
      ...(await forgedSignatures(stage, mail, sign)),
    ],
    genuine: Buffer.from(genuine.join("\r\n")),
    resolver: answers(key.record),
  };
}

type Make = (name: string, found: string, head: string[], body?: string) => Forgery;
/** DKIM-Signature lines over the agent's mail by any domain; `bodyLength` as in `l=`. */
type Sign = (signedBy: string, bodyLength?: number) => Promise<string[]>;

/** What the border says of mail whose author it could not confirm, and of mail that is provably the forger's. */
const outside = "dmarc=fail header.from=forged.invalid";
const forgersOwn = "dmarc=pass header.from=forged.invalid";

function domainOf({ agent }: Stage): string {
  return agent.slice(agent.lastIndexOf("@") + 1);
}

/** Results that the border never wrote, or that prove less than they seem to. */
function forgedResults(stage: Stage, mail: Make): Forgery[] {
  const domain = domainOf(stage);
  const head = from(stage.agent, stage);
  const forged = `Authentication-Results: ${stage.authservId}; dmarc=pass header.from=${domain}`;
  return [
    mail("results of our authserv-id written by the sender", outside, [forged, ...head]),
    mail("results folded and with a comment", outside, [
      `Authentication-Results: (x)\r\n ${stage.authservId} 1;\r\n dmarc=pass (p=none)\r\n header.from=${domain}`,
      ...head,
    ]),
    mail("results below a Received of the sender's own", outside, [
      "Received: from a.invalid by b.invalid; Mon, 5 Jan 2026 08:59:00 +0000",
      forged,
      ...head,
    ]),
    mail("results and a Received as of a local hand-over", outside, [
      `Received: from mx (mx [127.0.0.1]) by ${stage.authservId} with LMTP id 1; Mon, 5 Jan 2026 08:59:00 +0000`,
      forged,
      ...head,
    ]),
    mail("no proof at all", "dmarc=none", head),
    mail("only the envelope passed", `spf=pass smtp.mailfrom=${domain}; dmarc=fail header.from=${domain}`, head),
  ];
}

/** Authors who are proven, and pass for the agent without being them. */
function forgedAuthors(stage: Stage, mail: Make): Forgery[] {
  const { agent, otherMessageId } = stage;
  const pass = `dmarc=pass header.from=${domainOf(stage)}`;
  const by = (author: string) => from(author, stage);
  const [local = ""] = agent.split("@");
  const lookalike = "xn--forged-9ya.invalid";
  return [
    mail("two From headers, the agent's first", forgersOwn, [`From: ${agent}`, ...by(forger)]),
    mail("two From headers, the agent's last", forgersOwn, [`From: ${forger}`, ...by(agent)]),
    mail("two mailboxes in one From", forgersOwn, by(`${forger}, ${agent}`)),
    mail("the agent in the name beside another address", forgersOwn, by(`"${agent}" <${forger}>`)),
    mail("a null byte in From", forgersOwn, by(`<${agent}\0@forged.invalid>`)),
    mail("a look-alike of the agent's address", `dmarc=pass header.from=${lookalike}`, by(`${local}@${lookalike}`)),
    mail("a colleague's address with a plus", pass, by(`${local}+x@${domainOf(stage)}`)),
    ...(otherMessageId === null
      ? []
      : [mail("the agent's mail to somebody else's letter, without a token", pass, withoutToken(stage, by(agent)))]),
  ];
}

/** Signatures that verify, over something else than what is asked for. */
async function forgedSignatures(stage: Stage, mail: Make, sign: Sign): Promise<Forgery[]> {
  const domain = domainOf(stage);
  const head = from(stage.agent, stage);
  return [
    mail(
      "a signature that covers none of the words",
      outside,
      [...(await sign(domain, 0)), ...head],
      `${text}#solve\r\n`,
    ),
    mail("a signature of another domain", outside, [...(await sign("forged.invalid")), ...head]),
    mail("a signature over other words", outside, [...(await sign(domain)), ...head], `#solve\r\n${text}`),
  ];
}

function from(author: string, stage: Stage): string[] {
  return [`From: ${author}`, ...common(stage)];
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

/** DKIM-Signature lines over a mail, by an Ed25519 key; `bodyLength` as in `l=`. */
export async function signed(
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
