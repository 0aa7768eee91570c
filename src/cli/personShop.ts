/** What exporting, erasing and replaying work with, opened for one command. */
import { openDesks } from "../flow/desks.ts";
import type { EraseShop } from "../flow/forget/erase.ts";
import { openStationery } from "../flow/stationery.ts";
import { openBlobs } from "../io/blobs.ts";
import { openReaders } from "../io/readers.ts";
import { loopIdOf } from "../mail/write/reference.ts";
import type { Opened } from "./open.ts";

export async function withEraseShop<T>(
  { pool, config, log }: Opened,
  work: (shop: EraseShop) => Promise<T>,
): Promise<T> {
  const [blobs, stationery] = await Promise.all([openBlobs(config.blobs), openStationery(config)]);
  const readers = openReaders({ threadCount: 2, own: { loopId: loopIdOf(config.keys), keys: config.keys } });
  try {
    return await work({
      pool,
      blobs,
      readers,
      desks: openDesks(Date.now),
      stationery,
      keys: config.keys,
      log,
      now: Date.now,
    });
  } finally {
    await readers.close();
  }
}
