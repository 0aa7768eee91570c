/**
 * Empties whole tickets: what people said and who they were goes, what the desk did and when it did it stays. Events and
 * questions keep the words that the desk itself defines (severities, plans, reasons, agents) and lose all others.
 */
import type { Tx } from "../../io/postgres.ts";
import { erasedWords, forgottenId } from "../../mail/forget/forget.ts";
import type { Keyring } from "../../mail/write/reference.ts";
import { dataOfTickets, everyAgent, writeEventData, writeQuestion } from "../../store/person.ts";
import { emptyTickets, knownIds, setMessageIds } from "../../store/tombstone.ts";

/** Empties these tickets. Their raw mails are buried by the caller, who knows which bytes others need. */
export async function emptyWholeTickets(tx: Tx, ids: number[], keys: Keyring): Promise<void> {
  if (ids.length === 0) return;
  const agents = await everyAgent(tx);
  const { events, questions } = await dataOfTickets(tx, ids);
  await writeEventData(
    tx,
    events.map(({ id, data }) => ({ id, data: withoutWords(data, agents) })),
  );
  for (const { ticket_id, ordinal, question } of questions) {
    await writeQuestion(tx, ticket_id, ordinal, withoutWords(question, agents));
  }
  await sealIds(tx, { ticketIds: ids, author: null }, keys);
  await emptyTickets(tx, ids, erasedWords);
}

/** Replies to what a person wrote still find its ticket, by a keyed hash of the Message-ID. */
export async function sealIds(
  tx: Tx,
  of: { ticketIds: number[]; author: string | null },
  keys: Keyring,
): Promise<void> {
  const known = await knownIds(tx, of);
  const open = known.filter(({ messageId }) => !messageId.startsWith("<erased-"));
  await setMessageIds(
    tx,
    open.map(({ id, messageId }) => ({ id, messageId: forgottenId(keys, messageId) })),
  );
}

/** Keys under which people's own words stand, whatever they look like. */
const wordy = new Set(["comment", "text", "words", "excerpt", "lines", "subject", "visible", "about", "title", "note"]);
/** A word of the desk's own lists, an instant, a number: nothing that a person could be told by. */
const plainWord = /^[\p{L}\p{N}._#%:+ -]{1,60}$/u;

/** A document without people and their words; numbers, instants and words of closed lists stay. */
export function withoutWords(value: unknown, agents: ReadonlySet<string>): unknown {
  if (typeof value === "string") return agents.has(value) || isClosedWord(value) ? value : "";
  if (Array.isArray(value)) return value.map((each) => withoutWords(each, agents));
  if (typeof value !== "object" || value === null) return value;
  const isPerson = "address" in value && !agents.has(String(value.address));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (wordy.has(key) || (isPerson && key === "name")) return [key, emptied(each)];
      return [key, withoutWords(each, agents)];
    }),
  );
}

function isClosedWord(text: string): boolean {
  return plainWord.test(text) && text.split(" ").length <= 3;
}

/** Keeps the shape, so that whoever reads it finds the kind of value that they expect. */
function emptied(value: unknown): unknown {
  if (typeof value === "string") return "";
  if (Array.isArray(value)) return [];
  return typeof value === "object" && value !== null ? {} : value;
}
