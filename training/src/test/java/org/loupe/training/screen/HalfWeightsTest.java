package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.util.Float16Utils;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfWeightsTest {

  /** The spacing of 16-bit floats is 2^-10 of the power of two below, and 2^-24 near 0. */
  @Test
  void roundsToTheNearest() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 200_000; i++) {
      float value = (float) ((random.nextDouble() - 0.5) * Math.pow(2, random.nextInt(-28, 16)));
      float rounded = Float16Utils.halfToFloat(HalfWeights.nearest(value));
      double power = Math.max(Math.pow(2, -14), Math.pow(2, Math.getExponent(value)));
      assertThat(Math.abs((double) rounded - value))
          .as("%s", value)
          .isLessThanOrEqualTo(power / 2048);
    }
  }

  @Test
  void keepsWhatSixteenBitsHold() {
    for (int bits = 0; bits < 0x7C00; bits++) {
      for (int sign : new int[] {0, 0x8000}) {
        float value = Float16Utils.halfToFloat((short) (bits | sign));
        assertThat(HalfWeights.nearest(value)).isEqualTo((short) (bits | sign));
      }
    }
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertThatThrownBy(() -> HalfWeights.of(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a network");
  }
}
