/** How long tests wait for what is sure to come. They wait for the thing and never for the time, so this costs nothing. */

/** How many times as long as a quiet machine needs; a busy or a slow one may. */
export const slack = 4;
