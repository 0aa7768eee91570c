/**
 * An SMTP server that takes whatever it is given and keeps it for the test to look at; told so, it refuses, stalls or cuts
 * the line at any step, as servers do in life.
 */
import { once } from "node:events";
import type { Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { slack } from "./patience.ts";

/** Where in the conversation an answer is asked for; `content` is the answer to the final dot. */
export type Step =
  | { step: "connect" }
  | { step: "login"; user: string; password: string }
  | { step: "from"; address: string }
  | { step: "recipient"; address: string }
  | { step: "content"; from: string; to: string[]; raw: Buffer };

export type Answer =
  | { kind: "accept" }
  /** 4xx or 5xx. */
  | { kind: "refuse"; code: number; text: string }
  /** No answer for as long as the sink lives. */
  | { kind: "stall" }
  /** The line is cut without an answer; at `content` it is kept or lost, which the sender cannot know. */
  | { kind: "drop"; kept: boolean };

export interface SunkMail {
  from: string;
  to: string[];
  raw: Buffer;
  acceptedAt: Date;
  /** False when the line was cut instead of answering. */
  answered: boolean;
  /** Unfolded, otherwise as written; null when absent. The first one when there are several. */
  header(name: string): string | null;
  headers(name: string): string[];
  parsed(): Promise<ParsedMail>;
}

export interface Sink {
  host: string;
  port: number;
  /** SMTP_URL. */
  url: string;
  /** In the order of acceptance. */
  received: SunkMail[];
  /** Every refusal, stall and cut that was acted out. */
  refused: { step: Step; answer: Answer; at: Date }[];
  /** What to answer from now on; without it everything is accepted. */
  answerWith(answer: (step: Step) => Answer | Promise<Answer> | undefined): void;
  acceptAll(): void;
  /** The first mail, already here or still to come, for which `wanted` holds. */
  waitFor(wanted: (mail: SunkMail) => boolean, timeoutMs?: number): Promise<SunkMail>;
  /** Resolves once `enough` holds of everything received. */
  waitUntil(enough: (received: SunkMail[]) => boolean, timeoutMs?: number): Promise<void>;
  /** Nobody listens and every connection is cut, until `open`. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** Closes for good. */
  stop(): Promise<void>;
}

const accept: Answer = { kind: "accept" };

export async function startSink(options: { port?: number } = {}): Promise<Sink> {
  const received: SunkMail[] = [];
  const refused: Sink["refused"] = [];
  const watch = watcher(received);
  const sockets = new Set<Socket>();
  let decide: (step: Step) => Answer | Promise<Answer> | undefined = () => accept;
  let server: SMTPServer;

  const act: Act = async (step, session, done) => {
    const answer = (await decide(step)) ?? accept;
    if (answer.kind !== "accept") refused.push({ step, answer, at: new Date() });
    if (step.step === "content" && (answer.kind === "accept" || (answer.kind === "drop" && answer.kept))) {
      received.push(sunk(step, answer.kind === "accept"));
      watch.look();
    }
    if (answer.kind === "accept") done();
    if (answer.kind === "refuse") done(Object.assign(new Error(answer.text), { responseCode: answer.code }));
    if (answer.kind === "drop") {
      for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
    }
  };
  const listen = async (wantedPort: number) => {
    server = makeServer(act, sockets);
    await once(server.listen(wantedPort, "127.0.0.1"), "listening");
    const address = server.server.address();
    return typeof address === "object" && address !== null ? address.port : wantedPort;
  };
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const port = await listen(options.port ?? 0);
  return {
    host: "127.0.0.1",
    port,
    url: `smtp://127.0.0.1:${port}?tls=off`,
    received,
    refused,
    answerWith: (answer) => {
      decide = answer;
    },
    acceptAll: () => {
      decide = () => accept;
    },
    waitFor: async (wanted, timeoutMs) => {
      await watch.until((all) => all.some(wanted), timeoutMs);
      return received.find(wanted) as SunkMail;
    },
    waitUntil: watch.until,
    close,
    open: async () => {
      await listen(port);
    },
    stop: close,
  };
}

/** Wakes those who wait whenever something was received. */
function watcher(received: SunkMail[]) {
  const looks = new Set<() => void>();
  const until = async (enough: (all: SunkMail[]) => boolean, timeoutMs = 20_000) => {
    if (enough(received)) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        looks.delete(look);
        const seen = received.slice(-20).map((mail) => `${mail.to.join(",")}: ${mail.header("subject")}`);
        reject(new Error(`after ${slack * timeoutMs} ms only ${received.length} mails, last: ${seen.join(" | ")}`));
      }, slack * timeoutMs);
      const look = () => {
        if (!enough(received)) return;
        clearTimeout(timer);
        looks.delete(look);
        resolve();
      };
      looks.add(look);
    });
  };
  const look = () => {
    for (const one of [...looks]) one();
  };
  return { until, look };
}

type Act = (step: Step, session: SMTPServerSession, done: (error?: Error | null) => void) => Promise<void>;

function makeServer(act: Act, sockets: Set<Socket>): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onConnect: (session, done) => void act({ step: "connect" }, session, done),
    onAuth: (auth, session, done) => {
      const step = { step: "login", user: auth.username ?? "", password: auth.password ?? "" } as const;
      void act(step, session, (error) => (error ? done(error) : done(null, { user: step.user })));
    },
    onMailFrom: ({ address }, session, done) => void act({ step: "from", address }, session, done),
    onRcptTo: ({ address }, session, done) => void act({ step: "recipient", address }, session, done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        const to = rcptTo.map((recipient) => recipient.address);
        void act({ step: "content", from, to, raw: Buffer.concat(chunks) }, session, done);
      });
    },
  });
  // Cut connections are part of the play.
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => {});
  });
  return server;
}

function sunk({ from, to, raw }: { from: string; to: string[]; raw: Buffer }, answered: boolean): SunkMail {
  let fields: [string, string][] | undefined;
  const headers = (name: string) => {
    fields ??= readHeaders(raw);
    return fields.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value);
  };
  return {
    from,
    to,
    raw,
    acceptedAt: new Date(),
    answered,
    headers,
    header: (name) => headers(name)[0] ?? null,
    parsed: () => simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true }),
  };
}

function readHeaders(raw: Buffer): [string, string][] {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.subarray(0, end < 0 ? raw.length : end).toString("utf8");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
}
