/** What runs in the thread that verifies one large mail: keys are asked of the main thread, the findings go back to it. */
import { parentPort, workerData } from "node:worker_threads";
import type { DkimFinding } from "../mail/proof/trust.ts";
import { verifyRaw } from "./dkimVerify.ts";

export type ThreadMessage =
  | { kind: "started" }
  | { kind: "ask"; id: number; name: string; type: string }
  | { kind: "found"; found: DkimFinding[] | "temporaryError" };

type Answer = { id: number; records?: string[][] | string[]; code?: string };

const waiting = new Map<number, (answer: Answer) => void>();
parentPort?.on("message", (answer: Answer) => waiting.get(answer.id)?.(answer));

function say(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

async function ask(name: string, type: string): Promise<string[][] | string[]> {
  const id = waiting.size;
  const answer = await new Promise<Answer>((resolve) => {
    waiting.set(id, resolve);
    say({ kind: "ask", id, name, type });
  });
  if (answer.records) return answer.records;
  throw Object.assign(new Error(`no answer for ${name}`), { code: answer.code });
}

const raw: Uint8Array = workerData;
say({ kind: "started" });
say({ kind: "found", found: await verifyRaw(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), ask) });
