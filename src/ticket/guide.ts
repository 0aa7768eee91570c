/** A guide of the docs, as it is offered: by title and address, because its text is not ours to shorten. */

export type Guide = { id: number; title: string; url: string };

/** In a letter, with the page where its reader says that it solved the matter. */
export type ToldGuide = Guide & { solvedUrl: string };
