"""The photo of a candidate as readers see it: cut to 4:5, small, without anything the camera wrote."""

import io

from PIL import Image, ImageOps

RATIO = (4, 5)  # width to height
QUALITY = 82


def window_width(width, height):
    """Width of the largest part of 4:5 in a photo of that size, pixels."""
    return min(width, height * RATIO[0] // RATIO[1])


def windows(width, height):
    """{name: [left, top, width, height]}: the three largest parts of 4:5, from the beginning to the end of the longer
    side: "first" (left, or top), "middle", "last". A photo that is 4:5 has the same one thrice.
    """
    wide = window_width(width, height)
    high = min(height, wide * RATIO[1] // RATIO[0])
    return {
        name: [(width - wide) * share // 2, (height - high) * share // 2, wide, high]
        for share, name in enumerate(("first", "middle", "last"))
    }


def cropped(candidacy, width):
    """JPEG bytes, `width` pixels wide and 5/4 as high, of the part that `photo_crop` names, else of the middle.

    Whether anybody may see it is the caller's matter. Raises FileNotFoundError where the stored file is gone.
    """
    size = (width, width * RATIO[1] // RATIO[0])
    with candidacy.photo.open("rb") as file, Image.open(file) as image:
        image = ImageOps.exif_transpose(image).convert("RGB")
    if candidacy.photo_crop:
        left, top, wide, high = candidacy.photo_crop
        image = image.crop((left, top, min(left + wide, image.width), min(top + high, image.height)))
    drawn = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    out = io.BytesIO()
    # A new picture of the pixels alone: no EXIF, no profile, no comment comes along.
    drawn.info.clear()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
