/**
 * Why a mail came back, and what follows for the address. The words of the server are asked first, because codes are
 * often used loosely; then the enhanced status code (RFC 3463), then the plain reply code (RFC 5321).
 */
import { causePhrases } from "./bouncePhrases.ts";

/** The closed list of causes. */
export const bounceCauses = [
  "userUnknown",
  "mailboxFull",
  "mailboxDisabled",
  "hostUnknown",
  "tooLarge",
  "spam",
  "blocked",
  "authentication",
  "policy",
  "contentRejected",
  "relayDenied",
  "greylisted",
  "rateLimited",
  "expired",
  "loop",
  "systemError",
  "unknown",
] as const;

export type BounceCause = (typeof bounceCauses)[number];

/** Each cause in words for people. */
export const causeText: Record<BounceCause, string> = {
  userUnknown: "there is no such address",
  mailboxFull: "the mailbox is full",
  mailboxDisabled: "the mailbox is closed or switched off",
  hostUnknown: "the domain does not exist or takes no mail",
  tooLarge: "the mail is too large",
  spam: "the mail was taken for spam",
  blocked: "the sending server is blocked",
  authentication: "SPF, DKIM or DMARC did not pass",
  policy: "a rule of the recipient's server forbids it",
  contentRejected: "the content or an attachment was refused",
  relayDenied: "the server does not take mail for that domain",
  greylisted: "the server asked to try again later (greylisting)",
  rateLimited: "too much mail in too short a time",
  expired: "the server could not be reached for too long",
  loop: "the mail went round in circles",
  systemError: "a fault of a server on the way",
  unknown: "no cause was given",
};

/** After these the address is dead: do not write to it again. Everything else may pass another day. */
const dead: ReadonlySet<BounceCause> = new Set(["userUnknown", "hostUnknown", "mailboxDisabled"]);

const byStatus: Record<string, BounceCause> = {
  "1.0": "userUnknown",
  "1.1": "userUnknown",
  "1.2": "hostUnknown",
  "1.3": "userUnknown",
  "1.4": "userUnknown",
  "1.6": "userUnknown",
  "1.7": "policy",
  "1.8": "policy",
  // Exchange Online says this of an unknown recipient; a null MX (RFC 7505) says so in words besides.
  "1.10": "userUnknown",
  "2.0": "mailboxDisabled",
  "2.1": "mailboxDisabled",
  "2.2": "mailboxFull",
  "2.3": "tooLarge",
  "3.0": "systemError",
  "3.1": "systemError",
  "3.2": "systemError",
  "3.4": "tooLarge",
  "3.5": "systemError",
  "4.0": "systemError",
  "4.1": "systemError",
  "4.2": "systemError",
  "4.3": "systemError",
  "4.4": "hostUnknown",
  "4.5": "systemError",
  "4.6": "loop",
  "4.7": "expired",
  "6.0": "contentRejected",
  "6.1": "contentRejected",
  "6.2": "contentRejected",
  "6.3": "contentRejected",
  "7.0": "policy",
  "7.1": "policy",
  "7.2": "policy",
  "7.3": "policy",
  "7.20": "authentication",
  "7.23": "authentication",
  "7.25": "blocked",
  "7.26": "authentication",
  "7.27": "hostUnknown",
};

const byReply: Record<string, BounceCause> = { "552": "mailboxFull", "551": "userUnknown", "553": "userUnknown" };

/** Statuses that say it all: where the server gave no words, the prose around them must not overrule these. */
const plainStatuses: ReadonlySet<string> = new Set(["1.1", "1.2", "1.10", "2.1", "2.2", "2.3", "3.4", "4.6"]);

/** The cause of a failure whose report holds a status but no diagnostic; `told` is the prose beside it. */
export function causeWithoutWords(told: string, status: string | null): BounceCause {
  return plainStatuses.has(status?.slice(2) ?? "") ? causeOf("", status) : causeOf(told, status);
}

/** Causes found by vague words ("rejected by", "timeout"), which a line with a reply code overrules. */
export function isVague(cause: BounceCause): boolean {
  return cause === "unknown" || cause === "policy" || cause === "systemError";
}

/** The cause of one failure, from what the server said and the enhanced status beside it. */
export function causeOf(diagnostic: string, status: string | null): BounceCause {
  const said = diagnostic.slice(0, 4_000).toLowerCase().replace(/\s+/g, " ");
  const detail = status?.slice(2) ?? "";
  if (detail === "2.2" && !said.includes("rate")) return "mailboxFull";
  for (const [cause, phrases] of causePhrases) {
    if (phrases.some((phrase) => said.includes(phrase))) return cause;
  }
  const known = byStatus[detail];
  if (known !== undefined) return known;
  if (detail.startsWith("7.")) return "policy";
  const reply = said.match(/(?<!\d)5\d\d(?![\d.])/)?.[0] ?? "";
  return byReply[reply] ?? "unknown";
}

/**
 * Hard: do not write to this address again. Soft: this mail did not arrive, another may (full, too large, spam,
 * policy, faults that were retried until given up). Delayed: still being tried, nothing has failed yet.
 */
export function weigh(action: string | null, status: string | null, cause: BounceCause): "hard" | "soft" | "delayed" {
  if (action === "delayed") return "delayed";
  if (status?.startsWith("4.") === true) return "soft";
  if (dead.has(cause)) return "hard";
  if (cause !== "unknown") return "soft";
  return status === null || status.startsWith("5.0.") || status.startsWith("5.1.") ? "hard" : "soft";
}
