/** `intray doctor`: tries what the desk depends on, a line each, and says what to mend. Nothing it tries waits for ever. */
import { type Config, ConfigError, environment, type Need, readConfig } from "../config.ts";
import { openBlobs } from "../io/blobs.ts";
import { type ClamdPlace, openScanner } from "../io/clamd.ts";
import type { InboxFacts } from "../io/inboxCheck.ts";
import { type NameServers, openNameServers } from "../io/nameservers.ts";
import { connectPool, databasePlace } from "../io/postgres.ts";
import { type Command, print, printJson, readWords } from "./command.ts";
import { databaseFindings } from "./doctor/database.ts";
import { attempt, type Finding, fail, ok, skip } from "./doctor/finding.ts";
import { namesFindings } from "./doctor/names.ts";
import { type Patience, roundTripFindings, usualPatience } from "./doctor/roundTrip.ts";
import { inboxFindings, oauthFindings, smtpFindings } from "./doctor/servers.ts";
import { authservFinding, keysFinding, publicUrlFinding } from "./doctor/settings.ts";
import { hasEmbedded, openDatabase, readDeskFile } from "./open.ts";
import { restraintFindings } from "./selfCheck.ts";

export const doctor: Command = {
  name: "doctor",
  usage: `npx intray doctor [--send] [--json]

Tries settings, database, mailbox, mail server, DNS records, clocks and access tokens. Each line begins with ok, warn (it
works, but not as well or as safely as it could), FAIL, or skip (not tried, and why). --send also mails a small trial to a
plus-address of the desk and waits up to a minute for it. Exit status 1 when something fails.
Example: npx intray doctor --send`,
  async run(argv) {
    const { values } = readWords("doctor", argv, {
      send: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    const tools: Tools = { dns: openNameServers(), send: values.send, patience: usualPatience };
    const all: Finding[] = [];
    for await (const findings of examine(environment(), tools)) {
      all.push(...findings);
      if (!values.json) for (const finding of findings) print(lineOf(finding));
    }
    if (values.json) printJson(all.map((finding) => ({ ...finding, ok: finding.state !== "fail" })));
    return all.some(({ state }) => state === "fail") ? 1 : 0;
  },
};

const labels = { ok: "ok  ", warn: "warn", fail: "FAIL", skip: "skip" };

function lineOf({ what, state, detail, mend }: Finding): string {
  return `${labels[state]} ${what}: ${detail}${mend === null ? "" : `; ${mend}`}`;
}

export type Tools = { dns: NameServers; send: boolean; patience: Patience };

/** Everything is tried at once and told in a fixed order, each as soon as it and all before it are known. */
export async function* examine(env: Record<string, string | undefined>, tools: Tools): AsyncGenerator<Finding[]> {
  const { config, problems } = configOf(env);
  yield problems.map((detail) => fail("environment", detail, null));
  if (config === null) return;
  const seen: InboxFacts[] = [];
  const inboxes = config.inboxes.map((inbox) =>
    attempt(`IMAP ${inbox.name}`, null, async () => {
      const { findings, facts } = await inboxFindings(config, inbox);
      seen.push(facts);
      return findings;
    }),
  );
  const { clamd } = config;
  const smtp = attempt("SMTP", "correct SMTP_URL, or mend the server", () => smtpFindings(config));
  const others = [
    attempt("OAuth", "perhaps another refresh token is needed", () => oauthFindings(config)),
    attempt("DNS", "run doctor again later", () => namesFindings(config, tools.dns)),
    attempt("PUBLIC_URL", "correct PUBLIC_URL", () => publicUrlFinding(config)),
  ];
  const scanner = clamd
    ? attempt("virus scanner", "correct CLAMD_URL, or mend the scanner", () => tryScanner(clamd))
    : null;
  const database = attempt("database", null, () => tryDatabase(config));
  const blobs = attempt("mails' bytes", null, () => tryBlobs(config));
  if (problems.length === 0) yield [ok("environment", "complete")];
  if (config.keys.length > 0) yield [keysFinding(config)];
  yield await attempt("desk file", null, async () => [
    ok("desk file", `${readDeskFile(config.deskFile).name}, ${config.deskFile}`),
  ]);
  yield await database;
  yield await blobs;
  if (works([await database, await blobs])) yield await attempt("forged mail", null, () => tryForgedMail(config));
  for (const findings of [...inboxes, smtp, ...others]) yield await findings;
  yield [authservFinding(config, seen)];
  if (scanner) yield await scanner;
  if (!tools.send) {
    yield [
      skip("plus-addressing", "tried only by npx intray doctor --send, which mails a small trial to the desk itself"),
    ];
  } else if (works([...(await Promise.all(inboxes)), await smtp])) {
    const mend = "mend the mailbox or the mail server first";
    yield await attempt("sending", mend, () => roundTripFindings(config, tools.dns, tools.patience), sendingMs);
  } else yield [skip("plus-addressing", "not tried, because the mailbox or the mail server fails already")];
}

/** Opening the mailboxes, handing over and waiting for the mail. */
const sendingMs = 240_000;

function works(findings: Finding[][]): boolean {
  return findings.flat().every(({ state }) => state !== "fail");
}

async function tryForgedMail(config: Config): Promise<Finding[]> {
  return (await restraintFindings(config)).map(({ what, ok: isOk, detail }) =>
    isOk ? ok(what, detail) : fail(what, detail, "see SECURITY.md"),
  );
}

/** Where settings are missing, those that are there are still worth trying; where one cannot be read, they are not. */
function configOf(env: Record<string, string | undefined>): { config: Config | null; problems: string[] } {
  const read = (needs: Need[]) => {
    try {
      return { config: readConfig(env, needs), problems: [] };
    } catch (error) {
      if (error instanceof ConfigError) return { config: null, problems: error.problems };
      throw error;
    }
  };
  const whole = read(["inbox", "smtp", "support", "keys"]);
  return whole.config ? whole : { ...whole, config: read([]).config };
}

async function tryDatabase(config: Config): Promise<Finding[]> {
  if (!config.databaseUrl && !hasEmbedded()) {
    return [skip("database", "DATABASE_URL is not set: npm start makes an embedded PostgreSQL in ./.intray")];
  }
  const database = await openDatabase(config);
  try {
    const pool = await connectPool(database.url, { applicationName: "intray doctor", connectionCountMax: 2 });
    try {
      return await databaseFindings(pool, database.isEmbedded ? "./.intray (embedded)" : databasePlace(database.url));
    } finally {
      await pool.end();
    }
  } finally {
    await database.stop();
  }
}

/** Opening a place proves that it can be written. */
async function tryBlobs({ blobs }: Config): Promise<Finding[]> {
  await openBlobs(blobs);
  const where = {
    postgres: "kept in the database",
    file: "the folder of BLOB_URL can be written",
    s3: "the bucket of BLOB_URL gives back what it is given",
  };
  return [ok("mails' bytes", where[blobs.kind])];
}

/** A word that is harmless, and the makers' test file in two pieces: a scanner that finds nothing is none. */
async function tryScanner(place: ClamdPlace): Promise<Finding[]> {
  const scanner = openScanner(place);
  const harmless = await scanner.scan(Buffer.from("a harmless word"));
  const test = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-${"ANTIVIRUS-TEST-FILE!$H+H*"}`;
  const found = await scanner.scan(Buffer.from(test));
  if (harmless.kind === "clean" && found.kind === "infected") {
    return [ok("virus scanner", `answers, and finds ${found.name}`)];
  }
  const detail = "it does not tell its makers' harmless test file from other words";
  return [fail("virus scanner", detail, "look at its signatures")];
}
