/**
 * What is the same for everybody who asks, made once: a list that a whole team looks at is read and written when a ticket was
 * changed since, not for each of them. What is given shows all events that the asker's own moment shows, or was begun after
 * it. What happens without an event (a person is renamed, a minute passes) is shown within a second.
 */
import type { Visitor } from "../flow/pages/signIn.ts";

type Moment = Visitor["moment"];

export type Kept = {
  /** What `make` gives, perhaps as it was made for somebody else. `key` names all that it depends on but the tickets. */
  get(key: string, moment: Moment, make: () => Promise<string>): Promise<string>;
};

type Entry = { events: string; begunAt: number; isMade: boolean; value: Promise<string> };

/** Keeps `countMax` of them at most, those that were asked for last, and gives none that is older than `ageMsMax`. */
export function openKept(countMax: number, ageMsMax = 1_000): Kept {
  const entries = new Map<string, Entry>();

  const touch = (key: string, entry: Entry) => {
    entries.delete(key);
    entries.set(key, entry);
  };
  const begin = (key: string, { events }: Moment, make: () => Promise<string>): Entry => {
    const entry: Entry = { events, begunAt: performance.now(), isMade: false, value: make() };
    touch(key, entry);
    for (const [oldest] of entries) {
      if (entries.size <= countMax) break;
      entries.delete(oldest);
    }
    entry.value.then(
      () => {
        entry.isMade = true;
      },
      () => {
        entry.isMade = true;
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  };

  return {
    async get(key, moment, make) {
      for (;;) {
        const entry = entries.get(key);
        const isSame = entry?.events === moment.events && moment.at - entry.begunAt < ageMsMax;
        if (entry && (isSame || entry.begunAt > moment.at)) {
          touch(key, entry);
          return await entry.value;
        }
        if (!entry || entry.isMade) return await begin(key, moment, make).value;
        // One at a time: those who came while it was made share the next.
        await entry.value.catch(() => {});
      }
    },
  };
}
