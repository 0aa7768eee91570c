import { expect, test } from "vitest";
import { isBreached, workingOrder } from "../../src/ticket/order.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { context, desk, minute, monday, must, newMatter } from "./scenes.ts";

function ticket(id: number, subject: string, changes: Partial<Ticket> = {}, at = monday): Ticket {
  return { ...must(newMatter({ subject, receivedAt: at }, { newTicketId: id }).ticket), ...changes };
}

test("tickets stand by severity, breached first within it, then plan, then the soonest due, then age", () => {
  const now = monday + 90 * minute;
  const enterprise = context({ account: { id: 2, name: "Bank", plan: "enterprise", language: null } });
  const higherPlan = must(newMatter({ subject: "[C] x" }, { ...enterprise, newTicketId: 6 }).ticket);
  const queue = [
    ticket(1, "no tag"),
    ticket(2, "[C] x"),
    ticket(3, "[A] not breached", {}, now),
    ticket(4, "[A] breached"),
    ticket(5, "[C] younger", {}, monday + minute),
    higherPlan,
    ticket(7, "[B] x"),
  ];
  expect(queue.sort(workingOrder(desk, now)).map((each) => each.id)).toEqual([4, 3, 7, 6, 2, 5, 1]);
});

test("severities and plans that the desk no longer has stand last", () => {
  const queue = [ticket(1, "no tag", { severity: "gone" }), ticket(2, "no tag")];
  expect(queue.sort(workingOrder(desk, monday)).map((each) => each.id)).toEqual([2, 1]);
});

test("a promise is broken at its due instant, not before", () => {
  const due = monday + 60 * minute;
  expect(isBreached(ticket(1, "[A] x"), due - 1)).toBe(false);
  expect(isBreached(ticket(1, "[A] x"), due)).toBe(true);
});
