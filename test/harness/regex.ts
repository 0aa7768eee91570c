/**
 * Judges a regular expression by its source: whether JavaScript's backtracking could take more than linear time for it.
 * Strict and simple: repeats without a bound must not stand inside one another, side by side over the same characters,
 * or at the head of an unanchored search, and the ways of a repeated choice must differ in their first character.
 * Repeats with a bound are counted as constant up to `boundMax`.
 */

/** A piece of an expression: one character (as its own small source), a group, or an assertion of no width. */
type Node =
  | { kind: "one"; source: string }
  | { kind: "group"; ways: Item[][]; behind: boolean; ahead: boolean }
  | { kind: "edge"; source: string };

/** A piece with how often it stands. */
type Item = { node: Node; min: number; max: number };

/** "(?:…){0,300}" over a text of a megabyte costs as much again for every character; more than this is too much. */
const boundMax = 20_000;

/** Characters that stand for their kinds: all of ASCII and some of the scripts and spaces of the world. */
const samples = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ..."\u00a0\u00ad\u00e9\u0142\u0130\u0301\u03b1\u0434\u05d0\u0627\u200b\u200e\u2007\u2013\u2014\u201c\u201d\u2028\u202f\u3000\u4e2d\u3042\u30a2\ud55c\uff1a\uff1e\u{1f600}",
];

/** What is wrong with the expression, in words; null where nothing is. */
export function slowness(source: string, flags: string): string | null {
  const judge = openJudge(flags.replace(/[gy]/g, ""));
  const ways = parse(source);
  // Behind the last piece that must match nothing can fail, and nothing is tried again.
  const faults = ways.flatMap((way) => judge.sequence(way.slice(0, way.findLastIndex(mustMatch) + 1), []));
  // A sticky search looks at one place; so does one that begins with "^".
  if (!flags.includes("y")) faults.push(...ways.flatMap((way) => judge.head(way)));
  return faults[0] ?? null;
}

function openJudge(flags: string) {
  const sets = new Map<string, Set<string>>();
  const setOf = (source: string): Set<string> => {
    const known = sets.get(source);
    if (known !== undefined) return known;
    const one = new RegExp(`^(?:${source})$`, flags.replace("m", ""));
    const set = new Set(samples.filter((sample) => one.test(sample)));
    sets.set(source, set);
    return set;
  };
  const meet = (a: Set<string>, b: Set<string>): string | null => [...a].find((sample) => b.has(sample)) ?? null;

  const firsts = (way: Item[]): Set<string> => {
    const found = new Set<string>();
    for (const { node, min } of way) {
      if (node.kind === "edge" || (node.kind === "group" && (node.ahead || node.behind))) continue;
      const own = node.kind === "one" ? setOf(node.source) : new Set(node.ways.flatMap((inner) => [...firsts(inner)]));
      for (const sample of own) found.add(sample);
      if (min > 0 && !(node.kind === "group" && node.ways.some(isEmptyable))) break;
    }
    return found;
  };
  const all = (node: Node): Set<string> => {
    if (node.kind === "edge") return new Set();
    if (node.kind === "one") return setOf(node.source);
    return new Set(node.ways.flatMap((way) => way.flatMap((item) => [...all(item.node)])));
  };

  /** `repeats`: the unbounded repeats just before, with nothing between that must take a character. */
  const sequence = (way: Item[], repeats: Set<string>[]): string[] => {
    const faults: string[] = [];
    let before = repeats;
    for (const item of way) {
      const { node } = item;
      if (node.kind === "edge") continue;
      if (node.kind === "group" && (node.ahead || node.behind)) {
        faults.push(...node.ways.flatMap((inner) => sequence(inner, [])));
        continue;
      }
      // A repeated group goes on only where its first character comes: "a+(?:\\.a+)*" has one reading.
      const begins = node.kind === "group" ? new Set(node.ways.flatMap((one) => [...firsts(one)])) : all(node);
      const unbounded = item.max > boundMax;
      if (unbounded) {
        for (const earlier of before) {
          const shared = meet(earlier, begins);
          if (shared !== null) faults.push(`two repeats without a bound side by side both take ${show(shared)}`);
        }
      }
      if (node.kind === "group") faults.push(...group(node, item, unbounded ? [] : before));
      // A piece that no repeat before it could take parts what stands before it from what follows.
      const parts = item.min > 0 && before.every((earlier) => meet(earlier, begins) === null);
      before = [...(parts ? [] : before), ...(unbounded ? [begins] : [])];
    }
    return faults;
  };

  const group = (node: Extract<Node, { kind: "group" }>, item: Item, before: Set<string>[]): string[] => {
    const faults = node.ways.flatMap((inner) => sequence(inner, before));
    if (item.max <= 1) return faults;
    const repeatedOften = item.max > boundMax;
    // "(?:a+b)*" and "(?:ba+)*" are told apart by the b, which the a's cannot take; "(?:a{1,2})*" is not.
    for (const inner of node.ways) {
      if (repeatedOften ? !varies(inner) : widest(inner) <= boundMax) continue;
      const parts = (item: Item | undefined): boolean => {
        if (item === undefined || item.min === 0 || item.max !== item.min || inner.length < 2) return false;
        const rest = new Set(inner.filter((other) => other !== item).flatMap(({ node: one }) => [...all(one)]));
        return meet(all(item.node), rest) === null;
      };
      if (!parts(inner.at(-1)) && !parts(inner[0])) faults.push("a repeat stands inside another repeat");
    }
    if (!repeatedOften) return faults;
    if (node.ways.some(isEmptyable)) faults.push("what is repeated without a bound may be empty");
    faults.push(...node.ways.flatMap((way, at) => node.ways.slice(at + 1).flatMap((other) => alike(way, other))));
    return faults;
  };

  /** Two ways of a repeated choice: at some place both must take a single character each, and not the same. */
  const alike = (way: Item[], other: Item[]): string[] => {
    for (const [at, { node, min, max }] of way.entries()) {
      const beside = other[at];
      if (beside === undefined || min !== 1 || max !== 1 || beside.min !== 1 || beside.max !== 1) break;
      if (node.kind !== "one" || beside.node.kind !== "one") break;
      if (meet(setOf(node.source), setOf(beside.node.source)) === null) return [];
    }
    const shared = meet(firsts(way), firsts(other));
    return shared === null ? [] : [`two ways of a repeated choice can both take what begins with ${show(shared)}`];
  };

  /** "\s+$" looks at a run of spaces from each of its places: the square of its length. */
  const head = (way: Item[]): string[] => {
    const [first, ...rest] = way;
    if (first === undefined) return [];
    if (first.node.kind === "edge") return first.node.source === "^" ? [] : head(rest);
    if (first.node.kind === "group" && (first.node.ahead || first.node.behind)) {
      // A look behind that forbids the repeat's own characters allows one start in each run.
      const guarded = first.node.behind && rest[0] !== undefined && meet(all(first.node), all(rest[0].node)) !== null;
      return guarded ? [] : head(rest);
    }
    if (first.max > boundMax) {
      return rest.some(({ min, node }) => min > 0 || node.kind === "edge")
        ? ["a search begins with a repeat without a bound, and more must follow it"]
        : [];
    }
    if (first.node.kind === "group") return first.node.ways.flatMap((inner) => head([...inner, ...rest]));
    return first.min === 0 ? head(rest) : [];
  };

  return { sequence, head };
}

function mustMatch({ node, min }: Item): boolean {
  return min > 0 || node.kind === "edge";
}

function show(sample: string): string {
  return JSON.stringify(sample);
}

function isEmptyable(way: Item[]): boolean {
  return way.every(
    ({ node, min }) =>
      min === 0 ||
      node.kind === "edge" ||
      (node.kind === "group" && (node.ahead || node.behind || node.ways.some(isEmptyable))),
  );
}

/** Whether a way has more than one length. */
function varies(way: Item[]): boolean {
  return way.some(
    ({ node, min, max }) =>
      min !== max || (node.kind === "group" && !node.ahead && !node.behind && node.ways.some(varies)),
  );
}

/** The largest number of repeats inside. */
function widest(way: Item[]): number {
  return Math.max(
    0,
    ...way.map(({ node, max }) =>
      node.kind === "group" && !node.ahead && !node.behind ? Math.max(max, ...node.ways.map(widest)) : max,
    ),
  );
}

/** The ways of an expression, split at "|". */
function parse(source: string): Item[][] {
  let at = 0;

  const ways = (): Item[][] => {
    const found: Item[][] = [[]];
    while (at < source.length && source[at] !== ")") {
      if (source[at] === "|") {
        at += 1;
        found.push([]);
        continue;
      }
      found.at(-1)?.push(quantified(piece()));
    }
    return found;
  };

  const piece = (): Node => {
    const char = source[at] ?? "";
    if (char === "(") return group();
    if (char === "[") return one(classEnd(at));
    if (char === "^" || char === "$") return edge(1);
    if (char !== "\\") return one(at + String.fromCodePoint(source.codePointAt(at) ?? 0).length);
    const next = source[at + 1] ?? "";
    if (next === "b" || next === "B") return edge(2);
    const written = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|.)/su.exec(
      source.slice(at),
    );
    return one(at + (written?.[0].length ?? 2));
  };

  const one = (end: number): Node => {
    const text = source.slice(at, end);
    at = end;
    return { kind: "one", source: text };
  };

  const edge = (length: number): Node => {
    const text = source.slice(at, at + length);
    at += length;
    return { kind: "edge", source: text };
  };

  const classEnd = (from: number): number => {
    let end = from + 1;
    while (end < source.length && source[end] !== "]") end += source[end] === "\\" ? 2 : 1;
    return end + 1;
  };

  const group = (): Node => {
    const opening = /^\((?:\?(?:<?[=!]|:|<\w+>))?/.exec(source.slice(at))?.[0] ?? "(";
    at += opening.length;
    const inner = ways();
    at += 1;
    const behind = /<[=!]/.test(opening);
    return { kind: "group", ways: inner, behind, ahead: !behind && /[=!]/.test(opening) };
  };

  const quantified = (node: Node): Item => {
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(source.slice(at));
    if (found === null) return { node, min: 1, max: 1 };
    at += found[0].length;
    if (found[1] === "?") return { node, min: 0, max: 1 };
    if (found[1] !== undefined) return { node, min: found[1] === "+" ? 1 : 0, max: Number.POSITIVE_INFINITY };
    const min = Number(found[2]);
    const open = found[4] === "" ? Number.POSITIVE_INFINITY : Number(found[4]);
    return { node, min, max: found[3] === undefined ? min : open };
  };

  return ways();
}
