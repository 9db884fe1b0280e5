"""Four invented conflicts as other people's files: what each form of file comes to, to its end.

Each is begun with ``new`` and brought in with ``import``, as a person would: nothing but its files,
their mapping and those commands. They lie apart on the globe and have nothing in common: neither
languages nor parties nor what they are known from.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from pseudo_language import CODE, LETTERS
from shapely.geometry.base import BaseGeometry
from world import FIRST, nth_day

from dashboard.cli import main

LICENCE = """
[licence]
id = "CC BY 4.0"
terms = "https://creativecommons.org/licenses/by/4.0/"
geometry_may_be_shipped = true
credit = "Survey"
"""


@dataclass(frozen=True)
class Conflict:
    """What a person has of it: options of ``new``, files by name, and a mapping for each import.

    ``imports`` has the name of a mapping, which begins with its kind, and the files it is of.
    """

    new: Sequence[str]
    files: Mapping[str, str]
    imports: Sequence[tuple[str, str]]

    def write_files(self, folder: Path) -> None:
        """Write its files, mappings among them, to a folder."""
        for name, text in self.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")

    def make(self, folder: Path) -> Path:
        """Begin its data directory in a folder and bring its files in; returns the directory."""
        self.write_files(folder)
        data = folder / "brenn"
        assert main(["new", str(data), *self.new]) == 0
        for mapping, file in self.imports:
            kind = mapping.partition(".")[0]
            into = ["--mapping", str(folder / mapping), "--into", str(data)]
            assert main(["import", kind, str(folder / file), *into]) == 0
        return data


def source(ident: str, title: str) -> str:
    """The tables of a mapping that say whose its files are."""
    about = f'id = "{ident}"\ntitle = "{title}"\npublisher = "Survey"\nkind = "database"\n'
    url = f'url = "https://example.org/{ident}"\n'
    return f'\n[source]\n{about}{url}licence = "CC BY 4.0"\n{LICENCE}'


def collection(
    features: Iterable[tuple[Mapping[str, str], BaseGeometry]], **members: object
) -> str:
    """Features as GeoJSON."""
    made = [
        {
            "type": "Feature",
            "id": properties.get("id"),
            "properties": {name: value for name, value in properties.items() if name != "id"},
            "geometry": shapely.geometry.mapping(shape),
        }
        for properties, shape in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made, **members})


def table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


# --- areas over sixty days ----------------------------------------------------------------------

REDRAWN = nth_day(35)


def north(number: int) -> BaseGeometry:
    """The north's land on a day: a third of it taken in January, a corner lost again in February,
    and in between its boundary drawn 150 m beside."""
    beside = 0.0014 if nth_day(number) >= REDRAWN else 0.0
    come = 0.01 * min(number, 30)
    front = [
        (x, -0.4 - come * (0.6 + 0.4 * math.sin(4 * x)) - 0.05 * math.sin(17 * x) - beside)
        for x in (19.9 + step / 20 for step in range(25))
    ]
    if number > 40:
        front = [point for point in front if point[0] < 20.8] + [(20.8, -0.2), (21.1, -0.2)]
    return shapely.Polygon([*front, (21.1, 0.1), (19.9, 0.1)])


def daily_map(number: int) -> str:
    """The map of a day: two parties, and a lake that is nobody's."""
    east = shapely.Polygon([(20.7, -1.1), (21.1, -1.1), (21.1, -0.3), (20.9, -0.35), (20.75, -0.7)])
    areas = {"north": north(number), "east": east}
    lake = ({"status": "lake"}, shapely.Point(20.5, -0.5, 100.0))
    return collection([*(({"status": word}, shape) for word, shape in areas.items()), lake])


AREAS = f"""kind = "areas"
holder = "status"
certainty = "medium"
precision_m = 200
order = ["NOR", "EAS"]
{source("maps", "Daily maps")}
[values]
north = "NOR"
east = "EAS"
lake = ""
"""


def daily_maps() -> Conflict:
    """Sixty daily maps of areas, with a boundary drawn anew and a file whose day is mistyped."""
    days = {f"maps/{nth_day(number)}.geojson": daily_map(number) for number in range(60)}
    mistyped = {"maps/2202-02-02.geojson": daily_map(0)}
    new = ["--empty", "--languages=en", "--title=Brenn valley", "--bbox=20,-1,21,0", "--rest=SOU"]
    series = [f"--first-day={FIRST}", f"--last-day={nth_day(59)}"]
    parties = ["--party=NOR=North", "--party=SOU=South", "--party=EAS=East"]
    files = {"areas.toml": AREAS, **days, **mistyped}
    return Conflict([*new, *series, *parties], files, [("areas.toml", "maps")])


# --- areas with periods -------------------------------------------------------------------------

PERIODS = f"""kind = "areas"
holder = "held_by"
certainty = "medium"
precision_m = 500
{source("atlas", "Atlas of the islands")}
[values]
Council = "COU"

[period]
start = "from"
end = "to"
last_day = "inclusive"
no_end = ["still"]
"""


def periods() -> Conflict:
    """The land of a council on islands either side of the antimeridian, from and to which days."""
    before, after = (shapely.box(178.2, -17.5, east, -16.5) for east in (180, 179.2))
    beyond = shapely.box(-180, -17.5, -179.4, -16.5)
    areas = collection(
        [
            ({"held_by": "Council", "from": str(FIRST), "to": str(nth_day(29))}, before),
            ({"held_by": "Council", "from": str(FIRST), "to": str(nth_day(29))}, beyond),
            ({"held_by": "Council", "from": str(nth_day(30)), "to": "still"}, after),
        ]
    )
    new = ["--empty", "--languages=en", "--title=The islands", "--bbox=178,-18,-179,-16"]
    series = [f"--first-day={FIRST}", f"--last-day={nth_day(59)}", "--rest=GOV"]
    parties = ["--party=COU=Council", "--party=GOV=Government"]
    files = {"areas.toml": PERIODS, "islands.geojson": areas}
    return Conflict([*new, *series, *parties], files, [("areas.toml", "islands.geojson")])


# --- a long table of three sources --------------------------------------------------------------

PLACES = f"""kind = "places"
{source("tabla", "Quién controla qué")}
[table]
place = "lugar"
date = "fecha"
date_format = "%d/%m/%Y"

[holder]
columns = ["radio", "diario", "cruz"]
vote = "majority"

[values]
verde = "VER"
azul = "AZU"
disputado = "DIS"
"s/d" = ""

[standing]
certainty = "medium"
basis = "reported"

[gazetteer]
file = "lugares.csv"
id = "id"
name = "nombre"
lon = "lon"
lat = "lat"
precision_m = 1000
certainty = "high"
"""


def three_sources() -> Conflict:
    """A table of thirty places and ninety days by three sources, one late and one often silent."""
    places = {
        f"{column}{row}": (
            -60 + 0.3 * column + 0.1 * math.sin(3 * row + column),
            -31.8 + 0.3 * row + 0.1 * math.cos(5 * column + row),
        )
        for column in range(6)
        for row in range(5)
    }
    names = table(
        [("id", "nombre", "lon", "lat")]
        + [(ident, f"Villa {ident}", round(x, 4), round(y, 4)) for ident, (x, y) in places.items()]
    )

    def held(place: str, number: int) -> str:
        turn = 15 * int(place[0]) + 6 * int(place[1]) - 8  # from the west and the south
        return "azul" if number < turn - 8 else "disputado" if number < turn else "verde"

    def row(place: str, number: int) -> list[str]:
        day = nth_day(number).strftime("%d/%m/%Y")
        late = held(place, max(number - 3, 0))
        silent = "s/d" if number % 3 else held(place, number)
        return [place, day, held(place, number), late, silent]

    head = ["lugar", "fecha", "radio", "diario", "cruz"]
    rows = [row(place, number) for number in range(90) for place in places]
    new = ["--empty", "--languages=es,en", "--title=Ribera del Sur", "--title=South Bank"]
    where = ["--bbox=-60.1,-32,-58.3,-30.4", f"--first-day={FIRST}", f"--last-day={nth_day(89)}"]
    parties = ["--party=VER=Verdes=Greens", "--party=AZU=Azules=Blues"]
    contested = ["--contested=DIS=Disputado=Disputed"]
    files = {"places.toml": PLACES, "lugares.csv": names, "control.csv": table([head, *rows])}
    return Conflict([*new, *where, *parties, *contested], files, [("places.toml", "control.csv")])


# --- administrative units, in a language of their own -------------------------------------------

UNITS = f"""kind = "units"
certainty = "medium"
{source("districts", "Districts")}
[table]
place = "unit"
date = "from"
rows = "changes"

[holder]
columns = ["holder"]

[values]
N = "NOR"
S = "SOU"
E = "EAS"

[areas]
file = "districts.geojson"
id = "name"
precision_m = 100
"""


def own(words: str) -> str:
    """Words in the language of that conflict."""
    return words.lower().translate(LETTERS)


def districts() -> Conflict:
    """A dozen districts by date, in a language written from right to left, and in no other."""
    seats = shapely.MultiPoint(
        [
            (
                44 + 0.4 * column + 0.12 * math.sin(7 * row),
                15 + 0.4 * row + 0.1 * math.cos(5 * column),
            )
            for column in range(4)
            for row in range(3)
        ]
    )
    box = shapely.box(43.8, 14.8, 45.4, 16.0)
    cells = shapely.get_parts(shapely.voronoi_polygons(seats, extend_to=box, ordered=True))
    areas = {own(f"district {chr(97 + n)}"): cell & box for n, cell in enumerate(cells)}
    names = list(areas)
    rows = [("unit", "from", "holder")]
    rows += [(name, FIRST, "NNSNNSNSSESE"[n]) for n, name in enumerate(names)]
    rows += [
        (names[n], nth_day(day), holder)
        for n, day, holder in (
            (7, 20, "N"),
            (4, 45, "S"),
            (10, 60, "E"),
            (4, 80, "?"),
            (1, 95, "S"),
        )
    ]
    new = ["--empty", f"--languages={CODE}", f"--title={own('the dry hills')}"]
    where = ["--bbox=43.8,14.8,45.4,16", f"--first-day={FIRST}", f"--last-day={nth_day(119)}"]
    parties = [f"--party={i}={own(name)}" for i, name in
               (("NOR", "north"), ("SOU", "south"), ("EAS", "east"))]  # fmt: skip
    shapes = collection(({"name": name}, area) for name, area in areas.items())
    files = {"units.toml": UNITS, "control.csv": table(rows), "districts.geojson": shapes}
    return Conflict([*new, "--rest=SOU", *where, *parties], files, [("units.toml", "control.csv")])


CONFLICTS: Mapping[str, Callable[[], Conflict]] = {
    made.__name__: made for made in (daily_maps, periods, three_sources, districts)
}
