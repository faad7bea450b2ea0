import { type ReactNode, useEffect } from "react";
import { useWords } from "../app-context.ts";
import { isMacPlatform } from "../mac-platform.ts";
import { isPressed, type Tool, toolKeys } from "../page-keys.ts";
import { useLoaded, usePreload } from "../use-loaded.ts";
import { useToast } from "../use-toast.ts";

/** Somebody wants a tool. Another call for the same one is another object. */
export interface ToolCall {
  readonly tool: Tool;
}

interface LateToolsProps<Part> {
  /** Those that answer to their keys here. */
  readonly tools: readonly Tool[];
  /** Fetches them: always the same function. */
  readonly load: () => Promise<Part>;
  /** Something else than a call needs them. */
  readonly isNeeded?: boolean;
  readonly call: ToolCall | null;
  readonly onCall: (call: ToolCall | null) => void;
  readonly children: (part: Part) => ReactNode;
}

const preloadMs = 3_000;

/** What a page's keys call: fetched when it is first called, or when nobody waits for anything. */
export function LateTools<Part>({ tools, load, isNeeded, call, onCall, children }: LateToolsProps<Part>) {
  const { failure } = useWords();
  const { fail } = useToast();
  const part = useLoaded(load, call !== null || isNeeded === true, () => {
    onCall(null);
    fail(failure.notLoaded);
  });
  usePreload(load, preloadMs);
  useEffect(() => {
    const isMac = isMacPlatform(navigator.platform);
    const keys = toolKeys(isMac);
    const pressed = (event: KeyboardEvent) => {
      const tool = tools.find((name) => isPressed(event, keys[name], isMac));
      if (tool === undefined) return;
      event.preventDefault();
      onCall({ tool });
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [tools, onCall]);
  return part === null ? null : children(part);
}
