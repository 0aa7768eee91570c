/** The questions for access and authorisation as a participant's ticket page shows them. Nothing is written. */
import type { Tx } from "../../io/postgres.ts";
import { type Keyring, mintToken, tokenHash } from "../../mail/write/reference.ts";
import { liveTokens } from "../../store/conversation.ts";
import { isPermission, mayAnswer, type Permission } from "../../ticket/question/permission.ts";
import type { Ticket } from "../../ticket/ticket.ts";

/** `token`: leads to the page that asks, for who may answer and was written to; `isOpen`: it can still be answered. */
export type PermissionSeen = {
  question: Permission;
  isOpen: boolean;
  mayAnswer: boolean;
  token: string | null;
  by: string | null;
};

export async function permissionsSeen(
  tx: Tx,
  ticket: Ticket,
  person: string,
  keys: Keyring,
  now: number,
): Promise<PermissionSeen[]> {
  const questions = ticket.questions.filter(isPermission).filter(({ state }) => state !== "withdrawn");
  // The very tokens that the letters carry, made again; a key that was changed meanwhile is tried as well.
  const tokensOf = ({ kind, ordinal }: Permission) =>
    keys.map((key) =>
      mintToken([key], { purpose: "question", ticketId: ticket.id, person, nonce: `${kind}.${ordinal}` }),
    );
  const live = await liveTokens(tx, questions.flatMap(tokensOf).map(tokenHash));
  const everyone = [ticket.requester, ...ticket.participants, ...ticket.authorisers];
  return questions.map((question) => {
    const token = tokensOf(question).find((each) => live.has(tokenHash(each).toString("hex"))) ?? null;
    const answerer = everyone.find(({ address }) => address === question.answeredBy);
    return {
      question,
      isOpen: question.state === "asked" && question.until > now && ticket.status !== "closed",
      mayAnswer: mayAnswer(ticket, question, person),
      token,
      by: question.answeredBy === null ? null : answerer?.name || question.answeredBy,
    };
  });
}
