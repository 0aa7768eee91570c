/** What a mail says and in which context it is judged, as `decide` needs to know it. */
import type { Tx } from "../io/postgres.ts";
import type { Address } from "../mail/message.ts";
import type { Trust } from "../mail/proof/trust.ts";
import { isClosed } from "../mail/read/seal.ts";
import { type Found, nextTicketId } from "../store/match.ts";
import type { LoadedTicket } from "../store/ticket.ts";
import type { Context, MailFacts } from "../ticket/input.ts";
import type { Language } from "../ticket/letter.ts";
import { reasonWords } from "../ticket/reasonWords.ts";
import type { Person } from "../ticket/ticket.ts";
import type { DeskInForce } from "./desks.ts";
import type { Matched } from "./input.ts";
import { accountOf, authorOf, isAddressedToUs } from "./match.ts";
import type { Weighed } from "./restraint/restrain.ts";
import type { Workshop } from "./workshop.ts";

export async function contextOf(
  tx: Tx,
  { understood, found, match }: Matched,
  inForce: DeskInForce,
  loaded: LoadedTicket | null,
  shop: Workshop,
  weighed: Weighed | null = null,
): Promise<Context> {
  const author = authorOf(understood.message);
  const { account, contact } = author ? accountOf(author.address, found) : { account: null, contact: null };
  const needsNumber = match.kind === "none" || !loaded || loaded.ticket.status === "closed";
  return {
    ...inForce,
    now: shop.now(),
    account,
    contactLanguage: contact?.language ?? null,
    newTicketId: needsNumber ? await nextTicketId(tx) : 0,
    mayConfirm: weighed?.restraint.withheld === null,
    ...(weighed ? { restraint: weighed.restraint } : {}),
  };
}

export function personOf(author: Address, found: Found): Person {
  const contact = found.contacts.find((candidate) => candidate.address === author.address);
  return { contactId: contact?.id ?? null, name: contact?.name || author.name, address: author.address };
}

export function factsOf({ mail, understood, proof }: Matched, { marks }: Workshop, language: Language): MailFacts {
  const { message } = understood;
  return {
    rawMailId: mail.id,
    receivedAt: mail.receivedAt.getTime(),
    subject: message.subject,
    text: message.text,
    visible: understood.visible.trim() === "" ? message.text : understood.visible,
    language: understood.language,
    messageId: message.messageId,
    attachments: message.attachments,
    hasHtml: message.html !== null,
    trust: { isProven: proof.level === "proven", words: trustWords(proof, language) },
    isList: understood.verdict.kind === "list",
    isAddressedToUs: isAddressedToUs(message, marks),
    isSealed: isClosed(message.warnings),
    isAllQuoted: understood.visible.trim() === "" && message.text.trim() !== "",
  };
}

/** One quiet line for agents: how far the sender is proven, and whom they pass for. */
function trustWords({ reason, evidence }: Trust, language: Language): string {
  const words = reasonWords(reason, language);
  if (evidence.imitates === null) return words;
  const { like } = evidence.imitates;
  return `${words}; ${reasonWords(like === null ? "mixedScript" : "looksLike", language)}${like === null ? "" : ` ${like}`}`;
}
