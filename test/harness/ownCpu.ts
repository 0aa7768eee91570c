/** What work costs, told by this thread's own CPU: the machine is shared, and a clock on the wall tells of its other work. */

/** Milliseconds of CPU; `work` runs in this thread. */
export function ownCpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  return since(before);
}

/** The same for work that waits in between, beside what it answers. */
export async function ownCpuMsOf<T>(work: () => Promise<T>): Promise<{ answer: T; tookMs: number }> {
  const before = process.threadCpuUsage();
  const answer = await work();
  return { answer, tookMs: since(before) };
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
