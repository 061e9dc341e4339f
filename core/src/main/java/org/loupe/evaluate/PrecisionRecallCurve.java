package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.evaluate.Matching.Partner;

/**
 * Recall and precision of a ranking at every threshold of the score, pooled over images.
 *
 * <p>Detections of equal score enter together: no threshold divides them, so the curve does not
 * depend on their order. The average precision is that of COCO (T.-Y. Lin et al., <i>Microsoft
 * COCO: Common Objects in Context</i>, 2014, doi 10.1007/978-3-319-10602-1_48, and its published
 * evaluation program): the precision at a recall is the largest at this recall or a higher one, 0
 * beyond the last; the mean over the 101 recalls 0, 0.01, ..., 1 is the area under this curve.
 * Unlike there, the number of detections in an image is not limited to 100, and of equal overlaps
 * the first annotation counts, not the last.
 *
 * @param points at descending thresholds
 * @param averagePrecision in [0, 1]; empty without annotations
 */
public record PrecisionRecallCurve(List<Point> points, OptionalDouble averagePrecision) {

  private static final int RECALLS = 101;

  /**
   * The figures of one threshold.
   *
   * @param minScore detections of this score or a higher one count
   */
  public record Point(double minScore, MatchCounts counts) {}

  private record Ranked(double score, boolean right) {}

  public PrecisionRecallCurve {
    points = List.copyOf(points);
  }

  /** Returns the curve of the images' rankings; empty if a detection has no score. */
  public static Optional<PrecisionRecallCurve> of(
      MatchingRule rule, List<MarkedMicrograph> micrographs) {
    List<Ranked> ranked = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    int annotations = 0;
    for (MarkedMicrograph micrograph : micrographs) {
      List<Mark> ranking = micrograph.ranking();
      if (ranking.stream().anyMatch(d -> d.score().isEmpty())) {
        return Optional.empty();
      }
      List<Partner> partners = rule.match(micrograph.annotations(), ranking).ofDetections();
      for (int i = 0; i < ranking.size(); i++) {
        ranked.add(new Ranked(ranking.get(i).score().orElseThrow(), partners.get(i).matches()));
      }
      for (double score : rule.foundAt(micrograph.annotations(), ranking)) {
        found.add(score);
      }
      annotations += micrograph.annotations().size();
    }
    ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
    found.sort(Comparator.reverseOrder());
    List<Point> points = points(ranked, found, annotations);
    return Optional.of(new PrecisionRecallCurve(points, averagePrecision(points, annotations)));
  }

  private static List<Point> points(List<Ranked> ranked, List<Double> found, int annotations) {
    List<Point> points = new ArrayList<>();
    int right = 0;
    int matched = 0;
    for (int i = 0; i < ranked.size(); i++) {
      double score = ranked.get(i).score();
      right += ranked.get(i).right() ? 1 : 0;
      if (i + 1 < ranked.size() && ranked.get(i + 1).score() == score) {
        continue;
      }
      while (matched < found.size() && found.get(matched) >= score) {
        matched++;
      }
      points.add(new Point(score, new MatchCounts(annotations, matched, i + 1, right)));
    }
    return points;
  }

  private static OptionalDouble averagePrecision(List<Point> points, int annotations) {
    if (annotations == 0) {
      return OptionalDouble.empty();
    }
    double[] best = new double[RECALLS];
    for (Point point : points) {
      // compares whole numbers, so that a recall of 0.29 is not a hair below 29 hundredths
      long reached = 100L * point.counts().matchedAnnotations() / annotations;
      int at = (int) reached;
      best[at] = Math.max(best[at], point.counts().precision());
    }
    for (int i = RECALLS - 2; i >= 0; i--) {
      best[i] = Math.max(best[i], best[i + 1]);
    }
    return OptionalDouble.of(Arrays.stream(best).sum() / RECALLS);
  }

  /** Returns the point of the highest F1, of equal ones that of the highest threshold. */
  public Optional<Point> best() {
    Point best = null;
    for (Point point : points) {
      if (Double.isFinite(point.counts().f1())
          && (best == null || point.counts().f1() > best.counts().f1())) {
        best = point;
      }
    }
    return Optional.ofNullable(best);
  }
}
