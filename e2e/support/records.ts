/** How many records a store of the page's device holds: to be evaluated in a page. */
export async function countHere(store: string): Promise<number> {
  const [{ name = "" } = {}] = await indexedDB.databases();
  const opening = indexedDB.open(name);
  await new Promise((resolve) => opening.addEventListener("success", resolve));
  const database = opening.result;
  const counting = database.transaction(store).objectStore(store).count();
  await new Promise((resolve) => counting.addEventListener("success", resolve));
  database.close();
  return counting.result;
}
