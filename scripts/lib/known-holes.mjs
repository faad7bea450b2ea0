/**
 * Versions with known holes of what Quire takes text and requests in by: what is installed is compared with them in each test run,
 * without a network. `npm run audit` asks the registry for all that is known today, also of everything else.
 * @type {readonly { name: string, below: string, hole: string }[]}
 */
export const knownHoles = [
  { name: "ws", below: "8.21.0", hole: "small fragments take memory without end" },
  {
    name: "fastify",
    below: "5.8.5",
    hole: "a body's check passed by another content type; a host that the asker names",
  },
  { name: "cookie", below: "0.7.0", hole: "CVE-2024-47764: names and paths that say more than they should" },
  {
    name: "nodemailer",
    below: "7.0.7",
    hole: "CVE-2025-13033: mail to another address than the one that is written",
  },
  { name: "mermaid", below: "11.10.0", hole: "CVE-2025-54881: scripts in labels of diagrams" },
  { name: "dompurify", below: "3.2.4", hole: "CVE-2025-26791: scripts in templates" },
  { name: "katex", below: "0.16.21", hole: "CVE-2025-23207: scripts in \\htmlData" },
];

/**
 * Those of them that are installed, each as a sentence.
 * @param {readonly (readonly [name: string, version: string])[]} installed
 */
export function holesIn(installed) {
  return installed.flatMap(([name, version]) =>
    knownHoles
      .filter((each) => each.name === name && isBelow(version, each.below))
      .map(({ below, hole }) => `${name} ${version} is older than ${below}: ${hole}`),
  );
}

/**
 * @param {string} version
 * @param {string} other
 */
function isBelow(version, other) {
  const [mine = [], theirs = []] = [version, other].map((each) =>
    each.split(/[-+]/)[0]?.split(".").map(Number),
  );
  const at = theirs.findIndex((number, index) => number !== mine[index]);
  // A version that is none counts as old.
  return at !== -1 && !(Number(mine[at]) > Number(theirs[at]));
}
