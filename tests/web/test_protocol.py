"""The browser and Python agree in the end, whatever happens to their messages on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OPENING = {"date": "2020-03-05", "since": "2018-09-17", "tab": "agreements", "layers": "a.b"}
TYPICAL_WAITS = [4000, 8000, 16000, 30000, 30000]


class Browser:
    """The state of one side, moved on by the reducer; ``screen`` is what its reader sees."""

    def __init__(self, engine: Any):
        self.engine = engine
        self.screen = dict(OPENING)
        self.state = engine.call("() => openProtocol()")
        self.answer(OPENING | {"ack": 0})

    @property
    def settled(self) -> bool:
        return self.engine.call("(state) => isSettled(state)", self.state)

    def reduce(self, event: dict[str, Any]) -> dict[str, Any] | None:
        self.state, *message = self.engine.call(
            "(state, event, screen) => reduce(state, { ...event, screen: () => screen })",
            self.state, event, self.screen,
        )  # fmt: skip
        return message[0] if message else None

    def change(self, **fields: str) -> dict[str, Any]:
        """The reader changes fields; the message that is sent."""
        self.screen |= fields
        message = self.reduce({"type": "patch", "fields": fields})
        assert message
        return message

    def timeout(self) -> dict[str, Any] | None:
        return self.reduce({"type": "timeout"})

    def answer(self, server_state: dict[str, Any]) -> dict[str, Any] | None:
        """Python's answer arrives; it is shown when it is one to everything sent."""
        message = self.reduce({"type": "serverState", "serverState": server_state})
        if self.settled:
            self.screen = {name: text for name, text in server_state.items() if name != "ack"}
        return message


class Server:
    """Python's side, as ``ui.state`` has it."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.choice, self.ack = dict(OPENING), 0

    def take_in(self, message: dict[str, Any]) -> dict[str, Any]:
        """Apply a patch; the answer."""
        self.choice |= {name: text for name, text in message.items() if name != "seq"}
        self.ack = message["seq"]
        return self.choice | {"ack": self.ack}


@pytest.fixture
def browser_side(engine) -> Browser:
    return Browser(engine)


@pytest.fixture
def server() -> Server:
    return Server()


def test_a_patch_that_is_answered_is_settled(browser_side, server):
    """The usual case: one message, one answer, nothing pending."""
    message = browser_side.change(tab="sources")
    assert message == {"tab": "sources", "seq": 1}
    assert not browser_side.settled
    assert browser_side.answer(server.take_in(message)) is None
    assert browser_side.settled
    assert browser_side.state["pending"] == {}
    assert browser_side.timeout() is None, "nothing to send again"


def test_only_what_the_reader_changed_is_sent(browser_side, server):
    """So that it never overrules what Python has changed meanwhile."""
    browser_side.answer(server.take_in(browser_side.change(tab="sources")))
    assert browser_side.change(layers="a") == {"layers": "a", "seq": 2}


def test_a_later_patch_carries_what_is_not_acknowledged(browser_side, server):
    """It may replace the earlier one before Python sees that."""
    browser_side.change(tab="sources")
    message = browser_side.change(date="2020-01-01")
    assert message == {"tab": "sources", "date": "2020-01-01", "seq": 2}
    browser_side.answer(server.take_in(message))
    assert browser_side.screen == server.choice


def test_a_late_answer_is_not_shown_over_what_came_after_it(browser_side, server):
    """The answer to the first of two patches does not take back the second."""
    late = server.take_in(browser_side.change(date="2019-01-01"))
    browser_side.change(date="2020-01-01")
    assert browser_side.answer(late) is None
    assert browser_side.screen["date"] == "2020-01-01"
    assert browser_side.state["pending"] == {"date": "2020-01-01"}


def test_a_doubled_answer_changes_nothing(browser_side, server):
    """Python runs again for a reason of its own."""
    answer = server.take_in(browser_side.change(tab="sources"))
    browser_side.answer(answer)
    before = dict(browser_side.state)
    assert browser_side.answer(answer) is None
    assert browser_side.state == before


def test_a_lost_patch_is_sent_again_and_again_less_often(browser_side, server):
    """Until an answer comes; the next patch begins with a short wait."""
    browser_side.change(tab="sources")
    waits = [browser_side.state["wait"]]
    for _ in range(4):
        message = browser_side.timeout()
        waits.append(browser_side.state["wait"])
    assert waits == TYPICAL_WAITS
    assert message == {"tab": "sources", "seq": 5}
    browser_side.answer(server.take_in(message))
    assert browser_side.settled
    browser_side.change(tab="changes")
    assert browser_side.state["wait"] == TYPICAL_WAITS[0]


def test_a_server_that_started_anew_is_sent_all_that_is_on_screen(browser_side, server):
    """It has acknowledged fewer than before and knows nothing."""
    browser_side.answer(server.take_in(browser_side.change(tab="sources")))
    server.restart()
    message = browser_side.answer(server.choice | {"ack": server.ack})
    assert message == browser_side.screen | {"seq": 2}
    assert browser_side.screen["tab"] == "sources"
    browser_side.answer(server.take_in(message))
    assert server.choice["tab"] == "sources"


def test_a_date_python_changed_by_itself_is_told_from_one_the_reader_changed(browser_side, server):
    """Only the first ends a walk through time."""
    answer = server.take_in(browser_side.change(date="2020-01-01"))
    browser_side.answer(answer)
    assert not browser_side.state["datesMoved"]
    browser_side.answer(answer | {"tab": "sources"})
    assert not browser_side.state["datesMoved"]
    browser_side.answer(answer | {"since": "2019-01-01"})
    assert browser_side.state["datesMoved"]
    browser_side.answer(answer | {"since": "2019-01-01"})
    assert not browser_side.state["datesMoved"]


def test_what_was_changed_before_pythons_first_state_is_sent_with_the_next_patch(engine):
    """Counting goes on from what Python has acknowledged."""
    state = engine.call("() => openProtocol()")
    state, _ = engine.call("(s) => reduce(s, { type: 'patch', fields: { lang: 'en' } })", state)
    hello = {"type": "serverState", "serverState": OPENING | {"ack": 7}}
    state, *message = engine.call("(state, event) => reduce(state, event)", state, hello)
    assert not message
    assert (state["seq"], state["lastAck"], state["pending"]) == (7, 7, {"lang": "en"})
    _, message = engine.call("(s) => reduce(s, { type: 'patch', fields: { tab: 'place' } })", state)
    assert message == {"lang": "en", "tab": "place", "seq": 8}


FIELDS = st.sampled_from(["date", "since", "tab", "layers"])
CHANGE = st.tuples(st.just("change"), FIELDS, st.integers(0, 3))
NETWORK = st.tuples(
    st.sampled_from(["deliver", "lose", "double", "reorder"]),
    st.sampled_from(["up", "down"]),
    st.integers(0, 5),
)
OTHER = st.tuples(st.sampled_from(["timeout", "restart", "server"]), FIELDS, st.integers(4, 6))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGE | NETWORK | OTHER, max_size=25))
def test_both_sides_agree_once_messages_arrive_again(engine, steps):
    """Lost, late, doubled and reordered messages both ways, a server that starts anew."""
    browser, server = Browser(engine), Server()
    up: list[dict] = []  # messages on their way to Python
    down: list[dict] = []  # answers on their way to the browser
    last: dict[str, str] = {}  # what the reader changed last, and nobody after

    def sent(message: dict | None) -> None:
        if message:
            up.append(message)

    for what, name, n in steps:
        if what == "change":
            last[name] = f"{name}-{n}"
            sent(browser.change(**{name: last[name]}))
        elif what == "timeout":
            sent(browser.timeout())
        elif what == "restart":
            server.restart()
            down.append(server.choice | {"ack": 0})
        elif what == "server":  # a row chosen on Python's side
            server.choice |= {name: f"{name}-{n}"}
            last.pop(name, None)
            down.append(server.choice | {"ack": server.ack})
        elif queue := (up if name == "up" else down):
            at = n % len(queue) if what == "reorder" else 0
            message = queue[0] if what == "double" else queue.pop(at)
            if what == "lose":
                continue
            if name == "up":
                down.append(server.take_in(message))
            else:
                sent(browser.answer(message))
    # the connection is there again: Streamlit runs the page, what is under way arrives in its
    # order, and time passes
    down.append(server.choice | {"ack": server.ack})
    for _ in range(20):
        while up or down:
            while up:
                down.append(server.take_in(up.pop(0)))
            while down:
                sent(browser.answer(down.pop(0)))
        if browser.settled:
            break
        sent(browser.timeout())
    assert browser.settled
    assert browser.screen == server.choice
    if not {what for what, *_ in steps} & {"restart", "server", "reorder"}:
        assert browser.screen == OPENING | last, "what the reader changed last is what is shown"
