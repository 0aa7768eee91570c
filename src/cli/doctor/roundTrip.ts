/**
 * `intray doctor --send`: a small mail leaves as letters do and must come back to a plus-address of ours. It carries our
 * loop header and a signed Message-ID, so a worker that meets it knows it for the desk's own and makes nothing of it.
 */
import { randomBytes } from "node:crypto";
import type { Config } from "../../config.ts";
import { openDkim } from "../../io/dkim.ts";
import { type Arrival, type Lookout, lookOut } from "../../io/inboxCheck.ts";
import { openLog, withoutAddresses } from "../../io/log.ts";
import type { NameServers } from "../../io/nameservers.ts";
import { openSmtp } from "../../io/smtp.ts";
import type { SendResult } from "../../io/smtpresult.ts";
import { resultsAtBorder } from "../../mail/proof/authentication.ts";
import { isAligned } from "../../mail/proof/domain.ts";
import { readDate } from "../../mail/read/date.ts";
import { readHeaders } from "../../mail/read/headers.ts";
import {
  loopHeader,
  loopIdOf,
  mintToken,
  writeBounceAddress,
  writeMessageId,
  writeReplyAddress,
} from "../../mail/write/reference.ts";
import { clockFinding, type Finding, fail, ok, warn } from "./finding.ts";
import { tokensOf } from "./servers.ts";

export type Patience = { openMs: number; arrivalMs: number };
/** Greylisting and slow scanners take longer; then the mail arrives later and is the desk's own all the same. */
export const usualPatience: Patience = { openMs: 45_000, arrivalMs: 60_000 };

/** Received is cut to seconds, and stands for the moment of taking in, not of delivery. */
const stampUnsureMs = 2_000;

export async function roundTripFindings(
  config: Config,
  dns: NameServers,
  patience: Patience = usualPatience,
): Promise<Finding[]> {
  const { support, smtp, inboxes, replyPattern } = config;
  if (!support || !smtp || inboxes.length === 0) return [];
  const mail = writeMail(config);
  const lookouts: Lookout[] = [];
  try {
    for (const inbox of inboxes) {
      const options = {
        accessToken: tokensOf(config),
        log: openLog("silent", "json"),
        signal: AbortSignal.timeout(2 * patience.openMs + patience.arrivalMs),
        silenceMaxMs: patience.openMs,
      };
      lookouts.push(await lookOut(inbox, options));
    }
    const sentAt = Date.now();
    const refused = refusal(await send(config, mail, patience), mail, replyPattern);
    if (refused) return [refused];
    const arrival = await firstArrival(lookouts, mail.mark, patience.arrivalMs);
    if (arrival === null) return [lost(mail.to, replyPattern, patience)];
    return await arrived(arrival, { sentAt, arrivedAt: Date.now() }, mail.to, config, dns);
  } finally {
    for (const lookout of lookouts) lookout.close();
  }
}

type Mail = { from: string; to: string; mark: string; raw: Buffer };

/** The envelope is that of a letter: its sender carries a token too, so that its bounce finds the way back. */
function writeMail({ support, keys, replyPattern }: Config): Mail {
  const address = support?.address ?? "";
  const mark = `doctor-${randomBytes(10).toString("hex")}`;
  const token = mintToken(keys, { purpose: "bounce", ticketId: null, person: address, nonce: mark });
  const to = replyPattern === null ? address : writeReplyAddress(replyPattern, token);
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const lines = [
    `From: ${address}`,
    `To: ${to}`,
    `Subject: intray doctor: a trial, nothing to do (${mark})`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${writeMessageId(keys, { ticketId: null, unique: mark }, domain)}`,
    "Auto-Submitted: auto-generated",
    "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply",
    `${loopHeader}: ${loopIdOf(keys)}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "intray doctor --send wrote this to see whether letters leave and replies arrive.",
    "It may be deleted.",
    "",
  ];
  const from = replyPattern === null ? address : writeBounceAddress(replyPattern, token);
  return { from, to, mark, raw: Buffer.from(lines.join("\r\n")) };
}

async function send(config: Config, { from, to, raw }: Mail, { openMs }: Patience): Promise<SendResult> {
  if (!config.smtp) throw new Error("SMTP_URL is not set");
  const limits = { openTimeoutMs: openMs, answerTimeoutMs: openMs, mailTimeoutMs: openMs };
  const smtp = openSmtp(config.smtp, { accessToken: tokensOf(config), ...limits });
  try {
    return await smtp.send({ from, to }, raw);
  } finally {
    smtp.close(true);
  }
}

const whatSent = "sending";
const whatPlus = "plus-addressing";

/** What the server's refusal means for letters; null where it took the mail, or may have. */
function refusal(result: SendResult, { from, to }: Mail, replyPattern: string | null): Finding | null {
  if (result.kind === "accepted" || result.kind === "unknown") return null;
  const said = withoutAddresses(result.response);
  if (result.kind === "refused" && result.about === "sender") {
    const mend = "let the account send as these addresses, or leave REPLY_ADDRESS empty";
    return fail(whatSent, `letters' envelope sender ${shown(from)} is refused: ${said}`, mend);
  }
  if (result.kind === "refused" && replyPattern !== null) {
    return fail(whatPlus, `mail to ${shown(to)} is refused: ${said}`, plusMend);
  }
  return fail(whatSent, said, "mend what the server says, then try again");
}

const plusMend =
  "let the mail server deliver name+anything to the mailbox (Postfix: recipient_delimiter = +), or set REPLY_ADDRESS to a pattern it does deliver, or empty";

function lost(to: string, replyPattern: string | null, { arrivalMs }: Patience): Finding {
  const detail = `a mail to ${shown(to)} was taken and did not arrive within ${Math.round(arrivalMs / 1_000)} seconds`;
  const mend =
    replyPattern === null
      ? "look for it in the spam folder and in the server's log"
      : `look for it in the spam folder; else ${plusMend}`;
  return fail(replyPattern === null ? whatSent : whatPlus, detail, mend);
}

/** The token is long and of no use to anybody. */
function shown(address: string): string {
  return address.replace(/[a-z0-9]{1,6}-[a-z2-7]{26}/, "…");
}

async function firstArrival(lookouts: Lookout[], mark: string, timeoutMs: number): Promise<Arrival | null> {
  const found = Promise.withResolvers<Arrival | null>();
  const all = lookouts.map(async (lookout) => {
    const arrival = await lookout.arrival(mark, timeoutMs);
    if (arrival) found.resolve(arrival);
  });
  Promise.all(all).then(() => found.resolve(null), found.reject);
  return await found.promise;
}

async function arrived(
  { raw, folder, wasTold }: Arrival,
  { sentAt, arrivedAt }: { sentAt: number; arrivedAt: number },
  to: string,
  config: Config,
  dns: NameServers,
): Promise<Finding[]> {
  const what = config.replyPattern === null ? whatSent : whatPlus;
  const seconds = ((arrivedAt - sentAt) / 1_000).toFixed(1);
  const news = wasTold ? ", and the server told of it" : "";
  const findings = [ok(what, `a mail to ${shown(to)} came to ${folder} in ${seconds} seconds${news}`)];
  const { headers } = readHeaders(raw.subarray(0, endOfHeaders(raw)));
  const stamp = headers
    .find(({ name }) => name === "received")
    ?.value.split(";")
    .at(-1);
  const stampedAt = Date.parse(stamp === undefined ? "" : (readDate(stamp) ?? ""));
  if (!Number.isNaN(stampedAt)) {
    // Taken in at some moment between sending and seeing it: the middle of the two, and half the span of doubt.
    const unsureMs = (arrivedAt - sentAt) / 2 + stampUnsureMs;
    findings.push(clockFinding("the mail server", stampedAt - (sentAt + arrivedAt) / 2, unsureMs));
  }
  const signedBy = resultsAtBorder(headers).map(({ authservId }) => authservId);
  const { trustedAuthservIds } = config;
  if (signedBy.length > 0 && trustedAuthservIds.length > 0 && !signedBy.some((id) => trustedAuthservIds.includes(id))) {
    const detail = `the mail came back with results of ${[...new Set(signedBy)].slice(0, 5).join(", ")}, not of ${trustedAuthservIds.join(", ")}`;
    findings.push(warn("TRUSTED_AUTHSERV_ID", detail, "set the name that your own server signs with"));
  }
  findings.push(await signatureFinding(raw, config, dns));
  return findings;
}

async function signatureFinding(raw: Buffer, { support }: Config, dns: NameServers): Promise<Finding> {
  const address = support?.address ?? "";
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const what = `DKIM of ${domain}`;
  const mend = "turn signing on where letters leave; it may be that mail to your own domain alone is not signed";
  const found = await openDkim({ resolver: dns.resolve, timeoutMs: 10_000, cacheMax: 20 }).verify(raw);
  if (found === "temporaryError")
    return warn(what, "no name server answers for the letter's key", "run doctor again later");
  const ours = found.filter((each) => isAligned(each.domain, domain));
  const good = ours.find(({ result }) => result === "pass");
  if (good) return ok(what, `the letter is signed and proves ${good.domain} (${good.selector})`);
  const [bad] = ours;
  if (bad)
    return fail(
      what,
      `the letter's signature (${bad.selector}) does not hold: ${bad.result}`,
      "publish the key that it was signed with",
    );
  return warn(
    what,
    found.length > 0 ? "the letter is signed by another domain alone" : "the letter is not signed",
    mend,
  );
}

function endOfHeaders(raw: Buffer): number {
  const end = raw.indexOf("\r\n\r\n");
  return end < 0 ? raw.length : end;
}
