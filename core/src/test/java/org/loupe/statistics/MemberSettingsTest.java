package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.defect.MicrographResult;
import org.loupe.statistics.DetectionRates.SizeClass;

class MemberSettingsTest {

  private static final StatisticsSettings PLAIN = StatisticsSettings.defaults();

  /** Every defect that a finds stands for two, and every one of b for four. */
  private static final MemberSettings SETTINGS =
      new MemberSettings(rates("a", 500), Map.of("a", rates("a", 500), "b", rates("b", 250)));

  private static StatisticsSettings rates(String member, long found) {
    return PLAIN.withDetection(
        new DetectionRates(
            List.of(new SizeClass(0, 30, 1000, found), new SizeClass(30, 1e6, 1000, found)),
            2 * found,
            2 * found,
            member));
  }

  private static MicrographResult field(long seed, Optional<String> member) {
    MicrographResult field =
        SyntheticField.draw(
                new SplittableRandom(seed),
                new SyntheticField.Population(1e-4, 40, 1.4, Double.POSITIVE_INFINITY, 0),
                600)
            .result();
    return new MicrographResult(
        field.image(),
        field.widthPx(),
        field.heightPx(),
        field.calibration(),
        field.intensityMapping(),
        field.defects(),
        field.notes(),
        field.revision(),
        field.trust(),
        field.region(),
        member);
  }

  private static DefectStatistics of(MemberSettings settings, MicrographResult... results) {
    SetStatistics.Collector collector = SetStatistics.collector(settings);
    for (MicrographResult result : results) {
      collector.add(result);
    }
    return collector.finish().pixels().orElseThrow();
  }

  @Test
  void resultsOfOneMemberAreCorrectedByItsRates() {
    for (String member : List.of("a", "b")) {
      DefectStatistics found =
          of(SETTINGS, field(1, Optional.of(member)), field(2, Optional.of(member)));
      DefectStatistics alone =
          of(
              MemberSettings.of(rates(member, member.equals("a") ? 500 : 250)),
              field(1, Optional.empty()),
              field(2, Optional.empty()));
      assertThat(found.detectionCorrected()).isPresent();
      assertThat(found.best().numberDensity())
          .isEqualTo(alone.best().numberDensity())
          .isNotEqualTo(found.numberDensity());
    }
  }

  @Test
  void resultsOfSeveralMembersHaveNoRatesInCommon() {
    MicrographResult[] results = {field(1, Optional.of("a")), field(2, Optional.of("b"))};
    DefectStatistics found = of(SETTINGS, results);
    DefectStatistics plain = of(MemberSettings.of(PLAIN), results);
    assertThat(found.detectionCorrected()).isEmpty();
    assertThat(found.best().numberDensity()).isEqualTo(plain.best().numberDensity());
    SetStatistics.Collector collector = SetStatistics.collector(SETTINGS);
    for (MicrographResult result : results) {
      collector.add(result);
    }
    assertThat(collector.settings().detectionNote()).contains("several members", "a, b");
  }

  @Test
  void aResultHasTheSettingsOfItsMember() {
    assertThat(SETTINGS.of(field(1, Optional.of("b"))).detectionNote()).isEqualTo("b");
    assertThat(SETTINGS.of(field(1, Optional.empty()))).isEqualTo(SETTINGS.standard());
    assertThat(MemberSettings.of(PLAIN).of(field(1, Optional.of("b")))).isEqualTo(PLAIN);
  }
}
