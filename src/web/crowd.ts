/**
 * How many pages are worked on at once. More than a few at a time only make each other wait for the same processor and
 * database; the others wait their turn for a moment, and whom that would not serve in time is told at once to come again,
 * because people leave a page that stays blank for long, and their waiting would hold up the next ones too.
 */
import type { Context, MiddlewareHandler } from "hono";

/** `waitMsMax`: how long somebody waits for their turn before they are asked to come again. */
export type GateCaps = { atOnceMax: number; waitingMax: number; waitMsMax: number };

export type CrowdCaps = { pages: GateCaps; searches: GateCaps; files: GateCaps };

/** Searches, reports and files take long, so they have places of their own and leave those of the other pages alone. */
export const crowdCaps: CrowdCaps = {
  pages: { atOnceMax: 12, waitingMax: 200, waitMsMax: 3_000 },
  searches: { atOnceMax: 2, waitingMax: 20, waitMsMax: 5_000 },
  files: { atOnceMax: 2, waitingMax: 20, waitMsMax: 10_000 },
};

/** Each who looks holds one connection at most; the rest is for what people press, which no crowd of onlookers holds up. */
export const pageConnectionsMax = 20;

export type Gate = {
  /** Resolves when it is one's turn, with true; with false where that took too long or too many wait. */
  enter(): Promise<boolean>;
  /** Who was let in goes: the one who has waited longest is next. */
  leave(): void;
};

export function openGate({ atOnceMax, waitingMax, waitMsMax }: GateCaps): Gate {
  let inHand = 0;
  const waiting = new Set<(isIn: boolean) => void>();
  return {
    enter() {
      if (inHand < atOnceMax) {
        inHand += 1;
        return Promise.resolve(true);
      }
      if (waiting.size >= waitingMax) return Promise.resolve(false);
      return new Promise((resolve) => {
        const settle = (isIn: boolean) => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(isIn);
        };
        const timer = setTimeout(settle, waitMsMax, false);
        waiting.add(settle);
      });
    },
    leave() {
      const [next] = waiting;
      // Whoever is next takes the place of the one who goes.
      if (next) next(true);
      else inHand -= 1;
    },
  };
}

/** For those who look: a form that is sent holds words that somebody would lose, and is bounded by its size already. */
export function inTurn(caps: CrowdCaps, refuse: (context: Context) => Response | Promise<Response>): MiddlewareHandler {
  const gates = { pages: openGate(caps.pages), searches: openGate(caps.searches), files: openGate(caps.files) };
  return async (context, next) => {
    const { method, path } = context.req;
    // Who watches over the process must hear of it above all when it is crowded.
    if ((method !== "GET" && method !== "HEAD") || watched.has(path)) return await next();
    const gate = gates[kindOf(path)];
    if (!(await gate.enter())) return await refuse(context);
    try {
      return await next();
    } finally {
      gate.leave();
    }
  };
}

function kindOf(path: string): keyof CrowdCaps {
  if (/^\/desk\/(?:search|report)/.test(path)) return "searches";
  return /^(?:\/desk\/ticket\/[^/]+)?\/file\//.test(path) ? "files" : "pages";
}

const watched = new Set(["/healthz", "/readyz", "/metrics"]);
