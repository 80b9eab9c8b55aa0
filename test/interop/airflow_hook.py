"""Calls the hook of the Airflow provider against the sandbox; what it needs of Airflow is stubbed."""

import datetime
from types import SimpleNamespace

from programs import ADDRESS, KEY, SECRET, as_is, check, parse_time, stub


class BaseHook:
    log = SimpleNamespace(info=print, warning=print, error=print, debug=print)

    def __init__(self, *_, **__):
        pass

    def get_connection(self, _):
        return SimpleNamespace(login=KEY, password=SECRET, extra_dejson={})


stub("aiohttp", ClientConnectorError=OSError, ClientResponseError=OSError, ClientSession=object)
stub(
    "pendulum",
    DateTime=datetime.datetime,
    parse=parse_time,
    instance=lambda at, *_: at,
    from_timestamp=lambda at, *_: datetime.datetime.fromtimestamp(at, datetime.timezone.utc),
)
stub("asgiref")
stub("asgiref.sync", sync_to_async=as_is)
stub("airflow", __version__="3.0.0")
stub("airflow.exceptions", AirflowException=RuntimeError)
stub("airflow.sdk")
stub("airflow.sdk.bases")
stub("airflow.sdk.bases.hook", BaseHook=BaseHook)
stub("airflow.sdk.definitions")
stub("airflow.sdk.definitions.connection", Connection=object)
stub("airflow.utils")
stub("airflow.utils.helpers", is_container=lambda value: isinstance(value, (list, tuple)))

from fivetran_provider_async.hooks import FivetranHook  # noqa: E402

FivetranHook.api_protocol = ADDRESS.scheme
FivetranHook.api_host = ADDRESS.netloc
hook = FivetranHook(retry_limit=1)

groups = list(check("groups", hook.get_groups) or [])
names = {group["id"]: group["name"] for group in groups}
connectors = [one for group in names for one in check("connectors", lambda: list(hook.get_connectors(group)))]
for one in connectors:
    check("details of " + one["schema"], lambda: hook.get_connector(one["id"]))
usable = next(one for one in connectors if one["schema"] == "postgres_orders")
connector, group = usable["id"], usable["group_id"]
check("destination", lambda: hook.get_destinations(group))
check("id by name", lambda: hook.get_connector_id("postgres_orders", names[group]))
check("check", lambda: hook.check_connector(connector))
check("test", lambda: hook.test_connector(connector))
check("schemas", lambda: hook.get_connector_schemas(connector))
for part in ("tables", "columns"):
    check("metadata " + part, lambda: hook.get_metadata(connector, part)["items"][0]["name_in_source"])
check("schedule", lambda: hook.prep_connector(connector, "manual"))
check("sync", lambda: hook.start_fivetran_sync(connector))
check("status", lambda: hook.get_last_sync(connector))
check("resync", lambda: hook.start_fivetran_sync(connector, mode="resync"))
check("connection", lambda: None if hook.test_connection()[0] else 1 / 0)
