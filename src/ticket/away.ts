/**
 * Agents who are away: new work and reminders go to those who are there. An agent says so by `#away until …`, or their
 * mail client does by an automatic reply; whoever writes to us again has come back from the latter.
 */
import type { Context, Decision } from "./input.ts";

/** Until when (ms since epoch), and who said so. */
export type Away = { until: number; source: "command" | "autoReply" };

/** What becomes of an agent's absence; `away` null: they are back. */
export type AwayChange = { agent: string; away: Away | null };

export function awayOf(agent: string, { away, now }: Pick<Context, "away" | "now">): Away | null {
  const known = away?.[agent];
  return known && known.until > now ? known : null;
}

/** Those of `agents` who are there; all of them where nobody is, because work must not fall between chairs. */
export function present(agents: readonly string[], context: Pick<Context, "away" | "now">): readonly string[] {
  const there = agents.filter((agent) => awayOf(agent, context) === null);
  return there.length > 0 ? there : agents;
}

/** Whoever writes has come back, unless they had said themselves until when they are away. */
export function comeBack(agent: string, context: Pick<Context, "away" | "now">): Pick<Decision, "away"> {
  return awayOf(agent, context)?.source === "autoReply" ? { away: { agent, away: null } } : {};
}
