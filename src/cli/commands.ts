/** `intray commands`: whether answers and commands of agents are carried out from mail; the operator's switch. */
import { transaction } from "../io/postgres.ts";
import { breakers, closeBreaker, openBreaker } from "../store/breaker.ts";
import { type Command, print, printJson, readWords, UsageError } from "./command.ts";
import { type Opened, withDatabase } from "./open.ts";

export const commands: Command = {
  name: "commands",
  usage: `npx intray commands [status|on|off] [--json]

While they are off, every answer and command by mail waits for its agent's button. A self-test that believes a forged
mail switches them off; only this switches them on again.
Example: npx intray commands on`,
  async run(argv) {
    const { values, positionals } = readWords("commands", argv, { json: { type: "boolean", default: false } }, 1);
    const [verb = "status"] = positionals;
    if (verb !== "status" && verb !== "on" && verb !== "off") {
      throw new UsageError(`intray commands: "${verb}" is not one of status, on, off`);
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
  if (json) printJson({ on: off === undefined, since: off?.since.toISOString() ?? null, why: off?.why ?? null });
  else print(off ? `mail commands are off since ${off.since.toISOString()}: ${off.why}` : "mail commands are on");
  return 0;
}
