/**
 * A small server that speaks clamd's INSTREAM as clamd does: chunks with their length in front, one line as the answer. It
 * finds the harmless test file of the antivirus makers, and can be told to be away, slow, small or silly.
 */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** The EICAR test file, in pieces, so that no scanner takes this source for it. */
export const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE", "!$H+H*"].join("");

export type Mood = "well" | "silent" | "closing" | "babbling" | "endless";

export interface Clamd {
  url: string;
  port: number;
  /** What was streamed, whole. */
  seen: Buffer[];
  mood: Mood;
  /** StreamMaxLength. */
  bytesMax: number;
  close(): Promise<void>;
  open(): Promise<void>;
  stop(): Promise<void>;
}

export async function startClamd(): Promise<Clamd> {
  const sockets = new Set<Socket>();
  const clamd = { url: "", port: 0, seen: [] as Buffer[], mood: "well" as Mood, bytesMax: 25 * 1024 * 1024 };
  let server: Server;
  const open = async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket)).on("error", () => {});
      serve(socket, clamd);
    });
    server.listen(clamd.port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    clamd.port = typeof address === "object" && address ? address.port : 0;
    clamd.url = `tcp://127.0.0.1:${clamd.port}`;
  };
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  await open();
  return Object.assign(clamd, { open, close, stop: close });
}

function serve(socket: Socket, clamd: { seen: Buffer[]; mood: Mood; bytesMax: number }): void {
  let held = Buffer.alloc(0);
  let command = "";
  const content: Buffer[] = [];
  if (clamd.mood === "closing") return void socket.destroy();
  socket.on("data", (chunk) => {
    held = Buffer.concat([held, chunk]);
    if (command === "") {
      const end = held.indexOf(0);
      if (end < 0) return;
      command = held.toString("latin1", 0, end);
      held = held.subarray(end + 1);
      if (command !== "zINSTREAM") return void socket.end("UNKNOWN COMMAND\0");
    }
    while (held.length >= 4) {
      const length = held.readUInt32BE(0);
      if (length === 0) return answer(socket, Buffer.concat(content), clamd);
      if (held.length < 4 + length) return;
      content.push(held.subarray(4, 4 + length));
      held = held.subarray(4 + length);
      if (content.reduce((sum, each) => sum + each.length, 0) > clamd.bytesMax) {
        return void socket.end("INSTREAM size limit exceeded. ERROR\0");
      }
    }
  });
}

function answer(socket: Socket, content: Buffer, clamd: { seen: Buffer[]; mood: Mood }): void {
  clamd.seen.push(content);
  switch (clamd.mood) {
    case "well":
      socket.end(content.includes(eicar) ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0");
      return;
    case "babbling":
      socket.end("HTTP/1.1 200 OK\r\n\r\nstream: OK\0");
      return;
    case "endless":
      socket.write("stream: ".repeat(2_000));
      return;
    case "closing":
    case "silent":
      return;
    default:
      clamd.mood satisfies never;
  }
}
