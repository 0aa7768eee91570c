/** What `intray doctor` tries of the mail servers and of the provider that gives their access tokens; it sends nothing. */
import type { Config } from "../../config.ts";
import type { InboxAddress } from "../../io/imap.ts";
import { checkInbox, type InboxFacts } from "../../io/inboxCheck.ts";
import { openLog, withoutAddresses } from "../../io/log.ts";
import { accessTokens, tryRefresh } from "../../io/oauth.ts";
import { checkSmtp } from "../../io/smtpCheck.ts";
import { attachedBytesMax } from "../../ticket/agentLetter.ts";
import { clockFinding, type Finding, fail, ok, warn } from "./finding.ts";

const inboxTimeoutMs = 45_000;
/** Dates in answers are cut to seconds. */
const secondMs = 1_000;
/** A greeting is written before it is heard, on a slow line by some seconds. */
const greetingUnsureMs = 5_000;
/** Letters quote a mail and take files along, which base64 makes larger by a third. */
const mailBytesWanted = Math.ceil(attachedBytesMax * 1.4) + 1_000_000;
const soonMs = 14 * 24 * 3_600_000;

export function tokensOf({ oauth }: Config) {
  return oauth ? accessTokens(oauth) : undefined;
}

export async function inboxFindings(
  config: Config,
  inbox: InboxAddress,
): Promise<{ findings: Finding[]; facts: InboxFacts }> {
  const what = `IMAP ${inbox.name}`;
  const facts = await checkInbox(inbox, {
    accessToken: tokensOf(config),
    log: openLog("silent", "json"),
    signal: AbortSignal.timeout(inboxTimeoutMs),
    silenceMaxMs: 20_000,
  });
  const findings = [ok(what, `logs in${inbox.secure ? " over TLS" : ""} and opens the folder (${facts.mails} mails)`)];
  const add = (finding: Finding) => findings.push(finding);
  if (!inbox.secure && !isNear(inbox.host)) {
    add(warn(what, "password and mails travel in the clear (?tls=off)", "write imaps:// in INBOX_URL"));
  }
  if (!facts.canWrite) add(fail(what, "the folder can only be read", "give the account the right to change it"));
  if (facts.idle === "works") add(ok(what, "waits for news (IDLE)"));
  else
    add(
      warn(what, "the server has no IDLE: it is asked every ten seconds", "a server with IDLE is told of mail at once"),
    );
  if (inbox.moveTo !== null) {
    add(ok(what, `${facts.madeFolder ? "made the folder" : "has the folder"} ${inbox.moveTo} for stored mail`));
    if (!facts.canMove && !facts.removesSingly) {
      const detail = "moves by copying, and removes with it what others marked as deleted (neither MOVE nor UIDPLUS)";
      add(warn(what, detail, "leave ?move out of INBOX_URL"));
    }
  } else if (!facts.keepsMarks) {
    add(warn(what, "keeps no marks: people cannot see what is stored", "add ?move=Done to INBOX_URL"));
  }
  return { findings, facts };
}

export async function smtpFindings(config: Config): Promise<Finding[]> {
  const { smtp } = config;
  const what = "SMTP";
  if (!smtp) return [];
  const place = `${smtp.host}:${smtp.port}`;
  const facts = await checkSmtp(smtp, tokensOf(config));
  if (facts.kind !== "ready")
    return [fail(what, withoutAddresses(facts.response), "correct SMTP_URL, or mend the server")];
  const how = [facts.tls, facts.loggedIn ? "logged in" : "without a login"].filter(Boolean).join(", ");
  const findings = [ok(what, `${place} takes mail (${how})`)];
  const add = (finding: Finding) => findings.push(finding);
  if (facts.tls === null && !isNear(smtp.host)) {
    add(warn(what, "password and letters travel in the clear (?tls=off)", "write smtps:// in SMTP_URL"));
  }
  if (smtp.user !== null && !facts.loggedIn) {
    add(
      warn(
        what,
        "the server asks for no login, so the one in SMTP_URL is not used",
        "take it out, or use another port",
      ),
    );
  }
  const ends = facts.certificateEndsAt;
  if (ends && ends.getTime() - Date.now() < soonMs) {
    add(warn(what, `the server's certificate ends on ${ends.toISOString().slice(0, 10)}`, "renew it"));
  }
  if (facts.bytesMax !== null && facts.bytesMax < mailBytesWanted) {
    const megabytes = (bytes: number) => `${Math.floor(bytes / 1_000_000)} MB`;
    const detail = `takes mails up to ${megabytes(facts.bytesMax)}; letters with files need ${megabytes(mailBytesWanted)}`;
    add(warn(what, detail, "raise its limit (Postfix: message_size_limit)"));
  }
  if (facts.greetedAt) {
    const { serverDate, here } = facts.greetedAt;
    add(clockFinding("the SMTP server", serverDate.getTime() - here.getTime(), greetingUnsureMs));
  }
  return findings;
}

const dayMs = 24 * 3_600_000;

export async function oauthFindings({ oauth, inboxes, smtp }: Config): Promise<Finding[]> {
  const what = "OAuth";
  const isUsed = smtp?.auth === "oauth2" || inboxes.some(({ auth }) => auth === "oauth2");
  if (!oauth) return isUsed ? [fail(what, "?auth=oauth2 needs the OAUTH_ settings", "set them, see .env.example")] : [];
  const askedAt = Date.now();
  const { seconds, refreshSeconds, serverDate } = await tryRefresh(oauth);
  const answeredAt = Date.now();
  const host = new URL(oauth.tokenUrl).host;
  const findings = [
    ok(what, `${host} gives access tokens; this one ends in ${Math.round(seconds / 60)} minutes and is renewed`),
  ];
  if (!isUsed) {
    const mend = "add ?auth=oauth2 to INBOX_URL or SMTP_URL, or take the OAUTH_ settings out";
    findings.push(warn(what, "nothing uses it", mend));
  }
  if (refreshSeconds !== null) {
    const days = Math.floor((refreshSeconds * 1_000) / dayMs);
    const detail = `the refresh token itself ends in ${days} days`;
    const mend = "get a lasting one (with Google: publish the consent screen, which in testing gives seven days)";
    findings.push(refreshSeconds * 1_000 < 2 * soonMs ? warn(what, detail, mend) : ok(what, detail));
  }
  if (serverDate) {
    const aheadMs = serverDate.getTime() - (askedAt + answeredAt) / 2;
    findings.push(clockFinding(host, aheadMs, (answeredAt - askedAt) / 2 + secondMs));
  }
  return findings;
}

function isNear(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
