/**
 * Signed and encrypted mail (S/MIME RFC 8551, PGP/MIME RFC 3156, inline PGP): said to people, kept as attachments,
 * never opened and never believed here.
 */
import type { Part } from "./mime.ts";

const closedSeals = [
  "S/MIME encrypted, not opened",
  "S/MIME signed as a whole, not opened",
  "PGP encrypted, not opened",
  "PGP encrypted text, not opened",
] as const;
type Seal = (typeof closedSeals)[number] | "S/MIME signature, not checked" | "PGP signature, not checked";

/** Whether what was written can be read by nobody here. */
export function isClosed(warnings: readonly string[]): boolean {
  return closedSeals.some((seal) => warnings.includes(seal));
}

/** One sentence for each kind of seal found. */
export function sealsOf(root: Part, text: string): Seal[] {
  const found = new Set<Seal>();
  visit(root, found);
  const head = text.slice(0, 64 * 1024);
  if (head.includes("-----BEGIN PGP MESSAGE-----")) found.add("PGP encrypted text, not opened");
  else if (head.includes("-----BEGIN PGP SIGNED MESSAGE-----")) found.add("PGP signature, not checked");
  return [...found];
}

function visit(part: Part, found: Set<Seal>): void {
  const sentence = sentenceOf(part);
  if (sentence !== null) found.add(sentence);
  for (const child of part.children) visit(child, found);
}

function sentenceOf(part: Part): Seal | null {
  switch (part.type) {
    case "application/pkcs7-mime":
    case "application/x-pkcs7-mime":
      return /smime-type\s{0,5}=\s{0,5}"?signed/i.test(part.typeLine)
        ? "S/MIME signed as a whole, not opened"
        : "S/MIME encrypted, not opened";
    case "application/pkcs7-signature":
    case "application/x-pkcs7-signature":
      return "S/MIME signature, not checked";
    case "application/pgp-encrypted":
      return "PGP encrypted, not opened";
    case "application/pgp-signature":
      return "PGP signature, not checked";
    default:
      return null;
  }
}
