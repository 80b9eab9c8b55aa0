"""Sends every read of the official MCP server's manifest through its own request function."""

import asyncio
from types import SimpleNamespace

from programs import ADDRESS, connection, stub


class Server:
    def __init__(self, *_, **__):
        pass

    def __getattr__(self, _):
        return lambda *_, **__: lambda function: function


stub("dotenv", load_dotenv=lambda: None)
stub("mcp")
stub("mcp.server", Server=Server)
stub("mcp.server.stdio", stdio_server=None)
stub("mcp.types", Tool=SimpleNamespace, TextContent=SimpleNamespace)
import server  # noqa: E402

# Refused by Fivetran too: an account or a connection without such an object.
WITHOUT = {
    "connection_state",
    "get_account_log_service_details",
    "get_user_membership_in_connections",
    "get_user_membership_in_group",
}
server.BASE_URL = ADDRESS.geturl()


async def request(path, method="GET", body=None):
    return await server._fivetran_request(method, path, None, body)


async def main():
    orders = connection("postgres_orders")
    known = {
        "connectionId": orders["id"],
        "groupId": orders["group_id"],
        "destinationId": orders["group_id"],
        "userId": (await request("/v1/users"))["data"]["items"][0]["id"],
        "service": "postgres",
        "schema": "public",
        "table": "orders",
    }
    for endpoint in (one for all in server.ENDPOINTS_BY_RESOURCE.values() for one in all):
        path = endpoint["path"]
        if endpoint["method"].upper() != "GET":
            continue
        for name, value in known.items():
            path = path.replace("{" + name + "}", value)
        if "{" in path or endpoint["name"] in WITHOUT:
            continue
        try:
            await request(path)
            print("ok", endpoint["name"])
        except Exception as error:
            print("FAILED", endpoint["name"], path, repr(error))


asyncio.run(main())
