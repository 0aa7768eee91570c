/** "Did you mean …?": the known name closest to a mistyped one, so that an error says what to write instead. */

/** The nearest of `known`, or null where none is close enough to be meant. */
export function nearest(written: string, known: readonly string[]): string | null {
  const word = written.slice(0, 60).toLowerCase();
  let best: { name: string; distance: number; begun: number } | null = null;
  for (const name of known) {
    const lower = name.slice(0, 60).toLowerCase();
    const [here, there] = withoutSameDomain(word, lower);
    const distance = editDistance(here, there);
    if (distance > Math.floor(Math.max(here.length, there.length) / 3)) continue;
    // Of names equally far away the one that begins alike is meant: people slip later in a word, or stop short.
    const begun = beginning(word, lower);
    const isNearer = best === null || distance < best.distance || (distance === best.distance && begun > best.begun);
    if (isNearer) best = { name, distance, begun };
  }
  return best?.name ?? null;
}

/** Colleagues' addresses end alike: that must not make one look like a slip of another. */
function withoutSameDomain(a: string, b: string): [string, string] {
  const at = a.lastIndexOf("@");
  const domain = a.slice(at);
  return at > 0 && b.endsWith(domain) ? [a.slice(0, at), b.slice(0, -domain.length)] : [a, b];
}

/** How many letters two words begin with alike. */
function beginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Letters to insert, drop or change; two swapped neighbours count as one slip. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(at(row, j) + 1, at(next, j - 1) + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(before, j - 2) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
