"""Times scikit-image's watershed on what WatershedComparison left, and compares the regions."""

import pathlib
import statistics
import sys
import time

import numpy as np
import skimage
from skimage.segmentation import watershed

SIDE = 1024


def read(path):
    return np.fromfile(path, "<i4").reshape(SIDE, SIDE)


def differing(ours, theirs):
    both = (ours > 0) & (theirs > 0)
    return (ours != theirs)[both].mean() * 100


def main(folder, runs):
    print(f"\nscikit-image {skimage.__version__}, ms, and labels that differ from ours:\n")
    print("| relief | 4, line | | 4 | | beyond ties | tied | 8, line | | 8 | | beyond ties | tied |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for path in sorted(folder.glob("*.relief")):
        relief = np.fromfile(path, np.uint8).reshape(SIDE, SIDE)
        markers = read(path.with_suffix(".markers"))
        relief = np.where(markers > 0, 0, relief).astype(np.uint8)  # ours begins at once
        cells = [path.stem]
        for connectivity, neighbors in ((1, "FOUR"), (2, "EIGHT")):
            for border in ("LINE", "NONE"):
                ours = read(path.with_suffix(f".{neighbors}_{border}"))
                times = []
                for _ in range(runs):
                    start = time.process_time()
                    theirs = watershed(relief, markers, connectivity=connectivity,
                                       watershed_line=border == "LINE")
                    times.append(1000 * (time.process_time() - start))
                cells += [f"{statistics.median(times):.0f}", f"{differing(ours, theirs):.2f} %"]
                if border == "NONE":
                    owner = read(path.with_suffix(f".{neighbors}_OWNER"))
                    cells += [int(((ours != theirs) & (owner > 0)).sum()),
                              f"{(owner < 0).mean() * 100:.0f} %"]
        print("|", " | ".join(str(cell) for cell in cells), "|", flush=True)


main(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
