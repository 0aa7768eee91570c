/**
 * A yes or no that was pressed within seconds of the delivery of the letter that asks: programs that check links press buttons as
 * fast as that, people seldom do. It counts, because who reads fast may not be asked twice, but it is marked, and the agents who
 * hear of it are told to make sure.
 */
import type { Decision } from "../input.ts";
import { tooSoonMs } from "../rating.ts";

/** `deliveredAt`: when the latest letter reached the person (ms since epoch); null where none is known. Words are a person's. */
export function isHasty(deliveredAt: number | null, now: number, words: string): boolean {
  return words === "" && deliveredAt !== null && now - deliveredAt < tooSoonMs;
}

/** The same decision, marked in its history and in what agents hear of it. */
export function markHasty(decision: Decision): Decision {
  return {
    ...decision,
    events: decision.events.map((event) =>
      event.type === "questionAnswered" ? { ...event, reason: "tooSoon" } : event,
    ),
    dispatches: decision.dispatches.map((dispatch) => {
      const { letter } = dispatch;
      if (letter.name !== "customerReply") return dispatch;
      return { ...dispatch, letter: { ...letter, data: { ...letter.data, perhapsMachine: true } } };
    }),
  };
}
