package org.loupe.statistics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private final MemberSettings settings;
    private final Set<String> members = new HashSet<>();
    private final List<Sample> pixels = new ArrayList<>();
    private final List<Sample> nanometers = new ArrayList<>();

    private Collector(MemberSettings settings) {
      this.settings = settings;
    }

    /** Takes the defects of {@code result}. */
    public void add(MicrographResult result) {
      StatisticsSettings own = settings.of(result);
      result.member().ifPresent(members::add);
      pixels.add(Sample.of(result, 1, own));
      result.calibration().ifPresent(c -> nanometers.add(Sample.of(result, c.pixelSizeNm(), own)));
    }

    /** Returns the settings that hold for what was added so far together. */
    public StatisticsSettings settings() {
      return settings.ofSet(members);
    }

    /** Returns the statistics of what was added so far. */
    public SetStatistics finish() {
      return new SetStatistics(
          of(pixels, LengthScale.PIXELS), of(nanometers, LengthScale.NANOMETERS));
    }

    private Optional<DefectStatistics> of(List<Sample> samples, LengthScale scale) {
      StatisticsSettings together = settings();
      List<Sample> comparable =
          together.detection().isPresent()
              ? samples
              : samples.stream().map(Sample::withoutSizeClasses).toList();
      return samples.isEmpty()
          ? Optional.empty()
          : Optional.of(DefectStatistics.of(comparable, together, scale));
    }
  }

  /** Returns an empty collector. */
  public static Collector collector(StatisticsSettings settings) {
    return collector(MemberSettings.of(settings));
  }

  /** Returns an empty collector of what several members of a model may find. */
  public static Collector collector(MemberSettings settings) {
    return new Collector(settings);
  }
}
