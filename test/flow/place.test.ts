/** Places for quotas: one network is one place, however its addresses are written. */
import { expect, test } from "vitest";
import { addressIn, hashOfPlace, networkOf } from "../../src/flow/restraint/place.ts";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:49152", "203.0.113.9"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8::2", "2001:db8:0:0::/64"],
  ["2001:DB8:0:0:ffff::3", "2001:db8:0:0::/64"],
  ["2001:0db8:0000:0000:1:2:3:4", "2001:db8:0:0::/64"],
  ["[2001:db8::5]:49152", "2001:db8:0:0::/64"],
  ["2001:db8::6%eth0", "2001:db8:0:0::/64"],
  ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["1::", "1:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"],
])("%s is counted as %s", (ip, network) => {
  expect(networkOf(addressIn(ip))).toBe(network);
  expect(hashOfPlace("key", ip)).toEqual(hashOfPlace("key", networkOf(ip)));
});

test("what is no address is a place of its own, and breaks nothing", () => {
  for (const odd of ["", "unknown", "<script>", ":::", "1:2:3", "a".repeat(1_000), "203.0.113.999"]) {
    expect(networkOf(odd).length).toBeLessThanOrEqual(60);
  }
});
