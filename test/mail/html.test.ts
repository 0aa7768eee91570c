import { describe, expect, test } from "vitest";
import { htmlToText, stripTags } from "../../src/mail/read/html.ts";

describe("HTML as text", () => {
  test.each([
    ["<p>one</p><p>two</p>", "one\n\ntwo"],
    ["one<br>two<br/>three", "one\ntwo\nthree"],
    ["<div>one</div><div>two</div>", "one\ntwo"],
    ['see <a href="https://x.example/a">our page</a>', "see our page <https://x.example/a>"],
    ['<a href="https://x.example">https://x.example</a>', "https://x.example"],
    ['<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"],
    ['<a href="#top">up</a>', "up"],
    ["<ul><li>a</li><li>b</li></ul>", "- a\n - b"],
    ["<ol><li>a</li><li>b</li></ol>", "1. a\n 2. b"],
    ["<blockquote>quoted<br>twice</blockquote>", "> quoted\n> twice"],
    ["<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"],
    ["<pre>a\n  b</pre>", "a\n  b"],
    ["<h1>Title</h1>text", "Title\n\ntext"],
    ["a &amp; b &lt;c&gt; &oacute;&#322;&nbsp;d", "a & b <c> ół d"],
    ["<style>x{}</style><script>y()</script><!-- z -->w", "w"],
    ["<p>unclosed <b>bold", "unclosed bold"],
    ["3 < 4 and 5 > 4", "3 < 4 and 5 > 4"],
  ])("%s", (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test("keeps the words where the nesting is too deep for the library", () => {
    expect(htmlToText(`<p>first</p>${"<div>".repeat(3_000)}deep &oacute;<br>words`)).toContain("deep ó\nwords");
  });

  test("keeps what follows a comment that never ends", () => {
    expect(htmlToText("before <!-- after")).toContain("before");
  });

  test("is stripped of tags by the plain way much as by the library", () => {
    expect(stripTags("<p>one <b>two</b></p><ul><li>three</ul>&eacute;")).toBe("one two\n\n\n - three\né");
  });
});
