/** A desk whose mails live in a bucket: what comes in lies there and leaves from there, also after the bucket was away. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openLog } from "../../src/io/log.ts";
import { startWorker, type Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, openDesk } from "../harness/desk.ts";
import { border, support } from "../harness/deskFile.ts";
import { type S3Server, startS3 } from "../harness/s3.ts";

const secrets = { accessKeyId: "desk", secretAccessKey: "hush" };
let desk: DeskUnderTest;
let bucket: S3Server;
let worker: Worker;

beforeAll(async () => {
  [desk, bucket] = await Promise.all([openDesk(), startS3(secrets, "us-east-1")]);
  const config = readConfig({
    ...desk.env,
    BLOB_URL: `s3://mails/desk?endpoint=${bucket.endpoint}`,
    AWS_ACCESS_KEY_ID: secrets.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
  });
  worker = await startWorker(config, desk.database.url, openLog(config.logLevel, "json"));
});
afterAll(async () => {
  await worker?.stop();
  await bucket?.close();
  await desk?.close();
});

function mailWithFile(subject: string): string {
  return [
    `Authentication-Results: ${border}; dmarc=pass header.from=shop.example`,
    "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000",
    "From: Ada <ada@shop.example>",
    `To: ${support}`,
    `Subject: ${subject}`,
    `Message-ID: <${crypto.randomUUID()}@shop.example>`,
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b\r\nContent-Type: text/plain\r\n\r\nThe log is attached.",
    "--b\r\nContent-Type: text/plain; name=shop.log\r\nContent-Disposition: attachment; filename=shop.log\r\n\r\nline 17",
    "--b--\r\n",
  ].join("\r\n");
}

test("a mail lies in the bucket and not in its row, and its file leaves with the letter to the team", async () => {
  await desk.dovecot.deliver("support", mailWithFile("[A] checkout down"));
  const letter = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 60_000);
  const { attachments } = await letter.parsed();
  const file = attachments.find(({ filename }) => filename === "shop.log");
  expect(file?.content.toString().trim()).toBe("line 17");
  const { rows } = await desk.database.pool.query("select content, encode(sha256, 'hex') as sha256 from raw_mail");
  const [{ content, sha256 }] = rows;
  expect(content).toBeNull();
  expect([...bucket.objects.keys()]).toEqual([`/mails/desk/${sha256.slice(0, 2)}/${sha256}`]);
});

test("while the bucket is away mail waits in the mailbox, and nothing is lost", async () => {
  const before = bucket.asked.length;
  bucket.answerWith(() => ({ kind: "status", status: 503, code: "SlowDown" }));
  await desk.dovecot.deliver("support", mailWithFile("[B] printing is slow"));
  await eventually("a few tries", 60_000, async () => bucket.asked.length >= before + 4);
  expect((await desk.database.pool.query("select from raw_mail")).rowCount).toBe(1);
  bucket.answerWith(null);
  await desk.sink.waitFor((mail) => mail.header("subject")?.includes("printing is slow") === true, 120_000);
  expect((await desk.database.pool.query("select from ticket")).rowCount).toBe(2);
});
