"""Runs the flow of prefect-fivetran against the sandbox; what it needs of Prefect is stubbed."""

import asyncio
import logging

from programs import KEY, SECRET, as_is, check, connection, redirect_httpx, stub


class Block:
    def __init__(self, **values):
        from pydantic import SecretStr

        self.__dict__.update({name: SecretStr(value) for name, value in values.items()})


stub(
    "prefect",
    __version__="2.0.0",
    flow=lambda **_: as_is,
    task=lambda **_: as_is,
    get_run_logger=lambda: logging.getLogger("prefect"),
)
stub("prefect.blocks")
stub("prefect.blocks.core", Block=Block)
redirect_httpx()

from prefect_fivetran import FivetranCredentials  # noqa: E402
from prefect_fivetran.connectors import (  # noqa: E402
    set_fivetran_connector_schedule,
    trigger_fivetran_connector_sync_and_wait_for_completion,
    verify_fivetran_connector_status,
)

orders = connection("postgres_orders")["id"]
credentials = FivetranCredentials(api_key=KEY, api_secret=SECRET)


def run(name, task, **arguments):
    check(name, lambda: asyncio.run(task(orders, credentials, **arguments)))


run("status", verify_fivetran_connector_status)
run("schedule", set_fivetran_connector_schedule, schedule_type="auto")
wait = trigger_fivetran_connector_sync_and_wait_for_completion
run("sync", wait, poll_status_every_n_seconds=0.2)
