/** What becomes of a ticket's questions when it needs no word of the customer any more. */
import type { Story } from "../input.ts";

/** Open questions are withdrawn, but for the one whether it is solved; access that was granted ends with the ticket. */
export function endQuestions(story: Story, actor: string, how: "solved" | "closed"): void {
  for (const { ordinal, kind, state, askAgainAt } of story.ticket.questions) {
    const isOver = how === "closed" && kind === "access" && state === "answered" && askAgainAt !== null;
    if (isOver) story.add({ type: "questionExpired", ordinal }, actor, how);
    if (state !== "asked" || (kind === "resolution" && how === "solved")) continue;
    story.add({ type: "questionWithdrawn", ordinal }, actor, how);
  }
}
