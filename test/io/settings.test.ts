import { expect, test } from "vitest";
import { ConfigError, deskFileOf, readConfig } from "../../src/config.ts";

function problemOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join("\n");
    throw error;
  }
  return "";
}

test("mail servers' addresses are read with all that may be left out", () => {
  const { inboxes, smtp } = readConfig({
    INBOX_URL:
      "imaps://a%40b.example:p%2Fw@imap.b.example imap://c:d@127.0.0.1:1143/Sub%20Folder?move=Done&since=2026-11-23",
    SMTP_URL: "smtp://smtp.b.example",
  });
  expect(inboxes).toMatchObject([
    { user: "a@b.example", password: "p/w", port: 993, folder: "INBOX", secure: true, auth: "password", moveTo: null },
    { port: 1143, folder: "Sub Folder", secure: false, moveTo: "Done", since: new Date("2026-11-23T00:00:00Z") },
  ]);
  expect(smtp).toMatchObject({ port: 587, secure: false, requireTls: true, user: null });
});

test("the desk's file is desk.yaml unless it is named, and a slip in that name does not pass", () => {
  expect(deskFileOf({})).toBe("desk.yaml");
  expect(deskFileOf({ DESK_FILE: " " })).toBe("desk.yaml");
  expect(deskFileOf({ DESK_FILE: "other.yaml" })).toBe("other.yaml");
  expect(() => deskFileOf({ INTRAY_DESK_FILE: "other.yaml" })).toThrow(/did you mean DESK_FILE\?/);
});

test.each([
  [
    { INBOX_URL: "imaps://u:hunter2@imap.b.example/INBOX?mvoe=Done" },
    /INBOX_URL: has no option \?mvoe; there are move/,
  ],
  [{ INBOX_URL: "imaps://u:hunter2@imap.b.example/INBOX?auth=oauth" }, /\?auth is oauth2 or password/],
  [{ INBOX_URL: "imap://u:hunter2@imap.b.example/INBOX?tls=no" }, /\?tls can only be off/],
  [{ INBOX_URL: "imap://u:hunter2@imap.b.example/INBOX" }, /in the clear/],
  [{ INBOX_URL: "imaps://u:hunter2@imap.b.example/INBOX?since=yesterday" }, /is not a day/],
  [{ INBOX_URL: "imaps://u:hunter2%@imap.b.example/INBOX" }, /INBOX_URL: holds a % that begins no %XX/],
  [{ SMTP_URL: "smtps://u:hunter2@smtp.b.example?move=x" }, /SMTP_URL: has no option \?move/],
  [{ SMTP_URL: "smtps://u:hunter2@smtp.b.example?auth=oauth2" }, /OAUTH_TOKEN_URL: is required by \?auth=oauth2/],
  [{ BLOB_URL: "s3://mails?endpoint=https://minio.b.example" }, /BLOB_URL: needs AWS_ACCESS_KEY_ID/],
])("%j is refused in words, without the password", (env, said) => {
  expect(problemOf(env)).toMatch(said);
  expect(problemOf(env)).not.toContain("hunter2");
});
