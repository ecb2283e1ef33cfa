/** Invented logos: small square PNGs on a transparent background, drawn here point by point. */
import { crc32 } from "./crc32";
import { deflateSync } from "node:zlib";

const SIZE = 96;
type Colour = readonly [number, number, number];
const RED: Colour = [158, 43, 37];
const SAND: Colour = [214, 176, 84];
const BLUE: Colour = [22, 84, 122];

/** A moon over a town wall. */
function maanrode(x: number, y: number): Colour | undefined {
  const isMoon = Math.hypot(x - 48, y - 34) < 24 && Math.hypot(x - 58, y - 28) > 20;
  if (isMoon) return SAND;
  const isBattlement = y >= 58 && y < 68 && x >= 8 && x < 88 && Math.floor((x - 8) / 10) % 2 === 0;
  return isBattlement || (y >= 68 && y < 90 && x >= 8 && x < 88) ? RED : undefined;
}

/** Three waves. */
function tides(x: number, y: number): Colour | undefined {
  const isInside = Math.hypot(x - 48, y - 48) < 44;
  const wave = (y + 6 * Math.sin((x / SIZE) * 4 * Math.PI)) / 15;
  return isInside && Math.floor(wave) % 2 === 0 ? BLUE : undefined;
}

const drawings: Record<string, (x: number, y: number) => Colour | undefined> = {
  "0000000097": maanrode,
  "0000000196": tides,
};

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}

function draw(colourAt: (x: number, y: number) => Colour | undefined): Buffer {
  // Each row starts with its filter (0, none); then red, green, blue, opacity.
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 4));
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      const colour = colourAt(x, y);
      if (colour !== undefined) rows.set([...colour, 255], y * (1 + SIZE * 4) + 1 + x * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const logos = new Map(Object.entries(drawings).map(([number, drawing]) => [number, draw(drawing)]));

/** The PNG of this organisation. */
export function logoOf(enterpriseNumber: string): Buffer | undefined {
  return logos.get(enterpriseNumber);
}
