import { expect, it, vi } from "vitest";
import { type Message, Messages } from "./messages.ts";

const saved: Message = { weight: "news", text: "Saved" };
const lost: Message = { weight: "loss", text: "Ben deleted this", quote: "my words" };

it("keeps what is said until somebody takes it, in order", () => {
  const messages = new Messages();
  messages.add(saved);
  messages.add(lost);
  expect(messages.getSnapshot()).toMatchObject([saved, lost]);
  messages.take(messages.getSnapshot().slice(0, 1));
  expect(messages.getSnapshot()).toMatchObject([lost]);
});

it("tells whoever listens, with the same list until another is said", () => {
  const messages = new Messages();
  const heard = vi.fn();
  const unsubscribe = messages.subscribe(heard);
  messages.add(saved);
  expect(heard).toHaveBeenCalledOnce();
  expect(messages.getSnapshot()).toBe(messages.getSnapshot());
  unsubscribe();
  messages.add(lost);
  expect(heard).toHaveBeenCalledOnce();
});
