/**
 * The published shape of the log: C2SP tlog-tiles. A tile is a row of up to 256 hashes at one of
 * every eighth level of the Merkle tree. Entries are not published: a leaf of this log is the hash of
 * a salted hash, and whoever holds an evidence holds its entry too.
 *
 * @see https://c2sp.org/tlog-tiles
 */
import type { SubtreeAddress } from "./merkle";

/** `level` counts tiles, not levels of the Merkle tree. */
export type Tile = { level: number; index: number; width: number };

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const HIGHEST_LEVEL = 63;

/** The path below the log's prefix: `tile/0/x001/x234/067` or, when partial, `….p/112`. */
export function formatTilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const path = groups.map((group, position) =>
    position < groups.length - 1 ? `x${group}` : group,
  );
  const partial = width < TILE_WIDTH ? `.p/${width}` : "";
  return `tile/${level}/${path.join("/")}${partial}`;
}

/** Null for any path that `formatTilePath` would not have written. */
export function parseTilePath(path: string): Tile | null {
  const [, level, groups, width] =
    /^tile\/([0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path) ?? [];
  if (!level || !groups) return null;
  const tile: Tile = {
    level: Number(level),
    index: Number(groups.replaceAll(/[x/]/g, "")),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isInRange =
    tile.level <= HIGHEST_LEVEL &&
    Number.isSafeInteger(tile.index) &&
    tile.width >= 1 &&
    tile.width <= TILE_WIDTH;
  return isInRange && formatTilePath(tile) === path ? tile : null;
}

/** Whether a tree of this size has all the hashes that the tile asks for. */
export function isTileOfTree({ level, index, width }: Tile, size: number): boolean {
  return index * TILE_WIDTH + width <= Math.floor(size / TILE_WIDTH ** level);
}

/** The subtrees whose hashes, one after another, are the tile's bytes. */
export function tileSubtrees(tile: Tile): SubtreeAddress[] {
  const level = tile.level * TILE_HEIGHT;
  return Array.from({ length: tile.width }, (_, position) => ({
    level,
    index: tile.index * TILE_WIDTH + position,
  }));
}
