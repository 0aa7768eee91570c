/** Which databases are spoken to over TLS, and that its certificate is verified unless the address says otherwise. */
import { expect, test } from "vitest";
import { connection } from "../../src/io/postgres.ts";

const verified = { rejectUnauthorized: true };
const sslOf = (url: string) => connection(url).ssl;

test.each([
  "postgres://u:p@db.acme.example:5432/intray",
  "postgres://u:p@203.0.113.7/intray",
  "postgres://u:p@172.32.0.1/intray",
  "postgres://u:p@100.128.0.1/intray",
  "postgres://u:p@[2001:db8::1]/intray",
  "postgres://u:p@localhost.acme.example/intray",
  "postgres://u:p@localhost/intray?sslmode=require",
  "postgres://u:p@db.acme.example/intray?sslmode=verify-full",
])("%s: verified", (url) => {
  expect(sslOf(url)).toEqual(verified);
});

test.each([
  "postgres://u:p@localhost/intray",
  "postgres://u:p@127.0.0.1:5433/intray",
  "postgres://u:p@[::1]/intray",
  "postgres://u:p@10.1.2.3/intray",
  "postgres://u:p@192.168.1.5/intray",
  "postgres://u:p@172.16.0.1/intray",
  "postgres://u:p@[fd00::5]/intray",
  "postgres://u:p@postgres/intray",
  "postgres://u:p@db.prod.svc.cluster.local/intray",
  "postgres:///intray?host=/run/postgresql",
])("%s: near, and without TLS unless asked for", (url) => {
  expect(sslOf(url)).toBeUndefined();
});

test("giving up the certificate, or TLS, is written out", () => {
  expect(sslOf("postgres://u:p@db.acme.example/intray?sslmode=no-verify")).toEqual({ rejectUnauthorized: false });
  expect(sslOf("postgres://u:p@db.acme.example/intray?sslmode=disable")).toBe(false);
  expect(sslOf("postgres://u:p@db.acme.example/intray?sslmode=verify-ca")).toMatchObject({ rejectUnauthorized: true });
});
