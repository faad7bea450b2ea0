/** What the cache of pictures is called that this browser has shown. */
export const seenFilesName = "quire-files-seen";
