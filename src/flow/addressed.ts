/**
 * The addresses and links of letters: what a reply to each is good for, how long that lasts, and the tokens behind the
 * buttons. Each is made for one reader and one purpose (mail.md, "Trust").
 */
import { type Purpose, writeReplyAddress } from "../mail/write/reference.ts";
import { approveWithinMs } from "../ticket/answer.ts";
import type { Letter, LetterData, LetterName, ListedTicket } from "../ticket/letter.ts";
import type { Cause, Stationery } from "./commit.ts";

/** Makes a token for the letter's reader, on its ticket (or on another that the letter names), and has it kept with the letter. */
export type Mint = (purpose: Purpose, nonce: string, data?: Record<string, unknown>, ofTicket?: number) => string;

const dayMs = 24 * 3600 * 1000;
/** As long as a letter takes that is looked for; it opens the whole desk. */
export const signInWithinMs = 10 * 60_000;

/** How long an address stays good: agents' for a season, customers' for a year and a month; each letter renews it. */
const lifetimeMs: Partial<Record<Purpose, number>> = {
  answer: 90 * dayMs,
  note: 90 * dayMs,
  customerReply: 400 * dayMs,
  bounce: 60 * dayMs,
  rate: 90 * dayMs,
  ticket: 400 * dayMs,
  verify: dayMs,
  vote: dayMs,
  signIn: signInWithinMs,
  approve: approveWithinMs,
  admit: 14 * dayMs,
};

/** In milliseconds, from when the letter is written. */
export function lifetimeOf(purpose: Purpose): number {
  return lifetimeMs[purpose] ?? 90 * dayMs;
}

/** What a reply to this letter is good for. A reply to a letter about an agent's own mail stays internal. */
export function replyPurpose(name: LetterName): Purpose {
  switch (name) {
    case "confirmation":
    case "unknownSender":
    case "verify":
    case "vote":
    case "ideaNews":
    case "answer":
    case "solved":
    case "question":
    case "mayJoin":
    case "merged":
    case "split":
      return "customerReply";
    case "newTicket":
    case "customerReply":
    case "reminder":
    case "breach":
    case "overdue":
    case "handedOver":
    case "tookOver":
    case "timeUp":
      return "answer";
    case "held":
    case "transcript":
    case "quarantine":
    case "undelivered":
    case "alarm":
    case "lowRating":
    case "signIn":
    case "digest":
    case "weeklyReport":
    case "monthlyReport":
      return "note";
    default:
      return name satisfies never;
  }
}

/** The page that asks; who may not answer gets no link to it. */
function withAnswerUrl(letter: Letter<"solved"> | Letter<"question">, publicUrl: string, mint: Mint): Letter {
  const { ordinal } = letter.data;
  if (letter.name === "question" && !letter.data.mayAnswer) return letter;
  const kind = letter.name === "question" ? letter.data.asked.kind : "resolution";
  const answerUrl = `${publicUrl}/answer/${mint("question", `${kind}.${ordinal}`, { ordinal })}`;
  return letter.name === "question"
    ? { ...letter, data: { ...letter.data, answerUrl } }
    : { ...letter, data: { ...letter.data, answerUrl } };
}

/** Puts in what only this room knows: the addresses of a notice, the links of files and of a button. */
export function addressLetter(
  letter: Letter,
  reply: string | null,
  cause: Pick<Cause, "eventKey" | "rawMailId">,
  { replyPattern, publicUrl }: Pick<Stationery, "replyPattern" | "publicUrl">,
  mint: Mint,
): Letter {
  if (letter.name === "held") {
    const { excerpt, what } = letter.data;
    const token = mint("approve", cause.eventKey, { rawMailId: cause.rawMailId, excerpt, what });
    return { ...letter, data: { ...letter.data, approveUrl: `${publicUrl}/approve/${token}` } };
  }
  if (letter.name === "solved" || letter.name === "question") return withAnswerUrl(letter, publicUrl, mint);
  if (letter.name === "transcript" && letter.data.cancelUrl === "") {
    const token = mint("cancel", cause.eventKey, { rawMailId: cause.rawMailId });
    const cancelUrl = `${publicUrl}/cancel/${token}`;
    const cancelled = { ...letter, data: { ...letter.data, cancelUrl } };
    return addressLetter(cancelled, reply, cause, { replyPattern, publicUrl }, mint);
  }
  const linked = withPage(letter, cause, publicUrl, mint);
  if (linked !== null) return linked;
  const addresses = () =>
    reply === null || replyPattern === null
      ? {}
      : {
          answerAddress: writeReplyAddress(replyPattern, reply),
          noteAddress: writeReplyAddress(replyPattern, mint("note", "")),
        };
  switch (letter.name) {
    case "newTicket":
      return { ...letter, data: { ...letter.data, ...addresses(), ...pagesOf(letter.data, cause, publicUrl, mint) } };
    case "customerReply":
      return { ...letter, data: { ...letter.data, ...addresses(), ...pagesOf(letter.data, cause, publicUrl, mint) } };
    case "tookOver":
    case "handedOver":
    case "timeUp":
    case "reminder":
    case "breach":
    case "overdue":
      // The data of a name stays that name's; the compiler cannot follow that through the spread.
      return { ...letter, data: { ...letter.data, ...addresses() } } as Letter;
    case "lowRating":
      return reply === null || replyPattern === null
        ? letter
        : {
            ...letter,
            data: {
              ...letter.data,
              answerAddress: writeReplyAddress(replyPattern, mint("answer", "")),
              noteAddress: writeReplyAddress(replyPattern, reply),
            },
          };
    case "digest":
    case "transcript":
      return replyPattern === null ? letter : addressLists(letter, replyPattern, mint);
    default:
      return letter;
  }
}

/** A letter that asks its reader to a page of their own; null for any other. */
function withPage(
  letter: Letter,
  cause: Pick<Cause, "eventKey" | "rawMailId">,
  publicUrl: string,
  mint: Mint,
): Letter | null {
  if (letter.name === "vote") {
    const token = mint("vote", cause.eventKey, { key: cause.eventKey, language: letter.language });
    return { ...letter, data: { ...letter.data, voteUrl: `${publicUrl}/vote/${token}` } };
  }
  if (letter.name === "ideaNews") return { ...letter, data: { ...letter.data, roadmapUrl: `${publicUrl}/roadmap` } };
  if (letter.name === "mayJoin") {
    const { rawMailId } = cause;
    const token = mint("admit", `words.${rawMailId}`, { address: letter.data.stranger, rawMailId });
    return { ...letter, data: { ...letter.data, admitUrl: `${publicUrl}/admit/${token}` } };
  }
  if (letter.name === "verify") {
    const token = mint("verify", cause.eventKey, { key: cause.eventKey, language: letter.language });
    return { ...letter, data: { ...letter.data, verifyUrl: `${publicUrl}/verify/${token}` } };
  }
  if (letter.name === "signIn") {
    const token = mint("signIn", cause.eventKey);
    return { ...letter, data: { ...letter.data, signInUrl: `${publicUrl}/desk/sign-in/${token}` } };
  }
  return null;
}

/** The pages behind a notice: of files that are not attached, and of people who wait for an agent's word. */
function pagesOf(
  { attachments, waiting = [] }: Pick<LetterData["newTicket"], "attachments" | "waiting">,
  { rawMailId }: Pick<Cause, "rawMailId">,
  publicUrl: string,
  mint: Mint,
): Pick<LetterData["newTicket"], "attachments" | "waiting"> {
  return {
    attachments: attachments.map((attachment) => {
      if (!attachment.held || attachment.index === undefined) return attachment;
      const { index, name } = attachment;
      const token = mint("file", `${rawMailId}.${index}`, { rawMailId, index, name });
      return { ...attachment, url: `${publicUrl}/file/${token}` };
    }),
    waiting: waiting.map((each) => {
      const { name, address, hasWords } = each;
      const about = { name, address, rawMailId: hasWords ? rawMailId : null };
      const token = mint("admit", hasWords ? `words.${rawMailId}` : `person.${address}`, about);
      return { ...each, url: `${publicUrl}/admit/${token}` };
    }),
  };
}

/** Each line of a list is enough to write on its ticket from. */
function addressLists(letter: Letter<"digest" | "transcript">, pattern: string, mint: Mint): Letter {
  const address = (purpose: "answer" | "note", ticketId: number) =>
    writeReplyAddress(pattern, mint(purpose, "", {}, ticketId));
  const lines = (tickets: ListedTicket[]) =>
    tickets.map((ticket) => ({ ...ticket, answerAddress: address("answer", ticket.ticketId) }));
  if (letter.name === "digest") {
    const { breached, dueToday, waiting } = letter.data;
    const lists = { breached: lines(breached), dueToday: lines(dueToday), waiting: lines(waiting) };
    return { ...letter, data: { ...letter.data, ...lists } };
  }
  const { shown, queue } = letter.data;
  const writeOn = shown && {
    ...shown,
    answerAddress: address("answer", shown.ticketId),
    noteAddress: address("note", shown.ticketId),
  };
  return {
    ...letter,
    data: { ...letter.data, shown: writeOn, queue: queue && { ...queue, tickets: lines(queue.tickets) } },
  };
}
