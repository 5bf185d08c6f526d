"""A bucket on loopback that speaks S3 (moto), for tests; they are skipped with a reason where it is not installed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

import pytest

BUCKET = "media"


@dataclass(frozen=True)
class Bucket:
    """An empty bucket: its address, and the environment that opens it."""

    address: str
    environ: Mapping[str, str]


@contextmanager
def bucket_server() -> Iterator[Bucket]:
    """Raises Skipped where moto or obstore is missing."""
    for library, extra in (("obstore", "mediawright[fleet-s3]"), ("moto.server", "moto[s3] flask-cors")):
        pytest.importorskip(library, reason=f"{library} is not installed: pip install '{extra}'")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        connection = HTTPConnection(host, port)
        connection.request("POST", "/moto-api/reset")
        connection.getresponse().read()
        connection.request("PUT", f"/{BUCKET}", headers={"authorization": "AWS x"})
        assert connection.getresponse().status == 200
        connection.close()
        keys = {"AWS_ACCESS_KEY_ID": "not-a-key", "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_REGION": "us-east-1"}
        yield Bucket(f"s3://{BUCKET}/pre", {**keys, "AWS_ENDPOINT_URL": f"http://{host}:{port}"})
    finally:
        server.stop()
