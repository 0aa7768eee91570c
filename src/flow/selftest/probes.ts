/**
 * The forged mails that the desk sends to itself, and a genuine one among them. Their author has an address under a domain that
 * nobody can own (RFC 2606), so whatever proves it was believed wrongly, whoever signs or vouches for our own mail on the way.
 */
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { DnsResolver } from "../../io/dkimVerify.ts";
import { type Probe, probeHeader, uniqueOf, writeProbe } from "../../mail/write/probe.ts";
import { type Keyring, writeMessageId } from "../../mail/write/reference.ts";
import { selector, signed } from "./forgeries.ts";

export const probeDomain = "intray-self-test.invalid";
export const probeAuthor = `agent@${probeDomain}`;

/** What each tries, in the words of the alarm. */
export const trials = {
  results: "results of our authserv-id written by the sender",
  handover: "results below a Received as of a local hand-over",
  authors: "two From headers",
  length: "a signature that covers none of the words",
  genuine: "a mail that is really signed",
} as const;
export type Trial = keyof typeof trials;

/** The one that is to be believed: without it nobody knows whether the others could have been. */
export const control: Trial = "genuine";

export function isTrial(name: string): name is Trial {
  return Object.hasOwn(trials, name);
}

export type Sender = { keys: Keyring; support: string; authservId: string };

const text = [
  "intray sends a few forged mails to itself each day, to see that none of them is believed.",
  "This is one of them. Nothing is to be done; it may be deleted.",
  "",
].join("\r\n");

export async function probeMail(name: Trial, run: string, now: Date, sender: Sender): Promise<Buffer> {
  const { support } = sender;
  const from = [`From: Self-test <${probeAuthor}>`];
  const common = commonHeaders({ run, name }, now, sender);
  const bytes = (head: string[]) => Buffer.from([...head, "", text].join("\r\n"), "latin1");
  const pass = `dmarc=pass (p=reject) header.from=${probeDomain}`;
  const results = `Authentication-Results: ${sender.authservId}; ${pass}`;
  switch (name) {
    case "results":
      return bytes([results, ...from, ...common]);
    case "handover":
      return bytes([
        `Received: from mx (mx [127.0.0.1]) by ${sender.authservId} with LMTP id 1; ${rfcDate(now)}`,
        `Authentication-Results: (x)\r\n ${sender.authservId} 1;\r\n ${pass}`,
        ...from,
        ...common,
      ]);
    case "authors":
      return bytes([results, `From: ${support}`, ...from, ...common]);
    case "length":
      return bytes([...(await signatures(sender.keys, run, [...from, ...common], 0)), ...from, ...common]);
    case "genuine":
      return bytes([...(await signatures(sender.keys, run, [...from, ...common])), ...from, ...common]);
  }
}

function commonHeaders(probe: Probe, now: Date, { keys, support }: Sender): string[] {
  const domain = support.slice(support.lastIndexOf("@") + 1);
  return [
    `To: ${support}`,
    "Subject: intray tests itself",
    `Date: ${rfcDate(now)}`,
    `Message-ID: ${writeMessageId(keys, { ticketId: null, unique: uniqueOf(probe) }, domain)}`,
    `${probeHeader}: ${writeProbe(keys, probe, support)}`,
    "Auto-Submitted: auto-generated",
    "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
  ];
}

function rfcDate(now: Date): string {
  return now.toUTCString().replace("GMT", "+0000");
}

async function signatures(keys: Keyring, run: string, head: string[], bodyLength?: number): Promise<string[]> {
  const [newest] = keys;
  if (!newest) throw new Error("no signing key");
  const { privateKey } = keyOf(newest.key, run);
  return await signed(privateKey, { domain: probeDomain, head, body: text, bodyLength });
}

/** The DNS of these mails: the author's key, as the newest of `keys` made it for the run; nothing else stands anywhere. */
export function probeResolver(keys: Keyring, run: string): DnsResolver {
  return async (name, type) => {
    const [newest] = keys;
    if (newest && type === "TXT" && name === `${selector}._domainkey.${probeDomain}`) {
      return [[keyOf(newest.key, run).record]];
    }
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  };
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

/** Follows from our secret and the run, so that nothing needs to be kept until the mail arrives. */
function keyOf(secret: string, run: string): { privateKey: string; record: string } {
  const seed = createHash("sha256").update(`self-test\n${run}\n${secret}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: "der", type: "pkcs8" });
  const raw = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32);
  return {
    privateKey: key.export({ type: "pkcs8", format: "pem" }).toString(),
    record: `v=DKIM1; k=ed25519; p=${raw.toString("base64")}`,
  };
}
