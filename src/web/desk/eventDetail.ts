/** What a line of a ticket's history was about, in a few words: from what to what, which promise, which ticket, who, which commands. */
import type { Desk } from "../../ticket/desk.ts";
import { of, questionWords } from "./eventWords.ts";
import { queueWords } from "./queueWords.ts";
import { deskTicketWords } from "./ticketWords.ts";
import { nameIn } from "./zone.ts";

/** `data` is as the row holds it; whatever is not known of it is left out. "" where there is nothing to say. */
export function detailOf(type: string, data: Record<string, unknown>, desk: Desk): string {
  const { language } = desk;
  const { clock, clockId, ticketId, lines, answer, from, to } = data;
  if (isHanding(type)) return [to ?? from].flatMap((who) => (isText(who) ? [nameIn(desk, who)] : [])).join("");
  const named = isText(clockId) ? clockId.replace(/-\d+$/, "") : textIn(clock, "metric");
  if (named !== "") return of(queueWords[language].metrics, named) ?? named;
  if (typeof ticketId === "number") return `#${ticketId}`;
  const person = personIn(data.person) || personIn(to);
  if (person !== "") return person;
  if (Array.isArray(lines)) return lines.filter(isText).join(" · ");
  const kind = textIn(data.question, "kind");
  if (kind !== "") return [questionWords(kind, language), textIn(data.question, "about")].join(" ").trim();
  if (answer === "yes" || answer === "no") return deskTicketWords[language][answer];
  return changeIn(type, data, desk);
}

/** "Stage reproduce → locate"; a status in words. */
function changeIn(type: string, { field, from, to }: Record<string, unknown>, { language }: Desk): string {
  if (!isText(to)) return "";
  const word = (value: string) =>
    type === "statusChanged" ? (of(queueWords[language].statuses, value) ?? value) : value;
  const change = isText(from) && from !== to ? `${word(from)} → ${word(to)}` : word(to);
  return isText(field) ? `${of(deskTicketWords[language].facts, field) ?? field} ${change}` : change;
}

function isHanding(type: string): boolean {
  return type === "assigned" || type === "unassigned" || type === "escalated";
}

function personIn(value: unknown): string {
  const [name, address] = [textIn(value, "name"), textIn(value, "address")];
  return name === "" || address === "" ? address : `${name} <${address}>`;
}

function textIn(value: unknown, key: string): string {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return "";
  const found: unknown = Reflect.get(value, key);
  return isText(found) ? found : "";
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
