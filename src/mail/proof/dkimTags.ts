/**
 * The tags of a DKIM-Signature (RFC 6376 section 3.5) as far as they tell how much a signature is worth. Nothing is
 * verified here.
 */
import { asciiLower, domainName } from "./domain.ts";

/** `signed`: the headers it names, in lower case and with repeats; null where it does not say. */
export type Signature = { domain: string; selector: string; isWeak: boolean; signed: string[] | null };

/**
 * `isWeak`: it covers only a part of the body (`l=`), or uses SHA-1 (RFC 8301). Servers still pass both; what they
 * never pass, such as a signature without From in it, is not looked at.
 */
export function readSignature(value: string): Signature {
  const tags = new Map<string, string>();
  for (const tag of value.slice(0, 20_000).split(";").slice(0, 50)) {
    const equals = tag.indexOf("=");
    if (equals > 0) tags.set(asciiLower(tag.slice(0, equals).trim()), tag.slice(equals + 1).replace(/\s+/g, ""));
  }
  const named = tags.get("h");
  const isShaOne = asciiLower(tags.get("a") ?? "").endsWith("sha1");
  return {
    domain: domainName(tags.get("d") ?? "") ?? "",
    selector: asciiLower(tags.get("s") ?? ""),
    isWeak: tags.has("l") || isShaOne,
    signed: named === undefined ? null : asciiLower(named).split(":").slice(0, 500),
  };
}
