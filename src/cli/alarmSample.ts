/** A filled letter of alarm, for `intray preview` and for the tests that every letter renders. */
import type { LetterData } from "../ticket/letter.ts";

export const sampleAlarm: LetterData["alarm"] = {
  ticketId: null,
  subject: "",
  timezone: "Europe/Warsaw",
  what: "withheld",
  since: Date.parse("2026-10-16T06:00:00Z"),
  reasons: [
    { reason: "capReached", count: 14 },
    { reason: "looksLikeLoop", count: 3 },
  ],
  tickets: [1042, 1043, 1047, 1051],
};
