/** The transcript: what an agent's command mail was understood as, what was done, what not and why, and how to undo it. */

import { houseCalendar } from "../digest.ts";
import type { Agent, Context, Dispatch } from "../input.ts";
import { timezoneOf } from "../promise.ts";
import type { Ticket } from "../ticket.ts";
import { type Asking, askedNothing } from "./ask.ts";
import type { Refusal } from "./grammar.ts";
import { refusalWords } from "./transcriptWords.ts";

export type Transcript = {
  understood: string[];
  done: string[];
  refused: Refusal | null;
  asked: Asking;
  canUndo: boolean;
  /** An answer is held for so long, and the transcript carries a link that stops it. */
  heldMs: number;
};

export const emptyTranscript: Transcript = {
  understood: [],
  done: [],
  refused: null,
  asked: askedNothing,
  canUndo: false,
  heldMs: 0,
};

export function transcriptFor(
  agent: Agent,
  ticket: Ticket | null,
  subject: string,
  told: Transcript,
  context: Context,
): Dispatch {
  const { language } = context.desk;
  const { refused } = told;
  return {
    letter: {
      name: "transcript",
      to: agent,
      language,
      data: {
        ticketId: ticket?.id ?? null,
        subject: ticket?.subject ?? subject,
        timezone: ticket ? timezoneOf(ticket, context) : houseCalendar(context).definition.timezone,
        understood: told.understood,
        done: told.done,
        refused: refused && {
          line: refused.line,
          why: refusalWords(refused, language),
          suggestion: refused.suggestion,
        },
        ...told.asked,
        canUndo: told.canUndo,
        cancelUrl: told.heldMs > 0 ? "" : null,
        leavesAt: told.heldMs > 0 ? context.now + told.heldMs : null,
      },
    },
    to: "agent",
    holdMs: 0,
    attachments: [],
  };
}
