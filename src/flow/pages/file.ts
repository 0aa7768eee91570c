/** One attachment behind a link: found by its token, taken out of the raw mail it came in. */
import type { Pool } from "pg";
import type { Blobs } from "../../io/blobs.ts";
import type { Readers } from "../../io/readers.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { rawMail } from "../../store/claim.ts";
import { findToken } from "../../store/token.ts";

export type FileShop = { pool: Pool; blobs: Blobs; readers: Readers };

export type LinkedFile = { name: string; content: Buffer };

/** The file of a link; null where the link is unknown, too old or revoked, or the mail is gone. */
export async function linkedFile(token: string, shop: FileShop): Promise<LinkedFile | null> {
  if (!looksLikeToken(token)) return null;
  const known = await findToken(shop.pool, tokenHash(token), "file");
  if (!known?.isLive) return null;
  const { rawMailId, index, name } = known.data;
  return await storedFile(Number(rawMailId), Number(index), String(name), shop);
}

/** An attachment of a stored mail; null where the mail or the attachment is gone. Who may see it was decided before. */
export async function storedFile(
  rawMailId: number,
  index: number,
  name: string,
  { pool, blobs, readers }: FileShop,
): Promise<LinkedFile | null> {
  const raw = await rawMail(pool, rawMailId);
  if (!raw) return null;
  const contents = await readers.contents(await blobs.load(raw.sha256, raw.content), [index]);
  const content = contents.get(index);
  return content ? { name, content } : null;
}
