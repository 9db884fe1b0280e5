"""What a briefing is asked to be: one frozen value, checked against the data set it is asked of."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from PIL import Image

from dashboard.annotations import Annotation
from dashboard.archive import Archive
from dashboard.briefing.video import encoder
from dashboard.errors import ChoiceError

KINDS = ("situation", "difference", "side", "swipe", "agreement", "sequence", "chart")
TWO_DATES = ("difference", "side", "swipe")
"""Kinds that set the as-of date beside an earlier one."""
PICTURES = ("png", "svg", "pdf")
TABLES = ("csv", "xlsx")
GEODATA = ("gpkg", "geojson", "parquet", "kml")
DATA = (*GEODATA, *TABLES)
TEXTS = ("docx", "md")
VIDEOS = ("mp4", "webm")
"""Made only where there is an ``encoder``."""
ANIMATIONS = ("gif", *VIDEOS)
FORMATS = (*PICTURES, "pptx", "html", *ANIMATIONS, *TEXTS, *DATA)
FORMATS_OF = {
    "situation": (*PICTURES, "pptx", "html", *DATA),
    "difference": (*PICTURES, "pptx", "html", *ANIMATIONS, *TEXTS, *DATA),
    "side": (*PICTURES, "pptx", "html"),
    "swipe": (*PICTURES, "pptx", "html"),
    "agreement": (*PICTURES, "pptx", *TEXTS, *GEODATA),
    "sequence": (*PICTURES, "pptx", *ANIMATIONS, *DATA),
    "chart": (*PICTURES, "pptx", *TABLES),
}
"""What each kind can be made as, so that no two files of one choice of dates are the same.

Data of two dates side by side are those of their difference, an animation of two dates is that of
their difference, and one of several that of a sequence.
"""
HOLD_S = 1.6
"""Seconds an animation shows each date."""
MOST_DATES = 12
"""Panels a sequence can hold before its maps are too small to read."""


SHEETS = ("full", "legend", "map", "transparent")
"""What is on a picture: everything; map and legend; the map alone, on white or on nothing."""


_OWN = ("localhost", "::1", "0.0.0.0")
"""Names of one's own computer."""


@dataclass(frozen=True, slots=True)
class Size:
    """A page in inches, with the pixels per inch of its raster form.

    ``body`` is the size of its running text in points, ``least`` that of its smallest: what can be
    read where such a page is read.
    """

    name: str
    width: float
    height: float
    dpi: int
    body: float
    least: float

    @property
    def is_paper(self) -> bool:
        """Whether it is printed, so that a scale of 1:n holds."""
        return self.name.startswith("a")

    @property
    def is_small(self) -> bool:
        """Whether it is seen on a telephone: there is room for little but the map."""
        return self.name in ("square", "portrait")


SIZES = {
    size.name: size
    for size in (
        Size("1080p", 40 / 3, 7.5, 144, 13.0, 12.0),
        Size("4k", 40 / 3, 7.5, 288, 13.0, 12.0),
        Size("a4", 3508 / 300, 2480 / 300, 300, 9.0, 7.0),
        Size("a4_portrait", 2480 / 300, 3508 / 300, 300, 9.0, 7.0),
        Size("a3", 4961 / 300, 3508 / 300, 300, 12.7, 7.0),
        Size("a3_portrait", 3508 / 300, 4961 / 300, 300, 12.7, 7.0),
        # seen 400 pixels wide in a chat, where this is nine points
        Size("square", 7.5, 7.5, 144, 17.0, 16.2),
        Size("portrait", 7.5, 40 / 3, 144, 15.5, 14.0),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSpec:
    """One briefing file."""

    #: One of ``KINDS``.
    kind: str
    #: The as-of date.
    day: dt.date
    #: The production date on the face and in the file: the only clock a briefing knows.
    produced_on: dt.date
    #: The earlier date of a kind of two; if ``None`` the day of the reference agreement, or the
    #: first of the series where that day is not before ``day``. A later date changes place with
    #: ``day``: of two dates the earlier comes first.
    since: dt.date | None = None
    #: Dates of a sequence, a deck or an animation, in the order shown.
    dates: tuple[dt.date, ...] = ()
    #: Agreement of kind ``agreement``; the reference agreement if ``None``.
    agreement: str | None = None
    size: str = "1080p"
    format: str = "png"
    language: str = ""
    #: Names of the layers drawn; those the data set shows at first if ``None``.
    layers: tuple[str, ...] | None = None
    #: Ids of the kinds of incidents shown; all if ``None``.
    incident_kinds: tuple[str, ...] | None = None
    #: West, south, east, north in degrees; if ``None`` what the kind is about, and annotations.
    extent: tuple[float, float, float, float] | None = None
    #: The headline; empty for the one that states the finding.
    headline: str = ""
    #: What stands under it; empty for the sentence that explains the finding.
    subtitle: str = ""
    #: A remark of the briefer, marked as such.
    note: str = ""
    #: What the briefer adds to maps; not in data formats.
    annotations: tuple[Annotation, ...] = ()
    #: Who prepared the briefing.
    credit: str = ""
    #: Bytes of the briefer's PNG or JPEG, which stands in the foot; empty for none.
    logo: bytes = field(default=b"", repr=False)
    #: One of ``SHEETS``, for pictures.
    sheet: str = "full"
    #: Public address of this view, printed and drawn as a QR code; empty for none.
    link: str = ""
    #: Seconds an animation shows each date.
    hold_s: float = HOLD_S
    #: Whether ``GEODATA`` have one area for each holder and one line of contact for each pair of
    #: parties, instead of a feature for each cell and edge.
    dissolved: bool = False

    def __post_init__(self) -> None:
        if self.kind in TWO_DATES and self.since and self.since > self.day:
            earlier, later = self.day, self.since
            object.__setattr__(self, "since", earlier)
            object.__setattr__(self, "day", later)


def formats_here(kind: str) -> tuple[str, ...]:
    """What a kind can be made as on this machine."""
    return tuple(name for name in FORMATS_OF[kind] if name not in VIDEOS or encoder())


def is_sized(format: str) -> bool:
    """Whether a file is a page of one of ``SIZES``."""
    return format in (*PICTURES, *ANIMATIONS, "pptx")


def check(spec: BriefSpec, archive: Archive) -> None:
    """Refuse what the data set or the briefing cannot give, before any work is done.

    Raises ``ChoiceError``, which says what was asked for and what is wanted.
    """
    _one_of("kind", spec.kind, KINDS)
    _one_of("size", spec.size, SIZES)
    _one_of("format", spec.format, FORMATS)
    _one_of("sheet", spec.sheet, SHEETS)
    if spec.format not in FORMATS_OF[spec.kind]:
        wanted = ", ".join(FORMATS_OF[spec.kind])
        raise ChoiceError(f"no {spec.format} of kind {spec.kind}; one of {wanted} is wanted")
    if spec.dissolved and spec.format not in GEODATA:
        wanted = ", ".join(GEODATA)
        raise ChoiceError(f"no dissolved {spec.format}; one of {wanted} is wanted")
    if spec.sheet == "transparent" and spec.format not in PICTURES:
        raise ChoiceError(f"no transparent {spec.format}; one of {', '.join(PICTURES)} is wanted")
    for day in (spec.day, spec.since, *spec.dates):
        if day is not None:
            archive.as_of(day)  # refuses what is outside the series
    if spec.kind == "agreement" or spec.agreement is not None:
        _one_of("agreement", agreement_of(spec, archive), archive.agreements)
    for name in spec.layers or ():
        _one_of("layer", name, archive.layers)
    kinds = [kind.id for kind in archive.dataset.incident_kinds]
    for name in spec.incident_kinds or ():
        _one_of("kind of incident", name, kinds)
    archive.refuse_closed(handed_on(spec, archive), "briefing")
    host = urlsplit(spec.link).hostname or ""
    if host in _OWN or host.startswith("127."):
        raise ChoiceError(f"link {spec.link!r} leads to this computer only; a public one is wanted")
    if spec.extent is not None:
        _check_extent(spec.extent)
    if spec.annotations and spec.kind == "chart":
        raise ChoiceError("annotations of a chart; a kind with a map is wanted")
    if spec.logo:
        _check_logo(spec.logo)
    if not 0.1 <= spec.hold_s <= 60:
        raise ChoiceError(f"{spec.hold_s} seconds a date; from 0.1 to 60 are wanted")
    if spec.kind == "sequence":
        _check_count(spec)
    if spec.format in VIDEOS and not encoder():
        wanted = "the package imageio-ffmpeg (the extra video), or ffmpeg on the path, is wanted"
        raise ChoiceError(f"no encoder for {spec.format}; {wanted}")
    if spec.format in ANIMATIONS and len(dates_of(spec, archive)) < 2:
        n = len(dates_of(spec, archive))
        raise ChoiceError(
            f"{n} dates for an animation; 2 or more are wanted", "briefing_few_dates", n=n
        )


def _check_logo(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as err:
        raise ChoiceError(
            "logo: no picture that can be read; a PNG or JPEG is wanted", "briefing_logo_unreadable"
        ) from err


def _check_count(spec: BriefSpec) -> None:
    n, fits = len(spec.dates), spec.format not in PICTURES or len(spec.dates) <= MOST_DATES
    if n < 2 or not fits:
        wanted = f"from 2 to {MOST_DATES}" if spec.format in PICTURES else "2 or more"
        phrase = "briefing_few_dates" if n < 2 else "briefing_many_dates"
        what = f"{n} dates for a sequence; {wanted} are wanted"
        raise ChoiceError(what, phrase, n=n, most=MOST_DATES)


def since_of(spec: BriefSpec, archive: Archive) -> dt.date:
    """The earlier date of a kind of two."""
    reference = max(archive.reference_day, archive.first_day)
    return spec.since or (reference if reference < spec.day else archive.first_day)


def dates_of(spec: BriefSpec, archive: Archive) -> tuple[dt.date, ...]:
    """The dates whose states are shown, in the order shown."""
    if spec.dates and (spec.kind == "sequence" or spec.format in ANIMATIONS):
        return spec.dates
    days = [spec.day]
    if spec.kind in TWO_DATES:
        days.insert(0, since_of(spec, archive))
    if spec.kind == "agreement":
        signed = archive.agreements[agreement_of(spec, archive)].flag_day
        days.insert(0, min(max(signed, archive.first_day), archive.last_day))
    return tuple(dict.fromkeys(days))


def agreement_of(spec: BriefSpec, archive: Archive) -> str:
    """Id of the agreement of kind ``agreement``; empty where none is named or referred to."""
    return spec.agreement or archive.dataset.reference_agreement or ""


def slides_of(spec: BriefSpec) -> list[BriefSpec]:
    """One slide, or one for each date of a set and a last one with the difference of its ends."""
    if not spec.dates:
        return [spec]
    kind = "agreement" if spec.kind == "agreement" else "situation"
    slides = [replace(spec, kind=kind, day=day, since=None, dates=()) for day in spec.dates]
    first, last = min(spec.dates), max(spec.dates)
    if first < last:
        slides.append(
            replace(spec, kind="difference", day=last, since=spec.since or first, dates=())
        )
    return slides


def layers_of(spec: BriefSpec, archive: Archive) -> tuple[str, ...]:
    """Names of the layers drawn, the base map always among them."""
    if spec.layers is None:
        return tuple(layer.name for layer in archive.dataset.layers if layer.shown)
    base = tuple(la.name for la in archive.dataset.layers if la.style == "basemap")
    return (*spec.layers, *(name for name in base if name not in spec.layers))


def kinds_left_out(spec: BriefSpec, archive: Archive) -> tuple[str, ...]:
    """Ids of the kinds of incidents that are not shown."""
    if spec.incident_kinds is None:
        return ()
    known = (kind.id for kind in archive.dataset.incident_kinds)
    return tuple(kind for kind in known if kind not in spec.incident_kinds)


def handed_on(spec: BriefSpec, archive: Archive) -> tuple[str, ...]:
    """Names of the layers a file contains: a page has all, to be switched on; data files have no
    pictures."""
    if spec.format == "html":
        return tuple(archive.layers)
    chosen = layers_of(spec, archive)
    if spec.format not in DATA:
        return chosen
    return tuple(name for name in chosen if name in archive.data_layers)


def file_name(spec: BriefSpec, archive: Archive) -> str:
    """``code_theme_size_YYYYMMDD.format``, as humanitarian map desks name their files.

    Data files and pages have no size; a kind of two dates carries both; a language other than the
    data set's first is named.
    """
    theme = [spec.kind]
    if spec.kind in TWO_DATES:
        theme.append(f"{since_of(spec, archive):%Y%m%d}")
    if spec.kind == "agreement":
        theme.append(agreement_of(spec, archive))
    if spec.language not in ("", archive.dataset.languages[0]):
        theme.append(spec.language)
    if spec.dissolved:
        theme.append("dissolved")
    size = [spec.size] if is_sized(spec.format) else []
    if spec.sheet != "full" and size:
        size.append(spec.sheet)
    parts = (archive.dataset.id, "-".join(theme), *size, f"{spec.day:%Y%m%d}")
    return f"{'_'.join(parts)}.{spec.format}"


def _one_of(what: str, value: str, known: Collection[str]) -> None:
    if not known:
        raise ChoiceError(f"the data set has no {what}; another kind is wanted")
    if value not in known:
        raise ChoiceError(f"no {what} {value!r}; one of {', '.join(known)} is wanted")


def _check_extent(extent: tuple[float, float, float, float]) -> None:
    west, south, east, north = extent
    if not (-180 <= west < east <= 360 and -80 <= south < north <= 80):
        raise ChoiceError(
            f"extent {extent} encloses nothing; west, south, east, north in degrees are wanted"
        )
