/** Likely duplicates as letters tell them: agents join them by one line, customers hear what is known already. */
import type { LetterData } from "../../ticket/letter.ts";
import { type Block, none } from "./blocks.ts";
import { person } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, threadSubject } from "./subject.ts";

/** Each with a mail that merges: to the address for notes, so that nothing of it can reach the customer. */
export function alikeForAgents({ alike = [], ...data }: LetterData["newTicket"], { say }: Locale): Block {
  if (alike.length === 0) return none;
  const tickets = alike.map(({ ticketId, subject, requester, likeness }) => ({
    title: `[#${ticketId}] ${bareSubject(subject, ticketId)}`,
    notes: [
      `${person(requester)} · ${say(likeness === "subject" ? "alike.bySubject" : "alike.byReference")}`,
      say("alike.merge", { number: String(ticketId) }),
    ],
    segments: [],
    write:
      data.noteAddress === null
        ? null
        : {
            label: say("alike.write", { number: String(ticketId) }),
            address: data.noteAddress,
            subject: threadSubject(data.subject, data.ticketId),
            body: `#merge ${ticketId}`,
          },
  }));
  return { kind: "tickets", title: say("alike.title"), tickets };
}

export function alikeForCustomers({ alike = [] }: LetterData["confirmation"], { say }: Locale): Block {
  if (alike.length === 0) return none;
  const items = alike.map(({ ticketId, subject, requesterName }) => {
    const name = oneLine(requesterName, 150);
    return { text: `[#${ticketId}] ${bareSubject(subject, ticketId)}${name === "" ? "" : ` (${name})`}`, url: null };
  });
  return { kind: "list", title: say("alike.forCustomers"), items };
}
