/**
 * Reads a stored mail again with today's code and holds it against what was made of it then. Carried out, only the words
 * change: text, quotes cut off, language, names of files. What was decided (ticket, trust, severity, disposition) stays,
 * because letters went out and clocks ran on it, and no letter is ever sent from here.
 */
import type { Pool } from "pg";
import type { Blobs } from "../io/blobs.ts";
import { transaction } from "../io/postgres.ts";
import type { Readers } from "../io/readers.ts";
import type { Understood } from "../mail/message.ts";
import { trust } from "../mail/proof/trust.ts";
import type { Keyring } from "../mail/write/reference.ts";
import { noteDeed } from "../store/audit.ts";
import { type Made, madeOf, putReading } from "../store/replay.ts";
import { readTags } from "../ticket/severity.ts";
import type { DeskBook } from "./desks.ts";
import { authorOf } from "./match.ts";

export type ReplayShop = {
  pool: Pool;
  blobs: Blobs;
  readers: Readers;
  desks: DeskBook;
  keys: Keyring;
  trustedAuthservIds: string[];
};

/** `kept`: it differs, and stays as it was decided. */
export type Difference = { what: string; before: unknown; after: unknown; kept: boolean };

export type Replayed =
  | { rawMailId: number; kind: "missing" | "erased" | "waiting" }
  | { rawMailId: number; kind: "unreadable"; why: string }
  | { rawMailId: number; kind: "read"; disposition: string | null; differences: Difference[]; changed: boolean };

export async function replayMail(shop: ReplayShop, rawMailId: number, dryRun: boolean): Promise<Replayed> {
  const made = await madeOf(shop.pool, rawMailId);
  if (!made) return { rawMailId, kind: "missing" };
  if (made.erasedAt !== null) return { rawMailId, kind: "erased" };
  if (made.disposition === null) return { rawMailId, kind: "waiting" };
  let understood: Understood;
  try {
    understood = await shop.readers.read(await shop.blobs.load(made.sha256, made.content));
  } catch (error) {
    return { rawMailId, kind: "unreadable", why: error instanceof Error ? error.message : String(error) };
  }
  const { desk } = await shop.desks.current(shop.pool);
  const reading = readingOf(made, understood);
  const decided = decisionsOf(
    made,
    understood,
    shop.trustedAuthservIds,
    readTags(desk, subjectAndBody(made, understood)),
  );
  const words = wordsOf(made, reading);
  const changed = !dryRun && words.length > 0;
  if (changed) {
    await transaction(shop.pool, async (tx) => {
      await putReading(tx, made, reading.labels, reading.message);
      await noteDeed(tx, shop.keys, {
        actor: "operator",
        deed: "replayed",
        subject: `mail ${rawMailId}`,
        detail: { changed: words.map(({ what }) => what) },
      });
    });
  }
  return { rawMailId, kind: "read", disposition: made.disposition, differences: [...decided, ...words], changed };
}

type Reading = {
  labels: { sender: string | null; subject: string | null };
  message: Pick<NonNullable<Made["message"]>, "subject" | "text" | "visible" | "language" | "attachments"> | null;
};

/** A message takes the new words where it holds those of the mail's own writer: not a forward's, not an agent's commands. */
function readingOf({ message: before, openedWith }: Made, understood: Understood): Reading {
  const { message, language } = understood;
  const visible = shownOf(understood, openedWith !== null);
  const author = authorOf(message)?.address ?? null;
  const isTheirs = before !== null && before.direction === "in" && before.author === author;
  return {
    labels: { sender: author, subject: message.subject.slice(0, 500) },
    message: isTheirs
      ? {
          subject: message.subject,
          text: message.text,
          visible: visible.trim() === "" ? message.text : visible,
          language,
          attachments: message.attachments,
        }
      : null,
  };
}

/** A mail that began a matter shows what it passed on, too. */
function shownOf({ visible, matter }: Understood, isOpening: boolean): string {
  return isOpening && matter !== null ? matter : visible;
}

function wordsOf(made: Made, { labels, message }: Reading): Difference[] {
  const found = [
    ...differ("sender", made.sender, labels.sender, false),
    ...differ("subject", made.subject, labels.subject, false),
  ];
  const before = made.message;
  if (before === null || message === null) return found;
  return [
    ...found,
    ...differ("text", before.text, message.text, false),
    ...differ("visible", before.visible, message.visible, false),
    ...differ("language", before.language, message.language, false),
    ...differ("attachments", before.attachments.map(toldOf), message.attachments.map(toldOf), false),
  ];
}

function toldOf({ name, type, risk }: { name: string; type: string; risk?: string }): string {
  return risk === undefined ? `${name} (${type})` : `${name} (${type}, ${risk})`;
}

/** Dispositions that a verdict may have led to. */
const led: Record<Understood["verdict"]["kind"], string[]> = {
  own: ["own"],
  bounce: ["bounce"],
  autoReply: ["autoReply"],
  list: ["ticket", "reply", "note", "command", "answer"],
  human: ["ticket", "reply", "note", "command", "answer"],
};

function decisionsOf(
  made: Made,
  understood: Understood,
  trustedAuthservIds: string[],
  tags: { severity: string; requestType: string | null },
): Difference[] {
  const { message, verdict } = understood;
  const found: Difference[] = [];
  const fits = led[verdict.kind].includes(made.disposition ?? "") || made.disposition === "duplicate";
  if (!fits) found.push({ what: "disposition", before: made.disposition, after: verdict.kind, kept: true });
  // What DKIM said then cannot be asked again: keys are changed. Pages are no headers.
  const isByHeaders = made.trust !== null && !/dkim|ownPage/i.test(made.trustReason ?? "");
  const isSigned = message.headers.some(({ name }) => name === "dkim-signature");
  if (isByHeaders && !isSigned) {
    const { level } = trust({ message, trustedAuthservIds, dkim: "notChecked" });
    found.push(...differ("trust", made.trust, level, true));
  }
  if (made.openedWith !== null) {
    found.push(...differ("severity", made.openedWith, tags.severity, true));
    found.push(...differ("requestType", made.requestType, tags.requestType, true));
  }
  return found;
}

function subjectAndBody({ openedWith }: Made, understood: Understood) {
  const { message } = understood;
  const visible = shownOf(understood, openedWith !== null);
  return { subject: message.subject, body: visible === "" ? message.text : visible, isReply: false };
}

function differ(what: string, before: unknown, after: unknown, kept: boolean): Difference[] {
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ what, before, after, kept }];
}
