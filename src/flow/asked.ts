/** Looks up what an agent's commands ask for (a ticket, the queue, what can be undone) before they are decided. */
import type { Tx } from "../io/postgres.ts";
import { lastActed } from "../store/acted.ts";
import { toldAndWords } from "../store/reminder.ts";
import { listTickets, loadTicket, messagesOf } from "../store/ticket.ts";
import { readCommands } from "../ticket/command/command.ts";
import type { Asked, Context, MailFacts } from "../ticket/input.ts";
import { guidesAsked } from "./guides/guides.ts";
import { ideasAsked } from "./ideas/ideas.ts";
import { listCountMax } from "./list.ts";

/** `ticketId` null: the mail is about no ticket. The ticket's row is locked by the caller. */
export async function lookUpAsked(
  tx: Tx,
  mail: MailFacts,
  agent: string,
  ticketId: number | null,
  { desk }: Context,
): Promise<Asked> {
  const asked: Asked = { undoable: null, shown: null, queue: null, lastWords: null };
  if (mail.isAllQuoted) return asked;
  const { commands } = readCommands(mail.visible, { desk, agent });
  const guides = await guidesAsked(tx, commands, ticketId, desk);
  if (guides !== null) asked.guides = guides;
  const ideas = await ideasAsked(tx, commands, ticketId);
  if (ideas !== null) asked.ideas = ideas;
  for (const command of commands) {
    if (command.kind === "undo" && ticketId !== null) asked.undoable = await lastActed(tx, ticketId, agent);
    if (command.kind === "show") asked.shown = await shown(tx, command.ticketId ?? ticketId);
    if (command.kind === "queue") {
      const filter = {
        statuses: ["new" as const, "open" as const, "pending" as const, "onHold" as const, "solved" as const],
        severity: null,
        account: null,
        overdueAt: null,
      };
      asked.queue = (await listTickets(tx, filter, listCountMax)).map(({ ticket }) => ticket);
    }
    if ((command.kind === "assign" || command.kind === "team") && ticketId !== null) {
      asked.lastWords = (await toldAndWords(tx, ticketId)).lastWords;
    }
  }
  return asked;
}

async function shown(tx: Tx, id: number | null): Promise<Asked["shown"]> {
  const loaded = id === null ? null : await loadTicket(tx, id);
  if (!loaded) return "missing";
  const messages = await messagesOf(tx, loaded.ticket.id);
  return {
    ticket: loaded.ticket,
    messages: messages.map((message) => ({
      direction: message.direction,
      author: { name: message.author_name, address: message.author_address },
      at: message.at.getTime(),
      visible: message.visible,
    })),
  };
}
