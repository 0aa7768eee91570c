/** What is made once for everybody who looks: nobody is given what is older than their own asking. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Kept, openKept } from "../../src/web/kept.ts";

/** A world whose rows change, and a page that shows their state as of when it is begun. */
function world() {
  let state = 0;
  const begun: (() => void)[] = [];
  return {
    change: () => {
      state += 1;
    },
    state: () => state,
    moment: () => ({ events: `s${state}`, at: performance.now() }),
    make: () => {
      const seen = String(state);
      return new Promise<string>((resolve) => begun.push(() => resolve(seen)));
    },
    finish: () => begun.shift()?.(),
    begunCount: () => begun.length,
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("those who see the same rows are given what was made once", async () => {
  const rows = world();
  const kept = openKept(10, Infinity);
  const asked = [1, 2, 3].map(() => kept.get("queue", rows.moment(), rows.make));
  expect(rows.begunCount()).toBe(1);
  rows.finish();
  expect(await Promise.all(asked)).toEqual(["0", "0", "0"]);
  expect(await kept.get("queue", rows.moment(), rows.make)).toBe("0");
});

test("those who came while it was made, after another change, share the next one", async () => {
  const rows = world();
  const kept = openKept(10, Infinity);
  const first = kept.get("queue", rows.moment(), rows.make);
  rows.change();
  const second = kept.get("queue", rows.moment(), rows.make);
  rows.change();
  const third = kept.get("queue", rows.moment(), rows.make);
  expect(rows.begunCount()).toBe(1);
  rows.finish();
  await first;
  await settled();
  expect(rows.begunCount()).toBe(1);
  rows.finish();
  expect(await Promise.all([second, third])).toEqual(["2", "2"]);
});

test("a failure is told to those who shared it, and the next who asks begins anew", async () => {
  const kept = openKept(10, Infinity);
  const moment = { events: "s", at: performance.now() };
  const failing = () => Promise.reject(new Error("no database"));
  const asked = [kept.get("queue", moment, failing), kept.get("queue", moment, failing)];
  for (const each of asked) await expect(each).rejects.toThrow("no database");
  expect(await kept.get("queue", moment, async () => "well")).toBe("well");
});

test("what is old is made anew, though no ticket was changed", async () => {
  const kept = openKept(10, 0);
  let made = 0;
  const get = () => kept.get("queue", { events: "s", at: performance.now() }, async () => String(++made));
  expect([await get(), await get()]).toEqual(["1", "2"]);
});

test("of many views those that were asked for last are kept", async () => {
  const kept = openKept(2, Infinity);
  const moment = { events: "s", at: performance.now() };
  const made: string[] = [];
  const get = (key: string) =>
    kept.get(key, moment, async () => {
      made.push(key);
      return key;
    });
  for (const key of ["a", "b", "a", "c", "a", "b"]) expect(await get(key)).toBe(key);
  expect(made).toEqual(["a", "b", "c", "b"]);
});

test("whatever happens in which order, everybody is shown all that was written before they asked", async () => {
  const step = fc.constantFrom("ask", "askOther", "change", "finish", "settle");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const rows = world();
      const kept: Kept = openKept(1, Infinity);
      const answers: Promise<void>[] = [];
      const ask = (key: string) => {
        const before = rows.state();
        const given = kept.get(key, rows.moment(), rows.make);
        answers.push(given.then((seen) => expect(Number(seen)).toBeGreaterThanOrEqual(before)));
      };
      for (const each of steps) {
        if (each === "ask") ask("queue");
        else if (each === "askOther") ask("other");
        else if (each === "change") rows.change();
        else if (each === "finish") rows.finish();
        else await settled();
      }
      const all = Promise.all(answers).then(() => true);
      while (!(await Promise.race([all, settled().then(() => false)]))) rows.finish();
    }),
    { numRuns: 300 },
  );
});
