"""Files of the made-up candidates: a paper that says what it is, and a drawn figure in the place of a photo."""

import io
from functools import cache

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER = """
#set page(paper: "a6", margin: 12mm)
#set text(size: 14pt, lang: "kk")
#set document(title: "Көрсетілім · Демонстрация")
#align(center + horizon)[
  *КӨРСЕТІЛІМ* \\
  Бұл – нақты құжат емес.
  #v(8mm)
  #set text(lang: "ru")
  *ДЕМОНСТРАЦИЯ* \\
  Это не настоящий документ.
]
"""
WIDTH, HEIGHT = 480, 640  # pixels
# Ground and figure; the figure stands out from the ground by more than 3 : 1.
COLOURS = (
    ("#dbe7e4", "#2f6f68"),
    ("#e5e0ee", "#5d4a8a"),
    ("#f0e4d7", "#8a5a2b"),
    ("#dde6f1", "#335f8f"),
    ("#ecdfe3", "#8a3f57"),
)


@cache
def paper():
    """Bytes of a PDF in both languages that says that it is a demonstration."""
    return typst.compile(PAPER.encode(), format="pdf")


def scan(name="demonstration.pdf"):
    """The paper as an uploaded file of that name."""
    return SimpleUploadedFile(name, paper(), "application/pdf")


@cache
def figure(number):
    """Bytes of a PNG: head and shoulders, nobody's face. number: of the colours, the same for the same number."""
    ground, figure = COLOURS[number % len(COLOURS)]
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 400, 420, 900), fill=figure)
    draw.ellipse((150, 140, 330, 360), fill=figure)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def portrait(number):
    """The figure as an uploaded file."""
    return SimpleUploadedFile("figure.png", figure(number % len(COLOURS)), "image/png")
