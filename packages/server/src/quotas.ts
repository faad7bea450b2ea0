import { fail, type QuireError } from "./errors.ts";
import type { Counts } from "./metrics/counts.ts";
import type { TextUsage } from "./store/text-usage.ts";
import type { Usage } from "./store/usage.ts";

/** What people may have on a server; what is left out has no bound. */
export interface Quotas {
  /** Documents that one person made and that are not deleted. */
  readonly documentsPerPerson?: number;
  /** All of them. */
  readonly documents?: number;
  /** Files that one person put into documents; one that is in two documents counts twice. */
  readonly filesPerPerson?: number;
  /** All of them. */
  readonly files?: number;
  /** Bytes of the files that one person put into documents. */
  readonly fileBytesPerPerson?: number;
  /** Of all of them. */
  readonly fileBytes?: number;
  /** Bytes of text that one person wrote, as they came: what was deleted since, and the history of documents, included. */
  readonly textBytesPerPerson?: number;
  /** That all people wrote. */
  readonly textBytes?: number;
  /** What one person may make in a minute, also at once. */
  readonly documentsPerMinute?: number;
}

const names = [
  "documentsPerPerson",
  "documents",
  "filesPerPerson",
  "files",
  "fileBytesPerPerson",
  "fileBytes",
  "textBytesPerPerson",
  "textBytes",
  "documentsPerMinute",
] as const satisfies readonly (keyof Quotas)[];

/** The quotas as they were given. Throws QUIRE_ERR_CONFIG_INVALID, naming the first that is wrong. */
export function checkQuotas(given: Quotas): Quotas {
  for (const [name, value] of Object.entries(given)) {
    if (!names.some((known) => known === name))
      throw invalid(name, value, `there is no such quota; there are ${names.join(", ")}`);
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw invalid(name, value, "it must be a whole number, 1 or more");
  }
  return Object.freeze({ ...given });
}

/** Whether it has to be counted how much text people write. */
export function boundsText({ textBytesPerPerson, textBytes }: Quotas): boolean {
  return textBytesPerPerson !== undefined || textBytes !== undefined;
}

function invalid(name: string, value: unknown, allowed: string): QuireError {
  return fail("QUIRE_ERR_CONFIG_INVALID", { name: `quotas.${name}`, value: String(value), allowed });
}

/** A bound on what somebody, or everybody, may have. */
export interface Bound {
  /** Names whose it is, and of what. */
  readonly key: string;
  readonly measure: "files" | "bytes";
  readonly limit: number;
  used(): number;
  refusal(used: number): QuireError;
}

/** Whose room is full, and of what. */
interface Full {
  readonly whose: "person" | "server";
  readonly what: "documents" | "files" | "bytes of files" | "bytes of text";
}

const minuteMs = 60_000;

/** How many people are remembered before those go who have made nothing for a minute. */
const mostRemembered = 10_000;

export interface QuotaKeeperOptions {
  readonly usage: Usage;
  /** There where text is bounded. */
  readonly text: TextUsage | undefined;
  readonly counts: Counts;
  readonly now?: () => number;
}

/** Whether there is room. What is taken up is counted by the store, with what takes it up. */
export class QuotaKeeper {
  readonly #quotas: Quotas;
  readonly #usage: Usage;
  readonly #text: TextUsage | undefined;
  readonly #counts: Counts;
  readonly #now: () => number;
  /** By person: what they may still make now, and since when. */
  readonly #made = new Map<string, { left: number; at: number }>();

  constructor(quotas: Quotas, { usage, text, counts, now = Date.now }: QuotaKeeperOptions) {
    this.#quotas = quotas;
    this.#usage = usage;
    this.#text = text;
    this.#counts = counts;
    this.#now = now;
  }

  /** Counts that somebody makes a document. Throws QUIRE_ERR_TOO_MANY_DOCUMENTS where they make them too fast. */
  checkPace(personId: string): void {
    const { documentsPerMinute: most } = this.#quotas;
    if (most === undefined) return;
    const now = this.#now();
    const known = this.#made.get(personId) ?? { left: most, at: now };
    const left = Math.min(most, known.left + ((now - known.at) * most) / minuteMs);
    if (left < 1) throw this.#refused(fail("QUIRE_ERR_TOO_MANY_DOCUMENTS", { most }));
    if (this.#made.size >= mostRemembered) this.#forgetIdle(now);
    this.#made.set(personId, { left: left - 1, at: now });
  }

  /** Throws QUIRE_ERR_QUOTA_FULL where there is no room for one more document of this person's. */
  checkDocuments(personId: string): void {
    const { documentsPerPerson, documents } = this.#quotas;
    const mine = this.#usage.of(personId).documents;
    if (documentsPerPerson !== undefined && mine >= documentsPerPerson)
      throw this.#full("person", "documents", documentsPerPerson);
    if (documents !== undefined && this.#usage.ofAll.documents >= documents)
      throw this.#full("server", "documents", documents);
  }

  /** What bounds the files that this person puts into documents: how many there are, and how long they are. */
  fileBounds(personId: string): Bound[] {
    const { filesPerPerson, files, fileBytesPerPerson, fileBytes } = this.#quotas;
    const mine = () => this.#usage.of(personId);
    const all = () => this.#usage.ofAll;
    return [
      this.#fileBound(personId, "files", filesPerPerson, () => mine().files),
      this.#fileBound(undefined, "files", files, () => all().files),
      this.#fileBound(personId, "bytes", fileBytesPerPerson, () => mine().fileBytes),
      this.#fileBound(undefined, "bytes", fileBytes, () => all().fileBytes),
    ].filter((bound) => bound !== undefined);
  }

  /** Why a person may not write so many bytes more; undefined where they may. Not asked, it takes nothing. */
  textRefusal(personId: string, bytes: number): QuireError | undefined {
    const text = this.#text;
    if (text === undefined) return undefined;
    const { textBytesPerPerson, textBytes } = this.#quotas;
    if (textBytesPerPerson !== undefined && text.of(personId) + bytes > textBytesPerPerson)
      return this.#full("person", "bytes of text", textBytesPerPerson);
    if (textBytes !== undefined && text.ofAll + bytes > textBytes)
      return this.#full("server", "bytes of text", textBytes);
    return undefined;
  }

  /** Counts that a person wrote so many bytes, which are about to be logged. */
  countText(personId: string, bytes: number): void {
    this.#text?.add(personId, bytes);
  }

  /** Counts what a person writes at once. Throws QUIRE_ERR_QUOTA_FULL where there is no room for it. */
  takeText(personId: string, bytes: number): void {
    const refusal = this.textRefusal(personId, bytes);
    if (refusal !== undefined) throw refusal;
    this.countText(personId, bytes);
  }

  /** A bound for somebody, or for everybody; undefined where none is set. */
  #fileBound(
    personId: string | undefined,
    measure: Bound["measure"],
    limit: number | undefined,
    used: () => number,
  ): Bound | undefined {
    if (limit === undefined) return undefined;
    const whose = personId === undefined ? "server" : "person";
    const what = measure === "files" ? "files" : "bytes of files";
    const key = `${measure} of ${personId === undefined ? "all" : `person ${personId}`}`;
    return { key, measure, limit, used, refusal: () => this.#full(whose, what, limit) };
  }

  #full(whose: Full["whose"], what: Full["what"], limit: number): QuireError {
    return this.#refused(fail("QUIRE_ERR_QUOTA_FULL", { whose, what, limit }));
  }

  #refused(error: QuireError): QuireError {
    this.#counts.quotaRefusals++;
    return error;
  }

  #forgetIdle(now: number): void {
    for (const [personId, { at }] of this.#made) if (now - at > minuteMs) this.#made.delete(personId);
  }
}
