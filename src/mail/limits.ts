/**
 * Every limit on what a stranger may send, each with its reason. A mail over a limit is kept raw and said, never
 * dropped (mail.md, "Taking in").
 */
export const limits = {
  /** The largest mail the big providers pass on is 50 MB; more is a mistake or an attack. */
  rawBytesMax: 50 * 1024 * 1024,
  /** One part; larger attachments are listed but not handed on. */
  partBytesMax: 25 * 1024 * 1024,
  /** Real mails have tens of parts; thousands are a bomb for MIME parsers. */
  partCountMax: 1_000,
  /** Forwards of forwards reach about eight levels in life. */
  depthMax: 20,
  /** Long chains of relays and filters stay under two hundred. */
  headerCountMax: 1_000,
  headerBytesMax: 256 * 1024,
  /** One physical line; RFC 5322 allows 998 octets, broken generators write whole mails on one line. */
  lineBytesMax: 1024 * 1024,
  /** One thread has seldom more; the rest only costs look-ups. */
  referenceCountMax: 50,
  /** Addresses shown and matched of To and Cc together. */
  addressCountMax: 500,
  /** Text that quote rules and pages look at; the rest stays in the raw mail. */
  textCharsMax: 1024 * 1024,
  /** HTML turned into text; deep or larger HTML costs seconds (measured with html-to-text). */
  htmlCharsMax: 512 * 1024,
  /** File systems end at 255 bytes; longer names are cut before their ending. */
  attachmentNameBytesMax: 150,
  /** A mail that takes longer to read is stopped with its thread. */
  readTimeoutMs: 8_000,
  readMemoryMb: 512,
} as const;
