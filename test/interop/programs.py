"""What the scripts for Python programs share: modules that are not installed, requests to the sandbox, checks."""

import base64
import datetime
import json
import os
import sys
import types
import urllib.request
from urllib.parse import urlsplit

ADDRESS = urlsplit(os.environ["INTEROP_URL"])
KEY, SECRET = os.environ["FIVETRAN_API_KEY"], os.environ["FIVETRAN_API_SECRET"]

sys.path.insert(0, os.environ["INTEROP_FOLDER"])


def stub(name, **members):
    """Stands for a module that is not installed."""
    module = types.ModuleType(name)
    for member, value in members.items():
        setattr(module, member, value)
    sys.modules[name] = module


def as_is(value):
    """A decorator that changes nothing."""
    return value


def parse_time(text, *_, **__):
    """Also as short as "0001-01-01 00:00:00+00"."""
    at = datetime.datetime.fromisoformat(text[:19])
    return at.replace(tzinfo=datetime.timezone.utc)


def redirect(url):
    """The address of the sandbox in place of Fivetran's, which programs have built in."""
    return str(urlsplit(str(url))._replace(scheme=ADDRESS.scheme, netloc=ADDRESS.netloc).geturl())


def redirect_requests():
    import requests

    send = requests.Session.request
    requests.Session.request = lambda self, method, url, *args, **kwargs: send(
        self, method, redirect(url), *args, **kwargs
    )


def redirect_httpx():
    import httpx

    for client in (httpx.Client, httpx.AsyncClient):
        build = client.build_request
        client.build_request = lambda self, method, url, *args, build=build, **kwargs: build(
            self, method, redirect(self._merge_url(url)), *args, **kwargs
        )


def check(name, call):
    try:
        result = call()
        print("ok", name)
        return result
    except Exception as error:
        print("FAILED", name, repr(error))


def connection(schema):
    """A connection of the sandbox by its name, read with no program's help."""
    key = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    url = f"{ADDRESS.geturl()}/v1/connections?schema={schema}"
    request = urllib.request.Request(url, headers={"Authorization": f"Basic {key}"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)["data"]["items"][0]
