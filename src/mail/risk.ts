/**
 * Which files could act when somebody opens them: by their name, by their type, and by their first bytes whatever their
 * name says. Nothing is unpacked; of a zip only its table of contents is read. Such a file is kept and linked, and never
 * travels in a letter of ours.
 */

/** Why a file is held, from a closed list. */
export type Risk = "program" | "script" | "page" | "shortcut" | "diskImage" | "macros" | "encrypted" | "disguised";

const endings: Record<Exclude<Risk, "encrypted" | "disguised">, string> = {
  program:
    "exe scr com pif cpl dll sys ocx drv msi msp msix appx appxbundle msc jar jnlp apk ipa app dmg pkg deb rpm run bin elf gadget chm application xll xlam wll ppam swf air class",
  script:
    "js jse mjs cjs vbs vbe wsf wsh wsc sct hta bat cmd btm ps1 ps1xml psm1 psc1 psd1 sh bash zsh command csh ksh reg inf scpt applescript action workflow rdp ica slk iqy oqy",
  page: "html htm xhtml xht shtml mht mhtml svg svgz xsl xslt",
  shortcut:
    "lnk url website webloc desktop scf library-ms search-ms searchconnector-ms settingcontent-ms theme contact",
  diskImage: "iso img vhd vhdx udf wim cab ace arj lzh xz-iso",
  macros: "docm dotm xlsm xltm xlsb pptm potm ppsm sldm one onepkg mdb accdb accde ade adp",
};
const riskByEnding = new Map(
  Object.entries(endings).flatMap(([risk, list]) => list.split(" ").map((ending) => [ending, risk as Risk] as const)),
);

const types: [pattern: RegExp, risk: Risk][] = [
  [/^text\/(?:html|xsl)$|^application\/xhtml\+xml$|^image\/svg/, "page"],
  [
    /^(?:text|application)\/(?:x-)?(?:javascript|ecmascript|vbscript|jscript|sh|shellscript|csh|bat|powershell)$|^application\/hta$/,
    "script",
  ],
  [
    /^application\/(?:x-)?(?:msdownload|dosexec|msdos-program|executable|java-archive|ms-installer|msi|vnd\.microsoft\.portable-executable|mach-binary|sharedlib)$/,
    "program",
  ],
  [/^application\/(?:x-)?(?:ms-shortcut|mswinurl)$/, "shortcut"],
  [/^application\/(?:x-)?(?:iso9660-image|cd-image|raw-disk-image|vhd)$/, "diskImage"],
  [/macroenabled/, "macros"],
];

/** Marks that turn the direction of writing: "gpj.exe" then shows as "exe.jpg". */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** `name` as it is shown, `written` as it came; `content` as much of the bytes as is at hand. */
export function riskOf(file: { name: string; written: string; type: string; content: Buffer | null }): Risk | null {
  const byBytes = file.content === null ? null : riskOfBytes(file.content);
  const byName = riskOfName(file.name) ?? types.find(([pattern]) => pattern.test(file.type.toLowerCase()))?.[1] ?? null;
  if (turning.test(file.written)) return "disguised";
  // A program under a picture's name means to be opened by mistake; an archive holds what it says it holds.
  const isActive = byBytes === "program" || byBytes === "script" || byBytes === "shortcut";
  if (isActive && byName === null && hasEnding(file.name) && !isArchive(file.content)) {
    return byBytes === "script" && isTextual(file.name) ? null : "disguised";
  }
  return byName ?? (byBytes === "page" && isTextual(file.name) ? null : byBytes);
}

/** By the last ending, whatever stands in front of it: "invoice.pdf.exe" is a program. Windows drops dots and spaces at the end. */
function riskOfName(name: string): Risk | null {
  const ending = /\.([a-z0-9-]{1,20})$/.exec(name.toLowerCase().replace(/[.\s]{1,200}$/, ""))?.[1];
  return ending === undefined ? null : (riskByEnding.get(ending) ?? null);
}

function hasEnding(name: string): boolean {
  return /\.[a-z0-9]{1,8}$/i.test(name);
}

function isArchive(content: Buffer | null): boolean {
  return content?.toString("latin1", 0, 2) === "PK";
}

/** Shown as text wherever it is opened: a log that begins with "#!" or "<html" does nothing. */
function isTextual(name: string): boolean {
  return /\.(?:txt|log|md|csv|tsv|json|ya?ml|ini|conf|cfg|diff|patch|py|rb|pl|php|ts|tsx|jsx|css|sql|xml|eml|ics|vcf)$/i.test(
    name,
  );
}

/** Pieces of a file that say what it is: its beginning, and the places where formats keep their marks. */
function riskOfBytes(content: Buffer): Risk | null {
  const begins = (hex: string) => content.subarray(0, hex.length / 2).equals(Buffer.from(hex, "hex"));
  if (begins("4d5a") && content.subarray(2, 256).includes(0)) return "program";
  if (["7f454c46", "feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe"].some(begins)) return "program";
  if (begins("4c0000000114020000000000c0000000")) return "shortcut";
  if (begins("504b0304") || begins("504b0506")) return riskOfZip(content);
  if (begins("526172211a07")) return isEncryptedRar(content) ? "encrypted" : null;
  if (begins("377abcaf271c"))
    return content.subarray(-4096).includes(Buffer.from("06f10701", "hex")) ? "encrypted" : null;
  if (begins("d0cf11e0a1b11ae1")) return riskOfCompound(content);
  if (content.length > 0x8006 && content.toString("latin1", 0x8001, 0x8006) === "CD001") return "diskImage";
  return riskOfText(content.toString("latin1", 0, 1024));
}

function riskOfText(head: string): Risk | null {
  const text = head.replace(/^(?:\u00ef\u00bb\u00bf)?\s{0,200}/, "").toLowerCase();
  if (text.startsWith("#!")) return "script";
  if (/^<(?:!doctype\s{1,20}html|html|script|svg|head|body|iframe)\b/.test(text)) return "page";
  return text.startsWith("<?xml") && /<(?:svg|html)[\s>]/.test(text) ? "page" : null;
}

/** Compound files are the old Office formats: their streams' names stand in UTF-16. */
function riskOfCompound(content: Buffer): Risk | null {
  const holds = (name: string) => content.includes(Buffer.from(name, "utf16le"));
  if (holds("EncryptedPackage")) return "encrypted";
  return holds("_VBA_PROJECT") || holds("Macros") ? "macros" : null;
}

/** Names looked at in one archive. */
const entryCountMax = 2_000;

/** The table of contents at the end (APPNOTE.TXT, 4.3.12); where it is missing, the first entry's own head. */
function riskOfZip(content: Buffer): Risk | null {
  if (content.length > 30 && (content.readUInt16LE(6) & 1) === 1) return "encrypted";
  let found: Risk | null = null;
  let at = content.indexOf("PK\u0001\u0002", 0, "latin1");
  for (let count = 0; at >= 0 && at + 46 <= content.length && count < entryCountMax; count++) {
    if ((content.readUInt16LE(at + 8) & 1) === 1) return "encrypted";
    const nameLength = content.readUInt16LE(at + 28);
    const name = content.toString("latin1", at + 46, at + 46 + nameLength);
    if (/(?:^|\/)vbaProject\.bin$|(?:^|\/)macrosheets\//i.test(name)) return "macros";
    const inside = riskOfName(name);
    // Pages and scripts are what developers send; a program inside a zip is sent to be started.
    if (inside === "program" || inside === "shortcut" || inside === "diskImage") found = inside;
    if (inside === "script" && !/\.(?:[mc]?js|sh|bash|zsh)$/i.test(name)) found = inside;
    at = content.indexOf("PK\u0001\u0002", at + 46 + nameLength, "latin1");
  }
  return found;
}

/** RAR 4: bit 0x80 of the archive's head, bit 0x04 of the first file's; RAR 5: an encryption head comes first. */
function isEncryptedRar(content: Buffer): boolean {
  if (content.length < 32) return false;
  if (content[6] === 0x01) return content[12] === 0x04 || content[11] === 0x04;
  const isHeadEncrypted = (content.readUInt16LE(10) & 0x80) !== 0;
  const firstFile = 7 + content.readUInt16LE(12);
  const isFileEncrypted =
    firstFile + 5 < content.length &&
    content[firstFile + 2] === 0x74 &&
    (content.readUInt16LE(firstFile + 3) & 4) !== 0;
  return isHeadEncrypted || isFileEncrypted;
}
