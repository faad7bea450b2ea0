/** What the list of who is here says beside their names, in English: with the list. */
export const peopleHereWords = {
  you: (name: string) => `${name} (you)`,
  goTo: (name: string) => `Go to ${name}`,
  guest: "Guest",
  follow: "Follow",
  followPerson: (name: string) => `Follow ${name}`,
  yourName: "Your name",
  save: "Save",
  nameEmpty: "A name has at least one letter or number.",
  nameNotChanged: "Your name was not changed.",
};
