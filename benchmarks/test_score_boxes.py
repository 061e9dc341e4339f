"""Drawn cases for score_boxes.py; run with python3 -m unittest from this folder."""
import tempfile
import unittest
from pathlib import Path

import score_boxes as sb


def detection(x, y, w, h, score=0.0):
    return (x, y, w, h, score)


class ScoreBoxesTest(unittest.TestCase):

    def test_centers_just_inside_and_just_outside(self):
        label = [(100, 100, 40, 40)]
        for dx, dy, expected in ((20, 0, 1), (0, -20, 1), (20, 20, 1), (20.5, 0, 0), (0, 21, 0)):
            s = sb.score_image(label, [detection(100 + dx, 100 + dy, 40, 40)], 20)
            self.assertEqual((s["found"], s["right"]), (expected, expected), (dx, dy))

    def test_the_center_rule_is_many_to_many(self):
        labels = [(0, 0, 40, 40), (10, 0, 40, 40)]
        one = sb.score_image(labels, [detection(5, 0, 40, 40)], 20)
        self.assertEqual((one["found"], one["right"], one["strict"]), (2, 1, 1))
        three = sb.score_image(labels[:1], [detection(i, 0, 40, 40) for i in range(3)], 20)
        self.assertEqual((three["found"], three["right"], three["strict"]), (1, 3, 1))

    def test_strict_gives_the_label_to_the_higher_score(self):
        # A (score 1) overlaps both labels and takes the nearer; B only overlaps that one.
        labels = [(0, 0, 40, 40), (14, 0, 40, 40)]
        a, b = detection(2, 0, 40, 40, 1), detection(-6, 0, 40, 40, 2)
        self.assertEqual(sb.strict_matches(labels, [a, b]), 2)
        self.assertEqual(sb.strict_matches(labels, [a[:4] + (3,), b]), 1)

    def test_iou(self):
        self.assertAlmostEqual(sb.iou((0, 0, 10, 10), (5, 0, 10, 10)), 1 / 3)
        self.assertEqual(sb.iou((0, 0, 10, 10), (10, 0, 10, 10)), 0)

    def test_small_is_by_the_longer_side(self):
        labels = [(0, 0, 31, 10), (200, 0, 32, 10), (400, 0, 20, 20)]
        s = sb.summarize([sb.score_image(labels, [detection(0, 0, 31, 10)], 20)])
        self.assertEqual((s["small"], s["small_recall"]), (2, 0.5))

    def test_pooled_and_mean_differ(self):
        a = sb.score_image([(0, 0, 9, 9)], [detection(0, 0, 9, 9)], 20)
        b = sb.score_image([(100 * i, 0, 9, 9) for i in range(3)], [detection(900, 0, 9, 9)], 20)
        s = sb.summarize([a, b])
        self.assertEqual((s["recall"], s["mean_recall"]), (0.25, 0.5))
        self.assertEqual((s["precision"], s["mean_precision"]), (0.5, 0.5))
        self.assertEqual(s["candidates_per_label"], 0.5)

    def test_nothing_is_undefined_and_not_zero(self):
        s = sb.summarize([sb.score_image([], [], 20)])
        self.assertIsNone(s["recall"])
        self.assertIsNone(s["precision"])
        self.assertIn("recall -", sb.report(s, 20))

    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "boxes").mkdir()
            # Row first: this box is 30 wide and 10 high, with its center at x 115, y 55.
            (root / "boxes" / "a b.v2.txt").write_text("50 100 60 130\n")
            (root / "boxes" / "none.txt").write_text("1 1 9 9\n\n")
            csv = root / "defects.csv"
            csv.write_text(
                "image,defect_id,box_x_px,box_y_px,box_width_px,box_height_px,detection_score\n"
                "sub/a b.v2.jpg,1,100,50,30,10,3.5\n"
                "other.jpg,1,0,0,5,5,\n")
            s = sb.score(csv, root / "boxes")
            self.assertEqual((s["images"], s["labels"], s["detections"]), (2, 2, 1))
            self.assertEqual((s["recall"], s["precision"], s["strict"]), (0.5, 1.0, 1))
            self.assertEqual(sb.score(csv, root / "boxes", names=["a b.v2.jpg"])["recall"], 1.0)
            with self.assertRaisesRegex(ValueError, "missing"):
                sb.score(csv, root / "boxes", names=["missing.jpg"])
            csv.write_text("image,box_x_px\n")
            with self.assertRaisesRegex(ValueError, "box_height_px"):
                sb.score(csv, root / "boxes")


if __name__ == "__main__":
    unittest.main()
