"""Which colours pictures use, each written the same everywhere, so that a style sheet can give them others in the dark.

A page finds them by what stands in `fill` and `stroke` (`svg [fill="#1d2530"]`).
"""

from collections.abc import Mapping

# Blue and orange differ for every kind of colour vision, and in grey; an arrow and a sign say the same again.
UP, DOWN, FIGURE, LINE, TEXT = "#1f6fb2", "#b45117", "#3d4b5c", "#6f7b88", "#1d2530"
PAPER = "#ffffff"
GRID, BAND = "#e3e8ee", "#cfe0f1"

# Few to many in five steps of one hue, told apart in grey and by every kind of colour vision. What is written on a
# step is TEXT on the light ones and PAPER on the dark ones: in the dark a page turns round both.
SCALE = ("#e4eef8", "#b5d1ea", "#74acd9", "#2b71b0", "#0e3f74")
ON_SCALE = (TEXT, TEXT, TEXT, PAPER, PAPER)

# What each becomes on a dark page. The scale runs the other way there: few stay near the paper, many stand out.
DARK: Mapping[str, str] = {
    PAPER: "#1a2129",
    TEXT: "#e8edf3",
    FIGURE: "#b4c0cf",
    LINE: "#8a96a5",
    UP: "#6db3f2",
    DOWN: "#f0954f",
    GRID: "#36414d",
    BAND: "#1f3a57",
    **dict(zip(SCALE, ("#16283d", "#1d4571", "#28659f", "#86bbe8", "#d3e7f8"), strict=True)),
}

FONT = "sans-serif"
