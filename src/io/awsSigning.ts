/**
 * AWS Signature Version 4, as S3 wants it ("Authenticating Requests: Using the Authorization Header" in the Amazon S3 API
 * Reference): the path is encoded once, and the body's hash stands in a header of its own, so the server refuses other bytes.
 */
import { createHash, createHmac } from "node:crypto";

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken: string | null };

export type Unsigned = {
  method: string;
  /** With the path encoded already (`encodePath`) and without a query. */
  url: URL;
  /** Signed beside host and date. */
  headers: Record<string, string>;
  bodySha256: Buffer;
};

/** The headers to send; `host` is left out, because the client writes it from the address. */
export function signedHeaders(
  { method, url, headers, bodySha256 }: Unsigned,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  region: string,
  now: Date,
): Record<string, string> {
  const moment = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = moment.slice(0, 8);
  const sent: Record<string, string> = {
    ...headers,
    "x-amz-content-sha256": bodySha256.toString("hex"),
    "x-amz-date": moment,
    ...(sessionToken ? { "x-amz-security-token": sessionToken } : {}),
  };
  const signed = Object.entries({ ...sent, host: url.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, " ")] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const request = [
    method,
    url.pathname,
    "",
    ...signed.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    bodySha256.toString("hex"),
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash("sha256").update(request).digest("hex");
  const key = [region, "s3", "aws4_request"].reduce(hmac, hmac(Buffer.from(`AWS4${secretAccessKey}`), day));
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${moment}\n${scope}\n${hash}`).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`;
  return { ...sent, authorization };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Everything but letters, digits and -._~ is written %XX, in each segment of a path. */
export function encodePath(path: string): string {
  const encode = (segment: string) =>
    encodeURIComponent(segment).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return path.split("/").map(encode).join("/");
}
