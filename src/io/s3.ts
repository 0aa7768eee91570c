/**
 * Large bytes as objects of an S3 bucket, or of any server that speaks S3's protocol (MinIO, Ceph, Garage), addressed by
 * path. Objects are named by their sha-256; an attempt has a time limit, and failures that pass are tried a few times.
 */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { limits } from "../mail/limits.ts";
import { type Credentials, encodePath, signedHeaders } from "./awsSigning.ts";
import { isLoopback } from "./mailServers.ts";

export type S3Place = {
  endpoint: string;
  region: string;
  bucket: string;
  /** Empty, or with a slash at its end. */
  prefix: string;
  credentials: Credentials;
};

/** A minute is for fifty megabytes over a line of ten megabits; what is smaller is given up sooner, for somebody may wait. */
const attemptTimeoutMs = { least: 10_000, most: 60_000, bytesPerMs: 1_000 };
const attempts = 4;
const firstPauseMs = 200;
/** What is more than any mail of ours is not read into memory. */
const answerBytesMax = 2 * limits.rawBytesMax;
const errorCharsMax = 4_000;

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…` with the keys from the environment under the names that AWS's own
 * tools use. Throws one line that says what is wrong and repeats no key.
 */
export function readS3Url(url: URL, env: (name: string) => string | null): S3Place {
  for (const name of url.searchParams.keys()) {
    if (!["endpoint", "region", "tls"].includes(name)) throw new Error(`has no option ?${name.slice(0, 30)}`);
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname))
    throw new Error("names no bucket; write s3://bucket/prefix");
  if (url.username || url.password)
    throw new Error("holds keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead");
  const region = url.searchParams.get("region") ?? env("AWS_REGION") ?? env("AWS_DEFAULT_REGION") ?? "us-east-1";
  if (!/^[a-z0-9-]{1,40}$/.test(region)) throw new Error(`"${region.slice(0, 40)}" is no region`);
  const endpoint = readEndpoint(url.searchParams.get("endpoint") ?? `https://s3.${region}.amazonaws.com`, url);
  const [accessKeyId, secretAccessKey] = [env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY")];
  if (!accessKeyId || !secretAccessKey) throw new Error("needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  const folder = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, "");
  if (folder.split("/").some((part) => part === "." || part === ".."))
    throw new Error("has dots as a part of its prefix");
  const credentials = { accessKeyId, secretAccessKey, sessionToken: env("AWS_SESSION_TOKEN") };
  return { endpoint, region, bucket: url.hostname, prefix: folder === "" ? "" : `${folder}/`, credentials };
}

function readEndpoint(text: string, { searchParams }: URL): string {
  const endpoint = URL.canParse(text) ? new URL(text) : null;
  if (endpoint?.protocol !== "https:" && endpoint?.protocol !== "http:") {
    throw new Error("?endpoint must be an address such as https://minio.acme.example:9000");
  }
  if (endpoint.protocol === "http:" && !isLoopback(endpoint.hostname) && searchParams.get("tls") !== "off") {
    throw new Error("sends mails in the clear; write ?endpoint=https://…, or &tls=off if that is really meant");
  }
  return endpoint.origin;
}

export type Bucket = {
  /** Writes an object; the server refuses bytes that have another hash. */
  put(key: string, content: Buffer, sha256: Buffer): Promise<void>;
  /** Null where there is no such object. */
  get(key: string): Promise<Buffer | null>;
  remove(key: string): Promise<void>;
};

/** Opens the bucket and proves that objects can be written, read and removed. */
export async function openBucket(place: S3Place): Promise<Bucket> {
  const nothing = Buffer.alloc(0);
  const nothingSha256 = hashOf(nothing);
  const bucket: Bucket = {
    async put(key, content, sha256) {
      await request(place, "PUT", key, content, sha256);
    },
    get: (key) => request(place, "GET", key, nothing, nothingSha256),
    async remove(key) {
      await request(place, "DELETE", key, nothing, nothingSha256);
    },
  };
  const [trial, word] = [`incoming/${randomUUID()}`, Buffer.from("intray")];
  try {
    await bucket.put(trial, word, hashOf(word));
    if (!(await bucket.get(trial))?.equals(word)) throw new Error("it gives back other bytes than it was given");
    await bucket.remove(trial);
  } catch (error) {
    throw new Error(`BLOB_URL: the bucket ${place.bucket} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  return bucket;
}

function hashOf(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}

/** What may be otherwise in a moment: no connection, an overload, a server's own fault. */
class PassingFailure extends Error {
  override name = "PassingFailure";
  /** By such a code callers tell what is nobody's fault and is tried again later from what no second try mends. */
  readonly code = "ECONNABORTED";
}

type Method = "GET" | "PUT" | "DELETE";

/** The answer's bytes; null where there is no such object. All three may be repeated without harm. */
async function request(
  place: S3Place,
  method: Method,
  key: string,
  body: Buffer,
  sha256: Buffer,
): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestOnce(place, method, key, body, sha256);
    } catch (error) {
      if (!(error instanceof PassingFailure) || attempt >= attempts) throw error;
      // Apart from one another, so that many workers do not come back in the same moment.
      await sleep(firstPauseMs * 4 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

async function requestOnce(
  { endpoint, region, bucket, prefix, credentials }: S3Place,
  method: Method,
  key: string,
  body: Buffer,
  sha256: Buffer,
): Promise<Buffer | null> {
  const url = new URL(`${endpoint}/${encodePath(`${bucket}/${prefix}${key}`)}`);
  const type: Record<string, string> = method === "PUT" ? { "content-type": "application/octet-stream" } : {};
  const headers = signedHeaders({ method, url, headers: type, bodySha256: sha256 }, credentials, region, new Date());
  let response: Response;
  let content: Buffer | null;
  try {
    const init = {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutOf(method, body.length)),
    } as const;
    response = await fetch(url, method === "PUT" ? { ...init, body: new Uint8Array(body) } : init);
    content = await bytesOf(response);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new PassingFailure(`${url.host} does not answer (${reasonOf(cause) || "no connection"})`);
  }
  const { status } = response;
  if (status >= 200 && status < 300) {
    if (content === null) throw new Error(`${url.host} gives more than ${answerBytesMax} bytes for one mail`);
    return content;
  }
  const said = content?.toString("utf8").slice(0, errorCharsMax) ?? "";
  const code = /<Code>([A-Za-z0-9.]{1,100})<\/Code>/.exec(said)?.[1] ?? "";
  if (status === 404 && method !== "PUT" && code !== "NoSuchBucket") return null;
  const message = `${url.host} answers ${method} with ${status}${code ? ` ${code}` : ""}${adviceOn(status, code, response)}`;
  if (status >= 500 || status === 429 || status === 408 || code === "SlowDown" || code === "RequestTimeout") {
    throw new PassingFailure(message);
  }
  throw new Error(message);
}

/** How large an answer will be is not known beforehand. */
function timeoutOf(method: Method, bytes: number): number {
  const { least, most, bytesPerMs } = attemptTimeoutMs;
  return method === "GET" ? most : Math.round(Math.min(most, least + bytes / bytesPerMs));
}

/** Null when there is more than anybody should send. */
async function bytesOf(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function adviceOn(status: number, code: string, { headers }: Response): string {
  const region = headers.get("x-amz-bucket-region")?.slice(0, 40);
  if (region && (status === 301 || status === 307 || status === 400)) return `; the bucket is in the region ${region}`;
  if (code === "RequestTimeTooSkewed") return "; this machine's clock is wrong";
  if (code === "NoSuchBucket") return "; create it, or correct BLOB_URL";
  if (status === 403) return "; check the AWS_ keys and what they may do in the bucket";
  return "";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
