import { expect, it } from "vitest";
import { ServerBuild } from "./server-build.ts";

/** A page of a build, and what its server says in each of its answers. */
function page(own: string | undefined, ...said: (string | undefined)[]) {
  const build = new ServerBuild(own);
  const news: (string | undefined)[] = [];
  build.subscribe(() => news.push(build.other));
  const fetch = build.hearing(async () => {
    const name = said.shift();
    return new Response(null, name === undefined ? {} : { headers: { "quire-build": name } });
  });
  return { build, news, fetch };
}

it("N5 a page knows from any answer that the server has another build, and when it has the page's own again", async () => {
  const { build, news, fetch } = page("one", "one", "two", "two", undefined, "one");
  const others = [];
  for (let answer = 0; answer < 5; answer++) {
    await fetch("/api/me");
    others.push(build.other);
  }
  expect(others).toEqual([undefined, "two", "two", "two", undefined]);
  expect(news).toEqual([undefined, "two", undefined]);
});

it("a page that was not built is of no build", async () => {
  const { build, fetch } = page(undefined, "one");
  await fetch("/api/me");
  expect(build.other).toBeUndefined();
});
