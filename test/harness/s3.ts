/**
 * A small S3 server that believes nothing: every request's signature is reckoned anew by the algorithm that AWS publishes,
 * from what really came over the wire, and the body is compared with the hash that was signed. Told so, it fails or stalls.
 */
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";

export type S3Server = {
  endpoint: string;
  /** By bucket and key. */
  objects: Map<string, Buffer>;
  /** Method and path of each request that came, signed rightly or not. */
  asked: string[];
  /** What to do with the requests from now on; null: serve them. */
  answerWith(answer: ((request: IncomingMessage) => Trouble | null) | null): void;
  close(): Promise<void>;
};

export type Trouble =
  | { kind: "status"; status: number; code: string; headers?: Record<string, string> }
  | { kind: "cut" };

export type Secrets = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export async function startS3(secrets: Secrets, region: string): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let trouble: ((request: IncomingMessage) => Trouble | null) | null = null;
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    asked.push(`${method} ${url}`);
    const body = await buffer(request).catch(() => null);
    if (body === null) return;
    const wanted = trouble?.(request) ?? null;
    if (wanted?.kind === "cut") return void request.socket.destroy();
    if (wanted) return refuse(response, wanted.status, wanted.code, wanted.headers);
    const wrong = whatIsWrong(request, body, secrets, region);
    if (wrong) return refuse(response, wrong === "NoSuchBucket" ? 404 : 403, wrong);
    serve(objects, method, decodeURIComponent(url), body, response);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => {});
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    asked,
    answerWith: (answer) => {
      trouble = answer;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function serve(
  objects: Map<string, Buffer>,
  method: string,
  path: string,
  body: Buffer,
  response: ServerResponse,
): void {
  const found = objects.get(path);
  if (method === "PUT") {
    objects.set(path, body);
    response.writeHead(200).end();
  } else if (method === "DELETE") {
    objects.delete(path);
    response.writeHead(204).end();
  } else if (method === "GET" && found) response.writeHead(200).end(found);
  else refuse(response, 404, "NoSuchKey");
}

function refuse(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/xml", ...headers });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}

const freshMs = 15 * 60_000;

/** Null where the signature, the session, the date and the body's hash are all as they must be. */
export function whatIsWrong(
  { method = "", url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  body: Buffer,
  { accessKeyId, secretAccessKey, sessionToken }: Secrets,
  region: string,
  now = Date.now(),
): string | null {
  const header = (name: string) => String(headers[name] ?? "");
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      header("authorization"),
    );
  if (!given) return "AuthorizationHeaderMalformed";
  const [, id, day = "", givenRegion, names = "", signature] = given;
  if (id !== accessKeyId) return "InvalidAccessKeyId";
  if (givenRegion !== region) return "AuthorizationHeaderMalformed";
  if (header("x-amz-security-token") !== (sessionToken ?? "")) return "InvalidToken";
  const date = header("x-amz-date");
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(at - now) < freshMs) || !date.startsWith(day)) return "RequestTimeTooSkewed";
  const signed = names.split(";");
  const mustBe = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  if (mustBe.some((name) => !signed.includes(name)) || signed.join() !== signed.toSorted().join())
    return "AccessDenied";
  const bodyHash = createHash("sha256").update(body).digest("hex");
  if (header("x-amz-content-sha256") !== bodyHash) return "XAmzContentSHA256Mismatch";
  const [path = "", query = ""] = url.split("?");
  // What the client wrote must be what it signed: the path is decoded and written anew, as the published algorithm has it.
  const canonicalPath = path
    .split("/")
    .map((part) => [...Buffer.from(decodeURIComponent(part))].map(uriEncode).join(""))
    .join("/");
  const lines = [
    method,
    canonicalPath,
    query,
    ...signed.map((name) => `${name}:${header(name).trim()}`),
    "",
    names,
    bodyHash,
  ];
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, createHash("sha256").update(lines.join("\n")).digest("hex")].join(
    "\n",
  );
  let key: Buffer | string = `AWS4${secretAccessKey}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  return createHmac("sha256", key).update(toSign).digest("hex") === signature ? null : "SignatureDoesNotMatch";
}

function uriEncode(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9_.~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
