/** How far the sender of one mail is proven: what our border server says, and DKIM where it says too little. */
import type { Understood } from "../mail/message.ts";
import { type Trust, trust } from "../mail/proof/trust.ts";
import type { WaitingMail } from "../store/claim.ts";
import type { Desk } from "../ticket/desk.ts";
import { domainOf } from "./thread.ts";
import type { Workshop } from "./workshop.ts";

/** DKIM is asked over DNS only where our own border server proved nothing and there is something to verify. */
export async function prove(mail: WaitingMail, understood: Understood, raw: Buffer, shop: Workshop): Promise<Trust> {
  const { message } = understood;
  const { trustedAuthservIds } = shop;
  const { desk } = await shop.desks.current(shop.pool);
  const known = peopleOf(desk, shop);
  const first = trust({ message, trustedAuthservIds, dkim: "notChecked", known });
  // Agents act by mail: anybody may fill in a form in their name, and its button is pressed soon.
  const { postedBy } = mail;
  if (postedBy !== null && postedBy === message.from?.address && !Object.hasOwn(desk.agents, postedBy)) {
    return { ...first, level: "proven", reason: "ownPage" };
  }
  const isSigned = message.headers.some((header) => header.name === "dkim-signature");
  if (first.level === "proven" || !isSigned) return first;
  return trust({ message, trustedAuthservIds, dkim: await shop.dkim.verify(raw), known });
}

/** Whom a mail could pass for: our agents, and any address of our own domains. */
function peopleOf({ agents }: Desk, { marks }: Workshop): string[] {
  return [...Object.keys(agents), ...[...marks.ourAddresses].map(domainOf)];
}
