#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of mails at 360 and 800 px by Chromium: mail_pictures.py FOLDER_OF_HTML FOLDER_OF_PNG

FOLDER_OF_HTML is what tests/acceptance/messages.py leaves with MOISSON_MAILS. Refuses a mail that is wider than the
screen. Not in `make test`: Chromium is not among our packages.
"""
import collections
import html
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

WIDTHS = (360, 800)
COLOURS = 16

PAGE = """<!doctype html><meta charset="utf-8"><body style="margin:0"><iframe id="m" style="border:0;width:{width}px;height:{height}px"
 srcdoc="{mail}"></iframe><pre id="out"></pre><script>
addEventListener("load", () => {{ const d = document.getElementById("m").contentDocument;
document.getElementById("out").textContent = JSON.stringify({{height: d.body.scrollHeight, width: d.documentElement.scrollWidth}}); }});
</script>"""


def chromium(*arguments):
    with tempfile.TemporaryDirectory(prefix="moisson-chromium-") as profile:
        return subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
             f"--user-data-dir={profile}", *arguments], capture_output=True, text=True, timeout=120, check=True).stdout


def page(folder, mail, width, height):
    path = Path(folder) / "page.html"
    path.write_text(PAGE.format(width=width, height=height, mail=html.escape(mail)))
    return path.as_uri()


def measured(folder, mail, width):
    dom = chromium("--dump-dom", page(folder, mail, width, 100))
    return json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', dom)[1]))


# -- PNG: read as Chromium writes it, cropped, written with a palette of 16

def rows_of(data):
    """(bytes per pixel, rows) of an 8-bit RGB or RGBA picture."""
    at, body, head = 8, b"", None
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        chunk = data[at + 8:at + 8 + size]
        head = struct.unpack(">IIBB", chunk[:10]) if kind == b"IHDR" else head
        body += chunk if kind == b"IDAT" else b""
        at += 12 + size
    width, height, depth, colour = head
    assert depth == 8 and colour in (2, 6), head
    step = 3 if colour == 2 else 4
    raw, stride, before, out = zlib.decompress(body), width * step, bytes(width * step), []
    for y in range(height):
        line = raw[y * (stride + 1):(y + 1) * (stride + 1)]
        before = unfiltered(line[0], line[1:], before, step)
        out.append(before)
    return step, out


def unfiltered(kind, line, above, step):
    if kind == 0:
        return line
    if kind == 2:
        return bytes((a + b) & 255 for a, b in zip(line, above))
    out = bytearray(line)
    for i, value in enumerate(line):
        left = out[i - step] if i >= step else 0
        if kind == 1:
            out[i] = (value + left) & 255
        elif kind == 3:
            out[i] = (value + (left + above[i]) // 2) & 255
        else:
            corner = above[i - step] if i >= step else 0
            guess = left + above[i] - corner
            near = min((abs(guess - v), n, v) for n, v in enumerate((left, above[i], corner)))
            out[i] = (value + near[2]) & 255
    return bytes(out)


def small_png(data, width):
    step, rows = rows_of(data)
    pixels = [[row[i:i + 3] for i in range(0, width * step, step)] for row in rows]
    counts = collections.Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _ in counts.most_common(COLOURS)]
    nearest = {colour: min(range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(colour, palette[n])))
               for colour in counts}
    lines = b""
    for row in pixels:
        places = [nearest[pixel] for pixel in row] + [0]
        lines += b"\0" + bytes(places[i] << 4 | places[i + 1] for i in range(0, width, 2))

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 4, 3, 0, 0, 0))
            + chunk(b"PLTE", b"".join(palette)) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob("*.html")):
        mail = path.read_text()
        for width in WIDTHS:
            with tempfile.TemporaryDirectory(prefix="moisson-mail-") as folder:
                size = measured(folder, mail, width)
                if size["width"] > width:
                    sys.exit(f"{path.name} : {size['width']} px sur un écran de {width}")
                picture = Path(folder) / "page.png"
                chromium(f"--screenshot={picture}", f"--window-size={max(width, 800)},{size['height']}",
                         page(folder, mail, width, size["height"]))
                small = small_png(picture.read_bytes(), width)
            (target / f"{path.stem}-{width}.png").write_bytes(small)
            print(f"{path.stem} {width} x {size['height']} : {len(small)} octets", flush=True)


if __name__ == "__main__":
    main()
