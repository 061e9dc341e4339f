package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.defect.MicrographResult;
import org.loupe.micrograph.Calibration;

/**
 * The numbers that describe the defects of one micrograph, or of several pooled.
 *
 * <p>Everything is in one unit of length: pixels, or nanometres. The plain figures count every
 * defect that was found, and their intervals hold counting and the differences between images;
 * corrected ones stand beside them.
 *
 * @param micrographs number of micrographs
 * @param analyzedArea their area, in square units
 * @param diameter the sizes
 * @param meanDiameterInterval 95 % interval of the mean diameter; empty for fewer than two defects
 * @param numberDensity defects per square unit; empty if the area is zero
 * @param numberDensityInterval 95 % interval of the number density
 * @param histogram of the diameters, plain and corrected; empty for no defects
 * @param logNormal fit to the diameters; empty for no defects
 * @param edgeCorrected without the defects that touch the frame, the others weighted
 * @param detectionCorrected as well corrected for what the detector misses and invents; empty if
 *     its rates are unknown
 * @param trustedSize side of the box from which on detection can be trusted; for micrographs of
 *     several pixel sizes the largest; empty if unknown
 * @param allVariants the best densities over the visible share; empty if none was given
 */
public record DefectStatistics(
    int micrographs,
    double analyzedArea,
    SizeStatistics diameter,
    Optional<ConfidenceInterval> meanDiameterInterval,
    OptionalDouble numberDensity,
    Optional<ConfidenceInterval> numberDensityInterval,
    Optional<Histogram> histogram,
    Optional<LogNormalFit> logNormal,
    CorrectedStatistics edgeCorrected,
    Optional<CorrectedStatistics> detectionCorrected,
    OptionalDouble trustedSize,
    Optional<AllVariants> allVariants) {

  /**
   * Densities of all variants, seen and unseen: the best ones over the visible share.
   *
   * @param visibility the share
   * @param numberDensity defects per square unit; empty if undefined
   * @param numberDensityInterval of it; the share itself counts as exact
   * @param volumeDensity defects per cubic unit; empty without thickness
   * @param volumeDensityInterval of it
   */
  public record AllVariants(
      Visibility visibility,
      OptionalDouble numberDensity,
      Optional<ConfidenceInterval> numberDensityInterval,
      OptionalDouble volumeDensity,
      Optional<ConfidenceInterval> volumeDensityInterval) {

    static AllVariants of(Visibility visibility, CorrectedStatistics best) {
      double factor = 1 / visibility.fraction();
      return new AllVariants(
          visibility,
          best.numberDensity().isPresent()
              ? OptionalDouble.of(best.numberDensity().getAsDouble() * factor)
              : OptionalDouble.empty(),
          best.numberDensityInterval().map(i -> i.scaled(factor)),
          best.volume()
              .map(v -> OptionalDouble.of(v.density() * factor))
              .orElseGet(OptionalDouble::empty),
          best.volume().map(v -> v.densityInterval().scaled(factor)));
    }
  }

  /** Returns the statistics of one micrograph, in pixels. */
  public static DefectStatistics inPixels(MicrographResult result, StatisticsSettings settings) {
    return of(List.of(Sample.of(result, 1, settings)), settings, LengthScale.PIXELS);
  }

  /** Returns the statistics of one micrograph, in nanometres; empty without calibration. */
  public static Optional<DefectStatistics> inNanometers(
      MicrographResult result, StatisticsSettings settings) {
    return result
        .calibration()
        .map(Calibration::pixelSizeNm)
        .map(
            pixelSizeNm ->
                of(
                    List.of(Sample.of(result, pixelSizeNm, settings)),
                    settings,
                    LengthScale.NANOMETERS));
  }

  /** Returns the statistics of {@code samples} pooled; there must be one at least. */
  static DefectStatistics of(List<Sample> samples, StatisticsSettings settings, LengthScale scale) {
    List<WeightedSizes> sizes =
        samples.stream().map(s -> WeightedSizes.unweighted(s.diameters())).toList();
    double[] areas = samples.stream().mapToDouble(Sample::area).toArray();
    Optional<NumberDensity.Estimate> density =
        NumberDensity.of(samples.stream().map(Sample::ones).toList(), areas, 1);
    SizeStatistics diameter = WeightedSizes.pooled(sizes);
    CorrectedStatistics edges = Correction.edges(samples, settings, scale);
    Optional<CorrectedStatistics> detection = Correction.detection(samples, settings, scale);
    return new DefectStatistics(
        areas.length,
        Arrays.stream(areas).sum(),
        diameter,
        settings.bootstrap().ofPositiveMean(sizes),
        density.map(d -> OptionalDouble.of(d.density())).orElseGet(OptionalDouble::empty),
        density.map(NumberDensity.Estimate::interval),
        Correction.histogram(samples, settings, scale),
        LogNormalFit.of(sizes, settings.bootstrap()),
        edges,
        detection,
        trustedSize(samples, settings),
        settings.visibility().map(v -> AllVariants.of(v, detection.orElse(edges))));
  }

  private static OptionalDouble trustedSize(List<Sample> samples, StatisticsSettings settings) {
    OptionalDouble pixels =
        settings.detection().map(DetectionRates::trustedSizePx).orElseGet(OptionalDouble::empty);
    return pixels.isPresent()
        ? OptionalDouble.of(
            pixels.getAsDouble()
                * samples.stream().mapToDouble(Sample::unitsPerPixel).max().orElseThrow())
        : pixels;
  }

  /** Returns the statistics with every correction that is known: the figures to publish. */
  public CorrectedStatistics best() {
    return detectionCorrected.orElse(edgeCorrected);
  }
}
