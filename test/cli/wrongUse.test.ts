/**
 * Every command, called wrongly: the mistake is said before the environment, a file or a database is asked for, with how
 * the command is called. The commands run in this process, because a process for each would cost a minute.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { UsageError, usageOf } from "../../src/cli/command.ts";
import { entries } from "../../src/cli/entries.ts";
import { freshDatabase } from "../harness/database.ts";
import { intray } from "../harness/program.ts";

// A setting that is none fails whoever reads the environment at all.
beforeAll(() => {
  vi.stubEnv("INTRAY_WRONG_USE", "1");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

async function failureOf(name: string, argv: string[]): Promise<unknown> {
  const command = await entries.find((entry) => entry.name === name)?.load();
  if (!command) throw new Error(`no command ${name}`);
  return await command.run(argv).then(
    (status) => new Error(`it ran, and ended with ${status}`),
    (error: unknown) => error,
  );
}

/** The words that a command takes at most, for one more to be too many. */
const fullWords: Record<string, string[][]> = {
  apply: [["desk.yaml"]],
  ticket: [["1042"]],
  sla: [["explain", "1042"]],
  quarantine: [["list"], ["show", "1"], ["release", "1"], ["drop", "1"]],
  commands: [["status"], ["on"], ["off"]],
  docs: [["list"], ["figures"], ["index", "docs"], ["forget", "docs"]],
  ideas: [["list"], ["show", "1"], ["publish", "1"], ["join", "1", "2"], ["join", "--ticket", "1", "2"]],
  accounts: [["import", "a.csv"]],
  contacts: [["holds"], ["export", "a@b.example"], ["erase", "a@b.example"], ["hold", "#1"], ["unhold", "#1"]],
  audit: [["a@b.example"]],
};
/** These take as many words as there are. */
const takesAny = ["read", "deliver", "replay", "preview"];

describe("whatever the command", () => {
  test.each(entries.map(({ name }) => name))("%s refuses an option that it does not know", async (name) => {
    const begun = name === "sla" ? [["due"], ["explain"]] : [[]];
    for (const words of begun) {
      const error = await failureOf(name, [...words, "--nonsense"]);
      expect(error).toBeInstanceOf(UsageError);
      expect(String(error)).toContain("--nonsense");
    }
  });

  test.each(entries.map(({ name }) => name).filter((name) => !takesAny.includes(name)))(
    "%s refuses a word too many",
    async (name) => {
      for (const words of fullWords[name] ?? [[]]) {
        const error = await failureOf(name, [...words, "stray"]);
        expect(error, words.join(" ")).toBeInstanceOf(UsageError);
        expect(String(error)).toContain(`intray ${name}`);
      }
    },
  );

  test.each(entries)("$name shows how it is called, with an example", async ({ name, load }) => {
    const command = await load();
    expect(command.name).toBe(name);
    expect(usageOf(command, [])[0]).toMatch(/^usage: (?:npx intray|npm) /);
    expect(command.usage).toMatch(/Example(?:, in [\w/]+)?: /);
  });
});

test.each([
  ["migrate --roles --print-roles", /choose one/],
  ["read", /no mail named/],
  ["deliver", /name a file/],
  ["tickets --status half-open", /"half-open" is no status/],
  ["tickets --status", /--status/],
  ["tickets --json=yes", /--json/],
  ["ticket", /one ticket's number/],
  ["ticket abc", /one ticket's number/],
  ["ticket 0", /one ticket's number/],
  ["ticket -1", /-1/],
  ["ticket 0x10", /one ticket's number/],
  ["ticket 1e3", /one ticket's number/],
  ["ticket 99999999999999999999", /one ticket's number/],
  ["sla", /due or explain/],
  ["sla whenever", /"whenever" is not known/],
  ["sla due", /at least one instant/],
  ["sla due 2026-10-16T16:30:00Z", /needs --plan/],
  ["sla due --plan standard 2026-10-16T16:30:00Z", /needs --severity/],
  ["sla due --plan standard --severity A", /at least one instant/],
  ["sla due --plan standard --severity A tomorrow", /"tomorrow" is not an instant/],
  ["sla due --plan standard --severity A 2026-10-16T16:30:00", /lacks its offset/],
  ["sla explain", /one ticket's number/],
  ["sla explain 1042 --language de", /--language/],
  ["quarantine eat", /"eat" is not one of/],
  ["quarantine show", /mail's number/],
  ["quarantine drop all", /mail's number/],
  ["commands maybe", /"maybe" is not one of/],
  ["replay", /numbers of stored mails/],
  ["replay 17 x", /numbers of stored mails/],
  ["report --since foo", /since "foo" is neither a date nor an instant/],
  ["report --until 2026-13-01", /until "2026-13-01"/],
  ["report --json --csv", /choose one/],
  ["report --language de", /no language "de"/],
  ["docs", /say one of index/],
  ["docs index", /name one folder/],
  ["docs index docs --base nowhere", /--base must be an address/],
  ["docs forget", /name one folder/],
  ["docs search", /say what to look for/],
  ["docs search word --language polish", /two letters/],
  ["docs figures --since 1", /--since must be a day/],
  ["docs figures --until foo", /--until must be a day/],
  ["ideas think", /"think" is not one of/],
  ["ideas show", /number/],
  ["ideas rename", /number/],
  ["ideas rename x title", /number/],
  ["ideas rename 3", /say the title/],
  ["ideas publish", /number/],
  ["ideas status 3", /is not one of gathered/],
  ["ideas status 3 finished", /"finished" is not one of gathered/],
  ["ideas join 3", /number/],
  ["ideas join 3 3", /name two ideas/],
  ["accounts", /say what to import/],
  ["accounts export a.csv", /say what to import/],
  ["accounts import", /say what to import/],
  ["contacts", /say export, erase/],
  ["contacts export", /give one address/],
  ["contacts erase nobody", /give one address/],
  ["contacts hold", /give one address/],
  ["preview confirmatoin", /did you mean confirmation/],
  ["preview answer --all", /not both/],
  ["preview answer --lang de", /the languages are en, pl/],
])("intray %s is said before anything is opened", async (line, said) => {
  const [name = "", ...argv] = line.split(" ");
  const error = await failureOf(name, argv);
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toMatch(said);
  expect(String(error)).not.toContain("\n");
});

test("the usage shown is the verb's own where one was meant, and all of it where none was", async () => {
  const contacts = await entries.find(({ name }) => name === "contacts")?.load();
  if (!contacts) throw new Error("no contacts");
  expect(usageOf(contacts, ["--yes", "erase"])).toEqual([
    "usage: npx intray contacts erase <address> [--dry-run] [--mailbox] [--yes] [--json]",
  ]);
  expect(usageOf(contacts, ["unhold"])).toEqual([
    'usage: npx intray contacts hold|unhold <address or #ticket> [--because "words"]',
  ]);
  expect(usageOf(contacts, ["forget"])).toHaveLength(4);
});

describe("as processes", () => {
  const called: { words: string[]; status: number; said: RegExp; usage: RegExp | null }[] = [
    {
      words: ["report", "--since", "foo"],
      status: 2,
      said: /^intray report: since "foo"/,
      usage: /^usage: npx intray report /,
    },
    { words: ["nonsense"], status: 2, said: /^intray: there is no command/, usage: /^usage: npx intray <command>/ },
    { words: ["read", "/nowhere"], status: 1, said: /^intray read: \/nowhere: there is no such file/, usage: null },
    { words: ["apply", "none.yaml"], status: 1, said: /^intray: .*none\.yaml cannot be read/, usage: null },
  ];
  test.each(called)("$words ends with $status, all words on standard error", async ({ words, status, said, usage }) => {
    const ran = await intray(words);
    expect(ran).toMatchObject({ status, out: "" });
    const [first, second, ...more] = ran.err.trimEnd().split("\n");
    expect(first).toMatch(said);
    if (usage) expect(second).toMatch(usage);
    else expect(second).toBeUndefined();
    expect(more).toEqual([]);
  });

  test("what is not there is told on standard error, with status 1", async () => {
    const database = await freshDatabase();
    const env = { DATABASE_URL: database.url, SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}` };
    try {
      const ran = await intray(["replay", "99"], { env });
      expect(ran).toEqual({
        status: 1,
        out: "",
        err: "intray replay: mail 99: there is no stored mail of that number\n",
      });
      const asked = await intray(["replay", "99", "--json"], { env });
      expect(JSON.parse(asked.out)).toMatchObject({ kind: "missing", rawMailId: 99 });
      expect(asked.status).toBe(1);
    } finally {
      await database.drop();
    }
  });
});
