/** What is said at an address that is no page's, in English. */
export const missingWords = {
  title: "There is nothing here",
  text: "The address may have a typing mistake in it, or what was here has moved.",
};
