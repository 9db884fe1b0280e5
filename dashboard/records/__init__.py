"""The records: what people enter and what the build derives. No input or output here.

Every record entered under ``seeds/`` is a frozen model that refuses unknown fields. ``origin``
says where it was read (``seeds/places.csv:17``), so that a finding can point back to the line.

- ``days``, ``text`` and ``base`` hold what all share: periods, dates, texts in languages, types of
  fields, base classes.
- ``dataset``, ``control``, ``evidence``, ``agreements`` and ``claims`` hold what people enter.
- ``seeds`` holds a feature of a layer, entered or derived, and the seeds as one.

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
    GroupTest,
    InForce,
    NonObligation,
    Provision,
    Role,
    Signatory,
    Status,
    ThirdParty,
)
from dashboard.records.base import (
    ID_PATTERN,
    WRITTEN,
    Basis,
    Certainty,
    Colour,
    Dated,
    Day,
    Hatch,
    Id,
    IncidentMark,
    Int,
    LeadsTo,
    Number,
    PrecisionM,
    Rank,
    Record,
    Sourced,
    StringList,
    id_of,
    is_id,
    links_of,
    series_days,
    text_fields,
)
from dashboard.records.claims import (
    VERDICTS,
    AnyClaimTest,
    BaselinesTest,
    CeasefiresTest,
    Claim,
    ClaimsDocument,
    ClaimsFile,
    ClaimTest,
    GainTest,
    Ingredient,
    KeptGainTest,
    NamedTest,
    RivalStartsTest,
    ShareTest,
    StaircaseTest,
    UnmovedTest,
    Verdict,
)
from dashboard.records.control import (
    AreaCell,
    AreaStatement,
    Baseline,
    Event,
    GroupHolding,
    Incident,
    Operation,
    Place,
    Post,
    PublishedAreas,
    Unit,
    UnplacedEvent,
    UnresolvedPlace,
    units_in,
)
from dashboard.records.dataset import (
    STYLE_OF,
    AdminArea,
    AdminLevel,
    AnyRecipe,
    AreaRules,
    ContactLineRecipe,
    Dataset,
    DayNote,
    DayReading,
    DepthBandRecipe,
    DrawnAreaRecipe,
    DrawnLineRecipe,
    Group,
    IncidentKind,
    LayerStyle,
    LayerText,
    LineDistanceRecipe,
    OfLine,
    OfPocket,
    Operator,
    Party,
    PocketRecipe,
    Recipe,
    Relief,
    RoadCorridorRecipe,
    Series,
    StudyArea,
    TakenSinceRecipe,
    is_box,
)
from dashboard.records.days import DateSpan, Period
from dashboard.records.evidence import (
    Attestation,
    ChainFix,
    ComparedFigure,
    GainFigure,
    HeldFigure,
    Licence,
    LicencesFile,
    PublishedFigure,
    Source,
    SourceKind,
    TruthCheck,
)
from dashboard.records.seeds import BASEMAP, LINES, Feature, Report, Seeds, SeedsFile, Translation
from dashboard.records.text import Language, Text, code_column, column
