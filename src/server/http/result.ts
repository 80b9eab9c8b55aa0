import { type McpServer, PerRequestHTTPServerTransport } from "@modelcontextprotocol/server";

/**
 * Passes the result of a request to `take` as text, if nothing was sent before it. As a web Response, the text would
 * be encoded, copied through a stream and decoded again, which costs about as much as the rest of the request.
 * Streams, errors and earlier protocol versions are sent as usual.
 */
export function handingOver(server: McpServer, take: (result: string) => void): McpServer {
  const { connect } = server;
  server.connect = (transport) => {
    if (transport instanceof PerRequestHTTPServerTransport) {
      const send = transport.send.bind(transport);
      let streams = false;
      transport.send = async (message, options) => {
        if (streams || !("result" in message)) {
          streams = true;
          return send(message, options);
        }
        take(JSON.stringify(message));
        await transport.close();
      };
    }
    return connect.call(server, transport);
  };
  return server;
}
