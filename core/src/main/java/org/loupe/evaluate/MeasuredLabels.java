package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.evaluate.BlandAltman.Pair;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.measure.DefectMeasurer;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.SizeStatistics;

/**
 * Module III by itself: what it measures in the box of each label, beside the label's own ellipse.
 *
 * <p>What is compared is the major axis, in pixels, of a label's ellipse or of its outline's
 * moments; or, for labels that are tight boxes, the longer side of the box with that of the box
 * round the measured ellipse. Detection and screening have no part in it.
 *
 * @param images each by itself, in the order given
 */
public record MeasuredLabels(List<Image> images) {

  /** How far off a diameter may be before the measurement counts as failed. */
  public static final double FAILED = 0.2;

  /** What of a label is compared with the measurement. */
  public enum Extent {
    /** Its ellipse, or the ellipse of its outline; labels without a shape are left out. */
    SHAPE,
    /** Its box, taken to be tight; labels that the frame cuts are left out. */
    TIGHT_BOX
  }

  /**
   * A label and its measurement.
   *
   * @param label its ellipse; of a tight box the one inscribed, upright
   * @param box that was given to the measurement
   */
  public record Measured(Ellipse label, Box box, Measurement result, Extent extent) {

    /** Returns what is compared with the label: of a tight box the one inscribed in its box. */
    public Ellipse compared() {
      return extent == Extent.TIGHT_BOX
          ? inscribed(result.ellipse().boundingBox())
          : result.ellipse();
    }

    /** Returns the two major axes. */
    public Pair diameters() {
      return new Pair(label.majorAxisLength(), compared().majorAxisLength());
    }

    /** Returns whether the diameter is off by more than a fifth of the label's. */
    public boolean failed() {
      return Math.abs(diameters().difference()) > FAILED * label.majorAxisLength();
    }

    /**
     * Returns by how far the major axes are turned against each other, in degrees, 0 to 90; empty
     * for a box, and for a label too round to tell, of an axis ratio over 0.8.
     */
    public OptionalDouble turnDegrees() {
      if (extent == Extent.TIGHT_BOX || label.minorAxisLength() > 0.8 * label.majorAxisLength()) {
        return OptionalDouble.empty();
      }
      double turn = Math.abs(label.orientation() - result.ellipse().orientation()) % Math.PI;
      return OptionalDouble.of(Math.toDegrees(Math.min(turn, Math.PI - turn)));
    }
  }

  /**
   * One micrograph.
   *
   * @param unshaped labels left out because they are boxes without a shape
   * @param unmatched labels left out because no box belongs to them
   * @param cut tight boxes left out because they reach the frame
   */
  public record Image(String name, List<Measured> measured, int unshaped, int unmatched, int cut) {

    public Image {
      measured = List.copyOf(measured);
    }
  }

  /**
   * The figures of some labels; errors are relative to the labels.
   *
   * @param meanError of the mean diameter; empty without labels
   * @param sdError of the standard deviation; empty for fewer than two labels
   * @param meanMinorError of the mean minor axis; empty without labels
   * @param medianTurnDegrees of those not round; empty if all are
   * @param failures measurements off by more than {@link #FAILED}
   * @param flags how many measurements have each
   * @param agreement empty for fewer than two labels
   */
  public record Figures(
      SizeStatistics labels,
      SizeStatistics results,
      OptionalDouble meanError,
      OptionalDouble sdError,
      OptionalDouble meanMinorError,
      OptionalDouble medianTurnDegrees,
      int failures,
      Map<MeasurementFlag, Integer> flags,
      Optional<BlandAltman> agreement) {

    static Figures of(List<Measured> measured) {
      double[] labels = measured.stream().mapToDouble(m -> m.label().majorAxisLength()).toArray();
      double[] results =
          measured.stream().mapToDouble(m -> m.compared().majorAxisLength()).toArray();
      SizeStatistics label = SizeStatistics.of(labels);
      SizeStatistics result = SizeStatistics.of(results);
      Map<MeasurementFlag, Integer> flags = new EnumMap<>(MeasurementFlag.class);
      measured.forEach(m -> m.result().flags().forEach(f -> flags.merge(f, 1, Integer::sum)));
      return new Figures(
          label,
          result,
          relative(result.mean(), label.mean()),
          relative(result.standardDeviation(), label.standardDeviation()),
          relative(
              measured.stream().mapToDouble(m -> m.compared().minorAxisLength()).average(),
              measured.stream().mapToDouble(m -> m.label().minorAxisLength()).average()),
          SizeStatistics.of(
                  measured.stream().flatMapToDouble(m -> m.turnDegrees().stream()).toArray())
              .median(),
          (int) measured.stream().filter(Measured::failed).count(),
          flags,
          BlandAltman.of(measured.stream().map(Measured::diameters).toList()));
    }

    private static OptionalDouble relative(OptionalDouble result, OptionalDouble label) {
      return result.isPresent() && label.isPresent() && label.getAsDouble() > 0
          ? OptionalDouble.of(result.getAsDouble() / label.getAsDouble() - 1)
          : OptionalDouble.empty();
    }
  }

  public MeasuredLabels {
    images = List.copyOf(images);
  }

  /** Measures the labels of a micrograph in boxes made from them. */
  public static Image measure(
      String name,
      GrayImage image,
      List<Mark> labels,
      Extent extent,
      DefectMeasurer measurer,
      LabelBoxes boxes) {
    SplittableRandom random = new SplittableRandom(boxes.seed() ^ name.hashCode());
    Selection selection = new Selection(image, extent);
    List<Measured> measured = new ArrayList<>();
    for (Mark label : labels) {
      Optional<Ellipse> ellipse = selection.ellipse(label);
      if (ellipse.isEmpty()) {
        continue;
      }
      Box box = boxes.around(ellipse.get().boundingBox(), random);
      if (overlaps(box, image)) {
        measured.add(new Measured(ellipse.get(), box, measurer.measure(image, box), extent));
      }
    }
    return new Image(name, measured, selection.unshaped, 0, selection.cut);
  }

  /** Measures the labels of a micrograph in boxes that another person or program drew. */
  public static Image measureIn(
      String name,
      GrayImage image,
      List<Mark> labels,
      Extent extent,
      DefectMeasurer measurer,
      List<Mark> drawn,
      MatchingRule.Strict rule) {
    List<Matching.Partner> partners = rule.match(labels, drawn).ofAnnotations();
    Selection selection = new Selection(image, extent);
    List<Measured> measured = new ArrayList<>();
    int unmatched = 0;
    for (int i = 0; i < labels.size(); i++) {
      Optional<Ellipse> ellipse = selection.ellipse(labels.get(i));
      if (ellipse.isEmpty()) {
        continue;
      }
      if (!partners.get(i).matches()) {
        unmatched++;
        continue;
      }
      Box box = drawn.get(partners.get(i).index()).box();
      measured.add(new Measured(ellipse.get(), box, measurer.measure(image, box), extent));
    }
    return new Image(name, measured, selection.unshaped, unmatched, selection.cut);
  }

  /** Tells which labels can be compared, and counts the others. */
  private static final class Selection {

    /** A box that ends this near to the frame may have been cut by it, in pixels. */
    private static final double FRAME = 1;

    private final GrayImage image;
    private final Extent extent;
    private int unshaped;
    private int cut;

    Selection(GrayImage image, Extent extent) {
      this.image = image;
      this.extent = extent;
    }

    Optional<Ellipse> ellipse(Mark label) {
      if (extent == Extent.SHAPE) {
        unshaped += label.ellipse().isEmpty() ? 1 : 0;
        return label.ellipse();
      }
      Box box = label.box();
      if (box.x() < FRAME
          || box.y() < FRAME
          || box.right() > image.width() - FRAME
          || box.bottom() > image.height() - FRAME) {
        cut++;
        return Optional.empty();
      }
      return Optional.of(inscribed(box));
    }
  }

  /** Returns the upright ellipse inscribed in a box. */
  private static Ellipse inscribed(Box box) {
    return new Ellipse(
        box.x() + box.width() / 2,
        box.y() + box.height() / 2,
        Math.max(box.width(), box.height()),
        Math.min(box.width(), box.height()),
        box.width() >= box.height() ? 0 : Math.PI / 2);
  }

  private static boolean overlaps(Box box, GrayImage image) {
    return box.x() < image.width()
        && box.y() < image.height()
        && box.right() > 0
        && box.bottom() > 0;
  }

  /** Returns the figures of one image. */
  public static Figures figures(Image image) {
    return Figures.of(image.measured());
  }

  /** Returns the figures of all images together. */
  public Figures pooled() {
    return Figures.of(all(images));
  }

  /** Returns the 95 % interval of the pooled mean's error, by drawing images. */
  public Optional<ConfidenceInterval> meanErrorInterval(ImageBootstrap bootstrap) {
    return bootstrap.interval(images, drawn -> meanError(all(drawn)));
  }

  private static double meanError(List<Measured> measured) {
    double[] labels = measured.stream().mapToDouble(m -> m.diameters().label()).toArray();
    double[] results = measured.stream().mapToDouble(m -> m.diameters().result()).toArray();
    return Arrays.stream(results).sum() / Arrays.stream(labels).sum() - 1;
  }

  private static List<Measured> all(List<Image> images) {
    return images.stream().flatMap(image -> image.measured().stream()).toList();
  }
}
