/** How many records a store of the page's device holds: to be evaluated in a page. */
export async function countHere(store: string): Promise<number> {
  let records = 0;
  for (const { name = "" } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const database = opening.result;
    if (database.objectStoreNames.contains(store)) {
      const counting = database.transaction(store).objectStore(store).count();
      await new Promise((resolve) => counting.addEventListener("success", resolve));
      records += counting.result;
    }
    database.close();
  }
  return records;
}
