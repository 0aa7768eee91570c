/** How much processor time processes have used, as Linux counts it: what a slow or busy machine does not blur as it does times. */
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second (proc(5), USER_HZ). */
const tickMs = 10;

/** Of a process and its threads, in ms. */
export function cpuMs(pid: number): number {
  const stat = statOf(pid);
  return stat === null ? 0 : stat.own * tickMs;
}

/** Of a process and all it has started, also what has ended since. */
export function cpuMsOfFamily(pid: number): number {
  const stat = statOf(pid);
  if (stat === null) return 0;
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.parent === pid);
  return children.reduce((sum, child) => sum + cpuMs(Number(child)), (stat.own + stat.ended) * tickMs);
}

function statOf(pid: number): { parent: number; own: number; ended: number } | null {
  try {
    // The name in brackets may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").map(Number) ?? [];
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (n) => fields[n],
    );
    return { parent, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return null;
  }
}
