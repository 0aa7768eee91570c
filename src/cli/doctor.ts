/** `intray doctor`: tries what the desk depends on, one line each, and says what to mend. */
import { type Config, ConfigError, environment, readConfig } from "../config.ts";
import { type ClamdPlace, openScanner } from "../io/clamd.ts";
import { openInbox } from "../io/imap.ts";
import { openLog, plainError } from "../io/log.ts";
import { accessTokens } from "../io/oauth.ts";
import { connectPool } from "../io/postgres.ts";
import { openSmtp } from "../io/smtp.ts";
import { currentDesk } from "../store/desk.ts";
import { pendingMigrations } from "../store/migrate.ts";
import { type Command, print, printJson, readWords } from "./command.ts";
import { openDatabase, readDeskFile } from "./open.ts";
import { type Finding, restraintFindings } from "./selfCheck.ts";

export const doctor: Command = {
  name: "doctor",
  usage: "npx intray doctor [--json]\n\nExit status 1 when something needs mending. Example: npx intray doctor",
  async run(argv) {
    const { values } = readWords("doctor", argv, { json: { type: "boolean", default: false } });
    const findings = await examine();
    if (values.json) printJson(findings);
    else for (const { what, ok, detail } of findings) print(`${ok ? "ok  " : "FAIL"} ${what}: ${detail}`);
    return findings.every((finding) => finding.ok) ? 0 : 1;
  },
};

async function examine(): Promise<Finding[]> {
  const env = environment();
  let config: Config;
  try {
    config = readConfig(env, ["inbox", "smtp", "support", "keys"]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((detail) => ({ what: "environment", ok: false, detail }));
  }
  const findings: Finding[] = [{ what: "environment", ok: true, detail: "complete" }];
  findings.push(await attempt("desk file", async () => `${readDeskFile(config.deskFile).name}, ${config.deskFile}`));
  findings.push(await attempt("database", () => tryDatabase(config)));
  findings.push(...(await restraintFindings(config)));
  for (const inbox of config.inboxes) findings.push(await attempt(`IMAP ${inbox.name}`, () => tryInbox(config, inbox)));
  findings.push(await attempt("SMTP", () => trySmtp(config)));
  const { clamd } = config;
  if (clamd) findings.push(await attempt("virus scanner", () => tryScanner(clamd)));
  return findings;
}

async function attempt(what: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await work() };
  } catch (error) {
    return { what, ok: false, detail: plainError(error).message };
  }
}

/** A word that is harmless, and the makers' test file in two pieces: a scanner that finds nothing is none. */
async function tryScanner(place: ClamdPlace): Promise<string> {
  const scanner = openScanner(place);
  const harmless = await scanner.scan(Buffer.from("a harmless word"));
  const test = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-${"ANTIVIRUS-TEST-FILE!$H+H*"}`;
  const found = await scanner.scan(Buffer.from(test));
  if (harmless.kind !== "clean" || found.kind !== "infected") {
    throw new Error("it does not tell its makers' harmless test file from other words; look at its signatures");
  }
  return `answers, and finds ${found.name}`;
}

async function tryDatabase(config: Config): Promise<string> {
  const database = await openDatabase(config, true);
  try {
    const pool = await connectPool(database.url, { applicationName: "intray doctor" });
    try {
      const pending = await pendingMigrations(pool);
      if (pending.length > 0)
        return `answers; ${pending.length} migrations are waiting (npx intray migrate, or npm start)`;
      const version = await currentDesk(pool);
      return version
        ? `answers; version ${version.id} of the desk is in force`
        : "answers; no desk is in force yet (npx intray apply)";
    } finally {
      await pool.end();
    }
  } finally {
    await database.stop();
  }
}

async function tryInbox(config: Config, address: Config["inboxes"][number]): Promise<string> {
  const accessToken = config.oauth ? accessTokens(config.oauth) : undefined;
  const inbox = await openInbox(address, {
    accessToken,
    log: openLog("silent", "json"),
    signal: AbortSignal.timeout(30_000),
  });
  try {
    return "logs in and opens the folder";
  } finally {
    inbox.close();
  }
}

async function trySmtp(config: Config): Promise<string> {
  if (!config.smtp) throw new Error("SMTP_URL is not set");
  const accessToken = config.oauth ? accessTokens(config.oauth) : undefined;
  const smtp = openSmtp(config.smtp, { accessToken });
  try {
    const result = await smtp.probe();
    if (result.kind === "accepted") return `${config.smtp.host}:${config.smtp.port} takes mail`;
    throw new Error(`${config.smtp.host}:${config.smtp.port} says: ${result.response}; check SMTP_URL`);
  } finally {
    smtp.close();
  }
}
