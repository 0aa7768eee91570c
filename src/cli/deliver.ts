/** `intray deliver`: mail from a pipe, a file or an mbox enters the journey; 75 tells an MTA to try again later. */
import { readFile } from "node:fs/promises";
import { deliverMails, partMbox } from "../flow/deliver.ts";
import { openBlobs } from "../io/blobs.ts";
import { plainError } from "../io/log.ts";
import { openQueue } from "../io/queue.ts";
import { limits } from "../mail/limits.ts";
import { type Command, CommandError, print, printJson, readWords, UsageError } from "./command.ts";
import { withDatabase } from "./open.ts";

/** EX_TEMPFAIL of sysexits: the mail server keeps the mail and tries again. */
const tryLater = 75;

export const deliver: Command = {
  name: "deliver",
  usage: `npx intray deliver <file|mbox|-> [--json]

Reads one mail (or an mbox of many) and stores it; the worker does the rest. Exit status 75 when it could not be stored,
so that a mail server tries again. Example, in /etc/aliases: support: "|cd /srv/intray && npx intray deliver -"`,
  async run(argv) {
    const { values, positionals } = readWords(
      "deliver",
      argv,
      { json: { type: "boolean", default: false } },
      Number.POSITIVE_INFINITY,
    );
    if (positionals.length === 0) throw new UsageError("intray deliver: name a file, or - for standard input");
    const mails: Buffer[] = [];
    for (const name of positionals) mails.push(...partMbox(await bytesOf(name)));
    if (mails.some((mail) => mail.length === 0))
      throw new CommandError("an empty mail was handed over; nothing was stored");
    try {
      const ids = await withDatabase([], async ({ pool, config, log, databaseUrl }) => {
        const blobs = await openBlobs(config.blobs);
        const queue = await openQueue(databaseUrl, log);
        try {
          return await deliverMails(mails, { pool, blobs, queue, receivedAt: new Date() });
        } finally {
          await queue.stop();
        }
      });
      if (values.json) printJson({ rawMailIds: ids });
      else print(`stored ${ids.length === 1 ? "one mail" : `${ids.length} mails`}: ${ids.join(", ")}`);
      return 0;
    } catch (error) {
      throw new CommandError(
        `the mail was not stored: ${plainError(error).message}; it can be delivered again`,
        tryLater,
      );
    }
  },
};

async function bytesOf(name: string): Promise<Buffer> {
  if (name !== "-") {
    try {
      return await readFile(name);
    } catch {
      throw new CommandError(`${name} cannot be read; give the path of a mail or an mbox`);
    }
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > 20 * limits.rawBytesMax)
      throw new CommandError("more than a thousand megabytes on standard input; deliver an mbox as a file in parts");
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}
