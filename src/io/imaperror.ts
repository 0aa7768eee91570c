/**
 * What went wrong with a mailbox, told in one line that a person can act on: what, where and what to do. The library's
 * errors differ by stage (socket, greeting, login, folder, command); here they become four kinds.
 */

/** Why a mailbox cannot be used, in one line for people; never with the password. */
export class InboxError extends Error {
  override readonly name = "InboxError";
  readonly kind: "loginRefused" | "unreachable" | "folderMissing" | "broken";
  constructor(kind: InboxError["kind"], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

const unreachableCodes = new Set(
  "ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH CONNECT_TIMEOUT ETIMEDOUT".split(" "),
);

/** The library's error as one line. `place` names mailbox and server, `folder` is what was to be opened. */
export function explainInbox(error: unknown, place: string, folder: string): InboxError {
  if (error instanceof InboxError) return error;
  const { refused, mailboxMissing, code, said, message } = factsOf(error);
  if (refused) {
    const told = said ? ` (${said})` : "";
    const text = `${place}: the login was refused${told}; check user and password in INBOX_URL`;
    return new InboxError("loginRefused", text, error);
  }
  if (mailboxMissing) {
    return new InboxError("folderMissing", `${place}: there is no folder ${folder}; correct INBOX_URL`, error);
  }
  if (unreachableCodes.has(code)) {
    const text = `${place}: no IMAP server answers (${code}); check INBOX_URL and the network`;
    return new InboxError("unreachable", text, error);
  }
  return new InboxError("broken", `${place}: ${said || message}`, error);
}

function factsOf(error: unknown) {
  const field = (key: string): unknown =>
    typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  // Dovecot answers UNAVAILABLE while its own user database is away: that says nothing about the password (RFC 5530).
  const isAway = ["UNAVAILABLE", "INUSE", "SERVERBUG"].includes(text(field("serverResponseCode")));
  return {
    refused: field("authenticationFailed") === true && !isAway,
    mailboxMissing: field("mailboxMissing") === true,
    code: text(field("code")),
    said: text(field("responseText")),
    message: error instanceof Error ? error.message : String(error),
  };
}
