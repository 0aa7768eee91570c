/** One line of `intray doctor`: what was tried, how it went, and what to mend. */
import { plainError } from "../../io/log.ts";

/** `skip`: it was not tried, and why stands in the detail. */
export type State = "ok" | "warn" | "fail" | "skip";

export type Finding = { what: string; state: State; detail: string; mend: string | null };

export function ok(what: string, detail: string): Finding {
  return { what, state: "ok", detail, mend: null };
}

export function skip(what: string, detail: string): Finding {
  return { what, state: "skip", detail, mend: null };
}

/** The desk works, but not as well or as safely as it could. */
export function warn(what: string, detail: string, mend: string): Finding {
  return { what, state: "warn", detail, mend };
}

/** Something the desk needs does not work; `mend` is null where the detail says what to do. */
export function fail(what: string, detail: string, mend: string | null): Finding {
  return { what, state: "fail", detail, mend };
}

/** The findings of one attempt; what it throws, or that it takes too long, is a finding too. */
export async function attempt(
  what: string,
  mend: string | null,
  work: () => Promise<Finding[]>,
  timeoutMs = 60_000,
): Promise<Finding[]> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`no end after ${Math.round(timeoutMs / 1000)} seconds`)),
    timeoutMs,
  );
  try {
    return await Promise.race([work(), late.promise]);
  } catch (error) {
    return [fail(what, plainError(error).message, mend)];
  } finally {
    clearTimeout(timer);
  }
}

/** How far another clock is from this machine's, with how sure that is. */
export function clockFinding(whose: string, aheadMs: number, unsureMs: number): Finding {
  const what = `clock of ${whose}`;
  const apart = Math.max(0, Math.abs(aheadMs) - unsureMs);
  const side = aheadMs < 0 ? "behind" : "ahead of";
  if (apart < clockApart.ok) return ok(what, "goes with this machine's");
  const detail = `${wordsOf(apart)} ${side} this machine's`;
  const mend = "let both machines take their time from a time server (NTP)";
  return apart < clockApart.warn ? warn(what, detail, mend) : fail(what, detail, mend);
}

/** Due instants are kept to seconds; beyond half a minute, promises are reckoned wrongly and signatures refused. */
const clockApart = { ok: 2_000, warn: 30_000 };

function wordsOf(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} seconds`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.round(ms / 3_600_000)} hours`;
}
