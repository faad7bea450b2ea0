import { webcrypto } from "node:crypto";
import { createRandom } from "../../../../trouble/random.ts";

/**
 * Puts numbers from a seed in the place of the system's random ones, after which Yjs names its copies: those cost more than
 * a small document does. Yjs keeps what it finds when it is loaded, so this comes before.
 */
export function seedEntropy(): void {
  const random = createRandom(1);
  const getRandomValues = (values: Uint32Array): Uint32Array => {
    for (let at = 0; at < values.length; at++) values[at] = random.below(2 ** 32);
    return values;
  };
  Object.defineProperty(webcrypto, "getRandomValues", { value: getRandomValues });
}
