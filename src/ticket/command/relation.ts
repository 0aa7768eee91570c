/**
 * What tickets have to do with each other and who belongs to one, as events: merged, linked, split off; another requester;
 * a stranger's words approved or refused. `evolveRelation` applies them (lifecycle.md, "Agents work from their mail client").
 */
import type { Person, Ticket } from "../ticket.ts";

export type Relating =
  /** This ticket's matter goes on in another; whoever writes on this one is led there. */
  | { type: "mergedInto"; ticketId: number }
  /** Another ticket was merged into this one; `people` came over with it, `outside` did not. */
  | { type: "tookOver"; ticketId: number; people: string[]; outside: string[] }
  /** Taken back: on the ticket that was merged, and on the one that had taken it over. */
  | { type: "unmerged" | "gaveBack"; ticketId: number }
  | { type: "linked" | "unlinked"; ticketId: number }
  /** A message went into a ticket of its own, and here is where it came from. */
  | { type: "splitOff"; ticketId: number; messageId: number }
  | { type: "splitFrom"; ticketId: number; messageId: number }
  /** Taken back: the message is here again. */
  | { type: "splitBack"; ticketId: number; messageId: number }
  | { type: "requesterChanged"; from: Person; to: Person; account: Ticket["account"] }
  /** An agent looked at a stranger: their words count from now on, or stay what they are. `messageId` null: no words. */
  | { type: "approved" | "refused"; person: Person; messageId: number | null };

const relating: Record<Relating["type"], true> = {
  mergedInto: true,
  tookOver: true,
  unmerged: true,
  gaveBack: true,
  linked: true,
  unlinked: true,
  splitOff: true,
  splitFrom: true,
  splitBack: true,
  requesterChanged: true,
  approved: true,
  refused: true,
};

export function isRelating<Event extends { type: string }>(event: Event): event is Extract<Event, Relating> {
  return Object.hasOwn(relating, event.type);
}

export function evolveRelation(ticket: Ticket, event: Relating): Ticket {
  switch (event.type) {
    case "mergedInto":
      return { ...ticket, mergedInto: event.ticketId };
    case "unmerged":
      return { ...ticket, mergedInto: null };
    case "tookOver":
    case "linked":
    case "splitOff":
    case "splitFrom":
      return { ...ticket, related: [...ticket.related.filter((id) => id !== event.ticketId), event.ticketId] };
    case "gaveBack":
    case "unlinked":
    case "splitBack":
      return { ...ticket, related: ticket.related.filter((id) => id !== event.ticketId) };
    case "requesterChanged":
      return {
        ...ticket,
        requester: event.to,
        account: event.account,
        participants: ticket.participants.filter(({ address }) => address !== event.to.address),
      };
    case "approved":
    case "refused":
      return ticket;
    default:
      return event satisfies never;
  }
}
