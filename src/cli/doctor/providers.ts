/** Mail providers by the host that takes letters: what their customers put into SPF, and under which names their keys stand. */

/** `include`: the domain that the provider's documentation has its customers include. */
export type Provider = { name: string; host: RegExp; include: string; selectors: string[] };

const providers: Provider[] = [
  {
    name: "Google",
    host: /(?:^|\.)(?:gmail|google|googlemail)\.com$/,
    include: "_spf.google.com",
    selectors: ["google"],
  },
  {
    name: "Microsoft 365",
    host: /(?:^|\.)(?:office365|outlook|office)\.com$/,
    include: "spf.protection.outlook.com",
    selectors: ["selector1", "selector2"],
  },
  { name: "Amazon SES", host: /(?:^|\.)amazonaws\.com$/, include: "amazonses.com", selectors: [] },
  { name: "SendGrid", host: /(?:^|\.)sendgrid\.net$/, include: "sendgrid.net", selectors: ["s1", "s2"] },
  { name: "Mailgun", host: /(?:^|\.)mailgun\.org$/, include: "mailgun.org", selectors: ["k1", "mx", "pic", "email"] },
  { name: "Mailjet", host: /(?:^|\.)mailjet\.com$/, include: "spf.mailjet.com", selectors: ["mailjet"] },
  { name: "Postmark", host: /(?:^|\.)postmarkapp\.com$/, include: "spf.mtasv.net", selectors: [] },
  {
    name: "Fastmail",
    host: /(?:^|\.)(?:fastmail|messagingengine)\.com$/,
    include: "spf.messagingengine.com",
    selectors: ["fm1", "fm2", "fm3", "mesmtp"],
  },
  {
    name: "Migadu",
    host: /(?:^|\.)migadu\.com$/,
    include: "spf.migadu.com",
    selectors: ["key1", "key2", "key3"],
  },
  { name: "OVH", host: /(?:^|\.)ovh\.net$/, include: "mx.ovh.com", selectors: [] },
  { name: "Gandi", host: /(?:^|\.)gandi\.net$/, include: "_mailcust.gandi.net", selectors: ["gm1", "gm2", "gm3"] },
];

/** Names that mail servers give their keys when nobody chooses another. */
const usualSelectors = ["default", "mail", "dkim", "mx", "smtp", "s1", "s2", "k1", "google", "selector1", "selector2"];

export function providerOf(host: string): Provider | null {
  return providers.find((provider) => provider.host.test(host.toLowerCase())) ?? null;
}

/** Where a key may stand; the provider's own names first. */
export function selectorsOf(provider: Provider | null): string[] {
  return [...new Set([...(provider?.selectors ?? []), ...usualSelectors])];
}
