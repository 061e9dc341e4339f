"""Numbers that EvaluationReferenceTest compares: pycocotools' average precision, SciPy's tests.

Printed with pycocotools 2.0.11, SciPy 1.17.1, NumPy 2.4.6, Python 3.11:

    python core/src/test/reference/evaluation.py > core/src/test/resources/org/loupe/evaluate/reference.json
"""

import contextlib
import io
import json

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy import stats

IOU = [0.3, 0.5, 0.75]


def case(rng):
    """Eight images: annotations, shifted detections of most, duplicates, false alarms; no ties."""
    annotations, detections = [], []
    for image in range(1, 9):
        for _ in range(int(rng.integers(0, 14))):
            x, y = rng.uniform(0, 460, 2).round(2)
            w, h = rng.uniform(12, 52, 2).round(2)
            annotations.append({"image_id": image, "bbox": [float(v) for v in (x, y, w, h)]})
            for _ in range(int(rng.choice([0, 1, 1, 1, 2]))):
                dx, dy = (rng.normal(0, 0.12, 2) * (w, h)).round(2)
                sw, sh = (np.exp(rng.normal(0, 0.12, 2)) * (w, h)).round(2)
                detections.append({"image_id": image,
                                   "bbox": [float(v) for v in (x + dx, y + dy, sw, sh)],
                                   "score": round(float(rng.beta(4, 2)), 6)})
        for _ in range(int(rng.integers(0, 9))):
            x, y = rng.uniform(0, 460, 2).round(2)
            w, h = rng.uniform(12, 52, 2).round(2)
            detections.append({"image_id": image, "bbox": [float(v) for v in (x, y, w, h)],
                               "score": round(float(rng.beta(2, 3)), 6)})
    scores = [d["score"] for d in detections]
    assert len(set(scores)) == len(scores)
    return annotations, detections


def coco(annotations, detections):
    truth = COCO()
    truth.dataset = {
        "info": {}, "categories": [{"id": 1, "name": "loop"}],
        "images": [{"id": i, "width": 512, "height": 512} for i in range(1, 9)],
        "annotations": [dict(a, id=i + 1, category_id=1, iscrowd=0,
                             area=a["bbox"][2] * a["bbox"][3])
                        for i, a in enumerate(annotations)]}
    truth.createIndex()
    results = truth.loadRes([dict(d, category_id=1) for d in detections])
    judge = COCOeval(truth, results, "bbox")
    judge.params.iouThrs = np.array(IOU)
    judge.params.maxDets = [1000]
    judge.params.areaRng = [[0, 1e10]]
    judge.params.areaRngLbl = ["all"]
    judge.evaluate()
    judge.accumulate()
    precision = judge.eval["precision"][:, :, 0, 0, 0]
    return [{"iou": t, "average_precision": float(p.mean()),
             "recall": float(r)}
            for t, p, r in zip(IOU, precision, judge.eval["recall"][:, 0, 0, 0])]


def main():
    rng = np.random.default_rng(20180718)
    annotations, detections = case(rng)
    with contextlib.redirect_stdout(io.StringIO()):
        expected = coco(annotations, detections)
    x = rng.lognormal(3, 0.4, 23).round(3)
    y = rng.lognormal(3.3, 0.4, 31).round(3)
    tests = []
    for a, b, method in [(x, y, "exact"), (x, x + 0.5, "exact"), (x[:2], y[:3], "exact")]:
        result = stats.ks_2samp(a, b, method=method)
        tests.append({"x": list(map(float, a)), "y": list(map(float, b)),
                      "statistic": float(result.statistic), "p": float(result.pvalue)})
    wilson = []
    for k, n in [(0, 5), (3, 7), (41, 48), (9, 9), (500, 1000)]:
        ci = stats.binomtest(k, n).proportion_ci(method="wilson")
        wilson.append({"some": k, "all": n, "low": float(ci.low), "high": float(ci.high)})
    print(json.dumps({"annotations": annotations, "detections": detections, "coco": expected,
                      "kolmogorov_smirnov": tests, "wilson": wilson}, indent=0))


main()
