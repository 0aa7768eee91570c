/**
 * Runs before `npm start`, `npm run demo` and `npm test`, under whatever Node (20 or newer) the machine has: installs the
 * packages, among them the Node 24 that everything else runs under, when they are absent or not those of the lock file.
 * Says one line when there is something to do, nothing otherwise. Plain JavaScript, because nothing is installed yet.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const node = join(modules, ".bin", "node");

/** Only `npm test` needs the packages for development; a server installed with --omit=dev stays as it is. */
const needsDevelopment = process.env.npm_lifecycle_event === "pretest";

/** Longer than any download takes; two set-ups at once wait for each other. */
const turnTimeoutMs = 15 * 60_000;
/** The end of npm's words is what tells. */
const saidCharsMax = 200_000;

try {
  if (!isSetUp()) await setUp();
  linkCommand();
} catch (error) {
  console.error(`setting up failed: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function setUp() {
  const turn = await takeTurn();
  // Another set-up may have done it while we waited.
  if (!isSetUp()) {
    console.log("setting up: installing packages (about a minute, once) …");
    await install();
  }
  turn?.close();
}

function isSetUp() {
  return packagesDiffer() === null && nodeDiffers() === null;
}

/** What npm wrote down after installing must be what the lock file asks for; the first difference, or null. */
function packagesDiffer() {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(modules, ".package-lock.json"));
  if (wanted === null) return "package-lock.json cannot be read";
  if (present === null) return "node_modules is absent or unfinished";
  for (const [path, { version, optional, dev, devOptional }] of Object.entries(wanted)) {
    const found = present[path];
    const mayBeAbsent = path === "" || optional || (!needsDevelopment && (dev || devOptional));
    if (found ? found.version !== version : !mayBeAbsent) return `${path} is not ${version}`;
  }
  return null;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/** The Node of the packages must run on this machine: a copied node_modules may be another machine's. */
function nodeDiffers() {
  const { status, stdout, stderr, error } = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (status === 0 && stdout.startsWith("v24.")) return null;
  return `Node 24 does not run from node_modules (${error?.message ?? (stderr.trim() || stdout.trim())})`;
}

async function install() {
  const [program, ...first] = npm();
  const development = needsDevelopment ? ["--include=dev"] : [];
  const quiet = ["--loglevel=error", "--no-audit", "--no-fund", "--no-progress"];
  const child = spawn(program, [...first, "ci", ...development, ...quiet], {
    cwd: root,
    env: { ...process.env, PATH: pathWithoutPackages() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said = (said + chunk).slice(-saidCharsMax);
    });
  }
  const code = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message)).once("close", resolve);
  });
  if (code !== 0) throw new Error(`npm ci ended with ${code}: ${firstError(said)} (all of it: ${keep(said)})`);
  const different = packagesDiffer() ?? nodeDiffers();
  if (different) throw new Error(`after npm ci ${different}; are install scripts switched off? (log: ${keep(said)})`);
}

/**
 * npm runs us with the Node of node_modules first on the path when there is one; npm ci deletes that very file, so npm
 * must run under the machine's own Node.
 */
function npm() {
  const { npm_execpath: cli, npm_node_execpath: ownNode } = process.env;
  const isOutside = (file) => Boolean(file) && existsSync(file) && !file.startsWith(modules);
  return isOutside(cli) && isOutside(ownNode) && cli.endsWith(".js") ? [ownNode, cli] : ["npm"];
}

function pathWithoutPackages() {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modules))
    .join(delimiter);
}

/** Only a failure leaves a log behind. */
function keep(said) {
  for (const folderOf of [() => root, () => mkdtempSync(join(tmpdir(), "intray-setup-"))]) {
    try {
      const file = join(folderOf(), "setup.log");
      writeFileSync(file, said);
      return file;
    } catch {
      // A checkout that may not be written to.
    }
  }
  return "nowhere to be kept";
}

/** npm's first line that says something: "code E404" alone does not. */
function firstError(said) {
  const lines = said
    .split("\n")
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, "").trim())
    .filter(Boolean);
  return lines.find((line) => !/^(code|errno|syscall|path|dest) /.test(line)) ?? lines[0] ?? "it said nothing";
}

/** One set-up per checkout: a name in Linux' abstract socket space, freed by the kernel however its holder ends. */
async function takeTurn() {
  if (process.platform !== "linux") return null;
  const name = createHash("sha256").update(root).digest("hex").slice(0, 32);
  for (const until = Date.now() + turnTimeoutMs; Date.now() < until; await sleep(250)) {
    const answer = await new Promise((resolve) => {
      const server = createServer();
      server.once("error", (error) => resolve(error.code));
      server.listen({ path: `\0intray/setup/${name}` }, () => resolve(server));
    });
    if (typeof answer !== "string") return answer;
    // A Node that knows no such names cannot take turns; npm's own checks remain.
    if (answer !== "EADDRINUSE") return null;
  }
  throw new Error("another set-up of this folder has not ended for 15 minutes; end it and try again");
}

/** npm links the commands of packages, not of the project itself; with this `npx intray …` works in the checkout. */
function linkCommand() {
  const link = join(modules, ".bin", "intray");
  if (lstatSync(link, { throwIfNoEntry: false })) return;
  try {
    symlinkSync(join("..", "..", "src", "main.ts"), link);
  } catch {
    // A checkout that may not be written to; `npm run -s intray -- …` does the same.
  }
}
