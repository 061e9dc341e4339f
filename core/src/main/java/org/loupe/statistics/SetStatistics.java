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

  /** Gathers micrographs one by one and keeps of each only its area and diameters. */
  public static final class Collector {

    private final List<DefectStatistics.Sizes> pixels = new ArrayList<>();
    private final List<DefectStatistics.Sizes> nanometers = new ArrayList<>();

    private Collector() {}

    /** Takes the defects of {@code result}. */
    public void add(MicrographResult result) {
      pixels.add(DefectStatistics.Sizes.of(result, 1));
      result
          .calibration()
          .ifPresent(c -> nanometers.add(DefectStatistics.Sizes.of(result, c.pixelSizeNm())));
    }

    /** Returns the statistics of what was added so far. */
    public SetStatistics finish() {
      return new SetStatistics(of(pixels), of(nanometers));
    }

    private static Optional<DefectStatistics> of(List<DefectStatistics.Sizes> sizes) {
      return sizes.isEmpty() ? Optional.empty() : Optional.of(DefectStatistics.of(sizes));
    }
  }

  /** Returns an empty collector. */
  public static Collector collector() {
    return new Collector();
  }
}
