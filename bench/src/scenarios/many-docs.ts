import { defineScenario } from "../scenario.ts";
import { measureTyping, type TypingSize, typingMetrics } from "../typing.ts";

interface Size {
  readonly warmUp: TypingSize;
  readonly measured: TypingSize;
}

export const manyDocs = defineScenario<Size>({
  name: "many-docs",
  about: "many documents with two people in each, all of them typing",
  metrics: typingMetrics,
  ratios: [
    { metric: "server CPU", to: "limit-batched" },
    { metric: "server CPU", to: "best peer" },
    { metric: "latency p99", to: "best peer" },
  ],
  sizes: {
    full: {
      warmUp: { documents: 100, clientsEach: 2, rate: 5, warmMs: 200, measuredMs: 600 },
      measured: { documents: 500, clientsEach: 2, rate: 5, warmMs: 1_500, measuredMs: 5_000 },
    },
    quick: {
      warmUp: { documents: 3, clientsEach: 2, rate: 10, warmMs: 50, measuredMs: 50 },
      measured: { documents: 10, clientsEach: 2, rate: 10, warmMs: 100, measuredMs: 300 },
    },
  },
  async run(trial, { warmUp, measured }) {
    const server = await trial.launch();
    await measureTyping(trial, server, warmUp);
    const { values, noise } = await measureTyping(trial, server, measured);
    trial.record(`${measured.documents} documents, 2 clients each, ${measured.rate}/s each`, values, noise);
  },
});
