"""Writes a screenshot as a PNG of at most 256 colours: a third of the bytes, and nobody sees a difference.

The browser that took the picture also decodes it, so no imaging library is needed.
"""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

Pixels = npt.NDArray[np.uint8]
COLOURS = 256
_COARSE = 3
"""Bits left out of a channel when colours are counted: shades that close count as one."""
_DECODE = """async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const ground = canvas.getContext('2d');
  ground.drawImage(image, 0, 0);
  const bytes = ground.getImageData(0, 0, image.width, image.height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return [image.width, image.height, btoa(text)];
}"""


def small_png(page: Page, png: bytes) -> bytes:
    """Return a picture with its colours reduced; ``page`` is any open page."""
    width, height, data = page.evaluate(_DECODE, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)[..., :3]
    palette, indices = reduce_colours(pixels)
    return indexed_png(palette, indices)


def reduce_colours(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Return the commonest shades, and for each pixel the nearest of them."""
    shades = pixels.reshape(-1, 3)
    coarse = (shades >> _COARSE).astype(np.uint32)
    bins = (coarse[:, 0] << 10) | (coarse[:, 1] << 5) | coarse[:, 2]
    found, where, counts = np.unique(bins, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(where, shades[:, channel], len(found)) for channel in range(3)], axis=1)
    means = sums / counts[:, None]
    palette = means[np.argsort(-counts)[:COLOURS]]
    distance = ((means[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    nearest = distance.argmin(axis=1).astype(np.uint8)
    return palette.round().astype(np.uint8), nearest[where].reshape(pixels.shape[:2])


def indexed_png(palette: Pixels, indices: Pixels) -> bytes:
    """Return a PNG whose pixels are numbers of a palette."""
    height, width = indices.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), indices]).tobytes()  # 0: rows are not filtered
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
