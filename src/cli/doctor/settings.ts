/** What `intray doctor` says of settings that are read but could still be wrong: keys, the pages' address, the border's name. */
import type { Config } from "../../config.ts";
import type { InboxFacts } from "../../io/inboxCheck.ts";
import { plainError } from "../../io/log.ts";
import { resultsAtBorder } from "../../mail/proof/authentication.ts";
import { type Finding, fail, ok, skip, warn } from "./finding.ts";

export function keysFinding({ keys }: Config): Finding {
  const weak = keys.filter(({ key }) => isGuessable(Buffer.from(key, "base64"))).map(({ kid }) => kid);
  const how = 'put a new one in front: echo "k2:$(head -c 32 /dev/urandom | base64)"';
  if (weak.length > 0)
    return warn("SECRET_KEYS", `${weak.join(", ")} does not look random: links could be forged`, how);
  return ok("SECRET_KEYS", keys.length === 1 ? "one key" : `${keys.length} keys; the first one signs`);
}

/**
 * Reckoned from how often each byte occurs, 32 random bytes come to 150 bits and more, 32 letters of a sentence to some 120.
 * Rows such as 1, 2, 3 … are told by the steps between neighbours.
 */
function isGuessable(key: Buffer): boolean {
  const counts = new Map<number, number>();
  for (const byte of key) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  const bits = [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / key.length), 0);
  const steps = new Set(key.subarray(1).map((byte, at) => (byte - (key[at] ?? 0)) & 0xff));
  return bits < 130 || steps.size < 8;
}

const webTimeoutMs = 5_000;

/** The links in letters carry tokens: whoever listens on the way could use them. */
export async function publicUrlFinding({ publicUrl }: Config): Promise<Finding[]> {
  const what = "PUBLIC_URL";
  const url = new URL(publicUrl);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isHere = host === "localhost" || host === "::1" || host.startsWith("127.");
  const mend = "set it to the https:// address under which people reach the pages";
  const findings: Finding[] = [];
  if (isHere) findings.push(warn(what, `${publicUrl}: links in letters open on this machine alone`, mend));
  else if (url.protocol !== "https:") findings.push(fail(what, `${publicUrl}: links would travel in the clear`, mend));
  const answers = await askWeb(publicUrl);
  if (answers === "alive") findings.push(ok(what, `${publicUrl} answers`));
  else findings.push(warn(what, `${publicUrl}/healthz ${answers}`, "start the web process, or correct the address"));
  return findings;
}

async function askWeb(publicUrl: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(webTimeoutMs);
    const response = await fetch(`${publicUrl}/healthz`, { redirect: "manual", signal });
    await response.body?.cancel();
    return response.status === 200 ? "alive" : `answers with ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `does not answer (${plainError(cause).message || "no connection"})`;
  }
}

/** Compared with what stands on the mails that are there: a name that our border never writes makes nobody proven. */
export function authservFinding({ trustedAuthservIds }: Config, inboxes: InboxFacts[]): Finding {
  const what = "TRUSTED_AUTHSERV_ID";
  const mails = inboxes.flatMap(({ newest }) => newest);
  const names = mails.map((headers) => [...new Set(resultsAtBorder(headers).map(({ authservId }) => authservId))]);
  const seen = [...new Set(names.flat())].slice(0, 5);
  const mend = "look at Authentication-Results of a mail you got, and set the name your own server signs with";
  const odd = trustedAuthservIds.find((id) => !/^[a-z0-9_]([a-z0-9._-]{0,253}[a-z0-9_])?$/.test(id));
  if (odd !== undefined) return fail(what, `"${odd.slice(0, 60)}" is no name of a server`, mend);
  if (trustedAuthservIds.length === 0) {
    const shown = seen.length > 0 ? `; the newest mails carry results of ${seen.join(", ")}` : "";
    return ok(what, `not set: signatures are verified over DNS${shown}`);
  }
  const listed = trustedAuthservIds.join(", ");
  if (mails.length === 0) return skip(what, `${listed}: no mail could be looked at to compare it with`);
  const matching = names.filter((each) => each.some((id) => trustedAuthservIds.includes(id))).length;
  if (matching > 0) return ok(what, `${listed}: on ${matching} of the newest ${mails.length} mails`);
  const instead = seen.length > 0 ? `, but results of ${seen.join(", ")}` : "";
  return warn(what, `none of the newest ${mails.length} mails carries results of ${listed}${instead}`, mend);
}
