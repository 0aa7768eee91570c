/** How far the sender of one mail is proven: what our border server says, and DKIM where it says too little. */
import type { Understood } from "../mail/message.ts";
import { type Trust, trust } from "../mail/trust.ts";
import type { WaitingMail } from "../store/claim.ts";
import { domainOf } from "./thread.ts";
import type { Workshop } from "./workshop.ts";

/** DKIM is asked over DNS only where our own border server proved nothing and there is something to verify. */
export async function prove(mail: WaitingMail, understood: Understood, raw: Buffer, shop: Workshop): Promise<Trust> {
  const { message } = understood;
  const { trustedAuthservIds } = shop;
  const known = await peopleOf(shop);
  const first = trust({ message, trustedAuthservIds, dkim: "notChecked", known });
  if (mail.postedBy !== null && mail.postedBy === message.from?.address) {
    return { ...first, level: "proven", reason: "ownPage" };
  }
  const isSigned = message.headers.some((header) => header.name === "dkim-signature");
  if (first.level === "proven" || !isSigned) return first;
  return trust({ message, trustedAuthservIds, dkim: await shop.dkim.verify(raw), known });
}

/** Whom a mail could pass for: our agents, and any address of our own domains. */
async function peopleOf(shop: Workshop): Promise<string[]> {
  const { desk } = await shop.desks.current(shop.pool);
  return [...Object.keys(desk.agents), ...[...shop.marks.ourAddresses].map(domainOf)];
}
