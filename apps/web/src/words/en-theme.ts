/** What the choice between light and dark says, in English: with the first menu that has it. */
export const themeWords = {
  system: "As this device",
  light: "Light",
  dark: "Dark",
};
