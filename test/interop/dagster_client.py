"""Calls the client of dagster-fivetran against the sandbox; what it needs of Dagster is stubbed."""

import dataclasses
import logging
from types import SimpleNamespace

from programs import KEY, SECRET, as_is, check, parse_time, redirect_requests, stub


class Failure(Exception):
    def __init__(self, description, metadata=None):
        super().__init__(description)


def record(cls):
    return dataclasses.dataclass(frozen=True)(cls)


stub(
    "dagster",
    Failure=Failure,
    MetadataValue=None,
    __version__="1.10.0",
    _check=None,
    get_dagster_logger=lambda: logging.getLogger("dagster"),
)
stub("dagster._annotations", beta=as_is)
stub("dagster._record", record=record, as_dict=dataclasses.asdict)
stub("dagster._serdes")
stub("dagster._serdes.serdes", whitelist_for_serdes=as_is)
stub("dagster._utils")
stub("dagster._utils.cached_method", cached_method=as_is)
stub("dagster._vendored")
stub("dagster._vendored.dateutil", parser=SimpleNamespace(parse=parse_time))
redirect_requests()

from dagster_fivetran.resources import FivetranClient  # noqa: E402
from dagster_fivetran.translator import (  # noqa: E402
    FivetranConnector,
    FivetranDestination,
    FivetranSchemaConfig,
)

client = FivetranClient(KEY, SECRET, 0, 0, disable_schedule_on_trigger=True)
connectors = []
for group in check("groups", client.get_groups)["items"]:
    place = check("destination", lambda: client.get_destination_details(group["id"]))
    check("read destination", lambda: FivetranDestination.from_destination_details(place))
    listed = check("connectors", lambda: client.get_connectors_for_group(group["id"]))
    connectors += listed["items"]
for details in connectors:
    name = details["schema"]
    one = check("read " + name, lambda: FivetranConnector.from_connector_details(details))
    # As on Fivetran, there are no schemas before the first sync, and a sheet never has any.
    if one.is_connected and one.succeeded_at and one.service != "google_sheets":
        schemas = check("schemas of " + name, lambda: client.get_schema_config_for_connector(one.id))
        check("read schemas", lambda: FivetranSchemaConfig.from_schema_config_details(schemas))
orders = next(one["id"] for one in connectors if one["schema"] == "postgres_orders")
check("columns", lambda: client.get_columns_config_for_table(orders, "public", "orders")["columns"])
tables = {"public": ["orders"]}
once = {"poll_interval": 0.2, "poll_timeout": 60}
check("sync", lambda: client.sync_and_poll(orders, **once))
check("resync", lambda: client.resync_and_poll(orders, **once))
check("tables", lambda: client.resync_and_poll(orders, resync_parameters=tables, **once))
