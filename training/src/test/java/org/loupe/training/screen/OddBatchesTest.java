package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OddBatchesTest {

  @Test
  void lossesThatFallOrVaryAreUsual() {
    OddBatches odd = new OddBatches();
    for (int i = 0; i < 1000; i++) {
      double loss = (0.4 + 1.0 / (1 + i)) * (i % 2 == 0 ? 0.7 : 1.5);
      assertThat(odd.holds(loss)).isFalse();
    }
  }

  @Test
  void aLossFarAboveTheLastOnesIsOddAndIsForgotten() {
    OddBatches odd = new OddBatches();
    for (int i = 0; i < 300; i++) {
      odd.holds(0.5);
    }
    for (int i = 0; i < 300; i++) {
      assertThat(odd.holds(2.1)).isTrue();
    }
    assertThat(odd.holds(1.9)).isFalse();
  }

  @Test
  void noNumberIsOdd() {
    OddBatches odd = new OddBatches();
    assertThat(odd.holds(Double.NaN)).isTrue();
    assertThat(odd.holds(0.9)).isFalse();
    assertThat(odd.holds(Double.POSITIVE_INFINITY)).isTrue();
  }
}
