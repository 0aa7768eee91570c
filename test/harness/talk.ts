/** Mail to and fro in a journey: people write, letters are waited for, tickets are looked at. */
import { showOne } from "../../src/flow/list.ts";
import { type DeskUnderTest, eventually, type Letter, mailOf, support } from "./desk.ts";
import type { SunkMail } from "./sink.ts";

export type Shown = NonNullable<Awaited<ReturnType<typeof showOne>>>;
export type Read = { mail: SunkMail; text: string };
type More = Partial<Letter> & { at?: Date };

export function talkWith(desk: () => DeskUnderTest) {
  const writes = async (from: string, to: string, subject: string, text: string, { at, ...more }: More = {}) => {
    const raw = mailOf({ from, to, subject, text, ...more });
    await desk().dovecot.deliver("support", raw, { internalDate: at ?? new Date() });
  };
  /** The first letter to this address whose subject and text hold it. */
  const letterTo = async (address: string, holds: RegExp): Promise<Read> =>
    await eventually(`a letter to ${address} with ${holds}`, 15_000, async () => {
      for (const mail of desk().sink.received.filter(({ to }) => to.includes(address))) {
        const text = (await mail.parsed()).text ?? "";
        if (holds.test(`${mail.header("subject")}\n${text}`)) return { mail, text };
      }
      return null;
    });
  const show = async (id: number): Promise<Shown> => {
    const shown = await showOne(desk().database.pool, id, Date.now());
    if (!shown) throw new Error(`there is no ticket ${id}`);
    return shown;
  };
  const until = async (id: number, what: string, holds: (shown: Shown) => boolean): Promise<Shown> =>
    await eventually(`#${id} ${what}`, 15_000, async () => {
      const shown = await show(id);
      return holds(shown) ? shown : null;
    });
  /** A customer opens a ticket; its number, Jan's notice of it, and the customer's confirmation. */
  const opened = async (subject: string, from = "Ada Nowak <ada@shop.example>") => {
    const messageId = `<${subject.toLowerCase().replaceAll(" ", "-")}@shop.example>`;
    await writes(from, support, `[B] ${subject}`, `About ${subject}.`, { messageId });
    const notice = (await letterTo("jan@acme.example", new RegExp(subject))).mail;
    const id = Number(/#(\d+)/.exec(notice.header("subject") ?? "")?.[1]);
    const address = /<([^>]+)>/.exec(from)?.[1] ?? from;
    return { id, notice, messageId, confirmation: await letterTo(address, new RegExp(`#${id}\\]`)) };
  };
  return { writes, letterTo, show, until, opened };
}

export const replyTo = (mail: SunkMail): string => mail.header("reply-to") ?? "";

export const said =
  (words: string) =>
  ({ messages }: Shown): boolean =>
    messages.some(({ visible }) => visible.includes(words));

/** The address of one of our pages in a letter's text. */
export const pageIn = (text: string, page: string): string =>
  new RegExp(`http://\\S+/${page}/[a-z0-9-]+`).exec(text)?.[0] ?? "";
