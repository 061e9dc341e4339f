package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanBootstrapTest {

  private static double[] normal(Random random, int count, double mean, double sd) {
    return random.doubles(count).map(x -> mean + sd * random.nextGaussian()).toArray();
  }

  @Test
  void oneMicrographGivesTheTextbookIntervalOfAMean() {
    double[] sizes = normal(new Random(5), 400, 30, 8);
    SizeStatistics statistics = SizeStatistics.of(sizes);
    ConfidenceInterval interval = MeanBootstrap.defaults().interval(List.of(sizes)).orElseThrow();
    double halfWidth = 1.96 * statistics.standardError().orElseThrow();
    // 2,000 replicates know a 2.5 % quantile to about 5 % of the half width
    assertThat(interval.lower())
        .isEqualTo(statistics.mean().orElseThrow() - halfWidth, within(0.1 * halfWidth));
    assertThat(interval.upper())
        .isEqualTo(statistics.mean().orElseThrow() + halfWidth, within(0.1 * halfWidth));
  }

  @Test
  void differencesBetweenMicrographsWidenTheInterval() {
    Random random = new Random(6);
    List<double[]> micrographs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      micrographs.add(normal(random, 50, 30 + 6 * random.nextGaussian(), 4));
    }
    double[] pooled = micrographs.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
    ConfidenceInterval staged = MeanBootstrap.defaults().interval(micrographs).orElseThrow();
    ConfidenceInterval naive = MeanBootstrap.defaults().interval(List.of(pooled)).orElseThrow();
    // sd of the mean: 6 / sqrt(12) = 1.7 between micrographs, 7 / sqrt(600) = 0.3 if pooled
    assertThat(staged.upper() - staged.lower()).isGreaterThan(3 * (naive.upper() - naive.lower()));
  }

  @Test
  void fourMicrographsAreTooFewToDrawAndGiveStudentsInterval() {
    List<double[]> micrographs =
        List.of(
            new double[] {20, 22, 24},
            new double[] {21, 23, 25},
            new double[] {26, 28, 30},
            new double[] {19, 21, 23});
    // means 22, 23, 28, 21 of equal weight: 23.5, standard error sqrt(29 / 3 / 4); t of 3 degrees
    double reach = 3.182446305 * Math.sqrt(29.0 / 12) / 23.5;
    ConfidenceInterval interval = MeanBootstrap.defaults().interval(micrographs).orElseThrow();
    assertThat(interval.lower()).isEqualTo(23.5 * Math.exp(-reach), within(1e-6));
    assertThat(interval.upper()).isEqualTo(23.5 * Math.exp(reach), within(1e-6));
    assertThat(interval.method()).contains("Student's t over images");
  }

  @Test
  void limitsGoWithTheUnit() {
    double[] sizes = normal(new Random(7), 30, 30, 8);
    double[] scaled = java.util.Arrays.stream(sizes).map(d -> d * 0.47).toArray();
    ConfidenceInterval one = MeanBootstrap.defaults().interval(List.of(sizes)).orElseThrow();
    ConfidenceInterval other = MeanBootstrap.defaults().interval(List.of(scaled)).orElseThrow();
    // sums in another unit round differently
    assertThat(other.upper()).isEqualTo(0.47 * one.upper(), within(1e-9));
  }

  @Test
  void equalSizesHaveAnIntervalOfNoWidth() {
    ConfidenceInterval interval =
        MeanBootstrap.defaults().interval(List.of(new double[] {5, 5, 5})).orElseThrow();
    assertThat(interval.lower()).isEqualTo(5, within(1e-12));
    assertThat(interval.upper()).isEqualTo(5, within(1e-12));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    List<double[]> sizes = List.of(new double[] {1, 2, 3, 4}, new double[] {2, 9});
    assertThat(MeanBootstrap.defaults().interval(sizes))
        .isEqualTo(MeanBootstrap.defaults().interval(sizes));
  }

  @Test
  void micrographsWithoutDefectsSayNothingAboutSizes() {
    List<double[]> with = List.of(new double[] {1, 2, 3, 4}, new double[0]);
    assertThat(MeanBootstrap.defaults().interval(with))
        .isEqualTo(MeanBootstrap.defaults().interval(with.subList(0, 1)));
  }

  @Test
  void oneDefectHasNoInterval() {
    assertThat(MeanBootstrap.defaults().interval(List.of(new double[] {5}))).isEmpty();
    assertThat(MeanBootstrap.defaults().interval(List.of())).isEmpty();
  }
}
