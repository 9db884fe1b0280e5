"""Records in the variables of other data sets."""

from __future__ import annotations

from dashboard.analysis.agreement_record import ceasefire_rows, pax_pages


def test_each_announced_start_is_a_row(squares):
    """Signed on day 18 (19 January), rival starts on days 19 and 23, ended on day 30."""
    first, second = ceasefire_rows(squares.agreements["truce"])
    declared = {"cf_dec_yr": "2001", "cf_dec_month": "1", "cf_dec_day": "19"}
    assert declared.items() <= first.items()
    assert declared.items() <= second.items()
    assert (first["cf_effect_day"], second["cf_effect_day"]) == ("20", "24")
    assert (first["end_yr"], first["end_month"], first["end_day"]) == ("2001", "1", "31")
    assert first["written"] == "1"


def test_what_the_record_does_not_say_stays_empty(squares):
    """No start, no end; what is no ceasefire has no row."""
    (row,) = ceasefire_rows(squares.agreements["vague"])
    assert row["cf_effect_yr"] == row["end_day"] == row["pax_id"] == ""
    assert ceasefire_rows(squares.agreements["pact"]) == ()


def test_a_month_is_no_day(squares):
    """A date known to the month keeps its day open."""
    known = squares.agreements["vague"]
    record = known.model_copy(update={"signed_on": type(known.signed_on).parse("2001-02")})
    (row,) = ceasefire_rows(record)
    assert (row["cf_dec_yr"], row["cf_dec_month"], row["cf_dec_day"]) == ("2001", "2", "")


def test_every_number_in_pax_has_its_page(squares):
    record = squares.agreements["pact"].model_copy(update={"pax_agtid": (1, 22)})
    assert list(pax_pages(record)) == [1, 22]
    assert pax_pages(record)[22].endswith("/22")
