/**
 * Addresses by which a page shows files of its own that were not at the server when it did. Each holds its bytes in memory, for as
 * long as the page is there: also where what shows it is drawn anew when the server has it.
 */
export class ShownFiles {
  readonly #urls = new Map<string, string>();

  /** Where the file of this address can be shown from; undefined for none. */
  urlOf(address: string): string | undefined {
    return this.#urls.get(address);
  }

  show(address: string, bytes: Blob): void {
    if (!this.#urls.has(address)) this.#urls.set(address, URL.createObjectURL(bytes));
  }

  /** They were taken off the device: nobody who uses the page after that has them. */
  clear(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}
