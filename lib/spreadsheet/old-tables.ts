/** The one-byte tables that office programs wrote before UTF-8, and which of them makes sense of a file. */

/** Bytes 0x80 to 0xFF of each; what Windows leaves open stands for itself. */
const TABLES = {
  "windows-1252":
    "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ" +
    "\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿" +
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß" +
    "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
  macintosh:
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü" +
    "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø" +
    "¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ" +
    "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
  ibm850:
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ" +
    "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
    "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
} as const;

export type Table = keyof typeof TABLES;

/**
 * The table that makes the likeliest text of these bytes. Windows is what is still written: another must
 * make far better sense. Null where none stands out: a guess would spoil somebody's name without a word.
 * @param counts how often each byte from 0x80 on comes
 */
export function likeliestTable(counts: Uint32Array): Table | null {
  const [windows, mac, dos] = [
    score(TABLES["windows-1252"], counts),
    score(TABLES.macintosh, counts),
    score(TABLES.ibm850, counts),
  ];
  const best = Math.max(windows, mac, dos);
  if (best <= 0) return null;
  if (windows >= best / 2) return "windows-1252";
  if (windows > best / 3 || mac === dos) return null;
  return mac > dos ? "macintosh" : "ibm850";
}

/** Letters of Dutch, French and German, and the signs that programs put into their texts. */
const WEIGHTS: readonly [characters: string, weight: number][] = [
  ["éèêëàâäçîïôöùûüß", 4],
  ["€‘’“”–—…«»", 4],
  ["áíóúñìòœæøåãõÿšž„", 2],
  ["ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜ", 2],
  ["ÁÍÓÚÑŒÆØÅÃÕŸŠŽ°²³½§\u00a0·•", 1],
];
const UNLIKELY = -4;

function score(table: string, counts: Uint32Array): number {
  return counts.reduce((sum, count, at) => {
    return count === 0 ? sum : sum + count * weightOf(table.charAt(at));
  }, 0);
}

function weightOf(character: string): number {
  return WEIGHTS.find(([characters]) => characters.includes(character))?.[1] ?? UNLIKELY;
}

/** Not by TextDecoder: it knows no DOS, and some versions of Node take Latin-1 for Windows-1252. */
export function decodeBytes(bytes: Buffer, table: Table): string {
  const characters = TABLES[table];
  return bytes
    .toString("latin1")
    .replace(/[\x80-\xff]/g, (character) => characters[character.charCodeAt(0) - 0x80] ?? "");
}
