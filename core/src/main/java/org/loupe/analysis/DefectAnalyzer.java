package org.loupe.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.loupe.cascade.CascadeDetector;
import org.loupe.defect.Candidate;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.image.IntensityMapping;
import org.loupe.measure.DefectMeasurer;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.region.Region;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.trust.TrustBasis;

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

  private final String defectClass;
  private final CascadeDetector detector;
  private final Optional<Screener> screener;
  private final double minProbability;
  private final Optional<TrustBasis> trust;
  private final DefectMeasurer measurer;

  /**
   * Loads a model.
   *
   * @throws ScreenerFormatException if its network is damaged or of another kind
   */
  public DefectAnalyzer(ModelBundle model) throws ScreenerFormatException {
    this.defectClass = model.defectClass();
    this.detector = new CascadeDetector(model.cascade(), model.scan());
    this.screener =
        model.screener().isPresent()
            ? Optional.of(new Screener(model.screener().get()))
            : Optional.empty();
    this.minProbability =
        model.screener().map(network -> network.settings().minProbability()).orElse(0.0);
    this.trust = screener.isPresent() ? model.trust() : Optional.empty();
    this.measurer = new DefectMeasurer(model.measurement());
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
    Optional<Calibration> calibration = micrograph.calibration();
    if (calibration.isPresent() && !calibration.get().isSquare()) {
      throw new NonSquarePixelsException(calibration.get());
    }
    IntensityMapping mapping = micrograph.intensityMapping(region.excluded());
    ByteImage image = mapping.apply(micrograph.image());
    List<Candidate> candidates = detector.detect(image, pool);
    List<ScreenedBox> screened =
        screener.isPresent() ? screener.get().distinct(image, candidates, pool) : List.of();
    List<Detection> all = detections(candidates, screened);
    List<Detection> inside = all.stream().filter(d -> holds(region, d.box())).toList();
    return new MicrographResult(
        name,
        micrograph.width(),
        micrograph.height(),
        calibration,
        mapping.description(),
        measure(micrograph, region, inside, pool),
        micrograph.notes(),
        Optional.empty(),
        trust.map(
            basis ->
                basis.of(
                    image,
                    screened.stream().filter(s -> holds(region, s.box())).toList(),
                    minProbability)),
        region.summary().withDroppedDetections(all.size() - inside.size()));
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
    return LabelRevision.of(found, marks, micrograph.image(), measurer, defectClass);
  }

  private List<Detection> detections(List<Candidate> candidates, List<ScreenedBox> screened) {
    List<Detection> detections =
        screener.isPresent()
            ? screener.get().detections(screened, defectClass)
            : candidates.stream()
                .map(candidate -> Detection.unscreened(defectClass, candidate))
                .toList();
    return detections.stream().sorted(READING_ORDER).toList();
  }

  private List<Defect> measure(
      Micrograph micrograph, Region region, List<Detection> detections, ForkJoinPool pool) {
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
    screener.ifPresent(Screener::close);
  }
}
