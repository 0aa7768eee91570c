/**
 * Comma-separated values (RFC 4180) that spreadsheets open without running anything: a text that a spreadsheet would take
 * for a formula is given an apostrophe in front, which shows it as the text it is.
 */

export type Cell = string | number | null;

/**
 * What begins so is a formula to Excel, LibreOffice or Google Sheets, also behind spaces and in full-width forms. A
 * spreadsheet set to another separator cuts cells at it, whatever our quotes say, so a cell may begin inside of ours too.
 */
const formula =
  /(^|[;\t\r\n|])([ \u0000-\u0008\u000b\u000c\u000e-\u001f\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** One cell's text as it may stand in a spreadsheet; numbers of ours stay numbers. */
export function neutralised(text: string): string {
  const safe = text.replace(formula, "$1'$2");
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe;
}

export function csvLine(cells: readonly Cell[]): string {
  return cells.map(cellText).join(",");
}

/** Lines end in CRLF, the first one holds the names of the columns. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[header, ...rows].map(csvLine).join("\r\n")}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const safe = neutralised(cell.toWellFormed().replaceAll("\u0000", ""));
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
