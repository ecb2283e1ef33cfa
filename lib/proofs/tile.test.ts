import { describe, expect, test } from "vitest";
import { formatTilePath, isTileOfTree, parseTilePath, tileSubtrees } from "./tile";

describe("tiles", () => {
  test("have the paths of the C2SP text", () => {
    expect(formatTilePath({ level: 0, index: 1234067, width: 256 })).toBe("tile/0/x001/x234/067");
    expect(formatTilePath({ level: 1, index: 0, width: 17 })).toBe("tile/1/000.p/17");
  });

  test("are read back from their own paths", () => {
    const indexes = [0, 9, 999, 1000, 1_234_067];
    const widths = [1, 99, 255, 256];
    const tiles = [0, 1, 63].flatMap((level) =>
      indexes.flatMap((index) => widths.map((width) => ({ level, index, width }))),
    );
    for (const tile of tiles) {
      expect(parseTilePath(formatTilePath(tile))).toEqual(tile);
    }
  });

  test.each([
    "tile/64/000",
    "tile/entries/000",
    "tile/00/000",
    "tile/0/1",
    "tile/0/x000/001",
    "tile/0/000.p/256",
    "tile/0/000.p/0",
    "tile/0/000.p/01",
    "tile/0/000/",
    "tile/../000",
    "tile/0/x001/x002",
  ])("are not found at %s", (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  test.each([
    [0, 272, 256],
    [0, 273, 112],
    [1, 0, 256],
    [1, 1, 17],
    [2, 0, 1],
  ])(
    "of a tree of 70,000 end as the C2SP text counts: level %i, number %i",
    (level, index, width) => {
      expect(isTileOfTree({ level, index, width }, 70_000)).toBe(true);
      expect(isTileOfTree({ level, index, width: width + 1 }, 70_000)).toBe(width === 256);
    },
  );

  test("belong to a tree that has all their hashes, and to no smaller one", () => {
    expect(isTileOfTree({ level: 0, index: 0, width: 256 }, 255)).toBe(false);
    expect(isTileOfTree({ level: 0, index: 0, width: 256 }, 256)).toBe(true);
    expect(isTileOfTree({ level: 1, index: 0, width: 1 }, 256)).toBe(true);
    expect(isTileOfTree({ level: 1, index: 0, width: 2 }, 511)).toBe(false);
  });

  test("of the second row are made of the subtrees of 256 leaves", () => {
    expect(tileSubtrees({ level: 1, index: 2, width: 2 })).toEqual([
      { level: 8, index: 512 },
      { level: 8, index: 513 },
    ]);
  });
});
