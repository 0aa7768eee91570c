/**
 * Requests at a constant rate, whether or not the ones before were answered: each is timed from the moment it was planned
 * for, so that a stall counts for all who would have waited in it.
 */
import { Agent, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type Load = { tookMs: number[]; failedCount: number; perSecond: number };

const answerMs = 30_000;

export type Ask = { url: string; headers: Record<string, string> };

/** Asks for one after the other of `asks`, `perSecond` a second for `seconds`. What is answered with anything but 200 has failed. */
export async function openLoop(asks: readonly Ask[], perSecond: number, seconds: number): Promise<Load> {
  // A browser keeps its connections; a waiting request opens another one, as another browser would.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  const tookMs: number[] = [];
  let failedCount = 0;
  const count = Math.round(perSecond * seconds);
  const asked: Promise<void>[] = [];
  const started = performance.now() + 20;
  while (asked.length < count) {
    const plannedAt = started + (asked.length * 1_000) / perSecond;
    const aheadMs = plannedAt - performance.now();
    if (aheadMs > 0.5) {
      await sleep(Math.max(1, Math.floor(aheadMs)));
      continue;
    }
    const ask = asks[asked.length % asks.length];
    if (!ask) throw new Error("there is nothing to ask for");
    asked.push(
      request(ask, agent).then(
        (status) => {
          if (status === 200) tookMs.push(performance.now() - plannedAt);
          else failedCount++;
        },
        () => {
          failedCount++;
        },
      ),
    );
  }
  await Promise.all(asked);
  const spanMs = performance.now() - started;
  agent.destroy();
  return { tookMs, failedCount, perSecond: (tookMs.length / spanMs) * 1_000 };
}

async function request({ url, headers }: Ask, agent: Agent): Promise<number> {
  return await new Promise((resolve, reject) => {
    const asked = get(url, { headers, agent, timeout: answerMs }, (answer) => {
      answer.resume();
      answer.once("error", reject);
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    asked.once("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.once("error", reject);
  });
}

/** The value that `part` of all stay at or below. */
export function share(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
