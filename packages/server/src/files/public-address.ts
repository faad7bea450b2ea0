import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";

/** What of IPv4 is nobody's public server: IANA's special purposes, several, and the hosts of clouds. */
const closed4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  // A cloud's metadata, 169.254.169.254, among them.
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  // Azure's own to its guests: a public number, answered inside only.
  "168.63.129.16/32",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Of IPv6 only 2000::/3 is public, without these. Some of them hold an IPv4 address that nobody has looked at. */
const closed6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** Whether the address may be a public server's, and none of this machine's. An IPv4 address in IPv6 is judged as what it is. */
export function createAddressCheck(): (address: string) => boolean {
  const closed = new BlockList();
  for (const range of closed4) add(closed, range, "ipv4");
  for (const range of closed6) add(closed, range, "ipv6");
  const open6 = new BlockList();
  open6.addSubnet("2000::", 3, "ipv6");
  return (address) => {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
    const given = mapped ?? address;
    const version = isIP(given);
    if (version === 0 || isOwn(given)) return false;
    if (version === 4) return !closed.check(given, "ipv4");
    return open6.check(given, "ipv6") && !closed.check(given, "ipv6");
  };
}

function add(list: BlockList, range: string, family: "ipv4" | "ipv6"): void {
  const [net = "", bits] = range.split("/");
  list.addSubnet(net, Number(bits), family);
}

/** What listens on an address of this machine may count on a firewall that does not stand between it and itself. */
function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address));
}
