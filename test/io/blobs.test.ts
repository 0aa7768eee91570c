import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBlobs, readBlobUrl, sha256Of } from "../../src/io/blobs.ts";

describe("blobs", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "blobs-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const content = Buffer.from("bytes of a mail");
  const sha256 = sha256Of(content);

  test("in PostgreSQL the bytes stay in the row", async () => {
    const blobs = await openBlobs({ kind: "postgres" });
    expect(await blobs.keep(sha256, content)).toBe(content);
    expect(await blobs.load(sha256, content)).toBe(content);
    await expect(blobs.load(sha256, null)).rejects.toThrow(/missing/);
  });

  test("in a folder the row stays empty, and the same bytes are one file", async () => {
    const blobs = await openBlobs({ kind: "file", folder: join(folder, "new", "place") });
    expect(await blobs.keep(sha256, content)).toBeNull();
    expect(await blobs.keep(sha256, Buffer.from(content))).toBeNull();
    expect(await blobs.load(sha256, null)).toEqual(content);
    const names = await readdir(join(folder, "new", "place"), { recursive: true, withFileTypes: true });
    expect(names.filter((name) => name.isFile()).map((name) => name.name)).toEqual([sha256.toString("hex")]);
  });

  test("a file whose bytes changed is not handed out", async () => {
    const blobs = await openBlobs({ kind: "file", folder });
    await blobs.keep(sha256, content);
    const name = sha256.toString("hex");
    await writeFile(join(folder, name.slice(0, 2), name), "other bytes....");
    await expect(blobs.load(sha256, null)).rejects.toThrow(/damaged/);
  });

  test("rows from before the folder was set still have their bytes", async () => {
    const blobs = await openBlobs({ kind: "file", folder });
    expect(await blobs.load(sha256Of(Buffer.from("old")), Buffer.from("old"))).toEqual(Buffer.from("old"));
  });

  test("a folder that cannot be written is told at the start", async () => {
    await writeFile(join(folder, "taken"), "a file");
    await expect(openBlobs({ kind: "file", folder: join(folder, "taken") })).rejects.toThrow(
      /BLOB_URL: .*taken cannot be written/,
    );
  });

  test("BLOB_URL names a place, or is refused in words", () => {
    expect(readBlobUrl("postgres:")).toEqual({ kind: "postgres" });
    expect(readBlobUrl("file:///var/lib/in%20tray")).toEqual({ kind: "file", folder: "/var/lib/in tray" });
    expect(() => readBlobUrl("ftp://host/path")).toThrow("there is no storage ftp:");
    expect(() => readBlobUrl("blobs")).toThrow(/postgres:, file:/);
  });
});
