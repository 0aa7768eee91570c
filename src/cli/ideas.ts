/** `intray ideas`: what customers wish for: look, name, publish, join, and say how it ended. */
import { openDesks } from "../flow/desks.ts";
import { tellEnd } from "../flow/ideas/ideaNews.ts";
import { foldedName } from "../flow/ideas/ideas.ts";
import { openStationery } from "../flow/stationery.ts";
import { transaction } from "../io/postgres.ts";
import { openQueue } from "../io/queue.ts";
import { hasTrigrams } from "../store/guide.ts";
import {
  changeIdea,
  findIdea,
  type Idea,
  ideasAlike,
  joinIdeas,
  listIdeas,
  putTicket,
  ticketsOfIdea,
} from "../store/idea.ts";
import { loadTicket } from "../store/ticket.ts";
import { ideaStatuses } from "../ticket/idea.ts";
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

export const ideas: Command = {
  name: "ideas",
  usage: `npx intray ideas [list] [--json]
npx intray ideas show <idea> [--json]
npx intray ideas rename <idea> <title…>
npx intray ideas publish <idea> [--title "…"] [--text "…"] | publish <idea> --off
npx intray ideas status <idea> gathered|planned|started|done|declined [sentence…]
npx intray ideas join <idea> <into> | join --ticket <ticket> <into>

Tickets of the type idea, and those with #cause feature, are gathered here. The public page /roadmap shows what you publish, in
your words alone. done and declined tell everyone who asked or voted, each once, with your sentence; declined needs one.
Example: npx intray ideas publish 12 --title "Export reports as PDF" --text "Every report, with one button."`,
  async run(argv) {
    const { values, positionals } = readWords(
      "ideas",
      argv,
      {
        json: { type: "boolean", default: false },
        title: { type: "string" },
        text: { type: "string" },
        off: { type: "boolean", default: false },
        ticket: { type: "string" },
      },
      Number.POSITIVE_INFINITY,
    );
    const [verb = "list", word, ...rest] = positionals;
    const told = rest.join(" ").trim();
    // A wrong word is said before a database is asked for.
    if (["show", "rename", "publish", "status"].includes(verb)) numberIn(word, verb);
    refuseMore(`ideas ${verb}`, positionals, wordsMax[verb] ?? Number.POSITIVE_INFINITY);
    switch (verb) {
      case "list":
        return await withDatabase([], (opened) => list(opened, values.json));
      case "show":
        return await withDatabase([], (opened) => show(opened, numberIn(word, verb), values.json));
      case "rename":
        if (told === "") throw new UsageError("intray ideas rename: say the title after the idea's number");
        return await withDatabase([], (opened) => rename(opened, numberIn(word, verb), titleIn(told)));
      case "publish":
        return await withDatabase([], (opened) => publish(opened, numberIn(word, verb), values));
      case "status":
        statusIn(rest[0]);
        return await withDatabase(["keys", "support"], (opened) => setStatus(opened, numberIn(word, verb), rest));
      case "join": {
        const into = numberIn(values.ticket === undefined ? rest[0] : word, verb);
        const from =
          values.ticket === undefined ? { idea: numberIn(word, verb) } : { ticket: numberIn(values.ticket, verb) };
        if (values.ticket !== undefined) refuseMore("ideas join --ticket", positionals, 2);
        if (from.idea === into) throw new UsageError("intray ideas join: name two ideas");
        return await withDatabase([], (opened) => join(opened, from, into));
      }
      default:
        throw new UsageError(`intray ideas: "${verb}" is not one of list, show, rename, publish, status, join`);
    }
  },
};

/** The verb with it; a title and a sentence may have as many as they like. */
const wordsMax: Record<string, number> = { list: 1, show: 2, publish: 2, join: 3 };
const titleCharsMax = 200;
const textCharsMax = 4_000;

async function list({ pool }: Opened, json: boolean): Promise<number> {
  const found = await listIdeas(pool, { isPublic: false }, 10_000);
  if (json) printJson(found);
  else if (found.length === 0) print("no ideas yet: tickets of the type idea are gathered here");
  else for (const idea of found) print(lineOf(idea));
  return 0;
}

function lineOf(idea: Idea): string {
  const name = idea.title ?? `${idea.gatheredTitle} (a customer's words)`;
  return `${String(idea.id).padStart(5)}  ${idea.status.padEnd(8)}  ${idea.isPublic ? "public" : "      "}  wished by ${idea.wishedBy}  ${clean(name)}`;
}

async function show({ pool }: Opened, id: number, json: boolean): Promise<number> {
  const idea = await known(pool, id);
  const tickets = await ticketsOfIdea(pool, id, 1_000);
  const alike = (await hasTrigrams(pool))
    ? await ideasAlike(pool, foldedName(idea.title ?? idea.gatheredTitle), { ideaId: id })
    : [];
  if (json) {
    printJson({ ...idea, tickets, alike });
    return 0;
  }
  print(lineOf(idea));
  if (idea.joinedInto !== null) print(`joined into ${idea.joinedInto}`);
  if (idea.text !== "") print(`  ${clean(idea.text)}`);
  if (idea.sentence !== "") print(`  ${idea.status}: ${clean(idea.sentence)}`);
  for (const { ticketId, subject, requester } of tickets)
    print(`  #${ticketId}  ${clean(requester)}  ${clean(subject)}`);
  for (const each of alike)
    print(`  perhaps the same: ${each.id} ${clean(each.name)}; npx intray ideas join ${id} ${each.id}`);
  return 0;
}

async function rename({ pool }: Opened, id: number, title: string): Promise<number> {
  await known(pool, id);
  await transaction(pool, (tx) => changeIdea(tx, id, { title, folded: foldedName(title) }, new Date()));
  print(`idea ${id} is called: ${title}`);
  return 0;
}

async function publish(
  { pool, config }: Opened,
  id: number,
  { title, text, off }: { title?: string | undefined; text?: string | undefined; off: boolean },
): Promise<number> {
  const idea = await known(pool, id);
  if (idea.joinedInto !== null)
    throw new CommandError(`idea ${id} was joined into ${idea.joinedInto}; publish that one`);
  if (!off && title === undefined && idea.title === null) {
    throw new CommandError(
      `idea ${id} has only a customer's words, which are not shown to others; give it a title of yours: npx intray ideas publish ${id} --title "…"`,
    );
  }
  const named = title === undefined ? {} : { title: titleIn(title), folded: foldedName(title) };
  const worded = text === undefined ? {} : { text: text.trim().slice(0, textCharsMax).toWellFormed() };
  await transaction(pool, (tx) => changeIdea(tx, id, { ...named, ...worded, isPublic: !off }, new Date()));
  print(off ? `idea ${id} is public no more` : `idea ${id} is public: ${config.publicUrl}/roadmap`);
  return 0;
}

async function setStatus(opened: Opened, id: number, [word = "", ...words]: string[]): Promise<number> {
  const { pool, config, databaseUrl, log } = opened;
  const status = statusIn(word);
  const sentence = words.join(" ").trim().slice(0, textCharsMax).toWellFormed();
  const isEnd = status === "done" || status === "declined";
  const idea = await known(pool, id);
  if (idea.joinedInto !== null)
    throw new CommandError(`idea ${id} was joined into ${idea.joinedInto}; that one has the status`);
  if (status === "declined" && sentence === "" && idea.sentence === "") {
    throw new CommandError(
      `say why, in a sentence for those who wished for it: npx intray ideas status ${id} declined "…"`,
    );
  }
  if (isEnd && idea.title === null) {
    throw new CommandError(
      `give it a title of yours first, which those who wished for it will read: npx intray ideas rename ${id} …`,
    );
  }
  // Said again without a sentence, the one that was said stays; another status has another sentence.
  const said = sentence !== "" || idea.status !== status ? { sentence } : {};
  await transaction(pool, (tx) => changeIdea(tx, id, { status, ...said }, new Date()));
  print(`idea ${id} is ${status}`);
  if (!isEnd) return 0;
  const queue = await openQueue(databaseUrl, log);
  try {
    const stationery = await openStationery(config);
    const shop = { pool, queue, desks: openDesks(Date.now), stationery, now: Date.now };
    print(`${await tellEnd(shop, id, status)} people are told; whoever was told before is not told again`);
  } finally {
    await queue.stop();
  }
  return 0;
}

async function join({ pool }: Opened, from: { idea: number } | { ticket: number }, into: number): Promise<number> {
  const target = await known(pool, into);
  if (target.joinedInto !== null)
    throw new CommandError(`idea ${into} was joined into ${target.joinedInto}; join to that one`);
  if ("ticket" in from) {
    if (!(await loadTicket(pool, from.ticket))) throw new CommandError(`there is no ticket ${from.ticket}`);
    await transaction(pool, (tx) => putTicket(tx, from.ticket, into, new Date()));
    print(`ticket ${from.ticket} wishes for idea ${into} now`);
    return 0;
  }
  const idea = await known(pool, from.idea);
  if (idea.joinedInto !== null) throw new CommandError(`idea ${idea.id} was joined into ${idea.joinedInto} before`);
  await transaction(pool, (tx) => joinIdeas(tx, idea.id, into, new Date()));
  print(`everyone who wished for idea ${idea.id} wishes for idea ${into} now`);
  return 0;
}

async function known(pool: Opened["pool"], id: number): Promise<Idea> {
  const idea = await findIdea(pool, id);
  if (!idea) throw new CommandError(`there is no idea ${id}; see: npx intray ideas list`);
  return idea;
}

function statusIn(word = ""): (typeof ideaStatuses)[number] {
  const status = ideaStatuses.find((each) => each === word);
  if (status) return status;
  throw new UsageError(`intray ideas status: "${word}" is not one of ${ideaStatuses.join(", ")}`);
}

function numberIn(word: string | undefined, verb: string): number {
  const number = readNumber(word);
  if (number !== null) return number;
  throw new UsageError(`intray ideas ${verb}: give the idea's number; see: npx intray ideas list`);
}

function titleIn(text: string): string {
  const title = text
    .replace(/[\s\u0000-\u001f\u007f]+/g, " ")
    .trim()
    .slice(0, titleCharsMax)
    .toWellFormed();
  if (title === "") throw new UsageError("intray ideas: the title is empty");
  return title;
}

function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").slice(0, 300);
}
