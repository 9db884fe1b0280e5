"""Colours such as ``#1B1F24``: mixed, measured, and as they are seen."""

from __future__ import annotations

import functools

import numpy as np

_SEEN = {
    "normal": np.identity(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
"""What three kinds of colour blindness, at their strongest, make of linear red, green and blue
(Machado, Oliveira and Fernandes 2009); greyscale keeps the lightness of normal vision."""
VISIONS = tuple(_SEEN)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2), from 1 to 21."""
    low, high = sorted(float(_linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (colour, other))
    return (high + 0.05) / (low + 0.05)


@functools.lru_cache(maxsize=1024)
def lab(colour: str, vision: str = "normal") -> np.ndarray:
    """A colour in CIELAB (white D65), as it is seen in one of ``VISIONS``."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    seen = np.clip(_SEEN[vision] @ _linear(colour), 0, 1)
    share = np.array(to_xyz) @ seen / (0.9505, 1.0, 1.089)
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    found = np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
    found.setflags(write=False)  # cached: shared by all callers
    return found


def _linear(colour: str) -> np.ndarray:
    rgb = np.array(channels(colour)) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
