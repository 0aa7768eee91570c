import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { readDkimKey, readDmarc, readSpf } from "../../src/mail/proof/dnsRecords.ts";

test.each([
  [[], { kind: "none" }],
  [["google-site-verification=x"], { kind: "none" }],
  [["v=spf10 -all"], { kind: "none" }],
  [["v=spf1 -all", "V=SPF1 ~all"], { kind: "several" }],
  [["v=spf1"], { kind: "one", end: "neutral", includes: [] }],
  [["v=spf1 mx a:mx.acme.example ~all"], { kind: "one", end: "softFail", includes: [] }],
  [
    ["v=spf1 include:_spf.google.com  +include:amazonses.com -all"],
    { includes: ["_spf.google.com", "amazonses.com"], end: "fail" },
  ],
  [["V=spf1 ?ALL"], { end: "neutral" }],
  [["v=spf1 all"], { end: "passAll" }],
  [["v=spf1 +all"], { end: "passAll" }],
  [["v=spf1 redirect=_spf.acme.example"], { end: "redirect" }],
])("SPF %j is read", (texts, expected) => {
  expect(readSpf(texts)).toMatchObject(expected);
});

test.each([
  [[], false, { kind: "none" }],
  [["v=DMARC1; p=reject; rua=mailto:a@b.example"], false, { kind: "one", policy: "reject", reports: true }],
  [["v=DMARC1;p=Quarantine"], false, { kind: "one", policy: "quarantine", reports: false }],
  [["v=DMARC1"], false, { kind: "one", policy: "none", reports: false }],
  [["v=DMARC1; p=none; sp=reject"], true, { kind: "one", policy: "reject" }],
  [["v=DMARC1; p=none; sp=reject"], false, { kind: "one", policy: "none" }],
  [["v=DMARC1; p=none", "v=DMARC1; p=reject"], false, { kind: "several" }],
  [["v=dmarc1; p=reject"], false, { kind: "none" }],
])("DMARC %j (of the organisation: %s) is read", (texts, isOrganisation, expected) => {
  expect(readDmarc(texts, isOrganisation)).toMatchObject(expected);
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .publicKey.export({ type: "spki", format: "der" })
  .toString("base64");

test.each([
  [[], { kind: "none" }],
  [["hello"], { kind: "none" }],
  [["v=DKIM1; p="], { kind: "revoked" }],
  [[`v=DKIM1; k=rsa; t=y; p=${rsa}`], { kind: "testing" }],
  [[`v=DKIM1; t=s; p=${rsa.replace(/(.{64})/g, "$1 ")}`], { kind: "key", algorithm: "rsa", bits: 2048 }],
  [["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="], { kind: "key", algorithm: "ed25519" }],
  [["v=DKIM1; p=not-a-key"], { kind: "unreadable" }],
])("the DKIM key of %j is read", (texts, expected) => {
  expect(readDkimKey(texts)).toMatchObject(expected);
});
