/** What `intray doctor` says of a domain's records, asked of name servers that the test plays. */
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { namesFindings } from "../../src/cli/doctor/names.ts";
import { readConfig } from "../../src/config.ts";
import { openNameServers } from "../../src/io/nameservers.ts";

type Zone = Record<string, Partial<Record<"A" | "AAAA" | "TXT" | "MX", string[]>>>;

const keyOf = (modulusLength: number) =>
  `v=DKIM1; k=rsa; p=${generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;

const whole: Zone = {
  "acme.eu": { MX: ["10 mx.acme.eu"], TXT: ["v=spf1 a:out.acme.eu -all", "something else"] },
  "mx.acme.eu": { A: ["192.0.2.1"] },
  "out.acme.eu": { A: ["192.0.2.2"], AAAA: ["2001:db8::2"] },
  "_domainkey.acme.eu": {},
  "mail._domainkey.acme.eu": { TXT: [keyOf(2048)] },
  "_dmarc.acme.eu": { TXT: ["v=DMARC1; p=reject"] },
};

function serversOf(zone: Zone, codes: Record<string, string> = {}) {
  return openNameServers(async (name, type) => {
    const refused = codes[`${type} ${name}`] ?? codes[type];
    if (refused) throw Object.assign(new Error("no"), { code: refused });
    const node = zone[name];
    const records = node?.[type as "A"];
    if (!records) throw Object.assign(new Error("none"), { code: node ? "ENODATA" : "ENOTFOUND" });
    if (type === "MX") {
      // The library answers MX with objects, which its types for a type known late do not say.
      const hosts: unknown = records.map((record) => ({
        priority: Number(record.split(" ")[0]),
        exchange: record.split(" ")[1] ?? "",
      }));
      return hosts as string[];
    }
    // DNS gives long texts in pieces.
    return type === "TXT" ? records.map((text) => text.match(/.{1,255}/g) ?? []) : records;
  });
}

async function look(
  zone: Zone,
  env: Record<string, string> = {},
  codes: Record<string, string> = {},
): Promise<Finding[]> {
  const config = readConfig({ SUPPORT_ADDRESS: "support@acme.eu", SMTP_URL: "smtps://u:p@out.acme.eu", ...env });
  return await namesFindings(config, serversOf(zone, codes));
}

const told = (findings: Finding[]) => findings.map(({ what, state }) => `${state} ${what.split(" ")[0]}`);

test("a domain with everything published has nothing to mend", async () => {
  const findings = await look(whole);
  expect(findings.map(({ what, state, detail }) => [state, what, detail])).toEqual([
    ["ok", "MX of acme.eu", "mx.acme.eu"],
    ["ok", "SPF of acme.eu", "permits out.acme.eu"],
    ["ok", "DKIM of acme.eu", "mail: an RSA key of 2048 bits"],
    ["ok", "DMARC of acme.eu", "p=reject"],
  ]);
});

test("what is missing is told with what to publish", async () => {
  const findings = await look({ "acme.eu": { MX: ["10 mx.acme.eu"] }, "mx.acme.eu": { A: ["192.0.2.1"] } });
  expect(told(findings)).toEqual(["ok MX", "warn SPF", "warn DKIM", "warn DMARC"]);
  expect(findings.map(({ mend }) => mend)).toEqual([
    null,
    'publish: acme.eu. TXT "v=spf1 a:out.acme.eu ~all"',
    "publish the key that your mail provider shows for signing",
    expect.stringContaining('publish: _dmarc.acme.eu. TXT "v=DMARC1; p=none; rua=mailto:postmaster@acme.eu"'),
  ]);
});

const change = (changes: Zone): Zone => ({ ...whole, ...changes });
const withTexts = (...TXT: string[]) => change({ "acme.eu": { MX: ["10 mx.acme.eu"], TXT } });

test.each<[string, Zone, string, RegExp]>([
  [
    "a domain that takes no mail",
    change({ "acme.eu": { MX: ["0 "], TXT: ["v=spf1 mx -all"] } }),
    "fail MX",
    /takes no mail/,
  ],
  ["a mail server without an address", change({ "mx.acme.eu": {} }), "fail MX", /mx\.acme\.eu has no address/],
  [
    "one of two without an address",
    change({ "acme.eu": { MX: ["10 mx.acme.eu", "20 old.acme.eu"] } }),
    "warn MX",
    /old\.acme/,
  ],
  [
    "no mail server, but an address",
    change({ "acme.eu": { A: ["192.0.2.9"] } }),
    "warn MX",
    /address of the name itself/,
  ],
  ["no mail server at all", change({ "acme.eu": { TXT: ["v=spf1 -all"] } }), "fail MX", /nobody can write/],
  ["no such domain", {}, "fail MX", /no such domain/],
  ["two SPF records", withTexts("v=spf1 mx -all", "v=spf1 a -all"), "fail SPF", /more than one/],
  ["an SPF record for everybody", withTexts("v=spf1 +all"), "warn SPF", /permits everybody/],
  [
    "an SPF record for others",
    withTexts("v=spf1 ip4:203.0.113.0/24 -all"),
    "warn SPF",
    /does not permit .*out\.acme\.eu/,
  ],
  ["an SPF record in a circle", withTexts("v=spf1 include:acme.eu -all"), "fail SPF", /cannot be reckoned/],
  ["a short key", change({ "mail._domainkey.acme.eu": { TXT: [keyOf(1024)] } }), "warn DKIM", /1024 bits/],
  ["a withdrawn key", change({ "mail._domainkey.acme.eu": { TXT: ["v=DKIM1; p="] } }), "warn DKIM", /withdrawn/],
  [
    "a key in testing",
    change({ "mail._domainkey.acme.eu": { TXT: ["v=DKIM1; t=y; p=MIIB"] } }),
    "warn DKIM",
    /as a test/,
  ],
  ["a key of another name", change({ "mail._domainkey.acme.eu": {} }), "skip DKIM", /cannot be guessed/],
  [
    "two DMARC records",
    change({ "_dmarc.acme.eu": { TXT: ["v=DMARC1; p=none", "v=DMARC1; p=none"] } }),
    "fail DMARC",
    /more than one/,
  ],
])("%s is told", async (_what, zone, heading, detail) => {
  const findings = await look(zone);
  expect(told(findings)).toContain(heading);
  expect(findings.find((each) => `${each.state} ${each.what}`.startsWith(heading))?.detail).toMatch(detail);
});

test("a policy that throws away what nothing proves fails", async () => {
  const zone = withTexts("v=spf1 -all");
  delete zone["_domainkey.acme.eu"];
  delete zone["mail._domainkey.acme.eu"];
  const findings = await look(zone);
  expect(told(findings)).toEqual(["ok MX", "warn SPF", "warn DKIM", "fail DMARC"]);
  expect(findings.at(-1)?.mend).toContain("publish p=none");
});

test("a provider's own names are known: its include, and where its key stands", async () => {
  const env = { SMTP_URL: "smtps://u:p@smtp.office365.com:587" };
  const zone = {
    ...withTexts("v=spf1 include:spf.protection.outlook.com -all"),
    "mail._domainkey.acme.eu": {},
    "selector2._domainkey.acme.eu": { TXT: [keyOf(2048)] },
  };
  const findings = await look(zone, env);
  expect(findings.map(({ detail }) => detail)).toEqual(
    expect.arrayContaining(["permits Microsoft 365", "selector2: an RSA key of 2048 bits"]),
  );
  const missing = await look(withTexts(), env);
  expect(missing.find(({ what }) => what.startsWith("SPF"))?.mend).toContain("include:spf.protection.outlook.com");
});

test("where replies go to a domain of their own, that domain takes mail and speaks for the envelope", async () => {
  const env = { REPLY_ADDRESS: "{token}@reply.acme.eu" };
  const zone = { ...whole, "reply.acme.eu": { MX: ["10 mx.acme.eu"], TXT: ["v=spf1 ip6:2001:db8::/32 -all"] } };
  expect((await look(zone, env)).map(({ what, state }) => `${state} ${what}`)).toEqual([
    "ok MX of acme.eu",
    "ok DKIM of acme.eu",
    "ok MX of reply.acme.eu",
    "ok SPF of reply.acme.eu",
    "ok DMARC of acme.eu",
  ]);
  expect(told(await look(whole, env))).toContain("fail MX");
});

test("a policy of the organisation holds for the names below it", async () => {
  const zone = { ...whole, "help.acme.eu": { MX: ["10 mx.acme.eu"], TXT: ["v=spf1 a:out.acme.eu -all"] } };
  const findings = await look(zone, { SUPPORT_ADDRESS: "support@help.acme.eu" });
  expect(findings.find(({ what }) => what === "DMARC of help.acme.eu")).toMatchObject({
    state: "ok",
    detail: "p=reject",
  });
});

test("name servers that do not answer are a warning, never a verdict on the domain", async () => {
  expect((await look(whole, {}, { MX: "ETIMEOUT" })).map(({ what, state }) => `${state} ${what}`)).toEqual([
    "warn DNS",
  ]);
  const findings = await look(whole, {}, { TXT: "ESERVFAIL" });
  expect(told(findings)).toEqual(["ok MX", "warn SPF", "warn DKIM", "warn DMARC"]);
  expect(findings.slice(1).every(({ detail }) => detail.includes("no name server answers"))).toBe(true);
});

test("reserved names are not looked up", async () => {
  const findings = await look({}, { SUPPORT_ADDRESS: "support@acme.example" });
  expect(findings).toEqual([expect.objectContaining({ what: "DNS", state: "skip" })]);
});
