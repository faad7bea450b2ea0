#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

// Code that was compiled, and stripped of its types, by an earlier start is not worked on again: 20 MB and a third of a second.
enableCompileCache();

// Loading the code makes garbage that V8 would grow its nursery for, and it keeps what it grew: 25 MB of an idle server.
// The command lets it grow again once it serves.
setFlagsFromString("--semi-space-growth-factor=1");
const { runCommand } = await import("./command.ts");
await runCommand(process.argv.slice(2));
