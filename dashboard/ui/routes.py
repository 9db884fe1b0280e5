"""Routes of the server besides those of Streamlit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config

_TYPES = {"js": "text/javascript", "json": "application/json"}


def assets() -> Route:
    """The files a page fetches (``ui.files``)."""
    base = config.get_option("server.baseUrlPath").strip("/")
    return Route("/".join(["", *filter(None, [base]), "assets", "{name}"]), _asset)


def _asset(
    request: Request,
) -> Response:  # no coroutine: Starlette runs it in a thread, as it may take long
    from dashboard.ui import files  # the server is to answer before their libraries are loaded

    name = request.path_params["name"]
    file = files.find_file(name.partition(".")[0])
    if file is None or file.name != name:  # the file of another build
        return PlainTextResponse("not found", status_code=404)
    headers = {"content-encoding": "gzip", "cache-control": "private, max-age=31536000, immutable"}
    return Response(file.packed(), media_type=_TYPES[file.ending], headers=headers)
