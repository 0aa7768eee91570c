/** `intray contacts`: what is kept about a person is handed out, erased, or held for the law. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  type Erased,
  type ErasePlan,
  type EraseShop,
  erasePerson,
  isUnknown,
  planErasing,
} from "../flow/forget/erase.ts";
import { exportPerson } from "../flow/forget/exportPerson.ts";
import { deleteCopies } from "../flow/forget/mailboxCopies.ts";
import { accessTokens } from "../io/oauth.ts";
import { transaction } from "../io/postgres.ts";
import { asciiLower } from "../mail/proof/domain.ts";
import { noteDeed } from "../store/audit.ts";
import { type Held, type Hold, hold, holds, unhold } from "../store/hold.ts";
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
import { personPage } from "./personPage.ts";
import { withEraseShop } from "./personShop.ts";

const options = {
  to: { type: "string" },
  because: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  mailbox: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export const contacts: Command = {
  name: "contacts",
  usage: `npx intray contacts export <address> [--to folder] [--json]
npx intray contacts erase <address> [--dry-run] [--mailbox] [--yes] [--json]
npx intray contacts hold|unhold <address or #ticket> [--because "words"]
npx intray contacts holds [--json]

export writes a folder with person.json, person.html, the mails and the files in them.
erase forgets a person for good: without --yes it only says what it would do. --mailbox also deletes the
originals from the mailbox. What is on hold is neither erased nor swept until it is let go.
Example: npx intray contacts erase ada@shop.example --mailbox --yes`,
  async run(argv) {
    const { values, positionals } = readWords("contacts", argv, options, 2);
    const [verb = "", word = ""] = positionals;
    if (verb === "holds") refuseMore("contacts holds", positionals, 1);
    if (verb === "holds") return await withDatabase([], (opened) => listHolds(opened, values.json));
    if (verb === "hold" || verb === "unhold") {
      const what = heldBy(word, verb);
      return await withDatabase(["keys"], (opened) => changeHold(opened, verb, what, values.because));
    }
    if (verb !== "export" && verb !== "erase") {
      throw new UsageError(
        "intray contacts: say export, erase, hold, unhold or holds; see: npx intray contacts --help",
      );
    }
    const address = addressIn(word, verb);
    return await withDatabase(["keys", "support"], (opened) =>
      withEraseShop(opened, (shop) =>
        verb === "export"
          ? exportTo(shop, address, values.to ?? `export-${address.replace(/[^a-z0-9.-]/g, "_")}`, values.json)
          : erase(opened, shop, address, values),
      ),
    );
  },
};

function addressIn(word: string, verb: string): string {
  const address = asciiLower(word.trim());
  if (!/^[^\s@<>"]{1,128}@[^\s@<>"]{1,253}$/.test(address)) {
    throw new UsageError(
      `intray contacts ${verb}: give one address; example: npx intray contacts ${verb} ada@shop.example`,
    );
  }
  return address;
}

function heldBy(word: string, verb: string): Held {
  const ticketId = readNumber(word);
  return ticketId === null ? { address: addressIn(word, verb) } : { ticketId };
}

async function listHolds({ pool }: Opened, json: boolean): Promise<number> {
  const found = await holds(pool);
  if (json) printJson(found);
  else if (found.length === 0) print("nothing is on hold");
  else for (const each of found) print(wordsOf(each));
  return 0;
}

function wordsOf({ address, ticketId, reason, heldAt }: Hold): string {
  return `${address ?? `#${ticketId}`}  since ${heldAt.toISOString()}  ${reason}`;
}

async function changeHold(
  { pool, config }: Opened,
  verb: "hold" | "unhold",
  what: Held,
  because: string | undefined,
): Promise<number> {
  const name = "address" in what ? what.address : `#${what.ticketId}`;
  const done = await transaction(pool, async (tx) => {
    if ("ticketId" in what) {
      const { rows } = await tx.query("select from ticket where id = $1", [what.ticketId]);
      if (rows.length === 0) throw new CommandError(`there is no ticket ${name}; see: npx intray tickets`);
    }
    const reason = (because ?? "no reason given").slice(0, 500);
    const isChanged = verb === "hold" ? await hold(tx, what, reason) : await unhold(tx, what);
    if (isChanged) {
      const deed = verb === "hold" ? "held" : "unheld";
      await noteDeed(tx, config.keys, { actor: "operator", deed, subject: name });
    }
    return isChanged;
  });
  if (verb === "hold")
    print(done ? `${name} is on hold: nothing of it is erased or swept` : `${name} is on hold already`);
  else print(done ? `${name} is no longer on hold` : `${name} was not on hold`);
  return 0;
}

async function exportTo(shop: EraseShop, address: string, to: string, json: boolean): Promise<number> {
  const folder = resolve(to);
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw new CommandError(`the folder ${folder} is not empty; name another with --to`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const put = async (path: string, content: Buffer | string) => {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await writeFile(place, content, { mode: 0o600, flag: "wx" });
  };
  const exported = await exportPerson(shop, address, put);
  if (!exported) throw new CommandError(`nothing is kept about ${address}`);
  const { person } = exported;
  await put("person.json", `${JSON.stringify(person, null, 2)}\n`);
  await put("person.html", personPage(person));
  await noteDeed(shop.pool, shop.keys, { actor: "operator", deed: "exported", subject: address });
  if (json) {
    printJson({ folder, tickets: person.tickets.length, mails: person.mails.length });
    return 0;
  }
  print(`${folder}: ${person.tickets.length} tickets, ${person.mails.length} mails; read it before you hand it over:`);
  print("what agents noted and what others wrote on these tickets stands in it too");
  return 0;
}

type EraseWords = { "dry-run": boolean; yes: boolean; mailbox: boolean; json: boolean };

async function erase(opened: Opened, shop: EraseShop, address: string, words: EraseWords): Promise<number> {
  const plan = await planErasing(shop, address);
  if (plan.isAgent)
    throw new CommandError(`${address} is an agent of this desk; take them out of desk.yaml and apply it first`);
  if (plan.holds.length > 0) {
    throw new CommandError(`${address} is not erased, because of a hold:\n${plan.holds.map(wordsOf).join("\n")}`);
  }
  if (isUnknown(plan)) {
    if (words.json) printJson({ isKnown: false });
    else print(`nothing is kept about ${address}`);
    return 0;
  }
  if (words["dry-run"] || !words.yes) return tellPlan(plan, words);
  const deleted = words.mailbox ? await deleteFromMailbox(opened, plan) : null;
  const erased = await erasePerson(shop, plan, "operator");
  if (words.json) printJson({ ...erased, mailbox: deleted });
  else tellErased(erased, deleted);
  return Object.keys(erased.left).length > 0 || erased.waiting > 0 ? 1 : 0;
}

function tellPlan({ person, traces }: ErasePlan, words: EraseWords): number {
  const plan = {
    tickets: person.ownTickets,
    openTickets: person.liveTickets,
    messages: person.messageCount,
    mailsErased: traces.erase.length,
    mailsRedacted: traces.redact.length,
    waiting: traces.waiting,
  };
  if (words.json) printJson(plan);
  else {
    print(
      `${plan.tickets.length} tickets would be emptied, of which ${plan.openTickets.length} are open and would be closed`,
    );
    print(
      `${plan.messages} messages and ${plan.mailsErased} mails would be erased, ${plan.mailsRedacted} mails of others written anew`,
    );
    if (!words["dry-run"]) print("nothing was changed; to do it, add --yes");
  }
  return 0;
}

function tellErased(erased: Erased, deleted: { deleted: number; notFound: number } | null): void {
  print(
    `erased: ${erased.tickets} tickets, ${erased.messages} messages, ${erased.mailsErased} mails; ${erased.mailsRedacted} mails of others were written anew`,
  );
  if (deleted) print(`in the mailbox: ${deleted.deleted} deleted, ${deleted.notFound} no longer there`);
  else print("the originals in the mailbox were left there; --mailbox deletes them too");
  if (erased.waiting > 0) print(`${erased.waiting} mails that name them wait to be read; erase again once they are`);
  for (const [table, count] of Object.entries(erased.left))
    print(`${table} still names them in ${count} rows; erase again`);
  print("backups, and lists such as accounts.csv, are yours to mend");
}

async function deleteFromMailbox({ pool, config, log }: Opened, { traces }: ErasePlan) {
  if (config.inboxes.length === 0) throw new CommandError("--mailbox needs INBOX_URL; set it, or leave --mailbox out");
  const accessToken = config.oauth ? accessTokens(config.oauth) : undefined;
  const ending = new AbortController();
  try {
    return await deleteCopies(pool, config.inboxes, [...traces.erase, ...traces.redact], {
      log,
      signal: ending.signal,
      accessToken,
    });
  } finally {
    ending.abort();
  }
}
