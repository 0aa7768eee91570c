import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accessTokens } from "../../src/io/oauth.ts";

describe("access tokens", () => {
  let server: Server;
  let tokenUrl: string;
  let asked: URLSearchParams[] = [];
  let answer: { status: number; body: string };
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      asked.push(new URLSearchParams(await text(request)));
      response.statusCode = answer.status;
      response.end(answer.body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    tokenUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/token`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    asked = [];
    give("first", 3600);
  });
  const give = (token: string, seconds: number) => {
    answer = { status: 200, body: JSON.stringify({ access_token: token, expires_in: seconds }) };
  };
  const open = () =>
    accessTokens({ tokenUrl, clientId: "desk", clientSecret: "hush", refreshToken: "again", scope: "mail" });

  test("a refresh token is exchanged once for all who ask, until the token nears its end", async () => {
    const token = open();
    expect(await Promise.all([token(), token(), token()])).toEqual(["first", "first", "first"]);
    expect(await token()).toBe("first");
    expect(asked.map((form) => Object.fromEntries(form))).toEqual([
      { grant_type: "refresh_token", client_id: "desk", client_secret: "hush", refresh_token: "again", scope: "mail" },
    ]);
  });

  test("a token that was refused, or that ends within a minute, is fetched anew", async () => {
    const token = open();
    await token();
    give("second", 30);
    expect(await token(true)).toBe("second");
    give("third", 3600);
    expect(await token()).toBe("third");
  });

  test("a refusal is told with the provider's reason and without the secrets", async () => {
    answer = { status: 400, body: JSON.stringify({ error: "invalid_grant", error_description: "token revoked" }) };
    const error: Error = await open()().then(
      () => new Error("no error"),
      (reason) => reason,
    );
    expect(error.message).toMatch(
      /127\.0\.0\.1:\d+ gave no access token \(invalid_grant: token revoked\); check the OAUTH_ settings/,
    );
    expect(error.message).not.toMatch(/hush|again/);
  });

  test("an answer that is no JSON, and no server at all, are errors and not tokens", async () => {
    answer = { status: 200, body: "<html>" };
    await expect(open()()).rejects.toThrow(/no access token from/);
    await expect(
      accessTokens({ tokenUrl: "http://127.0.0.1:1/", clientId: "", clientSecret: "", refreshToken: "", scope: "" })(),
    ).rejects.toThrow(/no access token from/);
  });
});
