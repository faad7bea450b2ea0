import { readdirSync, readFileSync } from "node:fs";
import { type BrowserContext, chromium, type LaunchOptions } from "@playwright/test";

/** A browser as a process of its own, on a profile that is there when it is gone: it can be killed and started again. */
export class OwnBrowser {
  readonly context: BrowserContext;
  readonly #profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.context = context;
    this.#profile = profile;
  }

  /** Starts one on the profile's directory. `way` is what it uses in place of the network. */
  static async launch(
    profile: string,
    launchOptions: LaunchOptions,
    way: { readonly url: string },
  ): Promise<OwnBrowser> {
    const proxy = { server: way.url, bypass: "<-loopback>" };
    return new OwnBrowser(
      await chromium.launchPersistentContext(profile, { ...launchOptions, proxy }),
      profile,
    );
  }

  /** Ends the process, with no chance to do anything more. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.context.once("close", resolve));
    for (const pid of processesOn(this.#profile)) process.kill(pid, "SIGKILL");
    await gone;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** The browser's own process, and the script that some systems start it with. Those of its pages end with it. */
function processesOn(profile: string): number[] {
  const found = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    const args = argumentsOf(name);
    return args.includes(`--user-data-dir=${profile}`) && !args.some((each) => each.startsWith("--type="));
  });
  if (found.length === 0) throw new Error(`no browser runs on the profile ${profile}`);
  return found.map(Number);
}

function argumentsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
