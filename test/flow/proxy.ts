/**
 * A TCP proxy that can cut: it passes bytes on, and ends a connection after so many bytes from the server. With it a
 * connection breaks at a chosen place, which no real server does on command.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Proxy = {
  port: number;
  /** Connections made from now on end after so many bytes from the server; null: never. */
  cutAfter(bytes: number | null): void;
  /** How many connections were cut. */
  cutCount(): number;
  connectionCount(): number;
  stop(): Promise<void>;
};

export async function startProxy(targetPort: number): Promise<Proxy> {
  let limit: number | null = null;
  let cuts = 0;
  let connections = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    connections++;
    const far = connect(targetPort, "127.0.0.1");
    let left = limit;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (chunk: Buffer) => {
      if (left === null) {
        near.write(chunk);
        return;
      }
      near.write(chunk.subarray(0, left));
      left -= Math.min(left, chunk.length);
      if (left === 0 && !near.destroyed) {
        cuts++;
        far.destroy();
        near.end(() => near.destroy());
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (bytes) => {
      limit = bytes;
    },
    cutCount: () => cuts,
    connectionCount: () => connections,
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
