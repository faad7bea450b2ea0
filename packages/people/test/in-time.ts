/** How soon a right that is taken away is gone wherever it was used: what threat A12 and A13 promise. */
const promisedMs = 2_000;

const tickMs = 10;

/**
 * What the promise comes to, if it does within that time; else rejects. Time as this process lives it, the server's with the
 * test's: while the machine gives it none, none passes.
 */
export async function inTime<Value>(what: string, promise: Promise<Value>, ms = promisedMs): Promise<Value> {
  let isDone = false;
  const late = async (): Promise<never> => {
    for (let passed = 0; passed < ms && !isDone; passed += tickMs)
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    throw new Error(`${what} took longer than ${ms} ms`);
  };
  try {
    return await Promise.race([promise, late()]);
  } finally {
    isDone = true;
  }
}
