package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.loupe.statistics.DetectionRates.SizeClass;

class DetectionRatesTest {

  private static DetectionRates rates(SizeClass... classes) {
    return new DetectionRates(List.of(classes), 100, 80, "test");
  }

  @Test
  void ratesAreThePosteriorMeansOfJeffreysPrior() {
    // from src/test/reference/statistics.py
    SizeClass size = new SizeClass(0, 10, 80, 57);
    assertThat(size.recall()).isEqualTo(0.7098765432098766, within(1e-12));
    assertThat(size.recallRelativeVariance()).isEqualTo(0.004984093319194061, within(1e-12));
    assertThat(size.recallLowerLimit()).isEqualTo(0.6053965378701002, within(1e-9));
  }

  @Test
  void aDetectionStandsForPrecisionOverRecall() {
    DetectionRates rates = rates(new SizeClass(0, 20, 9, 4), new SizeClass(20, 40, 99, 89));
    // (80.5 / 101) / (4.5 / 10)
    assertThat(rates.weight(0)).isEqualTo(80.5 / 101 / 0.45, within(1e-12));
  }

  @Test
  void nothingFoundInAClassStillHasAWeight() {
    DetectionRates rates = rates(new SizeClass(0, 20, 10, 0));
    assertThat(rates.weight(0)).isFinite();
    assertThat(rates.trustedSizePx()).isEmpty();
    assertThat(rates(new SizeClass(0, 20, 0, 0)).weight(0)).isFinite();
  }

  @Test
  void sizesBelongToTheirClassOrTheNearest() {
    DetectionRates rates =
        rates(
            new SizeClass(10, 20, 9, 4),
            new SizeClass(20, 40, 99, 89),
            new SizeClass(40, 80, 99, 89));
    assertThat(rates.classOf(3)).isZero();
    assertThat(rates.classOf(19.99)).isZero();
    assertThat(rates.classOf(20)).isEqualTo(1);
    assertThat(rates.classOf(1e9)).isEqualTo(2);
  }

  @Test
  void sizesAreTrustedAboveTheLastClassThatMayMissHalf() {
    SizeClass poor = new SizeClass(0, 16, 44, 12);
    SizeClass doubtful = new SizeClass(16, 24, 40, 23); // 0.575, but its lower limit is 0.42
    SizeClass good = new SizeClass(24, 32, 692, 466);
    SizeClass best = new SizeClass(32, 48, 1258, 1049);
    assertThat(rates(poor, doubtful, good, best).trustedSizePx()).hasValue(24);
    assertThat(rates(good, best).trustedSizePx()).hasValue(24);
    assertThat(rates(best, new SizeClass(48, 64, 4, 1)).trustedSizePx()).isEmpty();
  }

  @Test
  void refusesGapsAndCountsThatCannotBe() {
    assertThatThrownBy(() -> rates(new SizeClass(0, 10, 5, 5), new SizeClass(12, 20, 5, 5)))
        .hasMessageContaining("follow each other");
    assertThatThrownBy(() -> new SizeClass(0, 10, 5, 6)).hasMessageContaining("5");
    assertThatThrownBy(() -> rates()).hasMessageContaining("one size class");
  }
}
