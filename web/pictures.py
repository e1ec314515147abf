"""Pictures made small: what a file is is found in its content, and what is shown is drawn by us.

A picture is opened by four decoders only, never larger than the limit, turned as the camera was
held, and written anew as WebP: nothing of what the file held beside its pixels is in it.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
MOST_PIXELS = 40_000_000  # of a telephone's largest; under 400 MB while it is drawn
THUMBNAIL, PREVIEW = 96, 320  # pixels, the longer side
QUALITY = 80
# What other files begin with. They are downloaded whatever they are; this only says what it is.
MARKS = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", "application/zip"))
PLAIN = "application/octet-stream"


@dataclass(frozen=True)
class Kind:
    """What a file is by its content; of a picture that can be shown, its small versions."""

    media_type: str
    thumbnail: bytes | None = None
    preview: bytes | None = None


def kind_of(content: bytes) -> Kind:
    """What this content is. Takes up to a second of a processor: call it in a thread."""
    picture = _picture(content)
    if picture is not None:
        return picture
    marks = (media_type for mark, media_type in MARKS if content.startswith(mark))
    return Kind(next(marks, PLAIN))


def _picture(content: bytes) -> Kind | None:
    """The picture made small; None for what is none, is broken, or has too many pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                media_type = FORMATS[image.format or ""]
                image.draft("RGB", (2 * PREVIEW, 2 * PREVIEW))  # a JPEG is read no larger
                ImageOps.exif_transpose(image, in_place=True)
                preview = _within(image, PREVIEW)
                return Kind(media_type, _webp(_within(preview, THUMBNAIL)), _webp(preview))
    # Each decoder has its own words for a file that is not what it says.
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, EOFError, TypeError,
            Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        return None


def _within(image: Image.Image, side: int) -> Image.Image:
    """The picture no wider and no higher than that."""
    is_clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if is_clear else "RGB"
    small = image.copy() if image.mode == mode else image.convert(mode)
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def _webp(image: Image.Image) -> bytes:
    drawn = Image.new(image.mode, image.size)  # its pixels, and nothing that came with them
    drawn.paste(image)
    written = io.BytesIO()
    drawn.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()
