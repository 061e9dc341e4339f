package org.loupe.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.defect.MicrographResult;

/**
 * The statistics of a set of micrographs.
 *
 * @param pixels over all micrographs, in pixels; empty if there is none. Pixels of micrographs of
 *     different magnification are not the same length: with such a set only the nanometres mean
 *     something
 * @param nanometers over the calibrated micrographs, in nanometres; empty if there is none
 */
public record SetStatistics(
    Optional<DefectStatistics> pixels, Optional<DefectStatistics> nanometers) {

  /** Gathers micrographs one by one and keeps of each only its area and sizes. */
  public static final class Collector {

    private final StatisticsSettings settings;
    private final List<Sample> pixels = new ArrayList<>();
    private final List<Sample> nanometers = new ArrayList<>();

    private Collector(StatisticsSettings settings) {
      this.settings = settings;
    }

    /** Takes the defects of {@code result}. */
    public void add(MicrographResult result) {
      pixels.add(Sample.of(result, 1, settings));
      result
          .calibration()
          .ifPresent(c -> nanometers.add(Sample.of(result, c.pixelSizeNm(), settings)));
    }

    /** Returns the statistics of what was added so far. */
    public SetStatistics finish() {
      return new SetStatistics(
          of(pixels, LengthScale.PIXELS), of(nanometers, LengthScale.NANOMETERS));
    }

    private Optional<DefectStatistics> of(List<Sample> samples, LengthScale scale) {
      return samples.isEmpty()
          ? Optional.empty()
          : Optional.of(DefectStatistics.of(samples, settings, scale));
    }
  }

  /** Returns an empty collector. */
  public static Collector collector(StatisticsSettings settings) {
    return new Collector(settings);
  }
}
