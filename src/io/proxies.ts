/**
 * Whose word counts on where a request comes from: proxies on this machine, and those that TRUSTED_PROXIES names. Each adds to
 * X-Forwarded-For whom it speaks for; what stands further left than the last of them may be anybody's invention.
 */
import { BlockList, isIP } from "node:net";

/** Reads addresses and networks ("10.0.0.0/8, 2001:db8::/32"), parted by spaces or commas; throws an Error in words for people. */
export function readProxies(text: string): string[] {
  const proxies = text.split(/[\s,]+/).filter(Boolean);
  for (const proxy of proxies) {
    const [address = "", bits, ...rest] = proxy.split("/");
    const bitsMax = isIP(address) === 6 ? 128 : 32;
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax && Number(bits) > 0);
    if (isIP(address) === 0 || !isRange || rest.length > 0)
      throw new Error(`"${proxy}" is neither an address nor a network`);
  }
  return proxies;
}

/** Answers whether an address is a proxy's that is believed. */
export function openProxies(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const proxy of ["127.0.0.0/8", "::1", ...proxies]) {
    const [address = "", bits] = proxy.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const bare = address.replace(/^::ffff:(?=[\d.]+$)/i, "");
    const family = isIP(bare);
    return family !== 0 && list.check(bare, family === 6 ? "ipv6" : "ipv4");
  };
}
