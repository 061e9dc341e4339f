"""Regions that WatershedReferenceTest compares: scikit-image's watershed.

Printed with scikit-image 0.19.3, SciPy 1.10.1, NumPy 1.24.2, Python 3.11:

    python3 core/src/test/reference/watershed.py > core/src/test/resources/org/loupe/segmentation/reference.json
"""

import json

import numpy as np
from scipy import ndimage
from skimage.segmentation import watershed


def scene(rng, name, ties, width, height, relief, count):
    markers = np.zeros((height, width), np.int32)
    places = rng.choice(width * height, count, replace=False)
    markers.flat[places] = np.arange(1, count + 1)
    # scikit-image lets a flood begin at its marker's height, MarkerWatershed at once
    relief[markers > 0] = 0
    regions = {}
    for connectivity, neighbors in ((1, "FOUR"), (2, "EIGHT")):
        for line, border in ((False, "NONE"), (True, "LINE")):
            labels = watershed(relief, markers, connectivity=connectivity, watershed_line=line)
            regions[neighbors + "_" + border] = labels.ravel().tolist()
    return {"name": name, "ties": ties, "width": width, "height": height, "relief": relief.ravel().tolist(),
            "markers": markers.ravel().tolist(), "regions": regions}


def smooth(rng, width, height, sigma, levels):
    field = ndimage.gaussian_filter(rng.normal(size=(height, width)), sigma)
    field -= field.min()
    return np.round(field / field.max() * (levels - 1)).astype(np.uint8)


def main():
    rng = np.random.default_rng(1991)
    scenes = [
        scene(rng, "every height once", False, 16, 16,
              rng.permutation(256).astype(np.uint8).reshape(16, 16), 6),
        scene(rng, "smooth", False, 31, 23, smooth(rng, 31, 23, 2, 256), 7),
        scene(rng, "plateaus", True, 27, 29, smooth(rng, 27, 29, 2, 12), 8),
        scene(rng, "noise", True, 25, 25, rng.integers(0, 256, (25, 25)).astype(np.uint8), 12),
    ]
    print(json.dumps({"scenes": scenes}, separators=(",", ":")))


main()
