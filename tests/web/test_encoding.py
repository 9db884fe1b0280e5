"""A payload is, to the last value, what it was before it travelled."""

from __future__ import annotations

import json

from dashboard.payload.encoding import encode


def test_a_payload_is_decoded_to_itself(engine, payload):
    decoded = engine.call("(encoded) => JSON.stringify(decode(encoded))", encode(payload))
    assert json.loads(decoded) == payload
