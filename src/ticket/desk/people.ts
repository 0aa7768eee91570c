/**
 * What desk.yaml says of people: who is in a team, `deny`, whose mail is filed without a letter, and `retention`, how long
 * what people wrote is kept.
 */
import { z } from "zod";
import { tell } from "./hours.ts";

/** How long something is kept, in ms of the wall clock; null: for good. */
export type Retention = { rawMailsMs: number | null; closedTicketsMs: number | null };

const dayMs = 24 * 3600 * 1000;
const unitMs: Record<string, number> = { d: dayMs, w: 7 * dayMs, mo: 30 * dayMs, y: 365 * dayMs };
/** The mailbox is compared with what was stored over the last seven days; younger mails are needed for that. */
const shortestMs = 7 * dayMs;
const longestMs = 100 * 365 * dayMs;

const term = z.unknown().transform((written, ctx): number | null => {
  if (written === "never") return null;
  const [, number = "", unit = ""] =
    typeof written === "string" ? (/^(\d{1,5}) ?(d|w|mo|y)$/.exec(written.trim()) ?? []) : [];
  const ms = Number(number) * (unitMs[unit] ?? Number.NaN);
  if (ms >= shortestMs && ms <= longestMs) return ms;
  const short =
    ms < shortestMs
      ? " is too short; write 7d or more"
      : " is not a time to keep something; write 90d, 12w, 18mo, 3y or never";
  ctx.addIssue({ code: "custom", message: `${tell(written)}${short}` });
  return z.NEVER;
});

export const retentionShape = { rawMails: term.default(null), closedTickets: term.default(null) };

/** An address, or a domain with everything below it. */
export const denied = z.string().transform((written, ctx): string => {
  const entry = written.trim().toLowerCase().replace(/^@/, "");
  if (/^[^\s@<>",;]{1,64}@[^\s@<>",;]{1,253}$|^[^\s@<>",;]{1,251}\.[^\s@<>",;.]{1,63}$/.test(entry)) return entry;
  ctx.addIssue({
    code: "custom",
    message: `${tell(written)} is neither an address nor a domain; write spam@bad.example or bad.example`,
  });
  return z.NEVER;
});

/** The entry of the list that an address falls under; null where none does. A domain counts exactly or at a dot. */
export function deniedAs(address: string, deny: readonly string[]): string | null {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const found = deny.find((entry) =>
    entry.includes("@") ? entry === address : domain === entry || domain.endsWith(`.${entry}`),
  );
  return found ?? null;
}

/** Somebody of a team: an address, which may stand under `agents` with a name and a role. */
export const member = z.string().transform((written, ctx): string => {
  const address = written.trim().toLowerCase();
  if (isAgentsAddress(address)) return address;
  ctx.addIssue({ code: "custom", message: `${tell(written)} is not an address; write jan@acme.example` });
  return z.NEVER;
});

export function isAgentsAddress(written: string): boolean {
  return /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(written);
}

/** What somebody is called who stands in a team and not under `agents`: jan.kowalski@acme.example is Jan Kowalski. */
export function nameByAddress(address: string): string {
  const words = address.replace(/@.*$/, "").split(/[._+-]+/);
  const names = words.filter((word) => word !== "").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return names.join(" ") || address;
}
