/** `intray replay`: stored mail read again with today's code, and what is different now. */
import { openDesks } from "../flow/desks.ts";
import { type Difference, type Replayed, replayMail } from "../flow/replay.ts";
import { openBlobs } from "../io/blobs.ts";
import { openReaders } from "../io/readers.ts";
import { loopIdOf } from "../mail/write/reference.ts";
import { type Command, complain, print, printJson, readNumber, readWords, UsageError } from "./command.ts";
import { withDatabase } from "./open.ts";

export const replay: Command = {
  name: "replay",
  usage: `npx intray replay <raw mail id>... [--dry-run] [--json]

Reads stored mails again and tells what is read differently now. Without --dry-run the new words replace the old ones on
their ticket; what was decided then (ticket, trust, severity) stays, and no letter is sent. A mail that was put aside and
can be read now is let in with: npx intray quarantine release <id>
Example: npx intray replay 17 18 --dry-run`,
  async run(argv) {
    const { values, positionals } = readWords(
      "replay",
      argv,
      {
        "dry-run": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
      Number.POSITIVE_INFINITY,
    );
    const ids = positionals.map(readNumber).filter((id) => id !== null);
    if (ids.length === 0 || ids.length < positionals.length) {
      throw new UsageError("intray replay: give the numbers of stored mails; example: npx intray replay 17 --dry-run");
    }
    return await withDatabase(["keys"], async ({ pool, config }) => {
      const own = { loopId: loopIdOf(config.keys), keys: config.keys };
      const readers = openReaders({ threadCount: 1, own });
      try {
        const { keys, trustedAuthservIds } = config;
        const blobs = await openBlobs(config.blobs);
        const shop = { pool, blobs, readers, desks: openDesks(Date.now), keys, trustedAuthservIds };
        let status = 0;
        for (const id of ids) {
          const replayed = await replayMail(shop, id, values["dry-run"]);
          if (values.json) printJson(replayed);
          else if (replayed.kind !== "read") complain(`intray replay: ${linesOf(replayed).join("\n")}`);
          else for (const line of linesOf(replayed)) print(line);
          if (replayed.kind !== "read") status = 1;
        }
        return status;
      } finally {
        await readers.close();
      }
    });
  },
};

function linesOf(replayed: Replayed): string[] {
  const name = `mail ${replayed.rawMailId}`;
  switch (replayed.kind) {
    case "missing":
      return [`${name}: there is no stored mail of that number`];
    case "erased":
      return [`${name}: its bytes were erased or have had their time`];
    case "waiting":
      return [`${name}: it waits to be read for the first time`];
    case "unreadable":
      return [`${name}: it cannot be read (${clean(replayed.why)})`];
    case "read": {
      const { differences, changed } = replayed;
      if (differences.length === 0) return [`${name}: read as before`];
      const done = changed ? "the new words were put in place" : "nothing was changed";
      return [`${name}: ${done}`, ...differences.map((difference) => `  ${lineOf(difference)}`)];
    }
    default:
      return replayed satisfies never;
  }
}

function lineOf({ what, before, after, kept }: Difference): string {
  const stays = kept ? " (stays as it was decided)" : "";
  return `${what}: ${clean(JSON.stringify(before))} → ${clean(JSON.stringify(after))}${stays}`;
}

/** A stranger's words on somebody's terminal. */
function clean(text: string): string {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ");
  return plain.length > 160 ? `${plain.slice(0, 160)}…` : plain;
}
