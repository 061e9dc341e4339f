package org.loupe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.simulation.SimulatedSeries.Numbers;

class SimulatedSeriesTest {

  private static final SimulationSettings SETTINGS = SimulationSettings.defaults();

  private static SimulatedSeries series(int micrographs, double mean, Numbers numbers) {
    return new SimulatedSeries(micrographs, mean, numbers, SETTINGS);
  }

  /** 4,000 Poisson numbers of mean 12: the mean's standard error is 0.055, the variance's 0.27. */
  @Test
  void numbersOfLoopsArePoisson() {
    SimulatedSeries series = series(4000, 12, Numbers.POISSON);
    int[] counts = IntStream.range(0, 4000).map(i -> series.settings(i).loops().count()).toArray();
    double mean = IntStream.of(counts).average().orElseThrow();
    double variance = IntStream.of(counts).mapToDouble(n -> (n - mean) * (n - mean)).sum() / 3999;
    assertThat(mean).isEqualTo(12, within(5 * 0.055));
    assertThat(variance).isEqualTo(12, within(5 * 0.27));
  }

  @Test
  void equalNumbersAreTheRoundedMean() {
    SimulatedSeries series = series(5, 7.4, Numbers.EQUAL);
    assertThat(IntStream.range(0, 5).map(i -> series.settings(i).loops().count())).containsOnly(7);
  }

  @Test
  void aLongerSeriesBeginsWithTheSameMicrographs() {
    SimulatedSeries few = series(2, 9, Numbers.POISSON);
    SimulatedSeries many = series(50, 9, Numbers.POISSON);
    assertThat(many.settings(1)).isEqualTo(few.settings(1));
    assertThat(IntStream.range(0, 50).mapToObj(many::settings).map(SimulationSettings::seed))
        .doesNotHaveDuplicates();
  }

  @Test
  void numberDensityTimesAreaIsTheNumber() {
    // 1024 x 1024 pixels of 0.47 nm
    assertThat(SimulatedSeries.meanLoops(1e14, SETTINGS))
        .isEqualTo(1e14 * Math.pow(1024 * 0.47e-9, 2), within(1e-9));
  }

  /** 2,000 loops; the standard error of the mean is sd / 44, that of the sd a little more. */
  @ParameterizedTest
  @CsvSource({"20, 6", "30, 0", "12, 9"})
  void diametersHaveTheMeanAndTheDeviationAskedFor(double meanNm, double sdNm) {
    SimulationSettings.Loops loops =
        new SimulationSettings.Loops(
                2_000, 19, 1.4, 10, 45, 0.55, 0.95, 4.6, 0.5, 0.3, 0.3, 0.02, 1)
            .withDiameters(meanNm, sdNm);
    SimulationSettings small =
        new SimulationSettings(
            8, 8, 1, 3, loops, SimulationSettings.Clutter.none(), SETTINGS.imaging());
    double[] diameters =
        MicrographSimulator.simulate(small).loops().stream()
            .mapToDouble(e -> e.majorAxisLength())
            .toArray();
    double mean = java.util.Arrays.stream(diameters).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(diameters).map(d -> (d - mean) * (d - mean)).sum()
            / (diameters.length - 1);
    assertThat(mean).isEqualTo(meanNm, within(5 * sdNm / 44 + 1e-6));
    // the fourth moment of a log-normal is large: seven standard errors of a normal's
    assertThat(Math.sqrt(variance)).isEqualTo(sdNm, within(7 * sdNm / 44 + 1e-6));
  }

  @Test
  void seriesWithoutMeaningAreErrors() {
    assertThatIllegalArgumentException().isThrownBy(() -> series(0, 1, Numbers.EQUAL));
    assertThatIllegalArgumentException().isThrownBy(() -> series(1, -1, Numbers.EQUAL));
    assertThatIllegalArgumentException().isThrownBy(() -> series(3, 1, Numbers.EQUAL).settings(3));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.loops().withDiameters(0, 1));
  }
}
