/** Questions to the name servers (DNS) with a time limit each, answered as values: records, none, or nobody answered. */
import { Resolver } from "node:dns/promises";
import type { DnsResolver } from "./dkimVerify.ts";

/** `noName`: the name does not exist at all, nor any below it (RFC 8020); otherwise it has no record of this type. */
export type Answer<T> =
  | { kind: "found"; records: T[] }
  | { kind: "none"; noName: boolean }
  | { kind: "unanswered"; code: string };

export type NameServers = {
  /** Each record as one text: DNS cuts it into pieces of 255 bytes. */
  texts(name: string): Promise<Answer<string>>;
  mailServers(name: string): Promise<Answer<{ host: string; priority: number }>>;
  addresses(name: string): Promise<Answer<string>>;
  /** For libraries that ask by themselves. */
  resolve: DnsResolver;
};

const timeoutMs = 2_000;
const tries = 2;

/** The name servers of this machine, or `resolve` in their place. */
export function openNameServers(resolve: DnsResolver = systemResolver()): NameServers {
  return {
    texts: (name) => answerOf(resolve(name, "TXT"), (record) => (Array.isArray(record) ? [record.join("")] : [])),
    mailServers: (name) => answerOf(resolve(name, "MX"), mailServer),
    async addresses(name) {
      const both = await Promise.all([answerOf(resolve(name, "A"), text), answerOf(resolve(name, "AAAA"), text)]);
      const records = both.flatMap((answer) => (answer.kind === "found" ? answer.records : []));
      if (records.length > 0) return { kind: "found", records };
      return both.find(({ kind }) => kind === "unanswered") ?? both[0];
    },
    resolve,
  };
}

function systemResolver(): DnsResolver {
  const dns = new Resolver({ timeout: timeoutMs, tries });
  // The types of the library know no name for "a type that is only known when it is asked for".
  return async (name, type) => (await dns.resolve(name, type)) as string[] | string[][];
}

function text(record: unknown): string[] {
  return typeof record === "string" ? [record] : [];
}

function mailServer(record: unknown): { host: string; priority: number }[] {
  if (typeof record !== "object" || record === null) return [];
  const [host, priority]: unknown[] = [Reflect.get(record, "exchange"), Reflect.get(record, "priority")];
  return typeof host === "string" ? [{ host, priority: Number(priority) || 0 }] : [];
}

/** More records than these under one name are not looked at. */
const recordsMax = 50;

async function answerOf<T>(asked: Promise<unknown[]>, read: (record: unknown) => T[]): Promise<Answer<T>> {
  try {
    const records = (await asked).slice(0, recordsMax).flatMap(read);
    return records.length > 0 ? { kind: "found", records } : { kind: "none", noName: false };
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
    if (code === "ENOTFOUND" || code === "ENODATA") return { kind: "none", noName: code === "ENOTFOUND" };
    return { kind: "unanswered", code: typeof code === "string" ? code : "no answer" };
  }
}
