"""A payload is, to the last value, what it was before it travelled."""

from __future__ import annotations

import json

from dashboard.payload.encoding import encode, split


def test_a_payload_is_decoded_to_itself(engine, payload):
    decoded = engine.call("(encoded) => JSON.stringify(decode(encoded))", encode(payload))
    assert json.loads(decoded) == payload


def test_what_languages_share_is_put_back(engine, payloads):
    """Each payload is whole again, and the shapes stand in what all share alone."""
    encoded = {code: encode(payload) for code, payload in payloads.items()}
    shared, own = split(encoded)
    assert all(shared.values())
    call = "(own, shared) => JSON.stringify(withShared(own, shared))"
    for code, payload in encoded.items():
        assert "outlines" not in own[code]
        assert json.loads(engine.call(call, own[code], shared)) == json.loads(json.dumps(payload))
