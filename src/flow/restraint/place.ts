/**
 * The place on the network that something comes from, for counting alone: one home, one office or one machine, however many
 * addresses it has and however they are written (RFC 4291, section 2.2).
 */
import { createHash } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";

/** What the database keeps of a place. */
export function hashOfPlace(key: string, ip: string): Buffer {
  return createHash("sha256")
    .update(`${key}\n${networkOf(ip)}`)
    .digest();
}

/** An IPv4 address, or the /64 network of an IPv6 one, which is what a single home is given. */
export function networkOf(ip: string): string {
  const bare = addressIn(ip);
  const mapped = /^::ffff:([\d.]+)$/.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(bare)) return bare;
  // Dotted ends stand for two groups, and none of the first four.
  const groups = (text: string) => text.replace(/\d+\.[\d.]+$/, "0:0").split(":");
  const [head = "", tail] = bare.split("::");
  const [before, after] = [head, tail ?? ""].map((text) => (text === "" ? [] : groups(text)));
  const left = before ?? [];
  const gap = tail === undefined ? 0 : 8 - left.length - (after ?? []).length;
  const whole = [...left, ...Array.from({ length: gap }, () => "0"), ...(after ?? [])];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** The address itself: proxies write ports behind it and brackets around it, which change from one request to the next. */
export function addressIn(text: string): string {
  const trimmed = text.trim().toLowerCase().slice(0, 60);
  const bare = /^\[([0-9a-f:.]+)(?:%[^\]]*)?\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/%.*$/, "");
  const [host = "", port, ...rest] = bare.split(":");
  return isIPv4(host) && port !== undefined && rest.length === 0 ? host : bare;
}
