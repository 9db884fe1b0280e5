"""The texts: their files, their order, and the provisions that claims of compliance name."""

from __future__ import annotations

from dashboard.checks.rule import Findings, rule
from dashboard.checks.subject import Subject
from dashboard.records import Agreement


@rule
def agreement_file_name(subject: Subject) -> Findings:
    """The file of an agreement is called by its id.

    So that whoever reads ``amends = ["coast-truce"]`` knows which file to open.

    Bad: ``agreements/truce.toml`` with ``id = "coast-truce"``.
    Good: ``agreements/coast-truce.toml``.
    """
    for agreement in subject.seeds.agreements:
        if agreement.origin.rpartition("/")[2] != f"{agreement.id}.toml":
            what = f"the id is {agreement.id!r}"
            yield agreement.at("id"), what, f"call the file {agreement.id}.toml"


@rule
def agreement_order(subject: Subject) -> Findings:
    """An agreement amends and alters earlier ones, and never refers to itself.

    A chain of amendments is read forwards in time; one that runs in a circle has no first text. An
    agreement that supports others may be a series of statements, some of them later than its own
    date.

    Bad: ``amends = ["river-accord"]`` in ``river-accord``, or in an agreement signed before it.
    Good: ``amends = ["coast-truce"]`` in a later one.
    """
    known = {agreement.id: agreement for agreement in subject.seeds.agreements}
    for agreement in subject.seeds.agreements:
        for name in ("amends", "supports", "alters"):
            for earlier in (known[i] for i in getattr(agreement, name) if i in known):
                if reason := _wrong_link(agreement, name, earlier, known):
                    wanted = "name agreements signed before it"
                    yield agreement.at(name), reason, wanted


def _wrong_link(
    agreement: Agreement, name: str, earlier: Agreement, known: dict[str, Agreement]
) -> str | None:
    if earlier.id == agreement.id:
        return f"{agreement.id!r} refers to itself"
    if name == "supports":
        return None
    if earlier.signed_on.earliest > agreement.signed_on.latest:
        return f"{earlier.id!r} was signed later, on {earlier.signed_on}"
    return f"{earlier.id!r} leads back to it" if agreement.id in _amended(earlier, known) else None


def _amended(agreement: Agreement, known: dict[str, Agreement]) -> set[str]:
    """Everything an agreement amends or alters, directly or through others."""
    found: set[str] = set()
    ahead = [agreement.id]
    while ahead:
        record = known.get(ahead.pop())
        links = {*record.amends, *record.alters} - found if record else set()
        found |= links
        ahead += links
    return found
