/** `intray quarantine`: the mails that were put aside, each with its named cause. */
import { openBlobs } from "../io/blobs.ts";
import { transaction } from "../io/postgres.ts";
import { openQueue } from "../io/queue.ts";
import { noteDeed } from "../store/audit.ts";
import { dropMail, heldMail, heldMails, releaseMail } from "../store/quarantine.ts";
import { buryMails } from "../store/tombstone.ts";
import {
  type Command,
  CommandError,
  print,
  printJson,
  readNumber,
  readWords,
  refuseMore,
  UsageError,
} from "./command.ts";
import { type Opened, withDatabase } from "./open.ts";

export const quarantine: Command = {
  name: "quarantine",
  usage: `npx intray quarantine [list|show|release|drop] [id] [--json]

release sends a mail through its journey once more; drop deletes its bytes for good.
Example: npx intray quarantine show 17`,
  async run(argv) {
    const { values, positionals } = readWords("quarantine", argv, { json: { type: "boolean", default: false } }, 2);
    const [verb = "list", word] = positionals;
    if (!["list", "show", "release", "drop"].includes(verb)) {
      throw new UsageError(`intray quarantine: "${verb}" is not one of list, show, release, drop`);
    }
    if (verb === "list") {
      refuseMore("quarantine list", positionals, 1);
      return await withDatabase([], (opened) => list(opened, values.json));
    }
    const id = readNumber(word);
    if (id === null) {
      throw new UsageError(`intray quarantine: give the mail's number; example: npx intray quarantine ${verb} 17`);
    }
    return await withDatabase([], (opened) => act(opened, verb, id, values.json));
  },
};

async function list({ pool }: Opened, json: boolean): Promise<number> {
  const held = await heldMails(pool, 1000);
  if (json) printJson(held);
  else if (held.length === 0) print("nothing is put aside");
  else
    for (const mail of held)
      print(
        `${mail.id}  ${mail.receivedAt.toISOString()}  ${mail.cause}  ${mail.byteCount} bytes  ${clean(mail.detail)}`,
      );
  return 0;
}

async function act(
  { pool, databaseUrl, config, log }: Opened,
  verb: string,
  id: number,
  json: boolean,
): Promise<number> {
  const held = await heldMail(pool, id);
  if (!held) throw new CommandError(`the mail ${id} is not put aside; see: npx intray quarantine list`);
  if (verb === "show") {
    if (json) printJson(held);
    else
      print(
        `${held.id} ${held.cause}: ${clean(held.detail)}\nfrom ${clean(held.sender)}\nsubject ${clean(held.subject)}\nreceived ${held.receivedAt.toISOString()}, ${held.byteCount} bytes`,
      );
    return 0;
  }
  if (verb === "drop") {
    const blobs = await openBlobs(config.blobs);
    const { done, needless } = await transaction(pool, async (tx) => {
      const isDropped = await dropMail(tx, id);
      if (!isDropped) return { done: false, needless: [] };
      await noteDeed(tx, config.keys, { actor: "operator", deed: "dropped", subject: `mail ${id}` });
      return { done: true, needless: await buryMails(tx, [id], "dropped") };
    });
    for (const sha256 of needless) await blobs.remove(sha256);
    if (json) printJson({ id, dropped: done });
    else print(done ? `the mail ${id} was dropped` : `the mail ${id} was dropped before`);
    return 0;
  }
  const queue = await openQueue(databaseUrl, log);
  try {
    await transaction(pool, async (tx) => {
      await releaseMail(tx, id, "operator");
      await noteDeed(tx, config.keys, { actor: "operator", deed: "released", subject: `mail ${id}` });
      await queue.wake(tx, "process");
    });
  } finally {
    await queue.stop();
  }
  if (json) printJson({ id, released: true });
  else print(`the mail ${id} goes through its journey again`);
  return 0;
}

function clean(text: string | null): string {
  return (text ?? "").replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").slice(0, 300);
}
