package org.loupe.micrograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void pixelsOfAlmostEqualSidesAreSquare() {
    assertThat(new Calibration(1, 1.0009, "test").isSquare()).isTrue();
    assertThat(new Calibration(1.0009, 1, "test").isSquare()).isTrue();
    assertThat(new Calibration(1, 1.0011, "test").isSquare()).isFalse();
    assertThat(new Calibration(1.0011, 1, "test").isSquare()).isFalse();
  }

  @Test
  void sideOfASquarePixelIsTheMean() {
    assertThat(new Calibration(1, 1 + 0x1p-11, "test").pixelSizeNm()).isEqualTo(1 + 0x1p-12);
  }

  @Test
  void pixelsThatAreNotSquareHaveNoOneSide() {
    assertThatThrownBy(() -> new Calibration(1, 2, "test").pixelSizeNm())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1.0 nm x 2.0 nm");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void sizeMustBePositiveAndFinite(double size) {
    assertThatThrownBy(() -> new Calibration(size, 1, "test"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Calibration(1, size, "test"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sourceMustBeNamed() {
    assertThatThrownBy(() -> new Calibration(1, 1, " "))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
