import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import { type GivenRating, mayRate, type RatedResponse, readScore } from "../../src/ticket/rating.ts";
import { ada, answers, context, given, jan, letters, mail, minute, monday } from "./scenes.ts";

const deliveredAt = monday + 30 * minute;
const now = monday + 60 * minute;

function response(changes: Partial<RatedResponse> = {}): RatedResponse {
  return { messageId: 5, agent: jan, excerpt: "We are on it.", deliveredAt, before: null, saveCount: 0, ...changes };
}

function rated(changes: Partial<GivenRating>, at = now) {
  const rating: GivenRating = {
    response: response(),
    person: ada,
    score: 5,
    comment: "",
    source: "link",
    recentSaveCount: 0,
    ...changes,
  };
  return decide(given(answers()), { kind: "rating", mail: null, rating }, context({ now: at }));
}

describe("what counts as a score", () => {
  const cases: [said: string, score: number | null][] = [
    ["5", 5],
    [" 4 \n", 4],
    ["3/5", 3],
    ["1.", 1],
    ["5️⃣", 5],
    ["👍", 5],
    ["👍🏽", 5],
    ["👎", 1],
    ["⭐⭐⭐⭐", 4],
    ["★★", 2],
    ["0", null],
    ["6", null],
    ["10", null],
    ["5 thank you, but it is still down", null],
    ["2 or 3 orders are missing", null],
    ["👍 but not in Safari", null],
    ["", null],
    [`5${" ".repeat(100_000)}`, null],
  ];
  test.each(cases)("%j is %j", (said, score) => {
    expect(readScore(said, { mayBeThumb: true })).toBe(score);
  });

  test("a thumb on a proposed solution is no score", () => {
    expect(readScore("👍", { mayBeThumb: false })).toBeNull();
    expect(readScore("5", { mayBeThumb: false })).toBe(5);
  });
});

describe("a rating", () => {
  test("is an event and a record, and changes nothing else of the ticket", () => {
    const before = given(answers());
    const decision = rated({ score: 4, comment: "  Fine. " });
    expect(decision.events.map(({ type }) => type)).toEqual(["rated"]);
    expect(decision.ticket).toEqual(before);
    expect(decision.message).toBeNull();
    expect(decision.rating).toMatchObject({
      messageId: 5,
      person: ada.address,
      score: 4,
      comment: "Fine.",
      mark: null,
    });
  });

  test("of 3 or more tells nobody; of 1 or 2 it tells the team's lead", () => {
    expect(letters(rated({ score: 3 }))).toEqual([]);
    expect(letters(rated({ score: 2 }))).toEqual(["lowRating → ewa@acme.example"]);
  });

  test("that was low before is told again only with new words", () => {
    const before = { score: 2 as const, comment: "Slow.", ratedAt: now, changedAt: now };
    expect(letters(rated({ response: response({ before }), score: 1, comment: "Slow." }))).toEqual([]);
    expect(letters(rated({ response: response({ before }), score: 1, comment: "" }))).toEqual([]);
    expect(letters(rated({ response: response({ before }), score: 1, comment: "Slow and rude." }))).toHaveLength(1);
    expect(letters(rated({ response: response({ before: { ...before, score: 5 } }), score: 1 }))).toHaveLength(1);
  });

  test("seconds after delivery is marked, unless a person wrote with it", () => {
    expect(rated({}, deliveredAt + 4_000).rating?.mark).toBe("tooSoon");
    expect(rated({}, deliveredAt + 11_000).rating?.mark).toBeNull();
    expect(rated({ comment: "Quick!" }, deliveredAt + 4_000).rating?.mark).toBeNull();
    expect(rated({ source: "reply" }, deliveredAt + 4_000).rating?.mark).toBeNull();
  });

  test("among many at once is marked and tells nobody", () => {
    const decision = rated({ score: 1, recentSaveCount: 2 });
    expect(decision.rating?.mark).toBe("manyAtOnce");
    expect(letters(decision)).toEqual([]);
  });

  test("can be changed for 14 days after it was first saved", () => {
    const day = 24 * 3600 * 1000;
    const before = { score: 5 as const, comment: "", ratedAt: now, changedAt: now + day };
    expect(mayRate(response(), now + 80 * day)).toBe(true);
    expect(mayRate(response({ before }), now + 14 * day)).toBe(true);
    expect(mayRate(response({ before }), now + 14 * day + 1)).toBe(false);
  });

  test("by a reply takes the reply's receipt as its instant", () => {
    const rating: GivenRating = {
      response: response(),
      person: ada,
      score: 5,
      comment: "",
      source: "reply",
      recentSaveCount: 0,
    };
    const decision = decide(
      given(answers()),
      { kind: "rating", mail: mail({ receivedAt: now - 5 }), rating },
      context({ now }),
    );
    expect(decision).toMatchObject({ disposition: "reply", reason: "ratedByReply", rating: { at: now - 5 } });
  });
});
