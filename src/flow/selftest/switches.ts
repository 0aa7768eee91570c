/** Mail commands may be switched off for all workers (selftest.ts): then an agent's mail waits for its agent's button. */
import type { Tx } from "../../io/postgres.ts";
import { areCommandsOff } from "../../store/breaker.ts";
import type { Input } from "../../ticket/input.ts";
import type { Quarantine } from "../quarantine.ts";

/** What was approved has had its button pressed. */
export async function mayCommand(tx: Tx, approvedBy: string | null): Promise<boolean> {
  return approvedBy !== null || !(await areCommandsOff(tx));
}

/**
 * The input as it may be decided now; a quarantine where there is no ticket whose letter could carry a button.
 */
export async function underSwitch<Wanted extends Input>(
  tx: Tx,
  input: Wanted,
  approvedBy: string | null,
): Promise<Wanted | Quarantine> {
  if (input.kind !== "agentMail" && input.kind !== "agentAsks") return input;
  if (await mayCommand(tx, approvedBy)) return input;
  if (input.kind === "agentAsks") return { cause: "commandsOff", detail: "mail commands are switched off" };
  return input.standing === "trusted" ? { ...input, standing: { short: "commandsOff" } } : input;
}
