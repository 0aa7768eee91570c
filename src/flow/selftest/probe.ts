/**
 * The second part of the daily self-test: forged mails leave over the desk's own mail server and come back, or not, through its
 * own mailbox, and are judged by what really arrived. A mail of these is never a ticket's, whatever becomes of it: who knows
 * their form but not our key cannot write one, each counts once, and only a mail that is believed throws the switch.
 */
import { openDkim } from "../../io/dkim.ts";
import { withoutAddresses } from "../../io/log.ts";
import { transaction } from "../../io/postgres.ts";
import type { Smtp } from "../../io/smtp.ts";
import type { Understood } from "../../mail/message.ts";
import type { Trust } from "../../mail/proof/trust.ts";
import { type Probe, readProbe, readReturned } from "../../mail/write/probe.ts";
import { type Keyring, mintToken, writeBounceAddress } from "../../mail/write/reference.ts";
import { settle, takeMail, type WaitingMail } from "../../store/claim.ts";
import {
  awaitedProbe,
  beginRun,
  endProbes,
  isRunDue,
  retakeUnsent,
  writeArrived,
  writeSubmitted,
} from "../../store/probe.ts";
import { authorOf } from "../match.ts";
import type { Processed } from "../process.ts";
import { prove } from "../prove.ts";
import type { Workshop } from "../workshop.ts";
import { control, isTrial, probeAuthor, probeMail, probeResolver, type Sender, type Trial, trials } from "./probes.ts";
import { switchCommandsOff } from "./selftest.ts";

export type Post = Pick<Workshop, "pool" | "trustedAuthservIds" | "log" | "now"> & {
  stationery: Pick<Workshop["stationery"], "keys" | "support" | "replyPattern">;
};

const hourMs = 3_600_000;
/** Mail that is held up for longer than this on its way to the same desk is not waited for: it counts as missing. */
const patienceMs = hourMs;
/** Mail servers try for days; what comes even later is no longer looked at. */
const lifetimeMs = 5 * 24 * hourMs;
const keptMs = 90 * 24 * hourMs;
/** Each a minute after the other. */
const attemptsMax = 10;

/** Today's mails, unless another worker sends them; and those that never arrived are noted. */
export async function sendDaily(post: Post, smtp: Pick<Smtp, "send">): Promise<void> {
  const now = new Date(post.now());
  const run = now.toISOString().slice(0, 10).replaceAll("-", "");
  const missing = await endProbes(post.pool, new Date(now.getTime() - patienceMs), new Date(now.getTime() - keptMs));
  if (missing > 0) post.log.warn({ missing }, "mails of the self-test did not arrive; see: npx intray doctor");
  if (await isRunDue(post.pool, run, now, hourMs)) await sendRun(post, smtp, run);
  else await submit(post, smtp, run, await retakeUnsent(post.pool, run, attemptsMax));
}

/** What the operator asks for now; answers with the name of the run. */
export async function sendNow(post: Post, smtp: Pick<Smtp, "send">): Promise<string> {
  const second = new Date(post.now()).toISOString().slice(0, 19);
  const run = second.toLowerCase().replaceAll(/[-:]/g, "");
  await sendRun(post, smtp, run);
  return run;
}

async function sendRun(post: Post, smtp: Pick<Smtp, "send">, run: string): Promise<void> {
  const names = Object.keys(trials);
  if (await beginRun(post.pool, run, names, new Date(post.now()))) await submit(post, smtp, run, names);
}

async function submit(post: Post, smtp: Pick<Smtp, "send">, run: string, names: string[]): Promise<void> {
  const { keys, support, replyPattern } = post.stationery;
  const person = support.address;
  const token = mintToken(keys, { purpose: "bounce", ticketId: null, person, nonce: `self-test.${run}` });
  const from = replyPattern === null ? person : writeBounceAddress(replyPattern, token);
  for (const name of names.filter(isTrial)) {
    const raw = await probeMail(name, run, new Date(post.now()), senderOf(post));
    const first = await smtp.send({ from, to: person }, raw);
    // Some providers take mail from the account's own address only.
    const isAboutSender = first.kind === "refused" && first.about === "sender" && from !== person;
    const result = isAboutSender ? await smtp.send({ from: person, to: person }, raw) : first;
    await writeSubmitted(
      post.pool,
      { run, name },
      submitted[result.kind],
      withoutAddresses(result.response).slice(0, 300),
    );
  }
}

/** Where nobody knows whether the server has it, it is waited for. */
const submitted = {
  accepted: "sent",
  unknown: "sent",
  refused: "refused",
  interrupted: "unsent",
  unreachable: "unsent",
  loginRefused: "unsent",
} as const;

function senderOf({ stationery: { keys, support }, trustedAuthservIds }: Post): Sender {
  const domain = support.address.slice(support.address.lastIndexOf("@") + 1);
  return { keys, support: support.address, authservId: trustedAuthservIds[0] ?? domain };
}

export type Returning = { probe: Probe; sealedBy: Keyring | null };

/** Whether a mail that came in is one of these (then `sealedBy` says by which key), or says that one could not be delivered. */
export function probeIn({ message, verdict }: Understood, { stationery }: Pick<Post, "stationery">): Returning | null {
  const { keys, support } = stationery;
  const found = readProbe(keys, message.headers, support.address);
  if (found) return { probe: found, sealedBy: found.sealedBy };
  const returned = verdict.kind === "bounce" ? readReturned(keys, verdict.bounce.originalMessageId) : null;
  return returned && { probe: returned, sealedBy: null };
}

/** Judges it by what it would have been let do, and files it: nothing else follows from such a mail. */
export async function judgeProbe(
  mail: WaitingMail,
  understood: Understood,
  raw: Buffer,
  { probe, sealedBy }: Returning,
  shop: Workshop,
): Promise<Processed> {
  const proof = sealedBy && (await proofOf(mail, understood, raw, { probe, sealedBy }, shop));
  return await transaction(shop.pool, async (tx) => {
    const taken = await takeMail(tx, mail.id, mail.sha256, probe.run);
    if (taken.kind === "gone") return { kind: "done", letters: false };
    const name = isTrial(probe.name) ? trials[probe.name] : probe.name;
    const { state, detail } = found(probe, proof);
    const isCopy = taken.kind === "duplicate";
    await settle(tx, mail.id, {
      disposition: isCopy ? "duplicate" : sealedBy ? "own" : "bounce",
      reason: isCopy ? "sameBytes" : "selfTest",
      detail: `${name}: ${detail}`,
      messageId: understood.message.messageId,
      sender: authorOf(understood.message)?.address ?? null,
      subject: understood.message.subject.slice(0, 500),
      sameAs: isCopy ? taken.of : null,
    });
    const since = new Date(shop.now() - lifetimeMs);
    if (isCopy || !(await awaitedProbe(tx, probe, since))) return { kind: "done", letters: false };
    await writeArrived(tx, probe, state, detail);
    if (state !== "believed") return { kind: "done", letters: false };
    return { kind: "done", letters: await switchCommandsOff(tx, shop, [`${name} (it came through the mailbox)`]) };
  });
}

/** Verified with the key that the run was signed with, which stands in no DNS. */
async function proofOf(
  mail: WaitingMail,
  understood: Understood,
  raw: Buffer,
  { probe, sealedBy }: { probe: Probe; sealedBy: Keyring },
  shop: Workshop,
): Promise<Trust> {
  const resolver = probeResolver(sealedBy, probe.run);
  const dkim = openDkim({ resolver, timeoutMs: 5_000, cacheMax: 10 });
  return await prove(mail, understood, raw, { ...shop, dkim });
}

/** A provider that puts another author into the mail has not let the forged one through. */
function found({ name }: Probe, proof: Trust | null): { state: "arrived" | "believed" | "returned"; detail: string } {
  if (proof === null) return { state: "returned", detail: "it came back undelivered" };
  const isBelieved = proof.level === "proven" && proof.evidence.address === probeAuthor;
  const isControl = name === (control satisfies Trial);
  if (isControl) return { state: "arrived", detail: isBelieved ? "believed, as it should be" : "changed on its way" };
  return isBelieved
    ? { state: "believed", detail: `believed (${proof.reason})` }
    : { state: "arrived", detail: `not believed (${proof.reason})` };
}
