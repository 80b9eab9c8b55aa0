import type { IncomingMessage } from "node:http";
import { BlockList, isIP, SocketAddress } from "node:net";

/** Returns the address that a request came from. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Returns the client's address if there are proxies in between. Each proxy appends the address of its caller to
 * X-Forwarded-For. The header is read from the end and only as far as trusted proxies wrote it, because a client can
 * send any entries before those. `trusted` contains addresses and networks in CIDR notation.
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
      // The proxy does not know its caller, so the entries before are unreliable.
      if (isIP(next) === 0) return address;
      address = next;
    }
    return address;
  };
}

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Normalizes an address: without brackets, port and zone. An IPv4 address in IPv6 form becomes IPv4. */
function plain(text: string): string {
  const entry = text.trim();
  const [, six, four] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/.exec(entry) ?? [];
  const given = six ?? four ?? entry;
  if (isIP(given) === 0) return given;
  const { address } = new SocketAddress({ address: given, family: familyOf(given) });
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1] ?? address;
}
