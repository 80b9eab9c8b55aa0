import { type McpServer, PerRequestHTTPServerTransport } from "@modelcontextprotocol/server";

/**
 * Hands over the result of a request as text as soon as there is one, where nothing was sent before it. As a web
 * response the text would be encoded, copied through a stream and decoded again, which costs about as much as all the
 * rest of a request. Streams, errors and earlier protocols take the usual way.
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
