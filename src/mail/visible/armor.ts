/**
 * The frame of a text signed in place by PGP (RFC 9580, section 7): its opening line with the armor headers, and the block
 * of the signature. What stands between is the writer's own.
 */
import { cut, type Fates } from "./cut.ts";

/** A signature has a dozen lines; keys of eight thousand bits have thirty. */
const signatureLinesMax = 100;
const headerLinesMax = 10;

/** Cuts the frame where it is whole; half a frame is somebody's example. */
export function cutArmor(lines: string[], fates: Fates): void {
  const opening = lines.findIndex((line) => line.trimEnd() === "-----BEGIN PGP SIGNED MESSAGE-----");
  if (opening < 0) return;
  const begin = lines.findIndex((line, at) => at > opening && line.trimEnd() === "-----BEGIN PGP SIGNATURE-----");
  if (begin < 0) return;
  const end = lines
    .slice(begin, begin + signatureLinesMax)
    .findIndex((line) => line.trimEnd() === "-----END PGP SIGNATURE-----");
  const blank = lines.slice(opening, opening + headerLinesMax).findIndex((line) => line.trim() === "");
  if (end < 0 || blank < 0) return;
  cut(lines, fates, opening, opening + blank, "armor");
  cut(lines, fates, begin, begin + end, "armor");
}
