#!/usr/bin/env python3
"""Makes a large TIFF of small ones, and measures an analysis of it; called by large-image.sh.

    large_image.py tile FOLDER SIDE BITS OUT.tif     BITS: 8, or 32 for floating point
    large_image.py run LOUPE IMAGE OUT HEAP          HEAP: as -Xmx has it, such as 4g

The small ones are the 16-bit TIFFs of `loupe simulate`: one uncompressed strip, little-endian. They are
turned over from place to place, so that no two neighbors are alike.
"""
import array
import os
import re
import resource
import struct
import subprocess
import sys
import time
from pathlib import Path


def read_tiff(path):
    """Returns width, height and the rows, arrays of unsigned 16-bit samples."""
    data = Path(path).read_bytes()
    at = struct.unpack_from("<I", data, 4)[0]
    tags = {}
    for i in range(struct.unpack_from("<H", data, at)[0]):
        tag, kind, _, value = struct.unpack_from("<HHII", data, at + 2 + 12 * i)
        tags[tag] = value & 0xFFFF if kind == 3 else value
    width, height, bits, offset = tags[256], tags[257], tags[258], tags[273]
    if bits != 16 or tags[259] != 1:
        sys.exit(f"{path}: not an uncompressed 16-bit TIFF")
    rows = []
    for y in range(height):
        row = array.array("H")
        row.frombytes(data[offset + 2 * y * width : offset + 2 * (y + 1) * width])
        if sys.byteorder == "big":
            row.byteswap()
        rows.append(row)
    return width, height, rows


def converted(row, bits):
    if bits == 32:
        return array.array("f", (0.125 * sample for sample in row))
    return array.array("B", (sample >> 8 for sample in row))


def tile(folder, side, bits, out):
    tiles = []
    for path in sorted(Path(folder).glob("*.tif")):
        width, height, rows = read_tiff(path)
        straight = [converted(row, bits) for row in rows]
        tiles.append((straight, [row[::-1] for row in straight]))
    if side % width or side % height:
        sys.exit(f"SIDE must be a multiple of {width} and {height}")
    descriptor = [
        (256, 4, side), (257, 4, side), (258, 3, bits), (259, 3, 1), (262, 3, 1), (273, 4, 0),
        (277, 3, 1), (278, 4, side), (279, 4, side * side * bits // 8), (339, 3, 3 if bits == 32 else 1),
    ]
    start = 8 + 2 + 12 * len(descriptor) + 4
    with open(out, "wb") as file:
        file.write(struct.pack("<2sHIH", b"II", 42, 8, len(descriptor)))
        for tag, kind, value in descriptor:
            file.write(struct.pack("<HHII", tag, kind, 1, start if tag == 273 else value))
        file.write(struct.pack("<I", 0))
        for down in range(side // height):
            for y in range(height):
                for across in range(side // width):
                    number = down * (side // width) + across
                    rows = tiles[number % len(tiles)][number // 3 % 2]
                    row = rows[y if number // 5 % 2 == 0 else height - 1 - y]
                    if sys.byteorder == "big":
                        row = array.array(row.typecode, row)
                        row.byteswap()
                    file.write(row.tobytes())


def run(loupe, image, out, heap):
    log = Path(out + ".gc.log")
    start = time.time()
    done = subprocess.run(
        [loupe, "analyze", image, "--pixel-size", "0.47nm", "--out", out, "--overwrite"],
        env={**os.environ, "LOUPE_JAVA_OPTIONS": f"-Xmx{heap} -Xlog:gc:file={log}"},
        capture_output=True,
        text=True,
    )
    seconds = time.time() - start
    after = [int(m) for m in re.findall(r"->(\d+)M\(", log.read_text())]
    process = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    result = (done.stdout.strip() or done.stderr.strip()).splitlines()
    print(
        f"| {Path(image).name} | {heap} | {seconds:.0f} s | {max(after, default=0)} MB"
        f" | {process:.0f} MB | {result[0] if result else done.returncode} |",
        flush=True,
    )
    return done.returncode


if __name__ == "__main__":
    if len(sys.argv) == 6 and sys.argv[1] == "tile":
        tile(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    elif len(sys.argv) == 6 and sys.argv[1] == "run":
        sys.exit(run(*sys.argv[2:]))
    else:
        sys.exit(__doc__)
