package org.loupe.app.report;

import java.util.List;
import java.util.Optional;
import org.loupe.defect.Defect;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Trust;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.ConfidenceInterval;
import org.loupe.statistics.NumberDensity;

/**
 * What the report keeps of every micrograph: a few numbers, no defects and no pixels.
 *
 * @param number its place in the run, from 1
 * @param image name in the tables
 * @param error what went wrong; empty if it was analyzed
 * @param widthPx width, in pixels; 0 if it failed
 * @param heightPx height, in pixels; 0 if it failed
 * @param areaPx2 pixels that were analyzed; 0 if it failed
 * @param masked share of its pixels that was left out, 0 to 1
 * @param droppedDetections detections whose center was left out
 * @param calibration size of a pixel; empty if unknown
 * @param defects that were found
 * @param flagged defects with something to know about their size
 * @param meanDiameterPx mean major axis, in pixels; NaN without defects
 * @param notes what a user should know about how it was read
 * @param trust how far it may be believed; empty if unknown
 * @param member name of the member of the model that found the defects; empty if it has no others
 * @param overlay address of the overlay from the report; empty if there is none
 */
record ReportedMicrograph(
    int number,
    String image,
    Optional<String> error,
    int widthPx,
    int heightPx,
    long areaPx2,
    double masked,
    int droppedDetections,
    Optional<Calibration> calibration,
    int defects,
    int flagged,
    double meanDiameterPx,
    List<String> notes,
    Optional<Trust> trust,
    Optional<String> member,
    Optional<String> overlay) {

  private static final double NM2_PER_M2 = 1e18;

  static ReportedMicrograph of(int number, MicrographOutcome outcome, Optional<String> overlay) {
    if (outcome.result().isEmpty()) {
      return new ReportedMicrograph(
          number,
          outcome.image(),
          outcome.error(),
          0,
          0,
          0,
          0,
          0,
          Optional.empty(),
          0,
          0,
          Double.NaN,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    MicrographResult result = outcome.result().get();
    List<Defect> defects = result.defects();
    return new ReportedMicrograph(
        number,
        outcome.image(),
        Optional.empty(),
        result.widthPx(),
        result.heightPx(),
        result.region().areaPx2(),
        result.region().excludedFraction(),
        result.region().droppedDetections(),
        result.calibration(),
        defects.size(),
        (int) defects.stream().filter(d -> !d.measurement().flags().isEmpty()).count(),
        defects.stream()
            .mapToDouble(d -> d.measurement().ellipse().majorAxisLength())
            .average()
            .orElse(Double.NaN),
        result.notes(),
        result.trust(),
        result.member(),
        overlay);
  }

  /** Returns nanometres per pixel; NaN if unknown. */
  double pixelSizeNm() {
    return calibration.map(Calibration::pixelSizeNm).orElse(Double.NaN);
  }

  /** Returns defects per square metre; NaN without calibration. */
  double densityPerM2() {
    return defects * NM2_PER_M2 / areaNm2();
  }

  /** Returns the interval of {@link #densityPerM2} by counting alone; empty without calibration. */
  Optional<ConfidenceInterval> densityInterval() {
    return calibration.map(
        c -> {
          ConfidenceInterval perNm2 =
              NumberDensity.interval(new long[] {defects}, new double[] {areaNm2()});
          return new ConfidenceInterval(
              perNm2.lower() * NM2_PER_M2, perNm2.upper() * NM2_PER_M2, perNm2.method());
        });
  }

  private double areaNm2() {
    return areaPx2 * pixelSizeNm() * pixelSizeNm();
  }
}
