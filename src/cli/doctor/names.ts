/**
 * What `intray doctor` reads of the support address's domain in DNS: whether mail finds its way in (MX), and whether
 * others will believe the letters that leave (SPF, DKIM, DMARC). It says what to publish where something is missing.
 */
import { spf } from "mailauth";
import type { Config } from "../../config.ts";
import type { Answer, NameServers } from "../../io/nameservers.ts";
import { type DkimKey, type Dmarc, readDkimKey, readDmarc, readSpf, type Spf } from "../../mail/proof/dnsRecords.ts";
import { organisationalDomain } from "../../mail/proof/domain.ts";
import { type Finding, fail, ok, skip, warn } from "./finding.ts";
import { type Provider, providerOf, selectorsOf } from "./providers.ts";

/** Names that stand for no domain of anybody (RFC 2606, 6761, 6762, 8375, 9476): there is nothing to look up. */
const reserved = /(?:^|\.)(?:test|example|invalid|localhost|local|internal|alt|home\.arpa|example\.(?:com|net|org))$/i;

export async function namesFindings({ support, replyPattern, smtp }: Config, dns: NameServers): Promise<Finding[]> {
  if (!support) return [];
  const domain = domainOf(support.address);
  // Replies, and the bounces of our letters, go to another domain where REPLY_ADDRESS names one.
  const replies = domainOf(replyPattern ?? "") || domain;
  const names = [...new Set([domain, replies])];
  const isKnown = (name: string) => name.includes(".") && !reserved.test(name);
  const findings = names
    .filter((name) => !isKnown(name))
    .map((name) => skip("DNS", `${name} is a name that no name server knows`));
  for (const name of names.filter(isKnown)) {
    findings.push(...(await domainFindings(name, { domain, replies, host: smtp?.host ?? null }, dns)));
  }
  const hasAnswers = !findings.some(({ what, state }) => what === "DNS" && state === "warn");
  const isThere = !findings.some(({ what, detail }) => what === `MX of ${domain}` && detail === noDomain);
  if (isKnown(domain) && hasAnswers && isThere)
    findings.push(dmarcFinding(domain, await readPolicy(domain, dns), findings));
  return findings;
}

type Names = { domain: string; replies: string; host: string | null };

async function domainFindings(name: string, { domain, replies, host }: Names, dns: NameServers): Promise<Finding[]> {
  const mx = await mailServerFinding(name, dns);
  if (mx.state === "skip")
    return [warn("DNS", mx.detail, "check this machine's resolver (/etc/resolv.conf) and network")];
  if (mx.detail === noDomain) return [mx];
  // Receivers look up SPF at the envelope's domain, DKIM and DMARC at the author's.
  const provider = host === null ? null : providerOf(host);
  const [sender, key] = await Promise.all([
    name === replies ? dns.texts(name) : null,
    name === domain ? dkimFinding(name, provider, dns) : null,
  ]);
  const findings = [mx];
  if (sender) findings.push(await spfFinding(name, sender, host, provider, dns));
  if (key) findings.push(key);
  return findings;
}

async function mailServerFinding(name: string, dns: NameServers): Promise<Finding> {
  const what = `MX of ${name}`;
  const found = await dns.mailServers(name);
  const publish = `publish: ${name}. MX 10 <the server that takes your mail>`;
  if (found.kind === "unanswered") return skip(what, `no name server answers for ${name} (${found.code})`);
  if (found.kind === "none") {
    if (found.noName) return fail(what, noDomain, "correct SUPPORT_ADDRESS and REPLY_ADDRESS, or register it");
    const own = await dns.addresses(name);
    return own.kind === "found"
      ? warn(what, "none, so mail goes to the address of the name itself", publish)
      : fail(what, "none: nobody can write to the desk", publish);
  }
  const hosts = found.records.sort((a, b) => a.priority - b.priority).map(({ host }) => host.replace(/\.$/, ""));
  if (hosts.every((host) => host === "")) return fail(what, "says that the domain takes no mail (RFC 7505)", publish);
  const lost: string[] = [];
  for (const host of hosts.slice(0, 10)) if ((await dns.addresses(host)).kind === "none") lost.push(host);
  if (lost.length === 0) return ok(what, hosts.join(", "));
  const detail = `${lost.join(", ")} has no address`;
  return lost.length < hosts.length ? warn(what, detail, "remove it, or give it one") : fail(what, detail, publish);
}

async function spfFinding(
  name: string,
  texts: Answer<string>,
  host: string | null,
  provider: Provider | null,
  dns: NameServers,
): Promise<Finding> {
  const what = `SPF of ${name}`;
  if (texts.kind === "unanswered") return unanswered(what, texts.code);
  const read: Spf = readSpf(texts.kind === "found" ? texts.records : []);
  const permits = permitOf(host, provider);
  const whole = `publish: ${name}. TXT "v=spf1 ${permits} ~all"`;
  if (read.kind === "none") return warn(what, "none: letters look forged to many receivers", whole);
  if (read.kind === "several")
    return fail(what, "more than one record: receivers then believe none", "keep one record alone");
  if (read.end === "passAll") return warn(what, "permits everybody (+all)", "end the record with ~all or -all");
  if (provider && read.includes.includes(provider.include)) return ok(what, `permits ${provider.name}`);
  if (host === null) return ok(what, read.record.slice(0, 200));
  const verdict = await spfOf(name, host, dns);
  if (verdict === "pass") return ok(what, `permits ${host}`);
  if (verdict === "permerror") {
    return fail(
      what,
      "cannot be reckoned (wrongly written, or more than ten look-ups)",
      "mend the record; receivers believe none of it",
    );
  }
  const detail = `does not permit the addresses of ${host}`;
  return warn(what, detail, `if letters leave from there, add to the record: ${permits}`);
}

/** A server on this machine sends from the machine's own address, which is not known here. */
function permitOf(host: string | null, provider: Provider | null): string {
  if (provider) return `include:${provider.include}`;
  if (host === null || host === "localhost" || host.startsWith("127.") || host === "::1") return "mx";
  if (host.includes(":")) return `ip6:${host}`;
  return /^[\d.]+$/.test(host) ? `ip4:${host}` : `a:${host}`;
}

/** The best verdict that the record gives to an address of the host that takes our letters. */
async function spfOf(name: string, host: string, dns: NameServers): Promise<string> {
  const isAddress = /^[\d.]+$|:/.test(host);
  const addresses = isAddress ? { kind: "found" as const, records: [host] } : await dns.addresses(host);
  const verdicts: string[] = [];
  for (const ip of addresses.kind === "found" ? addresses.records.slice(0, 4) : []) {
    const sender = `postmaster@${name}`;
    const { status } = await spf({
      sender,
      ip,
      helo: name,
      mta: "intray",
      resolver: dns.resolve,
      maxElapsedTime: 10_000,
    });
    verdicts.push(status.result);
  }
  return verdicts.find((verdict) => verdict === "pass") ?? verdicts[0] ?? "none";
}

async function dkimFinding(name: string, provider: Provider | null, dns: NameServers): Promise<Finding> {
  const what = `DKIM of ${name}`;
  const publish = "publish the key that your mail provider shows for signing";
  const found = new Map<string, DkimKey>();
  const asked = selectorsOf(provider).map(async (selector) => {
    const answer = await dns.texts(`${selector}._domainkey.${name}`);
    const key = answer.kind === "found" ? readDkimKey(answer.records) : null;
    if (key && key.kind !== "none") found.set(selector, key);
  });
  await Promise.all(asked);
  const good = [...found].find(([, key]) => key.kind === "key" && (key.algorithm === "ed25519" || key.bits >= 1024));
  if (good) return keyFinding(what, ...good);
  const [odd] = found;
  if (odd) return warn(what, `${odd[0]}: ${oddKeys[odd[1].kind]}`, publish);
  const parent = await dns.texts(`_domainkey.${name}`);
  if (parent.kind === "unanswered") return unanswered(what, parent.code);
  if (parent.kind === "none" && parent.noName)
    return warn(what, "no key: letters prove nothing of their sender", publish);
  return skip(
    what,
    "keys are published, under a name that cannot be guessed; npx intray doctor --send looks at a letter's own",
  );
}

const oddKeys: Record<DkimKey["kind"], string> = {
  none: "holds no key",
  revoked: "the key was withdrawn",
  testing: "the key is marked as a test (t=y), and receivers give nothing for it",
  unreadable: "the key cannot be read",
  key: "the RSA key is shorter than 1024 bits, and receivers refuse it (RFC 8301)",
};

function keyFinding(what: string, selector: string, key: DkimKey): Finding {
  const bits = key.kind === "key" && key.algorithm === "rsa" ? key.bits : 0;
  if (bits > 0 && bits < 2048)
    return warn(what, `${selector}: an RSA key of ${bits} bits`, "replace it by one of 2048");
  return ok(what, `${selector}: ${bits > 0 ? `an RSA key of ${bits} bits` : "an Ed25519 key"}`);
}

/** The policy at the name, else at its organisation's (RFC 9989 walks up the tree; one step is what domains in use need). */
async function readPolicy(name: string, dns: NameServers): Promise<Dmarc | { kind: "unanswered"; code: string }> {
  const own = await dns.texts(`_dmarc.${name}`);
  if (own.kind === "unanswered") return own;
  const read = readDmarc(own.kind === "found" ? own.records : []);
  const above = organisationalDomain(name);
  if (read.kind !== "none" || above === null || above === name) return read;
  const theirs = await dns.texts(`_dmarc.${above}`);
  return theirs.kind === "unanswered" ? theirs : readDmarc(theirs.kind === "found" ? theirs.records : [], true);
}

function dmarcFinding(name: string, policy: Awaited<ReturnType<typeof readPolicy>>, others: Finding[]): Finding {
  const what = `DMARC of ${name}`;
  switch (policy.kind) {
    case "unanswered":
      return unanswered(what, policy.code);
    case "none":
      return warn(
        what,
        "none: large providers hold such mail back",
        `publish: _dmarc.${name}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@${name}", and p=quarantine once the reports are clean`,
      );
    case "several":
      return fail(what, "more than one record: receivers then follow none", "keep one record alone");
    case "one": {
      // What nobody answered for may well prove them.
      const mayProve = ({ what, state, detail }: Finding) =>
        /^(?:SPF|DKIM)/.test(what) && (state === "ok" || state === "skip" || detail.startsWith(noAnswer));
      const isProven = others.some(mayProve);
      if (policy.policy !== "none" && !isProven) {
        const detail = `asks receivers to ${policy.policy} what is not proven, and neither SPF nor DKIM proves our letters`;
        return fail(what, detail, "mend SPF or DKIM first; until then publish p=none");
      }
      return ok(
        what,
        policy.policy === "none" ? "p=none: receivers report and let forged mail pass" : `p=${policy.policy}`,
      );
    }
    default:
      return policy satisfies never;
  }
}

const noDomain = "there is no such domain: nobody can write to the desk";
const noAnswer = "no name server answers";

function unanswered(what: string, code: string): Finding {
  return warn(what, `${noAnswer} (${code})`, "run doctor again later");
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
