"""The paper rule on OpenCV's own windows, written without Loupe, to hold `loupe evaluate` against.

    python benchmarks/paper-rule-opencv.py SET CASCADE.xml MIN_NEIGHBORS IMAGE...

SET has images/ and boxes/ (lines y1 x1 y2 x2). Needs opencv-python-headless 4.x: 5 has no cascades.
"""

import pathlib
import sys

import cv2
import numpy as np


def centers(boxes):
    return np.array([[x + w / 2, y + h / 2] for x, y, w, h in boxes]).reshape(-1, 2)


def main():
    folder, cascade, neighbors = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    detector = cv2.CascadeClassifier(cascade)
    labels = found = windows = right = 0
    for name in sys.argv[4:]:
        image = cv2.imread(str(folder / "images" / name), cv2.IMREAD_GRAYSCALE)
        text = (folder / "boxes" / (pathlib.Path(name).stem + ".txt")).read_text()
        rows = [[float(v) for v in line.replace(",", " ").split()] for line in text.splitlines()
                if line.strip()]
        truth = centers([(x1, y1, x2 - x1, y2 - y1) for y1, x1, y2, x2 in rows])
        seen = centers(detector.detectMultiScale(image, scaleFactor=1.1, minNeighbors=neighbors))
        near = np.abs(truth[:, None] - seen[None]).max(axis=2) <= 20
        labels += len(truth)
        windows += len(seen)
        found += int(near.any(axis=1).sum()) if len(seen) else 0
        right += int(near.any(axis=0).sum()) if len(truth) else 0
    print(f"OpenCV {cv2.__version__}: labels {labels}, found {found}, windows {windows},"
          f" right {right}, recall {found / labels:.4f}, precision {right / windows:.4f}")


main()
