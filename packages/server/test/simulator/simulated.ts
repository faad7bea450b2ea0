import { vi } from "vitest";

// For whoever imports this before all else: random numbers come from the seed from the first module on,
await vi.hoisted(async () => (await import("./entropy.ts")).seedEntropy());
// and what the store waits by is the simulated clock.
vi.mock("node:timers/promises", () => import("./delay.ts"));
