/**
 * Whose mail is it? Finds the sender's account and the ticket a mail belongs to, by the marks it carries (mail.md,
 * "Whose mail is it"): `cluesOf` reads them from the mail, one look-up asks the database, `matchMail` judges.
 */
import type { Tx } from "../io/postgres.ts";
import { forgottenIds } from "../mail/forget/forget.ts";
import { originalOf } from "../mail/forward/passedOn.ts";
import type { Address, Message, Understood } from "../mail/message.ts";
import type { Trust } from "../mail/proof/trust.ts";
import {
  type Keyring,
  readBounceAddress,
  readFooterReferences,
  readMessageId,
  readReplyAddress,
  readSubjectTag,
  tokenHash,
} from "../mail/write/reference.ts";
import {
  type AccountFound,
  type Clues,
  type ContactFound,
  type Found,
  lookUp,
  type SentFound,
  type TokenFound,
} from "../store/match.ts";
import { accountDomainMatch } from "../ticket/account.ts";
import { followSplit } from "./follow.ts";

/** What of the desk's own addresses and keys a match depends on. */
export type Marks = { replyPattern: string | null; keys: Keyring; ourAddresses: ReadonlySet<string> };

/** Why a mail belongs to a ticket, from a closed list. */
export type MatchReason = "replyAddress" | "ownMessageId" | "knownMessageId" | "footerReference" | "subjectNumber";

export type Match =
  | {
      kind: "ticket";
      ticketId: number;
      by: MatchReason;
      token: TokenFound | null;
      letter: SentFound | null;
      addressed?: TokenFound[];
    }
  | { kind: "conflict"; ticketIds: number[] }
  | { kind: "none"; mentions: number | null };

/** More domains than this in Cc is a mass mailing; the rest are not looked up. */
const copiedCountMax = 50;

/** Everything in a mail that may lead somewhere; nothing of it is believed yet. */
export function cluesOf({ message, verdict, forwarded }: Understood, marks: Marks): Clues {
  const sender = authorOf(message)?.address ?? "";
  // Who wrote first what somebody passes on may be the one the mail is about.
  const first = forwardedAuthors(message, forwarded);
  const copied = [...copiedPeople(message, marks).map((person) => person.address), ...first];
  const bounced = verdict.kind === "bounce" ? verdict.bounce.originalMessageId : null;
  return {
    tokenHashes: tokensOf(message, marks).all.map(tokenHash),
    messageIds: withForgotten(
      [...new Set([...message.inReplyTo, ...message.references, ...(bounced ? [bounced] : [])])],
      marks,
    ),
    sender,
    senderDomains: domainsAbove(sender),
    copied,
    copiedDomains: [...new Set(copied.flatMap(domainsAbove))],
    subjectNumber: readSubjectTag(message.subject),
    signedTickets: signedTickets(message, marks),
  };
}

/** A mail whose writer was erased is known by a keyed hash of its Message-ID; replies to it still find its ticket. */
function withForgotten(ids: string[], { keys }: Marks): string[] {
  return [...ids, ...ids.flatMap((id) => forgottenIds(keys, id))];
}

function forwardedAuthors(message: Message, forwarded: Understood["forwarded"]): string[] {
  if (forwarded === null) return [];
  const authors: string[] = [];
  originalOf(message, forwarded, (address) => {
    authors.push(address);
    return true;
  });
  return authors;
}

/**
 * Who claims to have written: From, and where that names nobody or several, whoever else may be answered. It stays a
 * claim; only `trust` proves anything.
 */
export function authorOf(message: Message): Address | null {
  return message.from ?? message.sender ?? message.replyTo[0] ?? null;
}

/** The people in To and Cc besides the sender and ourselves. */
export function copiedPeople(message: Message, { replyPattern, ourAddresses }: Marks): Address[] {
  const seen = new Set([authorOf(message)?.address ?? ""]);
  return [...message.to, ...message.cc]
    .filter(({ address }) => {
      const isOurs =
        ourAddresses.has(address) ||
        (replyPattern !== null &&
          (readReplyAddress(replyPattern, address) ?? readBounceAddress(replyPattern, address)) !== null);
      if (isOurs || seen.has(address)) return false;
      seen.add(address);
      return true;
    })
    .slice(0, copiedCountMax);
}

/** True when one of our addresses stands in To or Cc: only then a machine may answer (RFC 5230, 4.5). */
export function isAddressedToUs(message: Message, { replyPattern, ourAddresses }: Marks): boolean {
  return [...message.to, ...message.cc].some(
    ({ address }) =>
      ourAddresses.has(address) || (replyPattern !== null && readReplyAddress(replyPattern, address) !== null),
  );
}

/** Tokens by where they stand: an address outweighs the text, because a quote may quote anything. */
function tokensOf(message: Message, { replyPattern }: Marks): { address: string[]; footer: string[]; all: string[] } {
  const places = [...message.to.map((to) => to.address), ...message.cc.map((cc) => cc.address), ...message.deliveredTo];
  const address =
    replyPattern === null
      ? []
      : places.flatMap((place) => {
          const token = readReplyAddress(replyPattern, place) ?? readBounceAddress(replyPattern, place);
          return token ? [token] : [];
        });
  const footer = readFooterReferences(message.text);
  return { address: [...new Set(address)], footer, all: [...new Set([...address, ...footer])] };
}

/** `mail.shop.example` belongs under `shop.example` too. */
function domainsAbove(address: string): string[] {
  const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
  return labels.length > 10 ? [] : labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

/** Judges what the look-up found; first match wins. Two tickets named by tokens in one mail are nobody's to guess. */
export function matchMail(understood: Understood, found: Found, marks: Marks, proof: Trust): Match {
  const { message } = understood;
  return followSplit(judge(message, found, marks, proof), message, found.splits, authorOf(message)?.address ?? "");
}

function judge(message: Message, found: Found, marks: Marks, proof: Trust): Match {
  const tokens = tokensOf(message, marks);
  const byHash = new Map(found.tokens.map((token) => [token.hash, token]));
  const known = (list: string[]) =>
    list.flatMap((token) => {
      const hit = byHash.get(tokenHash(token).toString("hex"));
      return hit && hit.ticketId !== null ? [{ ...hit, ticketId: hit.ticketId }] : [];
    });
  const byAddress = known(tokens.address);
  const distinct = [...new Set(byAddress.map((token) => token.ticketId))];
  if (distinct.length > 1) return { kind: "conflict", ticketIds: distinct };
  const letter = letterAnswered(message, found, marks);
  const addressed = byAddress[0];
  if (addressed) {
    const { ticketId } = addressed;
    return { kind: "ticket", ticketId, by: "replyAddress", token: addressed, letter, addressed: byAddress };
  }
  const byFooter = known(tokens.footer);
  const [first] = signedTickets(message, marks);
  const signed = found.leads.find(({ from }) => from === first)?.to ?? first ?? letter?.ticketId ?? null;
  if (signed !== null) {
    const token = byFooter.find((candidate) => candidate.ticketId === signed) ?? null;
    return { kind: "ticket", ticketId: signed, by: "ownMessageId", token, letter };
  }
  const received = found.received[0];
  if (received) {
    const token = byFooter.find((candidate) => candidate.ticketId === received.ticketId) ?? null;
    return { kind: "ticket", ticketId: received.ticketId, by: "knownMessageId", token, letter };
  }
  const footers = [...new Set(byFooter.map((token) => token.ticketId))];
  if (footers.length > 1) return { kind: "conflict", ticketIds: footers };
  const footer = byFooter[0];
  if (footer) return { kind: "ticket", ticketId: footer.ticketId, by: "footerReference", token: footer, letter };
  const numbered = found.numbered?.ticketId ?? null;
  if (numbered !== null && mayUseNumber(authorOf(message)?.address ?? "", proof, found)) {
    return { kind: "ticket", ticketId: numbered, by: "subjectNumber", token: null, letter: null };
  }
  return { kind: "none", mentions: numbered };
}

/** The number in a subject counts only for people of the ticket, or of its account, who are proven. */
function mayUseNumber(address: string, proof: Trust, found: Found): boolean {
  const { numbered } = found;
  if (!numbered || proof.level !== "proven") return false;
  if (numbered.people.includes(address)) return true;
  return numbered.accountId !== null && accountOf(address, found).account?.id === numbered.accountId;
}

/** The letter of ours that a mail answers or returns, by its signed Message-ID or by its envelope address. */
function letterAnswered(message: Message, found: Found, marks: Marks): SentFound | null {
  const verified = found.sent.filter((sent) => readMessageId(marks.keys, sent.messageId) !== null);
  const last = (id: string) => message.inReplyTo.includes(id) || message.references.at(-1) === id;
  return verified.find((sent) => last(sent.messageId)) ?? verified.at(-1) ?? null;
}

/** The tickets whose letters of ours it answers, the nearest first. */
function signedTickets(message: Message, { keys }: Marks): number[] {
  const ids = [...message.inReplyTo, ...[...message.references].reverse()];
  return [...new Set(ids.flatMap((id) => readMessageId(keys, id)?.ticketId ?? []))];
}

/** Whose account an address belongs to: by contact, else by domain; two accounts for a domain are ambiguous. */
export function accountOf(
  address: string,
  found: Found,
): { account: AccountFound | null; contact: ContactFound | null } {
  const contact = found.contacts.find((candidate) => candidate.address === address) ?? null;
  if (contact?.account) return { account: contact.account, contact };
  const domains = found.domains.map(({ domain, account }) => ({ domain, accountId: account.id }));
  const match = accountDomainMatch(address, domains);
  if (match.kind !== "matched") return { account: null, contact };
  return { account: found.domains.find(({ account }) => account.id === match.accountId)?.account ?? null, contact };
}

/** The account of an address that is known from no mail. */
export async function accountOfAddress(tx: Tx, address: string): Promise<AccountFound | null> {
  const nothing = { tokenHashes: [], messageIds: [], copied: [], copiedDomains: [], subjectNumber: null };
  const found = await lookUp(tx, { ...nothing, sender: address, senderDomains: domainsAbove(address) });
  return accountOf(address, found).account;
}
