import base64
import json
import os
import unittest
import urllib.error
import urllib.request

URL = os.environ["FIVETRAN_API_URL"]
KEY = f"{os.environ['FIVETRAN_API_KEY']}:{os.environ['FIVETRAN_API_SECRET']}"


def send(method, path, body=None, headers=None):
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def api(method, path, body=None):
    token = base64.b64encode(KEY.encode()).decode()
    return send(method, "/v1" + path, body, {"Authorization": f"Basic {token}"})


def control(method, path, body=None):
    secret = {"X-Sandbox-Secret": os.environ["SANDBOX_SECRET"]}
    return send(method, "/_sandbox" + path, body, secret)


class SandboxTest(unittest.TestCase):
    def setUp(self):
        control("POST", "/reset")

    def test_pausing_a_connection(self):
        _, page = api("GET", "/connections?limit=1000")
        orders = next(c for c in page["data"]["items"] if c["schema"] == "postgres_orders")
        status, changed = api("PATCH", f"/connections/{orders['id']}", {"paused": True})
        self.assertEqual(status, 200)
        self.assertTrue(changed["data"]["paused"])
        _, effects = control("GET", "/effects")
        self.assertEqual([effect["operation"] for effect in effects], ["modify_connection"])

    def test_a_server_error(self):
        control("POST", "/faults", {"operation": "list_all_groups", "calls": [1], "status": 503})
        self.assertEqual(api("GET", "/groups")[0], 503)
        self.assertEqual(api("GET", "/groups")[0], 200)


if __name__ == "__main__":
    unittest.main()
