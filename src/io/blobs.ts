/**
 * Where large bytes live: in the row itself (`postgres:`), in a bucket (`s3.ts`), or as files named by their sha-256
 * (`file:///path`), written to the side, flushed and renamed, so that a file under its name is always whole.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openBucket, readS3Url, type S3Place } from "./s3.ts";

export type BlobPlace = { kind: "postgres" } | { kind: "file"; folder: string } | ({ kind: "s3" } & S3Place);

export type Blobs = {
  /** Keeps the bytes; answers with what belongs in the row: the bytes themselves, or null when they live elsewhere. */
  keep(sha256: Buffer, content: Buffer): Promise<Buffer | null>;
  /** The bytes again, from the row or from where they live. Throws when they are missing or are not what was kept. */
  load(sha256: Buffer, inRow: Buffer | null): Promise<Buffer>;
  /** Forgets the bytes for good; nothing happens where they live in rows or are gone already. */
  remove(sha256: Buffer): Promise<void>;
};

export function sha256Of(content: Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}

/** Reads BLOB_URL; `env` gives the keys that a bucket needs. Throws one line for anything else. */
export function readBlobUrl(text: string, env: (name: string) => string | null = () => null): BlobPlace {
  if (text === "postgres:") return { kind: "postgres" };
  if (!URL.canParse(text)) throw new Error("is not an address such as postgres:, file:///path or s3://bucket/prefix");
  const url = new URL(text);
  if (url.protocol === "file:") return { kind: "file", folder: decodeURIComponent(url.pathname) };
  if (url.protocol === "s3:") return { kind: "s3", ...readS3Url(url, env) };
  throw new Error(`there is no storage ${url.protocol}; use postgres:, file:///path or s3://bucket/prefix`);
}

/** Opens the place and proves that it can be written. */
export async function openBlobs(place: BlobPlace): Promise<Blobs> {
  switch (place.kind) {
    case "postgres":
      return {
        keep: async (_sha256, content) => content,
        load: async (sha256, inRow) => inRow ?? missing(sha256),
        remove: async () => {},
      };
    case "file":
      return openFolder(place.folder);
    case "s3":
      return openObjects(place);
    default:
      return place satisfies never;
  }
}

async function openObjects(place: S3Place): Promise<Blobs> {
  const bucket = await openBucket(place);
  return {
    async keep(sha256, content) {
      await bucket.put(nameOf(sha256), content, sha256);
      return null;
    },
    async load(sha256, inRow) {
      if (inRow) return inRow;
      return undamaged(sha256, (await bucket.get(nameOf(sha256))) ?? missing(sha256));
    },
    async remove(sha256) {
      await bucket.remove(nameOf(sha256));
    },
  };
}

/** Two letters as a folder keep each folder listable at a million mails. */
function nameOf(sha256: Buffer): string {
  const name = sha256.toString("hex");
  return `${name.slice(0, 2)}/${name}`;
}

function undamaged(sha256: Buffer, content: Buffer): Buffer {
  if (sha256Of(content).equals(sha256)) return content;
  throw new Error(`the stored bytes ${sha256.toString("hex")} have been damaged`);
}

async function openFolder(folder: string): Promise<Blobs> {
  const side = join(folder, "incoming");
  try {
    await mkdir(side, { recursive: true, mode: 0o700 });
    const probe = join(side, randomUUID());
    await writeWhole(probe, Buffer.alloc(0));
    await rm(probe);
  } catch (error) {
    throw new Error(`BLOB_URL: ${folder} cannot be written (${error instanceof Error ? error.message : error})`, {
      cause: error,
    });
  }
  const pathOf = (sha256: Buffer) => join(folder, nameOf(sha256));
  return {
    async keep(sha256, content) {
      const path = pathOf(sha256);
      const there = await stat(path).catch(() => null);
      if (there?.size === content.length) return null;
      const written = join(side, randomUUID());
      await writeWhole(written, content);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(written, path);
      await flushFolder(dirname(path));
      return null;
    },
    async load(sha256, inRow) {
      // Rows from before BLOB_URL was set still hold their bytes.
      if (inRow) return inRow;
      return undamaged(sha256, await readFile(pathOf(sha256)).catch(() => missing(sha256)));
    },
    async remove(sha256) {
      await rm(pathOf(sha256), { force: true });
    },
  };
}

function missing(sha256: Buffer): never {
  throw new Error(`the stored bytes ${sha256.toString("hex")} are missing`);
}

async function writeWhole(path: string, content: Buffer): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename survives a power cut only once its folder is flushed too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
