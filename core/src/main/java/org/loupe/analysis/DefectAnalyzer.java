package org.loupe.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.detection.Findings;
import org.loupe.detection.ModelDetector;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.image.IntensityMapping;
import org.loupe.measure.DefectMeasurer;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.region.Region;
import org.loupe.screen.ScreenerFormatException;

/**
 * Finds and measures the defects of one micrograph: candidates, detections, defects.
 *
 * <p>Immutable and thread-safe. The result does not depend on the number of threads. Holds memory
 * outside Java until it is closed if the model screens.
 */
public final class DefectAnalyzer implements AutoCloseable {

  /** Reading order, then size: the same order whichever thread found a box first. */
  static final Comparator<Detection> READING_ORDER =
      Comparator.comparing(
          Detection::box,
          Comparator.comparingDouble(Box::y)
              .thenComparingDouble(Box::x)
              .thenComparingDouble(Box::height)
              .thenComparingDouble(Box::width));

  /** How near to what is left out counts as reaching it, in pixels: a rim may be cut. */
  private static final double REACH_PX = 1;

  private final ModelBundle model;
  private final ModelDetector detector;

  /**
   * Loads a model.
   *
   * @throws ScreenerFormatException if its network is damaged or of another kind
   */
  public DefectAnalyzer(ModelBundle model) throws ScreenerFormatException {
    this.model = model;
    this.detector = new ModelDetector(model);
  }

  /**
   * Returns the defects of {@code micrograph}; none if it is smaller than the detection window.
   *
   * @param name what the tables call the micrograph
   * @param pool whose threads scan, screen and measure
   * @throws NonSquarePixelsException if the pixels are not square: one length cannot describe them
   */
  public MicrographResult analyze(String name, Micrograph micrograph, ForkJoinPool pool)
      throws NonSquarePixelsException {
    return analyze(name, micrograph, Region.whole(micrograph.width(), micrograph.height()), pool);
  }

  /**
   * Returns the defects in a region of {@code micrograph}: those whose detection box has its center
   * there.
   *
   * @param name what the tables call the micrograph
   * @param region of a micrograph of this size
   * @param pool whose threads scan and screen
   * @throws NonSquarePixelsException if the pixels are not square: one length cannot describe them
   */
  public MicrographResult analyze(
      String name, Micrograph micrograph, Region region, ForkJoinPool pool)
      throws NonSquarePixelsException {
    return analyze(name, micrograph, region, Optional.empty(), pool);
  }

  /**
   * Returns the defects in a region of {@code micrograph}.
   *
   * @param member name of the member of the model that finds them; empty for the one that knows
   *     such micrographs
   */
  MicrographResult analyze(
      String name, Micrograph micrograph, Region region, Optional<String> member, ForkJoinPool pool)
      throws NonSquarePixelsException {
    Optional<Calibration> calibration = micrograph.calibration();
    if (calibration.isPresent() && !calibration.get().isSquare()) {
      throw new NonSquarePixelsException(calibration.get());
    }
    IntensityMapping mapping = micrograph.intensityMapping(region.excluded());
    ByteImage image = mapping.apply(micrograph.image());
    Predicate<Box> counts = box -> holds(region, box);
    Findings found =
        member.isPresent()
            ? detector.findBy(member.get(), image, counts, pool)
            : detector.find(image, counts, pool);
    List<Detection> all = found.reported().stream().sorted(READING_ORDER).toList();
    List<Detection> inside = all.stream().filter(d -> counts.test(d.box())).toList();
    DefectMeasurer measurer = new DefectMeasurer(found.by().measurement());
    return new MicrographResult(
        name,
        micrograph.width(),
        micrograph.height(),
        calibration,
        mapping.description(),
        measure(micrograph, region, inside, measurer, pool),
        micrograph.notes(),
        Optional.empty(),
        found.trust(),
        region.summary().withDroppedDetections(all.size() - inside.size()),
        model.others().isEmpty() ? Optional.empty() : Optional.of(found.by().name()));
  }

  private static boolean holds(Region region, Box box) {
    return region.contains(box.centerX(), box.centerY());
  }

  /**
   * Returns {@code found} with a person's labels in the place of the machine's detections.
   *
   * @param found what {@link #analyze} returned for {@code micrograph}
   */
  MicrographResult revise(MicrographResult found, List<DrawnMark> marks, Micrograph micrograph) {
    ModelBundle by = model.member(found.member().orElse(model.name()));
    return LabelRevision.of(
        found, marks, micrograph.image(), new DefectMeasurer(by.measurement()), by.defectClass());
  }

  private static List<Defect> measure(
      Micrograph micrograph,
      Region region,
      List<Detection> detections,
      DefectMeasurer measurer,
      ForkJoinPool pool) {
    List<Measurement> measurements =
        measurer.measureAll(
            micrograph.image(), detections.stream().map(Detection::box).toList(), pool);
    List<Defect> defects = new ArrayList<>(detections.size());
    for (int i = 0; i < measurements.size(); i++) {
      defects.add(new Defect(i + 1, detections.get(i), flagged(measurements.get(i), region)));
    }
    return defects;
  }

  /** Says of a measurement that it reaches an info bar, or other pixels that are left out. */
  private static Measurement flagged(Measurement measurement, Region region) {
    if (!region.excludesPartOf(measurement.ellipse(), REACH_PX)) {
      return measurement;
    }
    Box frame = region.summary().frame();
    Box hull = measurement.ellipse().boundingBox();
    boolean cut =
        hull.x() < frame.x() + REACH_PX
            || hull.y() < frame.y() + REACH_PX
            || hull.right() > frame.right() - REACH_PX
            || hull.bottom() > frame.bottom() - REACH_PX;
    return measurement.withFlag(cut ? MeasurementFlag.TOUCHES_EDGE : MeasurementFlag.TOUCHES_MASK);
  }

  @Override
  public void close() {
    detector.close();
  }
}
