/** People who are not of the account and would take part, as letters tell of them to those who decide. */

/**
 * Somebody copied in, or a stranger who wrote (`hasWords`). `url` is the page that decides, once it has an address.
 */
export type Waiting = { name: string; address: string; hasWords: boolean; url: string };

/**
 * What the requester is asked of a stranger who wrote to an address of their ticket. `stranger`: their
 * address; the name they give themselves is left out.
 */
export type MayJoin = { stranger: string; admitUrl: string };
