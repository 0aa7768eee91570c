/** What a form sends, read as text: browsers write line breaks as CRLF (HTML, "form submission"), we count and keep LF. */

/** The text of one field; a file or a field that is missing is "". */
export function field(value: unknown): string {
  return typeof value === "string" ? value.replace(/\r\n?/g, "\n").trim() : "";
}
