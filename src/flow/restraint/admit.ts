/**
 * The last gate before the outbox: of the letters that go to customers by themselves, those to an address that refuses
 * our mail, or beyond a ticket's cap, are not written. The ticket's history says so, and the leads hear of it in a digest.
 */
import type { Tx } from "../../io/postgres.ts";
import { lettersSince, suppressedOf, writeWithheld } from "../../store/suppression.ts";
import { type Decision, type Dispatch, tell } from "../../ticket/input.ts";
import { letterClass } from "../../ticket/letter.ts";
import { caps, type Withheld } from "../../ticket/restraint.ts";

const dayMs = 24 * 3600 * 1000;

/** The decision without the letters that may not leave. */
export async function admit(tx: Tx, decision: Decision, now: number): Promise<Decision> {
  const automatic = decision.dispatches.filter(isAutomatic);
  const { ticket } = decision;
  if (automatic.length === 0 || !ticket || isNew(decision)) return decision;
  const silent = await suppressedOf(
    tx,
    automatic.map(({ letter }) => letter.to.address),
  );
  const sent = await lettersSince(tx, ticket.id, new Date(now - dayMs));
  const reasonOf = ({ letter }: Dispatch): Withheld | null => {
    if (silent.has(letter.to.address)) return "undeliverable";
    const before = sent.find((one) => one.recipient === letter.to.address && one.letter === letter.name);
    return before && before.count >= caps.ticketPerDay ? "ticketCap" : null;
  };
  const story = tell(ticket, now);
  const stopped = new Set<Dispatch>();
  for (const dispatch of automatic) {
    const reason = reasonOf(dispatch);
    if (reason === null) continue;
    const { name, to } = dispatch.letter;
    story.add({ type: "letterWithheld", letter: name, to: to.address }, "intray", reason);
    stopped.add(dispatch);
  }
  if (stopped.size === 0) return decision;
  return {
    ...decision,
    events: [...decision.events, ...story.events],
    dispatches: decision.dispatches.filter((dispatch) => !stopped.has(dispatch)),
  };
}

/** Remembers for the digest what was not sent. */
export async function keepWithheld(tx: Tx, { events, ticket }: Decision): Promise<void> {
  const withheld = events.flatMap((event) =>
    event.type === "letterWithheld"
      ? [
          {
            ticketId: ticket?.id ?? null,
            address: event.to,
            letter: event.letter,
            reason: event.reason ?? "capReached",
            at: new Date(event.at),
          },
        ]
      : [],
  );
  if (withheld.length > 0) await writeWithheld(tx, withheld);
}

/** To a customer, and nobody's own words: a courtesy, or being asked again. */
function isAutomatic({ to, letter }: Dispatch): boolean {
  if (to !== "customer") return false;
  return letterClass[letter.name] === "courtesy" || (letter.name === "solved" && letter.data.proposedAt !== null);
}

/** A new matter's greeting was weighed before (restrain.ts). */
function isNew({ events }: Decision): boolean {
  return events.some(({ type }) => type === "opened");
}
