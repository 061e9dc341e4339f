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
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.image.IntensityMapping;
import org.loupe.measure.DefectMeasurer;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;

/**
 * Finds and measures the defects of one micrograph: candidates, detections, defects.
 *
 * <p>Immutable and thread-safe. The result does not depend on the number of threads.
 */
public final class DefectAnalyzer {

  /** Reading order, then size: the same order whichever thread found a box first. */
  private static final Comparator<Detection> READING_ORDER =
      Comparator.comparing(
          Detection::box,
          Comparator.comparingDouble(Box::y)
              .thenComparingDouble(Box::x)
              .thenComparingDouble(Box::height)
              .thenComparingDouble(Box::width));

  private final String defectClass;
  private final CascadeDetector detector;
  private final DefectMeasurer measurer;

  public DefectAnalyzer(ModelBundle model) {
    this.defectClass = model.defectClass();
    this.detector = new CascadeDetector(model.cascade(), model.scan());
    this.measurer = new DefectMeasurer(model.measurement());
  }

  /**
   * Returns the defects of {@code micrograph}; none if it is smaller than the detection window.
   *
   * @param name what the tables call the micrograph
   * @param pool whose threads scan
   * @throws NonSquarePixelsException if the pixels are not square: one length cannot describe them
   */
  public MicrographResult analyze(String name, Micrograph micrograph, ForkJoinPool pool)
      throws NonSquarePixelsException {
    Optional<Calibration> calibration = micrograph.calibration();
    if (calibration.isPresent() && !calibration.get().isSquare()) {
      throw new NonSquarePixelsException(calibration.get());
    }
    IntensityMapping mapping = micrograph.intensityMapping();
    List<Candidate> candidates = detector.detect(mapping.apply(micrograph.image()), pool);
    return new MicrographResult(
        name,
        micrograph.width(),
        micrograph.height(),
        calibration,
        mapping.description(),
        measure(micrograph, candidates),
        micrograph.notes());
  }

  private List<Defect> measure(Micrograph micrograph, List<Candidate> candidates) {
    List<Detection> detections =
        candidates.stream()
            .map(candidate -> Detection.unscreened(defectClass, candidate))
            .sorted(READING_ORDER)
            .toList();
    List<Defect> defects = new ArrayList<>(detections.size());
    for (Detection detection : detections) {
      defects.add(
          new Defect(
              defects.size() + 1,
              detection,
              measurer.measure(micrograph.image(), detection.box())));
    }
    return defects;
  }
}
