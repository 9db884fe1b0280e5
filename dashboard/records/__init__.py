"""The records: what people enter and what the build derives. No input or output here.

Every record entered under ``seeds/`` is a frozen model that refuses unknown fields. ``origin``
says where it was read (``seeds/places.csv:17``), so that a finding can point back to the line.

- ``days`` and ``base`` hold what all share: periods, dates, types of fields, base classes.
- ``dataset``, ``control``, ``evidence``, ``agreements`` and ``claims`` hold what people enter.
- ``whole`` holds a feature of a layer, entered or derived, and the seeds as one.

Other packages import from here, whatever module a record stands in.
"""

from dashboard.records.agreements import (
    Agreement,
    Compliance,
    Declaration,
    Dispute,
    Drawing,
    Fact,
    Figure,
    InForce,
    Provision,
    Signatory,
    Silence,
    ThirdParty,
)
from dashboard.records.base import (
    Basis,
    Certainty,
    Colour,
    Dated,
    Day,
    Hatch,
    Id,
    Listed,
    Number,
    Record,
    Sourced,
    Whole,
)
from dashboard.records.claims import Claim, ClaimsDocument, ClaimTest, Ingredient
from dashboard.records.control import (
    LEVELS,
    Baseline,
    Event,
    Operation,
    Place,
    Post,
    UnplacedEvent,
    UnresolvedPlace,
)
from dashboard.records.dataset import (
    AdminArea,
    Dataset,
    DayReading,
    LayerStyle,
    LayerText,
    Operator,
    Party,
    Recipe,
    Series,
    StudyArea,
)
from dashboard.records.days import DateSpan, Period
from dashboard.records.evidence import Attestation, ChainFix, PublishedFigure, Source
from dashboard.records.whole import Feature, Seeds, Translation

__all__ = [
    "LEVELS",
    "AdminArea",
    "Agreement",
    "Attestation",
    "Baseline",
    "Basis",
    "Certainty",
    "ChainFix",
    "Claim",
    "ClaimTest",
    "ClaimsDocument",
    "Colour",
    "Compliance",
    "Dataset",
    "DateSpan",
    "Dated",
    "Day",
    "DayReading",
    "Declaration",
    "Dispute",
    "Drawing",
    "Event",
    "Fact",
    "Feature",
    "Figure",
    "Hatch",
    "Id",
    "InForce",
    "Ingredient",
    "LayerStyle",
    "LayerText",
    "Listed",
    "Number",
    "Operation",
    "Operator",
    "Party",
    "Period",
    "Place",
    "Post",
    "Provision",
    "PublishedFigure",
    "Recipe",
    "Record",
    "Seeds",
    "Series",
    "Signatory",
    "Silence",
    "Source",
    "Sourced",
    "StudyArea",
    "ThirdParty",
    "Translation",
    "UnplacedEvent",
    "UnresolvedPlace",
    "Whole",
]
