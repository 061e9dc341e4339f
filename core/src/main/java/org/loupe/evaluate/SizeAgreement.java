package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.loupe.evaluate.Matching.Partner;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/**
 * Number and size of the defects, result against label, as the publication judges Module III.
 *
 * <p>All detections are compared with all annotations, matched or not, because that is what a paper
 * would report; only {@link #pairs} is of defects that the strict rule matched. Errors are relative
 * to the labels. The number density has the same relative error as the number, as result and label
 * share the analyzed area.
 *
 * @param diameter what is compared, on both sides
 * @param unit {@code px} or {@code nm}
 * @param images each by itself
 * @param labels the annotations of all images
 * @param results the detections of all images
 * @param numberError (detections - annotations) / annotations; empty without annotations
 * @param numberErrorInterval 95 %, by drawing images
 * @param meanError relative error of the mean diameter; empty if either side has no defect
 * @param meanErrorInterval 95 %, by drawing images
 * @param distributions do the diameters come from one distribution; empty if a side has no defect
 * @param pairs differences of matched defects; empty for fewer than two
 */
public record SizeAgreement(
    Diameter diameter,
    String unit,
    List<Image> images,
    SizeStatistics labels,
    SizeStatistics results,
    OptionalDouble numberError,
    Optional<ConfidenceInterval> numberErrorInterval,
    OptionalDouble meanError,
    Optional<ConfidenceInterval> meanErrorInterval,
    Optional<KolmogorovSmirnov> distributions,
    Optional<BlandAltman> pairs) {

  /** What is called the diameter of a defect. */
  public enum Diameter {
    /** The major axis of the ellipse. */
    MAJOR_AXIS("major axis of the ellipse"),
    /**
     * The longer side of the box around it: where the labels are boxes. The box of a measured
     * defect is its ellipse's bounding box.
     */
    BOX_SIDE("longer side of the bounding box");

    private final String words;

    Diameter(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Returns the diameter of a mark, in pixels. */
    public double ofPx(Mark mark) {
      if (mark.ellipse().isEmpty()) {
        return mark.longerSidePx();
      }
      return this == MAJOR_AXIS
          ? mark.ellipse().get().majorAxisLength()
          : Mark.ofEllipse(mark.ellipse().get()).longerSidePx();
    }

    /** Returns the major axis if every mark of micrographs has an ellipse, else the box's side. */
    static Diameter of(List<MarkedMicrograph> micrographs) {
      boolean ellipses =
          micrographs.stream()
              .allMatch(
                  m ->
                      m.annotations().stream().allMatch(a -> a.ellipse().isPresent())
                          && m.detections().stream().allMatch(d -> d.ellipse().isPresent()));
      return ellipses ? MAJOR_AXIS : BOX_SIDE;
    }
  }

  /**
   * One image.
   *
   * @param name of the micrograph
   * @param area in square units
   * @param labels diameters of the annotations
   * @param results diameters of the detections
   */
  public record Image(String name, double area, double[] labels, double[] results) {

    public SizeStatistics labelStatistics() {
      return SizeStatistics.of(labels);
    }

    public SizeStatistics resultStatistics() {
      return SizeStatistics.of(results);
    }

    /** Returns (detections - annotations) / annotations; empty without annotations. */
    public OptionalDouble numberError() {
      return relative(results.length, labels.length);
    }
  }

  public SizeAgreement {
    images = List.copyOf(images);
  }

  /** Returns the agreement in pixels; of images of one magnification, or it means little. */
  static SizeAgreement inPixels(
      List<MarkedMicrograph> micrographs, MatchingRule.Strict rule, ImageBootstrap bootstrap) {
    return of(micrographs, "px", m -> 1, rule, bootstrap);
  }

  /** Returns the agreement of the calibrated images, in nanometres; empty if there is none. */
  static Optional<SizeAgreement> inNanometers(
      List<MarkedMicrograph> micrographs, MatchingRule.Strict rule, ImageBootstrap bootstrap) {
    List<MarkedMicrograph> calibrated =
        micrographs.stream().filter(m -> m.pixelSizeNm().isPresent()).toList();
    return calibrated.isEmpty()
        ? Optional.empty()
        : Optional.of(of(calibrated, "nm", m -> m.pixelSizeNm().orElseThrow(), rule, bootstrap));
  }

  private static SizeAgreement of(
      List<MarkedMicrograph> micrographs,
      String unit,
      ToDoubleFunction<MarkedMicrograph> unitsPerPixel,
      MatchingRule.Strict rule,
      ImageBootstrap bootstrap) {
    Diameter diameter = Diameter.of(micrographs);
    List<Image> images = new ArrayList<>();
    List<BlandAltman.Pair> pairs = new ArrayList<>();
    for (MarkedMicrograph m : micrographs) {
      double factor = unitsPerPixel.applyAsDouble(m);
      double[] labels = diameters(m.annotations(), diameter, factor);
      double[] results = diameters(m.detections(), diameter, factor);
      images.add(
          new Image(
              m.name(), (double) m.widthPx() * m.heightPx() * factor * factor, labels, results));
      List<Partner> partners = rule.match(m.annotations(), m.detections()).ofAnnotations();
      for (int a = 0; a < labels.length; a++) {
        if (partners.get(a).matches()) {
          pairs.add(new BlandAltman.Pair(labels[a], results[partners.get(a).index()]));
        }
      }
    }
    double[] labels = pooled(images, Image::labels);
    double[] results = pooled(images, Image::results);
    return new SizeAgreement(
        diameter,
        unit,
        images,
        SizeStatistics.of(labels),
        SizeStatistics.of(results),
        defined(numberError(images)),
        bootstrap.interval(images, SizeAgreement::numberError),
        defined(meanError(images)),
        bootstrap.interval(images, SizeAgreement::meanError),
        labels.length == 0 || results.length == 0
            ? Optional.empty()
            : Optional.of(KolmogorovSmirnov.of(labels, results)),
        BlandAltman.of(pairs));
  }

  private static double[] diameters(List<Mark> marks, Diameter diameter, double factor) {
    return marks.stream().mapToDouble(mark -> factor * diameter.ofPx(mark)).toArray();
  }

  private static double[] pooled(
      List<Image> images, java.util.function.Function<Image, double[]> side) {
    return images.stream().map(side).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double numberError(List<Image> images) {
    long labels = images.stream().mapToLong(i -> i.labels().length).sum();
    long results = images.stream().mapToLong(i -> i.results().length).sum();
    return relative(results, labels).orElse(Double.NaN);
  }

  private static double meanError(List<Image> images) {
    double label = mean(images, Image::labels);
    return (mean(images, Image::results) - label) / label;
  }

  private static double mean(
      List<Image> images, java.util.function.Function<Image, double[]> side) {
    double sum = 0;
    long count = 0;
    for (Image image : images) {
      for (double size : side.apply(image)) {
        sum += size;
      }
      count += side.apply(image).length;
    }
    return sum / count;
  }

  private static OptionalDouble relative(long results, long labels) {
    return labels == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (results - labels) / labels);
  }

  private static OptionalDouble defined(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
