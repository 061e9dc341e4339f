#!/usr/bin/env python3
"""Scores a defects.csv against a folder of labelled boxes.

The published rule (Li, Field, Morgan 2018, doi 10.1038/s41524-018-0093-8, compareBbox of its code):
a label and a detection match when their box centers are within 20 pixels in x and in y. It is
neither one-to-one nor scaled by the loop. Recall is the share of labels with a match, precision
the share of detections with one. The strict rule beside it is one-to-one with IoU >= 0.5, in the
order of falling detection score, each detection to its best free label.

    score_boxes.py defects.csv BOXES_FOLDER [--images LIST.txt] [--tolerance 20]

A box text is named like its image and has a line "y1 x1 y2 x2" for each label, row first. Images are
those with a box text; with --images, those of the list (one name a line). An image without
rows in defects.csv counts with its labels missed. Names match by stem. Undefined numbers print as -.
"""
import argparse
import csv
import sys
from pathlib import Path, PurePosixPath

SMALL_PX = 32
STRICT_IOU = 0.5


def stem(name):
    """The file's name without folders and last extension; either slash is a separator."""
    return PurePosixPath(name.strip().replace("\\", "/")).stem


def read_detections(path):
    """Boxes (x, y, width, height, score) of each image stem."""
    images = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        needed = {"image", "box_x_px", "box_y_px", "box_width_px", "box_height_px"}
        lacking = needed - set(reader.fieldnames or [])
        if lacking:
            raise ValueError(f"{path} lacks the columns {', '.join(sorted(lacking))}")
        names = {}
        for row in reader:
            key = stem(row["image"])
            if names.setdefault(key, row["image"]) != row["image"]:
                raise ValueError(f"two images share the stem {key}: {names[key]}, {row['image']}")
            images.setdefault(key, []).append((
                float(row["box_x_px"]), float(row["box_y_px"]),
                float(row["box_width_px"]), float(row["box_height_px"]),
                float(row.get("detection_score") or 0)))
    return images


def read_labels(path):
    """Boxes (x, y, width, height) of a text of lines "y1 x1 y2 x2"."""
    boxes = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8-sig").splitlines(), 1):
        fields = line.split()
        if not fields:
            continue
        try:
            y1, x1, y2, x2 = map(float, fields)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: not four numbers: {line!r}") from error
        boxes.append((x1, y1, x2 - x1, y2 - y1))
    return boxes


def near(a, b, tolerance):
    return (abs(a[0] + a[2] / 2 - b[0] - b[2] / 2) <= tolerance
            and abs(a[1] + a[3] / 2 - b[1] - b[3] / 2) <= tolerance)


def iou(a, b):
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (a[2] * a[3] + b[2] * b[3] - width * height)


def strict_matches(labels, detections):
    """Number of one-to-one pairs; equal scores keep the file's order, equal IoUs the labels'."""
    free = list(range(len(labels)))
    matched = 0
    for detection in sorted(detections, key=lambda d: -d[4]):
        best = max(free, key=lambda i: iou(labels[i], detection), default=None)
        if best is not None and iou(labels[best], detection) >= STRICT_IOU:
            free.remove(best)
            matched += 1
    return matched


def score_image(labels, detections, tolerance):
    found = [any(near(label, d, tolerance) for d in detections) for label in labels]
    small = [f for label, f in zip(labels, found) if max(label[2], label[3]) < SMALL_PX]
    return {
        "labels": len(labels),
        "detections": len(detections),
        "found": sum(found),
        "right": sum(any(near(label, d, tolerance) for label in labels) for d in detections),
        "small": len(small),
        "small_found": sum(small),
        "strict": strict_matches(labels, detections),
    }


def ratio(part, whole):
    return part / whole if whole else None


def f1(recall, precision):
    if recall is None or precision is None:
        return None
    return ratio(2 * recall * precision, recall + precision) or 0.0


def mean(values):
    known = [v for v in values if v is not None]
    return ratio(sum(known), len(known))


def summarize(images):
    """Figures over a list of score_image results; None where undefined."""
    total = {key: sum(i[key] for i in images) for key in (
        "labels", "detections", "found", "right", "small", "small_found", "strict")}
    recall = ratio(total["found"], total["labels"])
    precision = ratio(total["right"], total["detections"])
    strict_recall = ratio(total["strict"], total["labels"])
    strict_precision = ratio(total["strict"], total["detections"])
    return {
        "images": len(images),
        **total,
        "recall": recall,
        "precision": precision,
        "f1": f1(recall, precision),
        "mean_recall": mean([ratio(i["found"], i["labels"]) for i in images]),
        "mean_precision": mean([ratio(i["right"], i["detections"]) for i in images]),
        "small_recall": ratio(total["small_found"], total["small"]),
        "candidates_per_label": ratio(total["detections"], total["labels"]),
        "strict_recall": strict_recall,
        "strict_precision": strict_precision,
        "strict_f1": f1(strict_recall, strict_precision),
    }


def score(defects, folder, tolerance=20.0, names=None):
    texts = {stem(p.name): p for p in sorted(Path(folder).glob("*.txt"))}
    wanted = sorted(texts) if names is None else [stem(n) for n in names if n.strip()]
    unlabelled = [n for n in wanted if n not in texts]
    if unlabelled:
        raise ValueError(f"no box text in {folder} for {', '.join(unlabelled)}")
    if not wanted:
        raise ValueError(f"no box text in {folder}")
    detections = read_detections(defects)
    return summarize([
        score_image(read_labels(texts[n]), detections.get(n, []), tolerance)
        for n in dict.fromkeys(wanted)])


def text(value):
    return "-" if value is None else f"{value:.4f}"


def report(s, tolerance):
    return "\n".join([
        f"images {s['images']}  labels {s['labels']}  detections {s['detections']}"
        f"  candidates per label {text(s['candidates_per_label'])}",
        f"center rule {tolerance:g} px, pooled: recall {text(s['recall'])}"
        f"  precision {text(s['precision'])}  f1 {text(s['f1'])}",
        f"center rule {tolerance:g} px, mean per image: recall {text(s['mean_recall'])}"
        f"  precision {text(s['mean_precision'])}",
        f"labels under {SMALL_PX} px ({s['small']}): recall {text(s['small_recall'])}",
        f"strict one-to-one IoU {STRICT_IOU}, pooled: recall {text(s['strict_recall'])}"
        f"  precision {text(s['strict_precision'])}  f1 {text(s['strict_f1'])}",
    ])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("defects", help="defects.csv")
    parser.add_argument("boxes", help="folder of box texts")
    parser.add_argument("--tolerance", type=float, default=20.0, help="pixels (default 20)")
    parser.add_argument("--images", help="text of image names, one a line: score these alone")
    options = parser.parse_args()
    try:
        names = None
        if options.images:
            names = Path(options.images).read_text(encoding="utf-8").splitlines()
        result = score(options.defects, options.boxes, options.tolerance, names)
    except (OSError, ValueError) as error:
        sys.exit(f"score_boxes: {error}")
    sys.stdout.write(report(result, options.tolerance) + "\n")


if __name__ == "__main__":
    main()
