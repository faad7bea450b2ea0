import { endingsOf, type FileType } from "./file-type.ts";

/** Characters of a text that a file's name keeps. */
const maxNameLength = 100;

/** The text as a name that every file system takes, without an ending. */
export function fileName(text: string, nameless: string): string {
  return shorten(plain(text)) || nameless;
}

/**
 * What somebody calls a file, as a name that every file system takes. Its ending stays, and where the type is known it is one of
 * the type's: who keeps the file opens what was shown to them.
 */
export function uploadName(given: string, type: FileType): string {
  const name = plain(given);
  const ending = /\.[a-z\d]{1,12}$/i.exec(name)?.[0] ?? "";
  const endings = endingsOf(type);
  const isFitting = endings.length === 0 || endings.includes(ending.toLowerCase());
  const stem = isFitting ? name.slice(0, name.length - ending.length) : name;
  return `${shorten(stem) || "file"}${isFitting ? ending : (endings[0] ?? "")}`;
}

/** RFC 6266: how a browser takes an answer, with a plain name for old readers and the true one in UTF-8. */
export function disposition(kind: "inline" | "attachment", name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Without what turns writing around, ends a line, or means something to a file system. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029/\\:*?"<>|]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+/, "")
    .replace(/[. ]+$/, "")
    .replace(devices, "_$&");
}

/** What Windows takes for a device, whatever ending it has. */
const devices = /^(?:con|prn|aux|nul|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?= *(?:\.|$))/i;

function shorten(text: string): string {
  return text
    .slice(0, maxNameLength)
    .replace(/[\uD800-\uDBFF]$/, "")
    .replace(/[. ]+$/, "");
}
