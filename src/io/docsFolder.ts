/** The pages of a folder on disk: which files they are, and their words. Links out of the folder are not followed. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { type Page, pageKindOf, readPage } from "./guidePage.ts";

/** More is no folder of docs, but a whole disk. */
export const folderLimits = { files: 10_000, fileBytes: 2_000_000, depth: 20 } as const;

export type FolderPage = Page & { path: string };

/** `path` is the page's way below the folder, with slashes. `unread` are files too large to be pages. */
export async function readFolder(folder: string): Promise<{ pages: FolderPage[]; unread: string[] }> {
  const paths = await pathsBelow(folder, 0);
  if (paths.length > folderLimits.files) {
    throw new Error(`${folder} holds more than ${folderLimits.files} pages; name the folder of the docs alone`);
  }
  const pages: FolderPage[] = [];
  const unread: string[] = [];
  for (const path of paths.sort()) {
    const kind = pageKindOf(path);
    if (kind === null) continue;
    const name = relative(folder, path).split(sep).join("/");
    if ((await stat(path)).size > folderLimits.fileBytes) unread.push(name);
    else pages.push({ ...readPage(kind, (await readFile(path, "utf8")).toWellFormed()), path: name });
  }
  return { pages, unread };
}

async function pathsBelow(folder: string, depth: number): Promise<string[]> {
  if (depth > folderLimits.depth) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (/^[._]|^node_modules$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await pathsBelow(path, depth + 1)));
    else if (entry.isFile() && pageKindOf(entry.name) !== null) found.push(path);
    if (found.length > folderLimits.files) break;
  }
  return found;
}
