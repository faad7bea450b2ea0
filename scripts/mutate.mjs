// npm run mutate: breaks the product in every way that a test must notice. With names, in these ways only.
import { ensureInstalled } from "./lib/install.mjs";
import { main, Stop } from "./lib/main.mjs";
import { readMutations, runMutations } from "./lib/mutations.mjs";

await main(async () => {
  const names = process.argv.slice(2);
  const all = readMutations();
  const unknown = names.find((name) => !all.some((mutation) => mutation.name === name));
  if (unknown !== undefined)
    throw new Stop(`There is no mutation ${unknown}, only ${all.map(({ name }) => name).join(", ")}.`);
  await ensureInstalled();
  const { passed, failed } = await runMutations(
    names.length === 0 ? all : all.filter(({ name }) => names.includes(name)),
  );
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
