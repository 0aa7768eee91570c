/**
 * A mail whose DKIM key could not be looked up just now waits up to fifteen minutes before it is judged as unproven, where
 * that would make a difference: an agent's mail would be held, a customer's number or yes would not count (mail.md,
 * "Trust"). Any other mail goes on at once, and those that wait hold up nobody.
 */
import type { Tx } from "../io/postgres.ts";
import type { Understood } from "../mail/message.ts";
import type { Trust } from "../mail/proof/trust.ts";
import { holdForProof, type WaitingMail } from "../store/claim.ts";
import type { Found } from "../store/match.ts";
import { isSolved } from "../store/ticket.ts";
import { accountOf, authorOf, type Match } from "./match.ts";
import type { Workshop } from "./workshop.ts";

/** Pauses before the second and each further try; fifteen minutes in all. */
export const proofPauseSeconds: readonly number[] = [15, 45, 120, 240, 480];

export type Doubtful = { mail: WaitingMail; understood: Understood; proof: Trust; found: Found; match: Match };

/** Puts the mail back for later where it is worth waiting; false where it is to be judged now. */
export async function waitsForProof(
  tx: Tx,
  doubtful: Doubtful,
  shop: Pick<Workshop, "desks" | "log">,
): Promise<boolean> {
  const { mail, proof } = doubtful;
  const seconds = proofPauseSeconds[mail.proofAttempts];
  if (proof.reason !== "temporaryError" || seconds === undefined || mail.approvedBy !== null) return false;
  if (!(await doesTrustMatter(tx, doubtful, shop))) return false;
  await holdForProof(tx, mail.id, seconds);
  shop.log.warn(
    { rawMailId: mail.id, tries: mail.proofAttempts + 1, seconds },
    "a sender cannot be looked up; waiting",
  );
  return true;
}

async function doesTrustMatter(
  tx: Tx,
  { understood, found, match }: Doubtful,
  { desks }: Pick<Workshop, "desks">,
): Promise<boolean> {
  const address = authorOf(understood.message)?.address;
  if (address === undefined) return false;
  const { desk } = await desks.current(tx);
  if (address in desk.agents) return true;
  if (match.kind === "none") {
    const { numbered } = found;
    const accountId = accountOf(address, found).account?.id ?? null;
    return (
      numbered !== null &&
      (numbered.people.includes(address) || (accountId !== null && accountId === numbered.accountId))
    );
  }
  if (match.kind !== "ticket") return false;
  const hasOwnToken = match.token?.purpose === "customerReply" && match.token.person === address;
  return !hasOwnToken && (await isSolved(tx, match.ticketId));
}
