/** What a notice to agents says of people who are not of the account and wait for an agent's word to take part. */
import type { Waiting } from "../../ticket/mayJoin.ts";
import { type Block, none } from "./blocks.ts";
import { person } from "./facts.ts";
import type { Locale } from "./locale.ts";

/** More people in Cc than these are a mailing list; the ticket knows all of them. */
const waitingToldMax = 10;

/** Who waits for an agent's word; each line leads to a page that decides nothing before a button is pressed. */
export function waitingBlock(waiting: Waiting[] | undefined, { say }: Locale): Block {
  if (!waiting || waiting.length === 0) return none;
  const told = waiting.slice(0, waitingToldMax).filter(({ url }) => url !== "");
  const [first] = told;
  if (!first) return none;
  if (first.hasWords) {
    // The name is the stranger's own claim.
    const name = first.address;
    const items = (["approve", "refuse"] as const).map((choice) => ({
      text: say(`waiting.${choice}`, { name }),
      url: `${first.url}?a=${choice}`,
    }));
    return { kind: "list", title: say("waiting.stranger", { person: person(first) }), items };
  }
  const items = told.map((each) => ({ text: say("waiting.letIn", { person: person(each) }), url: each.url }));
  return { kind: "list", title: say("waiting.copied"), items };
}
