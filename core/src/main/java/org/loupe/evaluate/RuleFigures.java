package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.loupe.evaluate.Matching.Partner;
import org.loupe.statistics.ConfidenceInterval;

/**
 * How well detections agree with annotations by one matching rule.
 *
 * @param rule what matched means
 * @param pooled over all defects of all images
 * @param recall 95 % interval of the pooled recall; empty where it is undefined
 * @param precision 95 % interval of the pooled precision
 * @param f1 95 % interval of the pooled F1; empty for a single image
 * @param meanRecall mean over the images where it is defined; empty if there is none
 * @param meanPrecision the same of the precision
 * @param meanF1 the same of F1
 * @param images each by itself, in the order given
 * @param sizes by size; classes without annotations and detections are left out
 * @param curve at all thresholds; empty if the detections have no scores
 */
public record RuleFigures(
    MatchingRule rule,
    MatchCounts pooled,
    Optional<ConfidenceInterval> recall,
    Optional<ConfidenceInterval> precision,
    Optional<ConfidenceInterval> f1,
    OptionalDouble meanRecall,
    OptionalDouble meanPrecision,
    OptionalDouble meanF1,
    List<Image> images,
    List<SizeClass> sizes,
    Optional<PrecisionRecallCurve> curve) {

  /**
   * The figures of one image.
   *
   * @param name of the micrograph
   * @param matching which mark belongs to which
   * @param counts of these
   * @param recall Wilson's interval; empty without annotations
   * @param precision Wilson's interval; empty without detections
   */
  public record Image(
      String name,
      Matching matching,
      MatchCounts counts,
      Optional<ConfidenceInterval> recall,
      Optional<ConfidenceInterval> precision) {

    static Image of(MatchingRule rule, MarkedMicrograph micrograph) {
      Matching matching = rule.match(micrograph.annotations(), micrograph.detections());
      MatchCounts counts = matching.counts();
      return new Image(
          micrograph.name(),
          matching,
          counts,
          WilsonInterval.of(counts.matchedAnnotations(), counts.annotations()),
          WilsonInterval.of(counts.matchedDetections(), counts.detections()));
    }
  }

  /**
   * The figures of one class of sizes, by the longer side of the box: recall of the annotations of
   * this size, precision of the detections of this size. Either may match a mark of another class.
   *
   * @param fromPx smallest longer side, in pixels
   * @param toPx where the next class begins; infinite for the last
   */
  public record SizeClass(
      double fromPx,
      double toPx,
      MatchCounts counts,
      Optional<ConfidenceInterval> recall,
      Optional<ConfidenceInterval> precision) {}

  public RuleFigures {
    images = List.copyOf(images);
    sizes = List.copyOf(sizes);
  }

  /**
   * Counts and judges.
   *
   * @param sizeLimitsPx where size classes begin, ascending; the first at 0
   */
  public static RuleFigures of(
      MatchingRule rule,
      List<MarkedMicrograph> micrographs,
      List<Double> sizeLimitsPx,
      ImageBootstrap bootstrap) {
    List<Image> images = micrographs.stream().map(m -> Image.of(rule, m)).toList();
    List<MatchCounts> counts = images.stream().map(Image::counts).toList();
    MatchCounts pooled = sum(counts);
    return new RuleFigures(
        rule,
        pooled,
        interval(
            bootstrap,
            counts,
            MatchCounts::recall,
            WilsonInterval.of(pooled.matchedAnnotations(), pooled.annotations())),
        interval(
            bootstrap,
            counts,
            MatchCounts::precision,
            WilsonInterval.of(pooled.matchedDetections(), pooled.detections())),
        interval(bootstrap, counts, MatchCounts::f1, Optional.empty()),
        mean(counts, MatchCounts::recall),
        mean(counts, MatchCounts::precision),
        mean(counts, MatchCounts::f1),
        images,
        sizes(micrographs, images, sizeLimitsPx),
        PrecisionRecallCurve.of(rule, micrographs));
  }

  static MatchCounts sum(List<MatchCounts> counts) {
    return counts.stream().reduce(MatchCounts.NONE, MatchCounts::plus);
  }

  /** One image says nothing about how images differ: then Wilson's interval has to do. */
  private static Optional<ConfidenceInterval> interval(
      ImageBootstrap bootstrap,
      List<MatchCounts> counts,
      ToDoubleFunction<MatchCounts> figure,
      Optional<ConfidenceInterval> ofOneImage) {
    return counts.size() == 1
        ? ofOneImage
        : bootstrap.interval(counts, drawn -> figure.applyAsDouble(sum(drawn)));
  }

  private static OptionalDouble mean(
      List<MatchCounts> counts, ToDoubleFunction<MatchCounts> figure) {
    return counts.stream().mapToDouble(figure).filter(Double::isFinite).average();
  }

  private static List<SizeClass> sizes(
      List<MarkedMicrograph> micrographs, List<Image> images, List<Double> limits) {
    List<SizeClass> sizes = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      double from = limits.get(i);
      double to = i + 1 < limits.size() ? limits.get(i + 1) : Double.POSITIVE_INFINITY;
      MatchCounts counts = MatchCounts.NONE;
      for (int j = 0; j < images.size(); j++) {
        Matching matching = images.get(j).matching();
        int[] annotated =
            count(micrographs.get(j).annotations(), matching.ofAnnotations(), from, to);
        int[] detected = count(micrographs.get(j).detections(), matching.ofDetections(), from, to);
        counts = counts.plus(new MatchCounts(annotated[0], annotated[1], detected[0], detected[1]));
      }
      if (counts.annotations() > 0 || counts.detections() > 0) {
        sizes.add(
            new SizeClass(
                from,
                to,
                counts,
                WilsonInterval.of(counts.matchedAnnotations(), counts.annotations()),
                WilsonInterval.of(counts.matchedDetections(), counts.detections())));
      }
    }
    return sizes;
  }

  /** Returns how many marks are of a size, and how many of these are matched. */
  private static int[] count(List<Mark> marks, List<Partner> partners, double from, double to) {
    int[] counts = new int[2];
    for (int i = 0; i < marks.size(); i++) {
      double side = marks.get(i).longerSidePx();
      if (side >= from && side < to) {
        counts[0]++;
        counts[1] += partners.get(i).matches() ? 1 : 0;
      }
    }
    return counts;
  }
}
