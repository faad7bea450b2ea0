/** What leads to what this device keeps, and has it keep a document, in English. */
export const onDeviceWords = {
  keepHere: "Keep on this device",
  list: "On this device…",
};
