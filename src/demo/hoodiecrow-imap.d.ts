/** The part of hoodiecrow-imap that the demo uses; the package brings no types. */
declare module "hoodiecrow-imap" {
  import type { Server } from "node:net";

  type ImapServer = {
    server: Server;
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
    /** `raw` is a binary string: one character a byte. */
    appendMessage(folder: string, flags: string[], internalDate: Date, raw: string): void;
  };
  function hoodiecrow(options: {
    plugins: string[];
    users: Record<string, { password: string }>;
    storage: Record<string, { uidvalidity?: number; messages?: unknown[] }>;
  }): ImapServer;
  export = hoodiecrow;
}
