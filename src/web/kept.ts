/**
 * What is the same for everybody who asks, made once: a list that a whole team looks at is read and written when something
 * was written to the database since, not for each of them. Nothing stale is shown: what is given was either read from the
 * very rows that the asker's own moment shows, or begun after it.
 */

import type { Visitor } from "../flow/signIn.ts";

type Moment = Visitor["moment"];

export type Kept = {
  /** What `make` gives, perhaps as it was made for somebody else. `key` names all that it depends on but the rows. */
  get(key: string, moment: Moment, make: () => Promise<string>): Promise<string>;
};

type Entry = { snapshot: string; begunAt: number; isMade: boolean; value: Promise<string> };

/** Keeps `countMax` of them at most, those that were asked for last. */
export function openKept(countMax: number): Kept {
  const entries = new Map<string, Entry>();

  const touch = (key: string, entry: Entry) => {
    entries.delete(key);
    entries.set(key, entry);
  };
  const begin = (key: string, { snapshot }: Moment, make: () => Promise<string>): Entry => {
    const entry: Entry = { snapshot, begunAt: performance.now(), isMade: false, value: make() };
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
        if (entry && (entry.snapshot === moment.snapshot || entry.begunAt > moment.at)) {
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
