import { defineScenario } from "../scenario.ts";
import { measureTyping, type TypingSize, typingMetrics } from "../typing.ts";

interface Size {
  readonly warmUp: TypingSize;
  readonly measured: TypingSize;
}

export const light = defineScenario<Size>({
  name: "light",
  about: "one document and a few people, all of them typing",
  metrics: typingMetrics,
  ratios: [
    { metric: "latency p50", to: "limit" },
    { metric: "latency p50", to: "best peer" },
    { metric: "latency p99", to: "best peer" },
  ],
  sizes: {
    full: {
      warmUp: { documents: 1, clientsEach: 5, rate: 40, warmMs: 300, measuredMs: 700 },
      measured: { documents: 1, clientsEach: 5, rate: 5, warmMs: 800, measuredMs: 5_000 },
    },
    quick: {
      warmUp: { documents: 1, clientsEach: 3, rate: 20, warmMs: 50, measuredMs: 50 },
      measured: { documents: 1, clientsEach: 3, rate: 20, warmMs: 100, measuredMs: 300 },
    },
  },
  async run(trial, { warmUp, measured }) {
    const server = await trial.launch();
    await measureTyping(trial, server, warmUp);
    const { values, noise } = await measureTyping(trial, server, measured);
    trial.record(`${measured.clientsEach} clients, ${measured.rate}/s each`, values, noise);
  },
});
