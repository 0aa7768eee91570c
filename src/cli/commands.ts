/** `intray commands`: whether answers and commands of agents are carried out from mail; the operator's switch, and its test. */
import { transaction } from "../io/postgres.ts";
import { breakers, closeBreaker, openBreaker } from "../store/breaker.ts";
import { latestRun } from "../store/probe.ts";
import { type Command, print, printJson, readWords, UsageError } from "./command.ts";
import { type Opened, withDatabase } from "./open.ts";
import { inWords, sendForgeries, tally } from "./probes.ts";

export const commands: Command = {
  name: "commands",
  usage: `npx intray commands [status|on|off|test] [--json]

While they are off, every answer and command by mail waits for its agent's button. A self-test that believes a forged
mail switches them off; only this switches them on again. "test" sends forged mails to the support address now and says
what came of each; a worker must be running.
Example: npx intray commands on`,
  async run(argv) {
    const { values, positionals } = readWords("commands", argv, { json: { type: "boolean", default: false } }, 1);
    const [verb = "status"] = positionals;
    if (verb === "test") return await withDatabase(["smtp", "support", "keys"], (opened) => test(opened, values.json));
    if (verb !== "status" && verb !== "on" && verb !== "off") {
      throw new UsageError(`intray commands: "${verb}" is not one of status, on, off, test`);
    }
    return await withDatabase([], (opened) => act(opened, verb, values.json));
  },
};

async function act({ pool }: Opened, verb: "status" | "on" | "off", json: boolean): Promise<number> {
  if (verb === "on") await closeBreaker(pool, "commands");
  if (verb === "off") {
    await transaction(pool, (tx) => openBreaker(tx, "commands", "switched off by the operator", new Date()));
  }
  const off = (await breakers(pool)).find(({ name }) => name === "commands");
  const lastMails = tally(await latestRun(pool));
  const since = off?.since.toISOString() ?? null;
  if (json) printJson({ on: off === undefined, since, why: off?.why ?? null, lastMails });
  else print(off ? `mail commands are off since ${off.since.toISOString()}: ${off.why}` : "mail commands are on");
  return 0;
}

async function test(opened: Opened, json: boolean): Promise<number> {
  const rows = await sendForgeries(opened);
  if (json) printJson(rows.map(({ name, state, detail }) => ({ name, state, detail })));
  else for (const row of rows) print(inWords(row));
  return rows.some(({ state }) => state === "believed") ? 1 : 0;
}
