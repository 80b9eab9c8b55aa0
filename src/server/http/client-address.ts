import type { IncomingMessage } from "node:http";
import { BlockList, isIP, SocketAddress } from "node:net";

/** Finds the address that a request came from. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * The address of the client itself where proxies stand in between: each adds the address that it was called from to the
 * end of X-Forwarded-For. The header is read from its end, and only as far as trusted proxies wrote it: what a client
 * puts there itself stands before that. `trusted`: addresses and networks in CIDR notation.
 */
export function clientAddressBehind(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const entry of trusted) {
    const [address = "", bits] = entry.split("/");
    if (bits === undefined) proxies.addAddress(address, familyOf(address));
    else proxies.addSubnet(address, Number(bits), familyOf(address));
  }
  const isProxy = (address: string) =>
    isIP(address) !== 0 && proxies.check(address, familyOf(address));

  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? "");
    const hops = String(headers["x-forwarded-for"] ?? "").split(",");
    while (isProxy(address)) {
      const next = plain(hops.pop() ?? "");
      // A proxy that does not know its caller: nothing before that is known either.
      if (isIP(next) === 0) return address;
      address = next;
    }
    return address;
  };
}

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Without brackets, port and zone, and in one notation for each address; an IPv4 address always in its own. */
function plain(text: string): string {
  const entry = text.trim();
  const [, six, four] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/.exec(entry) ?? [];
  const given = six ?? four ?? entry;
  if (isIP(given) === 0) return given;
  const { address } = new SocketAddress({ address: given, family: familyOf(given) });
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
}
