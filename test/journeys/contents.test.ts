/** What mails bring along: viruses, files that act, senders on the deny list; through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { putIntoForce } from "../../src/flow/apply.ts";
import { openLog } from "../../src/io/log.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { startWorker, type Worker } from "../../src/worker.ts";
import { type Clamd, eicar, startClamd } from "../harness/clamd.ts";
import { type DeskUnderTest, eventually, mailOf, openDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { intray } from "../harness/program.ts";

let desk: DeskUnderTest;
let clamd: Clamd;
let worker: Worker;

const ada = "Ada Nowak <ada@shop.example>";

beforeAll(async () => {
  [desk, clamd] = await Promise.all([openDesk(), startClamd()]);
  const denying = `${deskYaml}deny: [bad.example, rude@shop.example]\n`;
  await putIntoForce(desk.database.pool, parseDesk(denying), null, false);
  const config = readConfig({ ...desk.env, CLAMD_URL: clamd.url });
  worker = await startWorker(config, desk.database.url, openLog("silent", "json"));
});
afterAll(async () => {
  await worker?.stop();
  await clamd?.stop();
  await desk?.close();
});

const deliver = (raw: Buffer) => desk.dovecot.deliver("support", raw, { internalDate: new Date() });
const say = (from: string, subject: string, text = "Hello.") => deliver(mailOf({ from, to: support, subject, text }));

function withFile(subject: string, name: string, type: string, content: Buffer): Buffer {
  const text = mailOf({ from: ada, to: support, subject, text: "" }).toString("utf8");
  const head = text.slice(0, text.indexOf("MIME-Version"));
  const body = [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "See the file.",
    "--b",
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    content.toString("base64"),
    "--b--",
    "",
  ].join("\r\n");
  return Buffer.from(head + body);
}

/** What became of the mail with this subject. */
async function fateOf(subject: string): Promise<{ id: number; disposition: string; reason: string; detail: string }> {
  return await eventually(`the fate of ${subject}`, 20_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select id, disposition, reason, detail from raw_mail where subject like $1 and disposition is not null",
      [`%${subject}`],
    );
    return rows[0];
  });
}
const lettersAbout = (subject: string) =>
  desk.sink.received.filter((mail) => (mail.header("subject") ?? "").includes(subject));

test("an infected file is put aside, agents are told, and it goes to nobody", async () => {
  await deliver(withFile("Infected", "report.txt", "text/plain", Buffer.from(eicar)));
  expect(await fateOf("Infected")).toMatchObject({
    disposition: "quarantined",
    reason: "infected",
    detail: "the virus scanner found Eicar-Test-Signature",
  });
  const told = await desk.sink.waitFor((mail) => mail.to.includes("ewa@acme.example"), 20_000);
  expect(told.header("subject")).toContain("infected");
  expect(lettersAbout("Infected")).toEqual([]);
  for (const mail of desk.sink.received) expect(mail.raw.includes(Buffer.from(eicar).toString("base64"))).toBe(false);
});

test("while the scanner is away mail waits, and goes on once it is back", async () => {
  await clamd.close();
  await say(ada, "Patience");
  await eventually("the mail waits", 20_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select detail from raw_mail where disposition is null and attempts > 0",
    );
    return /clamd cannot be reached/.test(rows[0]?.detail ?? "");
  });
  expect(lettersAbout("Patience")).toEqual([]);
  await clamd.open();
  await desk.database.pool.query("update raw_mail set next_attempt_at = now() where disposition is null");
  expect(await fateOf("Patience")).toMatchObject({ disposition: "ticket" });
});

test("a mail that no scanner ever judged is put aside with the cause, and may be let in", async () => {
  clamd.mood = "babbling";
  await say(ada, "Never judged");
  await eventually("its tries are used up", 40_000, async () => {
    await desk.database.pool.query(
      "update raw_mail set next_attempt_at = now(), attempts = 10 where disposition is null",
    );
    const { rows } = await desk.database.pool.query("select from raw_mail where reason = 'notScanned'");
    return rows.length === 1;
  });
  const { id } = await fateOf("Never judged");
  expect(await intray(["quarantine", "release", String(id)], { env: desk.env })).toMatchObject({ status: 0 });
  await eventually("the ticket", 20_000, async () => (await fateOf("Never judged")).disposition === "ticket");
  clamd.mood = "well";
}, 90_000);

test("a file that could act comes as a link, the others come along", async () => {
  await deliver(withFile("Acting", "invoice.pdf.js", "application/pdf", Buffer.from("alert(1)")));
  await deliver(withFile("Quiet", "log.txt", "text/plain", Buffer.from("a quiet log")));
  const toJan = (subject: string) =>
    desk.sink.waitFor(
      (mail) => mail.to.includes("jan@acme.example") && (mail.header("subject") ?? "").includes(subject),
      20_000,
    );
  const acting = await (await toJan("Acting")).parsed();
  expect(acting.attachments).toEqual([]);
  expect(acting.text).toContain("invoice.pdf.js");
  expect(acting.text).toMatch(/\/file\/k1-/);
  const quiet = await (await toJan("Quiet")).parsed();
  expect(quiet.attachments.map(({ filename }) => filename)).toEqual(["log.txt"]);
});

test("who is on the deny list gets no letter and opens nothing; the reason is shown; the operator may let them in", async () => {
  const before = desk.sink.received.length;
  await say("Eve <eve@mail.bad.example>", "Denied domain");
  await say("Rude <rude@shop.example>", "Denied address");
  await say("Near <near@notbad.example>", "Not denied");
  expect(await fateOf("Denied domain")).toMatchObject({
    disposition: "quarantined",
    reason: "denied",
    detail: "desk.yaml denies bad.example",
  });
  expect(await fateOf("Denied address")).toMatchObject({
    reason: "denied",
    detail: "desk.yaml denies rude@shop.example",
  });
  expect(await fateOf("Not denied")).toMatchObject({ disposition: "ticket" });
  await desk.sink.waitFor((mail) => mail.to.includes("near@notbad.example"), 20_000);
  const since = desk.sink.received.slice(before).flatMap((mail) => [...mail.to, mail.header("subject") ?? ""]);
  expect(
    since.filter((each) => /denied (domain|address)|bad\.example$|rude@/i.test(each) && !/notbad/.test(each)),
  ).toEqual([]);
  const { id } = await fateOf("Denied domain");
  const listed = await intray(["quarantine", "list"], { env: desk.env });
  expect(listed.out).toContain("denied");
  expect(await intray(["quarantine", "release", String(id)], { env: desk.env })).toMatchObject({ status: 0 });
  await eventually("the ticket", 20_000, async () => (await fateOf("Denied domain")).disposition === "ticket");
});
