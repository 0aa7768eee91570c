/**
 * Has a mail looked through for viruses before anything is decided of it: as a whole, as scanners know mails, and each of
 * its files by itself, because a scanner may have been told not to open mails. Infected: put aside, agents told, never
 * passed on. No verdict: tried again for a while, then put aside too, so that nothing passes unseen and nothing is lost.
 */
import { type Scan, type Scanner, ScannerDown } from "../io/clamd.ts";
import { plainError } from "../io/log.ts";
import type { Understood } from "../mail/message.ts";
import { putBack, type WaitingMail } from "../store/claim.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Workshop } from "./workshop.ts";

/** clamd takes 25 MB in its shipped configuration; what is larger is looked at file by file. */
const wholeBytesMax = 20 * 1024 * 1024;
/** Waits between tries, about forty minutes together: a scanner loads its signatures for minutes. */
const retrySeconds = [5, 10, 20, 40, 80, 160, 320, 600, 600, 600];

export type ScanOutcome = { kind: "passed" } | { kind: "aside"; quarantine: Quarantine } | { kind: "later" };

/** What the operator released, or an agent approved, was looked at before and is theirs to answer for. */
export async function scanMail(
  mail: WaitingMail,
  raw: Buffer,
  understood: Understood,
  shop: Pick<Workshop, "scanner" | "readers" | "pool" | "log">,
): Promise<ScanOutcome> {
  const { scanner } = shop;
  if (!scanner || mail.approvedBy !== null) return { kind: "passed" };
  try {
    return judge(await scanAll(scanner, raw, understood, shop));
  } catch (error) {
    if (!(error instanceof ScannerDown)) throw error;
    const seconds = retrySeconds[mail.attempts];
    if (seconds === undefined) {
      return { kind: "aside", quarantine: { cause: "notScanned", detail: `no verdict on viruses: ${error.message}` } };
    }
    shop.log.warn({ rawMailId: mail.id, error: plainError(error) }, "a mail waits for the virus scanner");
    await putBack(shop.pool, mail.id, seconds, error.message);
    return { kind: "later" };
  }
}

async function scanAll(
  scanner: Scanner,
  raw: Buffer,
  { message }: Understood,
  { readers }: Pick<Workshop, "readers">,
): Promise<Scan> {
  const whole: Scan = raw.length <= wholeBytesMax ? await scanner.scan(raw) : { kind: "tooLarge" };
  if (whole.kind === "infected") return whole;
  const indexes = message.attachments.map(({ index }) => index);
  const contents = indexes.length === 0 ? new Map<number, Buffer>() : await readers.contents(raw, indexes);
  for (const content of contents.values()) {
    const part = await scanner.scan(content);
    if (part.kind !== "clean") return part;
  }
  // A file that is too large to be handed on was not looked at, and nobody gets it either.
  return whole.kind === "tooLarge" && contents.size === 0 ? whole : { kind: "clean" };
}

function judge(scan: Scan): ScanOutcome {
  switch (scan.kind) {
    case "clean":
      return { kind: "passed" };
    case "infected":
      return { kind: "aside", quarantine: { cause: "infected", detail: `the virus scanner found ${scan.name}` } };
    case "tooLarge":
      return {
        kind: "aside",
        quarantine: { cause: "notScanned", detail: "larger than the virus scanner takes (StreamMaxLength)" },
      };
    default:
      return scan satisfies never;
  }
}
