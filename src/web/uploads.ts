/**
 * Files that come with a form: how many and how large they may be, and how many large forms are taken at once. A form is held
 * in memory until its mail is stored, so what strangers may fill of it is bounded.
 */
import type { Context, MiddlewareHandler } from "hono";
import { networkOf } from "../flow/restraint/place.ts";
import { limits } from "../mail/limits.ts";
import type { Enclosure } from "../mail/write/compose.ts";
import { placeOf } from "./place.ts";

export type FileCaps = { countMax: number; bytesMax: number };

/** A stranger's form, and a participant's message: as large as one file of a mail may be (mail/limits.ts). */
export const formFiles: FileCaps = { countMax: 3, bytesMax: 10_000_000 };
export const ticketFiles: FileCaps = { countMax: 10, bytesMax: limits.partBytesMax };

/** What a request may hold besides its files: words, the names of the fields, the boundaries between. */
export const wordsBytesMax = 200_000;

/** The files that were chosen under a field's name; browsers send an empty one where none was. */
export function filesIn(sent: Record<string, unknown>, name: string): File[] {
  return [sent[name]]
    .flat()
    .filter((file): file is File => file instanceof File && (file.size > 0 || file.name !== ""));
}

export function fits(files: File[], { countMax, bytesMax }: FileCaps): boolean {
  return files.length <= countMax && files.reduce((sum, { size }) => sum + size, 0) <= bytesMax;
}

export async function enclosuresOf(files: File[]): Promise<Enclosure[]> {
  return await Promise.all(
    files.map(async (file) => ({
      name: file.name,
      type: file.type || "application/octet-stream",
      content: Buffer.from(await file.arrayBuffer()),
    })),
  );
}

/** Five times 50 MB, in three copies at worst, is what a small machine can spare. */
const largeAtOnceMax = 5;

/** Whoever sends slowly, or nothing at all, holds a place; one network may not hold them all. */
const largeOfNetworkMax = 2;

/** Lets so many large requests in at a time; the others are asked to come again. A length that is not told may be large. */
export function fewAtOnce(
  smallBytes: number,
  isProxy: (address: string) => boolean,
  refuse: (context: Context) => Response | Promise<Response>,
): MiddlewareHandler {
  const inHand: string[] = [];
  return async (context, next) => {
    const told = Number(context.req.header("content-length") ?? Number.NaN);
    const isSmall = context.req.method !== "POST" || told <= smallBytes;
    if (isSmall) return await next();
    const network = networkOf(placeOf(context, isProxy));
    const ofNetwork = inHand.filter((each) => each === network).length;
    if (inHand.length >= largeAtOnceMax || ofNetwork >= largeOfNetworkMax) return await refuse(context);
    inHand.push(network);
    try {
      return await next();
    } finally {
      inHand.splice(inHand.indexOf(network), 1);
    }
  };
}
