/**
 * A virus scanner: clamd's INSTREAM command (clamd(8)), over TCP or a unix socket. The bytes are sent in chunks with their
 * length in front; clamd answers with one line. Every step has its time, and an answer that is not understood is an error:
 * nothing counts as clean that clamd did not call clean.
 */
import { connect, type Socket } from "node:net";

export type ClamdPlace = { host: string; port: number } | { path: string };

export type Scan =
  | { kind: "clean" }
  /** `name`: the signature's, without anything but plain characters. */
  | { kind: "infected"; name: string }
  /** Larger than clamd's StreamMaxLength. */
  | { kind: "tooLarge" };

export type Scanner = {
  /** Rejects with ScannerDown where clamd does not answer, or answers what is no verdict. */
  scan(content: Buffer): Promise<Scan>;
};

/** clamd is away, overloaded, or not a clamd: trying again may help. */
export class ScannerDown extends Error {
  override name = "ScannerDown";
}

const chunkBytes = 64 * 1024;
/** clamd's answer is one line; more than this is not clamd. */
const answerBytesMax = 4 * 1024;
const defaults = { connectMs: 5_000, scanMs: 60_000 };

/** Reads CLAMD_URL: `tcp://host:3310` or `unix:/path`. Throws one line for anything else. */
export function readClamdUrl(text: string): ClamdPlace {
  const path = /^unix:(?:\/\/)?(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { path: decodeURIComponent(path) };
  if (!URL.canParse(text))
    throw new Error("is not an address such as tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl");
  const url = new URL(text);
  if (url.protocol !== "tcp:" || url.hostname === "") {
    throw new Error("is not an address such as tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl");
  }
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port) || 3310 };
}

export function openScanner(place: ClamdPlace, timeouts: Partial<typeof defaults> = {}): Scanner {
  const { connectMs, scanMs } = { ...defaults, ...timeouts };
  return { scan: async (content) => readVerdict(await ask(place, content, connectMs, scanMs)) };
}

/** One connection for one question, as clamd wants it. */
function ask(place: ClamdPlace, content: Buffer, connectMs: number, scanMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(place);
    let answer = "";
    let isConnected = false;
    const fail = (why: string) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new ScannerDown(why));
    };
    let timer = setTimeout(() => fail(`clamd was not reached within ${connectMs} ms`), connectMs);
    socket.on("connect", () => {
      isConnected = true;
      clearTimeout(timer);
      timer = setTimeout(() => fail(`clamd gave no verdict within ${scanMs} ms`), scanMs);
      void stream(socket, content);
    });
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.length > answerBytesMax) fail("clamd's answer has no end");
      else if (answer.includes("\0")) finish();
    });
    // It may say that the stream is too large and close before it has read all: then its answer counts, not the error.
    socket.on("error", (error) => (answer === "" ? fail(reasonOf(error, isConnected)) : finish()));
    socket.on("close", () => (answer === "" ? fail("clamd closed without an answer") : finish()));
    function finish(): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    }
  });
}

function reasonOf(error: Error, isConnected: boolean): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : "unknown";
  return isConnected ? `the connection to clamd broke (${code})` : `clamd cannot be reached (${code})`;
}

/** Each chunk with its length in four bytes, most significant first; a length of nothing ends the stream. */
async function stream(socket: Socket, content: Buffer): Promise<void> {
  socket.write("zINSTREAM\0");
  for (let from = 0; from < content.length && !socket.destroyed; from += chunkBytes) {
    const chunk = content.subarray(from, from + chunkBytes);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk))
      await new Promise<void>((resolve) => socket.once("drain", resolve).once("close", resolve));
  }
  if (!socket.destroyed) socket.write(Buffer.alloc(4));
}

function readVerdict(answer: string): Scan {
  const line = (answer.split("\0")[0] ?? "").trim();
  if (line === "stream: OK") return { kind: "clean" };
  const found = /^stream: (.{1,300}) FOUND$/.exec(line)?.[1];
  if (found !== undefined) return { kind: "infected", name: found.replace(/[^\w.:() -]/g, "_").slice(0, 100) };
  if (/size limit exceeded/i.test(line)) return { kind: "tooLarge" };
  throw new ScannerDown(`clamd gave no verdict: ${line.replace(/[^\x20-\x7e]/g, "_").slice(0, 100)}`);
}
