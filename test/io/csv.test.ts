/** CSV that opens as a table and runs nothing. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csv, neutralised } from "../../src/io/csv.ts";

describe("CSV", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ['=HYPERLINK("https://shop.example")', `'=HYPERLINK("https://shop.example")`],
    ["+48 22 123 45 67", "'+48 22 123 45 67"],
    ["-2 of 3", "'-2 of 3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r'=1"],
    ["  =1", "'  =1"],
    ["\u00a0=1", "'\u00a0=1"],
    ["\uff1d1+1", "'\uff1d1+1"],
    ["Shop;=cmd()", "Shop;'=cmd()"],
    ["Shop\n=cmd()", "Shop\n'=cmd()"],
    ["a=b", "a=b"],
    ["Ada@shop", "Ada@shop"],
    ["", ""],
  ])("%j stands as %j", (written, safe) => {
    expect(neutralised(written)).toBe(safe);
  });

  test("numbers stay numbers, also below zero; what is no number stays empty", () => {
    expect(csv(["a", "b", "c"], [[-1.5, Number.NaN, null]])).toBe("a,b,c\r\n-1.5,,\r\n");
  });

  test("another program reads every text back, with no cell that is a formula, by comma or by semicolon", () => {
    const hostile = fc.string({
      unit: fc.constantFrom("=", "+", "-", "@", ";", ",", '"', "\r", "\n", "\t", " ", "a", "ż"),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 5 }), (rows) => {
        const written = csv(["one", "two"], rows);
        const read = parse(written, { record_delimiter: "\r\n" }) as string[][];
        expect(read.slice(1)).toEqual(rows.map((row) => row.map(neutralised)));
        for (const cell of read.flat()) expect(cell).not.toMatch(/^[\s]*[=+\-@]/);
        for (const cell of written.split(/[;\r\n\t]/)) expect(cell).not.toMatch(/^"? *[=+\-@]/);
      }),
    );
  });
});
