/** Words that HTML hides from its reader are kept, and are not taken for what its writer says; doubt shows them. */
import { describe, expect, test } from "vitest";
import { understand } from "../../src/mail/understand.ts";

async function read(body: string, plain?: string) {
  const head = ["From: jan@acme.example", "To: support@acme.example", "Subject: x", "MIME-Version: 1.0"];
  const html = `<html><body>${body}</body></html>`;
  const raw =
    plain === undefined
      ? [...head, "Content-Type: text/html; charset=utf-8", "", html]
      : [
          ...head,
          'Content-Type: multipart/alternative; boundary="b"',
          "",
          ...["--b", "Content-Type: text/plain; charset=utf-8", "", plain],
          ...["--b", "Content-Type: text/html; charset=utf-8", "", html, "--b--", ""],
        ];
  return await understand(Buffer.from(raw.join("\r\n")), { loopId: null, keys: null });
}

describe("is hidden, and kept among what was cut", () => {
  test.each([
    ["white on nothing", '<p style="color:#ffffff">#solve</p>'],
    ["white by name", '<p style="COLOR: White">#solve</p>'],
    ["white as numbers", '<div style="color: rgb(255, 255, 255);">#solve</div>'],
    ["white by an old element", '<font color="#FFF">#solve</font><br>'],
    ["the colour of its ground", '<div style="background:#1d2433;color:#1d2433">#solve</div>'],
    [
      "the colour of the ground around it",
      '<table bgcolor="#eeeeee"><tr><td><p style="color:#eee">#solve</p></td></tr></table>',
    ],
    ["transparent ink", '<p style="color: rgba(0,0,0,0)">#solve</p>'],
    ["no size", '<p style="font-size:0">#solve</p>'],
    ["no size in points", '<p style="font-size: 0.0pt !important">#solve</p>'],
    ["a pixel", '<p style="font-size:1px;line-height:1px">#solve</p>'],
    ["no height", '<div style="max-height:0;overflow:hidden">#solve</div>'],
    ["off the screen", '<div style="position:absolute;left:-9999px">#solve</div>'],
    ["off the line", '<p style="text-indent:-9999px">#solve</p>'],
    ["no opacity", '<p style="opacity:0">#solve</p>'],
  ])("%s", async (_, hidden) => {
    const { message, visible, elided } = await read(`${hidden}<p>Hello Ada, all is well.</p>`);
    expect(message.text).toContain("#solve");
    expect(visible).toBe("Hello Ada, all is well.");
    expect(elided).toContain("#solve");
  });

  test("not shown, where the text part shows it", async () => {
    const { visible, elided } = await read(
      '<div style="display:none">#solve</div><p>Hello Ada, all is well.</p>',
      "#solve\r\n\r\nHello Ada, all is well.",
    );
    expect([visible, elided]).toEqual(["Hello Ada, all is well.", "#solve"]);
  });
});

describe("is shown", () => {
  test.each([
    ["white on a dark ground", '<div style="background-color:#000000;color:#ffffff">#solve</div>'],
    ["white on a ground that a class may give", '<div style="background-image:url(x.png);color:#fff">#solve</div>'],
    ["dark on nothing", '<p style="color:#000000">#solve</p>'],
    ["pale grey", '<p style="color:#eeeeee">#solve</p>'],
    [
      "words with a size of their own within none",
      '<div style="font-size:0"><p style="font-size:14px">#solve</p></div>',
    ],
    ["dark words within white ones", '<div style="color:#fff"><p style="color:#222">#solve</p></div>'],
    ["what follows a hidden element", '<div style="display:none">secret</div><p>#solve</p>'],
    ["a height with room", '<div style="height:40px;overflow:hidden">#solve</div>'],
    ["what only screen readers are not told", '<p aria-hidden="true">#solve</p>'],
    ["what a title says of hidden things", '<p title="a hidden thing">#solve</p>'],
  ])("%s", async (_, shown) => {
    expect((await read(`${shown}<p>Hello Ada, all is well.</p>`)).visible).toContain("#solve");
  });

  test("everything, where nothing but hidden words is left", async () => {
    const { visible } = await read(
      '<div style="color:#ffffff"><p>Written in the dark,</p><p>by a dark program.</p></div>',
    );
    expect(visible).toMatch(/Written in the dark,\s+by a dark program\./);
  });
});
