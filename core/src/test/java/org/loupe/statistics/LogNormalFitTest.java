package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogNormalFitTest {

  private static LogNormalFit of(double... sizes) {
    return LogNormalFit.of(List.of(WeightedSizes.unweighted(sizes)), MeanBootstrap.defaults())
        .orElseThrow();
  }

  @Test
  void agreesWithScipy() {
    // from src/test/reference/statistics.py
    LogNormalFit fit = of(12.0, 15.0, 18.5, 20.0, 22.0, 31.0);
    assertThat(fit.median()).isEqualTo(18.889034825284256, within(1e-6));
    assertThat(fit.geometricSd()).isEqualTo(1.3466009498300444, within(1e-6));
    ConfidenceInterval median = fit.medianInterval().orElseThrow();
    assertThat(median.lower()).isEqualTo(13.416425376522415, within(1e-6));
    assertThat(median.upper()).isEqualTo(26.593941874797956, within(1e-6));
    ConfidenceInterval spread = fit.geometricSdInterval().orElseThrow();
    assertThat(spread.lower()).isEqualTo(1.2256647920771282, within(1e-6));
    assertThat(spread.upper()).isEqualTo(2.2244708317891333, within(1e-6));
  }

  @Test
  void findsTheParametersOfManyLogNormalSizes() {
    Random random = new Random(3);
    double[] sizes =
        random.doubles(20_000).map(u -> 24 * Math.exp(0.4 * random.nextGaussian())).toArray();
    LogNormalFit fit = of(sizes);
    // standard errors: 0.4 / sqrt(20,000) = 0.3 % of the median, 0.2 % of exp(sigma)
    assertThat(fit.median()).isEqualTo(24, within(0.25));
    assertThat(fit.geometricSd()).isEqualTo(Math.exp(0.4), within(0.012));
  }

  @Test
  void aWeightOfTwoIsASizeTwice() {
    double[] sizes = {10, 20, 40};
    LogNormalFit weighted =
        LogNormalFit.of(
                List.of(new WeightedSizes(sizes, new double[] {1, 2, 1})), MeanBootstrap.defaults())
            .orElseThrow();
    LogNormalFit repeated = of(10, 20, 20, 40);
    assertThat(weighted.median()).isEqualTo(repeated.median(), within(1e-9));
    assertThat(weighted.geometricSd()).isEqualTo(repeated.geometricSd(), within(1e-9));
  }

  @Test
  void oneSizeHasNoIntervalsAndNoneHasNoFit() {
    LogNormalFit one = of(20);
    assertThat(one.median()).isEqualTo(20, within(1e-12));
    assertThat(one.geometricSd()).isEqualTo(1);
    assertThat(one.medianInterval()).isEmpty();
    assertThat(one.geometricSdInterval()).isEmpty();
    assertThat(LogNormalFit.of(List.of(), MeanBootstrap.defaults())).isEmpty();
  }
}
