/** Mails' bytes in a bucket: signed as AWS publishes it, tried again where that helps, told in words where it does not. */
import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { encodePath, signedHeaders } from "../../src/io/awsSigning.ts";
import { openBlobs, readBlobUrl, sha256Of } from "../../src/io/blobs.ts";
import { type S3Server, startS3, whatIsWrong } from "../harness/s3.ts";

/** The worked examples of "Signature Calculations for the Authorization Header" in the Amazon S3 API Reference. */
const example = {
  credentials: {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    sessionToken: null,
  },
  at: new Date("2013-05-24T00:00:00Z"),
  host: "https://examplebucket.s3.amazonaws.com",
};
const published = [
  {
    what: "reading a part of an object",
    request: { method: "GET", path: "/test.txt", headers: { Range: "bytes=0-9" }, body: "" },
    signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
  {
    what: "writing an object",
    request: {
      method: "PUT",
      path: "/test$file.text",
      headers: { Date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
      body: "Welcome to Amazon S3.",
    },
    signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  },
];

test.each(published)("the published example of $what is signed alike, and verified alike", ({ request, signature }) => {
  const { method, path, body } = request;
  const headers: Record<string, string> = Object.fromEntries(
    Object.entries(request.headers).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const url = new URL(`${example.host}${encodePath(path)}`);
  const bodySha256 = sha256Of(Buffer.from(body));
  const signed = signedHeaders({ method, url, headers, bodySha256 }, example.credentials, "us-east-1", example.at);
  expect(signed.authorization).toMatch(new RegExp(`Signature=${signature}$`));
  const lower = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]));
  const came = { method, url: url.pathname, headers: { ...lower, host: url.host } };
  const { accessKeyId, secretAccessKey } = example.credentials;
  const verify = (what: typeof came, bytes = body) =>
    whatIsWrong(what, Buffer.from(bytes), { accessKeyId, secretAccessKey }, "us-east-1", example.at.getTime());
  expect(verify(came)).toBeNull();
  expect(verify({ ...came, url: "/other" })).toBe("SignatureDoesNotMatch");
  expect(verify(came, `${body}!`)).toBe("XAmzContentSHA256Mismatch");
});

describe("a bucket", () => {
  const secrets = { accessKeyId: "desk", secretAccessKey: "hunter2/hunter2", sessionToken: "for an hour" };
  const env: Record<string, string> = {
    AWS_ACCESS_KEY_ID: secrets.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
    AWS_SESSION_TOKEN: secrets.sessionToken,
  };
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3(secrets, "eu-central-1");
  });
  afterAll(() => server.close());
  afterEach(() => {
    server.answerWith(null);
    server.objects.clear();
  });
  const open = (changes: Record<string, string> = {}, prefix = "desk's mails/ü") => {
    const keys: Record<string, string> = { ...env, ...changes };
    const url = `s3://mails.acme/${encodeURIComponent(prefix)}?endpoint=${server.endpoint}&region=eu-central-1`;
    return openBlobs(readBlobUrl(url, (name) => keys[name] ?? null));
  };
  const content = Buffer.from("bytes of a mail");
  const sha256 = sha256Of(content);
  const name = `/mails.acme/desk's mails/ü/${sha256.toString("hex").slice(0, 2)}/${sha256.toString("hex")}`;

  test("keeps bytes under their hash, gives them back, and forgets them", async () => {
    const blobs = await open();
    expect([...server.objects.keys()]).toEqual([]);
    expect(await blobs.keep(sha256, content)).toBeNull();
    expect(await blobs.keep(sha256, content)).toBeNull();
    expect([...server.objects]).toEqual([[name, content]]);
    expect(await blobs.load(sha256, null)).toEqual(content);
    await blobs.remove(sha256);
    await blobs.remove(sha256);
    expect(server.objects.size).toBe(0);
    await expect(blobs.load(sha256, null)).rejects.toThrow(/are missing/);
  });

  test("takes megabytes, and nothing at all, as they are", async () => {
    const blobs = await open({}, "");
    for (const bytes of [randomBytes(5_000_000), Buffer.alloc(0)]) {
      const hash = sha256Of(bytes);
      await blobs.keep(hash, bytes);
      expect((await blobs.load(hash, null)).equals(bytes)).toBe(true);
    }
    expect([...server.objects.keys()][0]).toMatch(/^\/mails\.acme\/[0-9a-f]{2}\/[0-9a-f]{64}$/);
  });

  test("rows from before it was set still have their bytes, and changed bytes are not handed out", async () => {
    const blobs = await open();
    expect(await blobs.load(sha256, content)).toBe(content);
    await blobs.keep(sha256, content);
    server.objects.set(name, Buffer.from("other bytes"));
    await expect(blobs.load(sha256, null)).rejects.toThrow(/damaged/);
  });

  test("what passes is tried again, four times in all", async () => {
    const blobs = await open();
    const troubles = [{ kind: "cut" }, { kind: "status", status: 503, code: "SlowDown" }] as const;
    let turn = 0;
    server.answerWith(() => troubles[turn++] ?? null);
    await blobs.keep(sha256, content);
    expect(server.objects.size).toBe(1);
    server.asked.length = 0;
    server.answerWith(() => ({ kind: "status", status: 500, code: "InternalError" }));
    await expect(blobs.load(sha256, null)).rejects.toThrow(/answers GET with 500 InternalError/);
    expect(server.asked).toHaveLength(4);
  });

  test.each([
    ["a wrong key", { AWS_SECRET_ACCESS_KEY: "other" }, /403 SignatureDoesNotMatch; check the AWS_ keys/],
    ["an unknown one", { AWS_ACCESS_KEY_ID: "other" }, /403 InvalidAccessKeyId/],
    ["a session that is over", { AWS_SESSION_TOKEN: "" }, /403 InvalidToken/],
  ])("%s is told at the start, once, and without it", async (_what, changes, said) => {
    server.asked.length = 0;
    const opened = open(changes);
    await expect(opened).rejects.toThrow(said);
    await expect(opened).rejects.toThrow(/^BLOB_URL: the bucket mails\.acme cannot be used: /);
    await expect(opened).rejects.not.toThrow(/hunter2/);
    expect(server.asked).toHaveLength(1);
  });

  test("a bucket that is not there, or lies elsewhere, is told with what to do", async () => {
    server.answerWith(() => ({ kind: "status", status: 404, code: "NoSuchBucket" }));
    await expect(open()).rejects.toThrow(/create it, or correct BLOB_URL/);
    const headers = { "x-amz-bucket-region": "us-west-2", location: "http://127.0.0.1:1/elsewhere" };
    server.answerWith(() => ({ kind: "status", status: 301, code: "PermanentRedirect", headers }));
    await expect(open()).rejects.toThrow(/in the region us-west-2/);
  });
});

const keys: Record<string, string> = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
const readWith = (text: string, env = keys) => readBlobUrl(text, (name) => env[name] ?? null);

test("a bucket's address may leave out endpoint, region and prefix", () => {
  expect(readWith("s3://mails")).toEqual({
    kind: "s3",
    endpoint: "https://s3.us-east-1.amazonaws.com",
    region: "us-east-1",
    bucket: "mails",
    prefix: "",
    credentials: { accessKeyId: "a", secretAccessKey: "b", sessionToken: null },
  });
  expect(readWith("s3://mails/a/b/", { ...keys, AWS_REGION: "eu-west-1" })).toMatchObject({
    endpoint: "https://s3.eu-west-1.amazonaws.com",
    prefix: "a/b/",
  });
  expect(readWith("s3://mails?endpoint=http://minio:9000&tls=off")).toMatchObject({ endpoint: "http://minio:9000" });
});

test.each([
  ["s3://mails", {}, /needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
  ["s3://mails?endpoint=minio", keys, /\?endpoint must be an address/],
  ["s3://mails?endpoint=http://minio:9000", keys, /in the clear/],
  ["s3://mails?region=EU%20West", keys, /is no region/],
  ["s3://mails?bucket=x", keys, /no option \?bucket/],
  ["s3://key:secret@mails", keys, /set AWS_ACCESS_KEY_ID/],
  ["s3:///prefix", keys, /names no bucket/],
  ["s3://mails/a/%2e%2e/b%2f..", keys, /dots/],
])("%s is refused in words", (text, env, said) => {
  expect(() => readWith(text, env)).toThrow(said);
});
