/** The forged mails that the desk sends to itself, for the operator's eyes: sent on demand, and told in words. */
import { setTimeout as sleep } from "node:timers/promises";
import { sendNow } from "../flow/selftest/probe.ts";
import { isTrial, trials } from "../flow/selftest/probes.ts";
import { accessTokens } from "../io/oauth.ts";
import { openSmtp } from "../io/smtp.ts";
import { latestRun, type ProbeRow, type ProbeState } from "../store/probe.ts";
import { CommandError } from "./command.ts";
import type { Opened } from "./open.ts";

/** Mail to the same server takes seconds; who waits longer sees it later in the status. */
const waitMs = 60_000;
const lookEveryMs = 500;

const states: Record<ProbeState, string> = {
  sending: "is being sent",
  sent: "has not arrived yet",
  refused: "was refused by the mail server",
  unsent: "could not be sent",
  returned: "came back undelivered",
  arrived: "arrived",
  believed: "was BELIEVED",
  missing: "did not arrive",
};

/** Sends them now, and waits a minute for all to arrive. */
export async function sendForgeries({ config, pool, log }: Opened): Promise<ProbeRow[]> {
  const { smtp, support, keys, replyPattern, trustedAuthservIds } = config;
  if (!smtp || !support) throw new CommandError("SMTP_URL and SUPPORT_ADDRESS are needed to send mail");
  const post = openSmtp(smtp, { accessToken: config.oauth ? accessTokens(config.oauth) : undefined });
  try {
    const stationery = { keys, support, replyPattern };
    const run = await sendNow({ pool, stationery, trustedAuthservIds, log, now: Date.now }, post);
    const until = performance.now() + waitMs;
    for (;;) {
      const rows = (await latestRun(pool)).filter((row) => row.run === run);
      const isWaiting = rows.some(({ state }) => state === "sending" || state === "sent");
      if (!isWaiting || performance.now() > until) return rows;
      await sleep(lookEveryMs);
    }
  } finally {
    post.close();
  }
}

export function inWords({ name, state, detail }: ProbeRow): string {
  const trial = isTrial(name) ? trials[name] : name;
  return `${trial}: ${states[state]}${detail === "" || state === "sent" ? "" : ` (${detail})`}`;
}

/** How many of a run met which end; null where nothing was ever sent. */
export function tally(rows: ProbeRow[]): ({ at: string } & Partial<Record<ProbeState, number>>) | null {
  const [first] = rows;
  if (!first) return null;
  const counts: Partial<Record<ProbeState, number>> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return { at: first.at.toISOString(), ...counts };
}

/** Good unless one was believed: what is refused or lost proves nothing, and harms nobody. */
export function probeFinding(rows: ProbeRow[]): { what: string; ok: boolean; detail: string } {
  const what = "forged mail sent to ourselves";
  const [first] = rows;
  if (!first) return { what, ok: true, detail: "not sent yet; try: npx intray commands test" };
  const told = Map.groupBy(rows, ({ state }) => state);
  const parts = [...told].map(([state, some]) => `${some.length} ${some.length === 1 ? states[state] : plural[state]}`);
  const believed = told.get("believed") ?? [];
  const why = believed.map(({ name }) => (isTrial(name) ? trials[name] : name)).join("; ");
  const detail = `${first.at.toISOString().slice(0, 16)}Z: ${parts.join(", ")}${why ? `: ${why}; check TRUSTED_AUTHSERV_ID` : ""}`;
  return { what, ok: believed.length === 0, detail };
}

const plural: Record<ProbeState, string> = {
  ...states,
  sending: "are being sent",
  sent: "have not arrived yet",
  refused: "were refused by the mail server",
  believed: "were BELIEVED",
};
