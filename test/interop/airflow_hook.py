"""Calls the hook of the Airflow provider against the sandbox; what it needs of Airflow is stubbed."""

import datetime
import os
import sys
import types
from urllib.parse import urlparse


def stub(name, **members):
    module = types.ModuleType(name)
    for member, value in members.items():
        setattr(module, member, value)
    sys.modules[name] = module


class BaseHook:
    log = types.SimpleNamespace(info=print, warning=print, error=print, debug=print)

    def __init__(self, *_, **__):
        pass

    def get_connection(self, _):
        key, secret = os.environ["FIVETRAN_API_KEY"], os.environ["FIVETRAN_API_SECRET"]
        return types.SimpleNamespace(login=key, password=secret, extra_dejson={})


def parse(text, *_, **__):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


stub("aiohttp", ClientConnectorError=OSError, ClientResponseError=OSError, ClientSession=object)
stub(
    "pendulum",
    DateTime=datetime.datetime,
    parse=parse,
    instance=lambda at, *_: at,
    from_timestamp=lambda at, *_: datetime.datetime.fromtimestamp(at, datetime.timezone.utc),
)
stub("asgiref")
stub("asgiref.sync", sync_to_async=lambda function: function)
stub("airflow", __version__="3.0.0")
stub("airflow.exceptions", AirflowException=RuntimeError)
stub("airflow.sdk")
stub("airflow.sdk.bases")
stub("airflow.sdk.bases.hook", BaseHook=BaseHook)
stub("airflow.sdk.definitions")
stub("airflow.sdk.definitions.connection", Connection=object)
stub("airflow.utils")
stub("airflow.utils.helpers", is_container=lambda value: isinstance(value, (list, tuple)))

sys.path.insert(0, os.environ["INTEROP_FOLDER"])
from fivetran_provider_async.hooks import FivetranHook  # noqa: E402

address = urlparse(os.environ["INTEROP_URL"])
FivetranHook.api_protocol = address.scheme
FivetranHook.api_host = address.netloc
hook = FivetranHook(retry_limit=1)


def check(name, call):
    try:
        result = call()
        print("ok", name)
        return result
    except Exception as error:
        print("FAILED", name, repr(error))


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
