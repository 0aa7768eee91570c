/** Whose clock hangs on the desk's wall, and what its people are called. */
import { type Desk, defaultPlan } from "../../ticket/desk.ts";
import type { Ticket } from "../../ticket/ticket.ts";

/** The time zone of the desk's own calendar: that of the plan that nobody had to buy. */
export function houseZone(desk: Desk): string {
  return desk.calendars[defaultPlan(desk).calendar]?.timezone ?? "UTC";
}

/** An agent's name; who has left is told by the address. */
export function nameIn(desk: Desk, address: string): string {
  return (Object.hasOwn(desk.agents, address) ? desk.agents[address]?.name : "") || address;
}

/** Anybody who writes on a ticket, by name where we know one. */
export function personIn(
  desk: Desk,
  { requester, participants }: Pick<Ticket, "requester" | "participants">,
  address: string,
): string {
  const person = [requester, ...participants].find((each) => each.address === address);
  return person?.name || nameIn(desk, address);
}
