/** One attachment behind a link: found by its token, taken out of the raw mail it came in. */
import type { Pool } from "pg";
import type { Blobs } from "../io/blobs.ts";
import type { Readers } from "../io/readers.ts";
import { looksLikeToken, tokenHash } from "../mail/reference.ts";
import { rawMail } from "../store/claim.ts";
import { findToken } from "../store/token.ts";

export type LinkedFile = { name: string; content: Buffer };

/** The file of a link; null where the link is unknown, too old or revoked, or the mail is gone. */
export async function linkedFile(
  token: string,
  { pool, blobs, readers }: { pool: Pool; blobs: Blobs; readers: Readers },
): Promise<LinkedFile | null> {
  if (!looksLikeToken(token)) return null;
  const known = await findToken(pool, tokenHash(token), "file");
  if (!known?.isLive) return null;
  const { rawMailId, index, name } = known.data;
  const raw = await rawMail(pool, Number(rawMailId));
  if (!raw) return null;
  const contents = await readers.contents(await blobs.load(raw.sha256, raw.content), [Number(index)]);
  const content = contents.get(Number(index));
  return content ? { name: String(name), content } : null;
}
