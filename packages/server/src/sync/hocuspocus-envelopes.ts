import { addressed, encodeAddress } from "@quire/protocol";
import { Bundle } from "./bundle.ts";

/** Bundles behind the address of their document, made once for all sockets at which it has that address. */
export class HocuspocusEnvelopes {
  readonly #made = new WeakMap<Bundle, Map<string, Bundle>>();

  of(bundle: Bundle, address: string): Bundle {
    let made = this.#made.get(bundle);
    if (made === undefined) {
      made = new Map();
      this.#made.set(bundle, made);
    }
    let envelope = made.get(address);
    if (envelope === undefined) {
      const bytes = encodeAddress(address);
      envelope = new Bundle(bundle.messages.map((message) => addressed(bytes, message)));
      made.set(address, envelope);
    }
    return envelope;
  }
}
