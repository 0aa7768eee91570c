/** A time that was set is up: a ticket was on hold until now, or a question to the customer has had its time. */
import { forAgents, listeners } from "./agentLetter.ts";
import { changeStatus } from "./clocks.ts";
import type { Context, Dispatch, LastWords, Story } from "./input.ts";
import type { TimeUp as Told } from "./question/questionTold.ts";
import type { Ticket } from "./ticket.ts";

type TimeUp = Told & { lastWords?: LastWords | null };

/** Those who have the ticket are told, with what the customer wrote last. */
export function timeUpLetters(
  ticket: Ticket,
  { what, asked, lastWords }: TimeUp,
  about: string,
  context: Context,
): Dispatch[] {
  const text = lastWords?.text ?? "";
  const words = { visible: text, text, attachments: [], trust: { isProven: true, words: "" } };
  const data = { ...forAgents(ticket, words, context, false), what, asked };
  return listeners(ticket, context).map((to) => ({
    letter: { name: "timeUp", to, language: context.desk.language, data },
    to: "agent",
    holdMs: 0,
    attachments: [],
    about,
  }));
}

/** The ticket was on hold until now: it is open again as of that instant, however late somebody looks. */
export function endHold(story: Story, lastWords: LastWords | null, context: Context): Dispatch[] {
  const { status, holdUntil } = story.ticket;
  if (status !== "onHold" || holdUntil === null || holdUntil > context.now) return [];
  changeStatus(story, "open", { at: holdUntil, actor: "intray", reason: "holdOver" }, context);
  return timeUpLetters(story.ticket, { what: "holdOver", asked: null, lastWords }, `hold-${holdUntil}`, context);
}
