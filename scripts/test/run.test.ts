import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import { root } from "../lib/workspace.mjs";

const runModule = pathToFileURL(path.join(root, "scripts/lib/run.mjs")).href;
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** A script of ours that runs one program through `attempt` and prints what came of it. */
function scriptAround(program: string, options = {}) {
  const source = `
    import { attempt } from ${JSON.stringify(runModule)};
    const result = await attempt(process.execPath, ["-e", ${JSON.stringify(program)}], ${JSON.stringify(options)});
    console.log("result", JSON.stringify(result));
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => (await lines.next()).value ?? "";
  return { child, line, result: async () => JSON.parse((await line()).replace("result ", "")) };
}

test("the exit code is the command's own", async () => {
  const { result } = scriptAround("process.exit(7)");
  expect(await result()).toMatchObject({ code: 7, isLate: false });
});

test("a signal comes to the command once, though it came to us twice in one moment", async () => {
  const { child, line, result } = scriptAround(`
    let count = 0;
    process.on("SIGINT", () => { count += 1; console.log("heard", count); setTimeout(() => process.exit(count), 500); });
    setInterval(() => {}, 1000);
    console.log("ready");
  `);
  expect(await line()).toBe("ready");
  child.kill("SIGINT");
  child.kill("SIGINT");
  expect(await line()).toBe("heard 1");
  expect(await result()).toMatchObject({ code: 1, signal: "SIGINT" });
});

test("what the command left running ends with it", async () => {
  const { child, result } = scriptAround(`
    const { spawn } = require("node:child_process");
    spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }).unref();
  `);
  // Its output closes when the last process that holds it has ended.
  const closed = once(child, "close");
  await result();
  await closed;
});

test("a command that takes too long is ended, and that is said", async () => {
  const { line, result } = scriptAround("setInterval(() => {}, 1000); console.log('ready')", {
    limitMs: 1000,
  });
  expect(await line()).toBe("ready");
  expect(await result()).toMatchObject({ isLate: true, code: 143 });
});
