/**
 * Access tokens for mail servers that take no passwords (Google, Microsoft 365): a refresh token is exchanged at the
 * provider's token address (RFC 6749, section 6) and the answer kept until shortly before it ends.
 */

export type OAuthSettings = {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  scope: string;
};

export class OAuthError extends Error {
  override readonly name = "OAuthError";
}

const answerTimeoutMs = 10_000;
/** A token is renewed this long before its end, so that it outlives the login it is fetched for. */
const marginMs = 60_000;
/** The longest answer worth reading; token answers are a few kilobytes. */
const answerCharsMax = 64 * 1024;

/** A function that gives a valid access token, fetching a new one only when the last has ended or `renew` is asked for. */
export function accessTokens(settings: OAuthSettings): (renew?: boolean) => Promise<string> {
  let token = "";
  let endsAt = 0;
  let asked: Promise<string> | null = null;
  const ask = async (): Promise<string> => {
    const answer = await askForToken(settings);
    token = answer.token;
    endsAt = performance.now() + answer.seconds * 1000 - marginMs;
    return token;
  };
  return async (renew = false) => {
    if (!renew && token && performance.now() < endsAt) return token;
    // Mailboxes and the outbox ask at the same moment; one answer serves them all.
    asked ??= ask().finally(() => {
      asked = null;
    });
    return asked;
  };
}

/** Tries the refresh token once and says how long what it gives will last; the token itself is thrown away. */
export async function tryRefresh(settings: OAuthSettings): Promise<Omit<TokenAnswer, "token">> {
  const { token: _, ...answer } = await askForToken(settings);
  return answer;
}

/** `refreshSeconds`: how long the refresh token itself lasts, where the provider says so. `serverDate`: its clock. */
type TokenAnswer = { token: string; seconds: number; refreshSeconds: number | null; serverDate: Date | null };

async function askForToken(settings: OAuthSettings): Promise<TokenAnswer> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: settings.clientId,
    refresh_token: settings.refreshToken,
    ...(settings.clientSecret ? { client_secret: settings.clientSecret } : {}),
    ...(settings.scope ? { scope: settings.scope } : {}),
  });
  const where = new URL(settings.tokenUrl).host;
  let status: number;
  let body: unknown;
  let serverDate: Date | null;
  try {
    const response = await fetch(settings.tokenUrl, {
      method: "POST",
      body: form,
      redirect: "error",
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    status = response.status;
    const date = Date.parse(response.headers.get("date") ?? "");
    serverDate = Number.isNaN(date) ? null : new Date(date);
    body = JSON.parse((await response.text()).slice(0, answerCharsMax));
  } catch (error) {
    throw new OAuthError(`no access token from ${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const field = (name: string): unknown =>
    typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  const token = field("access_token");
  if (status !== 200 || typeof token !== "string" || token === "") {
    const why = [field("error"), field("error_description")].filter((text) => typeof text === "string").join(": ");
    throw new OAuthError(`${where} gave no access token (${why || `HTTP ${status}`}); check the OAUTH_ settings`);
  }
  const lasting = (name: string) => {
    const seconds = Number(field(name));
    return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  };
  const refreshSeconds = lasting("refresh_token_expires_in");
  return { token, seconds: lasting("expires_in") ?? 300, refreshSeconds, serverDate };
}
