/** Groups in which no picture of the text stands: copies for older programs, signs of lists, heads and feet of pages. */
const besides = new Set(
  "nonshppict listpicture shprslt header headerl headerr headerf footer footerl footerr footerf".split(" "),
);
const types: Readonly<Record<string, string>> = { pngblip: "image/png", jpegblip: "image/jpeg" };

/** Letters of a text that is looked at, and pictures in it: more is nothing that somebody copied. */
const maxLetters = 200_000_000;
const maxPictures = 500;

/** A group of RTF, as far as it was read. */
interface Group {
  readonly isBeside: boolean;
  /** The picture that it is: its type, null for one that pages do not show, and its bytes as letters. */
  picture?: { type: string | null; readonly hex: string[] };
}

/**
 * The pictures of a text in RTF, as addresses that hold them, in the order of the text; null for one of a type that pages do
 * not show. Reads no more of RTF than its groups, as Word writes them:
 *
 *     {\*\shppict{\pict{\*\picprop …}\picw10\pich10\pngblip\bliptag1{\*\blipuid …} 8950 4e47 …}}{\nonshppict{\pict …}}
 */
export function picturesInRtf(rtf: string): readonly (string | null)[] {
  if (rtf.length > maxLetters) return [];
  const pictures: (string | null)[] = [];
  const groups: Group[] = [{ isBeside: false }];
  const token = /\\([a-z]+)(-?\d{1,10})? ?|\\[^a-z]|[{}]|[^\\{}]+/gi;
  for (let found = token.exec(rtf); found !== null; found = token.exec(rtf)) {
    const [sign, word, number] = found;
    const group = groups.at(-1);
    if (group === undefined || pictures.length > maxPictures) return pictures;
    if (sign === "{") groups.push({ isBeside: group.isBeside });
    else if (sign === "}") {
      groups.pop();
      if (group.picture) pictures.push(addressOf(group.picture));
    } else if (word === "bin") token.lastIndex += Math.max(0, Number(number ?? 0));
    else if (word !== undefined) groups[groups.length - 1] = withWord(group, word);
    else group.picture?.hex.push(sign);
  }
  return pictures;
}

function withWord(group: Group, word: string): Group {
  if (besides.has(word)) return { isBeside: true };
  if (word === "pict" && !group.isBeside) return { ...group, picture: { type: null, hex: [] } };
  const type = Object.hasOwn(types, word) ? types[word] : undefined;
  if (group.picture && type !== undefined) group.picture.type = type;
  return group;
}

function addressOf({ type, hex }: NonNullable<Group["picture"]>): string | null {
  const letters = hex.join("").replace(/\s+/g, "");
  if (type === null || letters === "" || /[^\da-f]/i.test(letters)) return null;
  const bytes = (letters.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return `data:${type};base64,${btoa(bytes.join(""))}`;
}
