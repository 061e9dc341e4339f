package org.loupe.micrograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0.478nm, 0.478",
    "0.478 nm, 0.478",
    "' 0.478  nm ', 0.478",
    "478pm, 0.478",
    "4.78 \u00c5, 0.478",
    "4.78\u212b, 0.478",
    "4.78A, 0.478",
    "4.78 angstrom, 0.478",
    "0.000478 \u00b5m, 0.478",
    "0.000478\u03bcm, 0.478",
    "4.78e-4um, 0.478",
    "4.78E-04 micron, 0.478",
    ".478NM, 0.478",
    "1 pm, 0.001",
    "10 um, 10000",
    "+2nm, 2",
    "3.nm, 3",
    "'0.478\u00a0nm', 0.478",
  })
  void numbersWithUnitsAreNanometers(String text, double nm) {
    // One multiplication by a power of ten.
    assertThat(PixelSize.parse(text)).isCloseTo(nm, within(nm * 1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "0.478, has no unit",
    "1e3, has no unit",
    "'0,478 nm', write the decimal point",
    "nm, is not a number",
    "'', is not a number",
    "NaN nm, is not a number",
    "Infinity nm, is not a number",
    "0x10 nm, unit",
    "0 nm, is not positive",
    "-1 nm, is not positive",
    "1 furlong, use pm",
    "1 1/nm, unit",
    "0.9 pm, outside 1 pm to 10 \u00b5m",
    "11 um, outside 1 pm to 10 \u00b5m",
    "1 m, outside",
    "1e999 nm, outside",
  })
  void everythingElseIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> PixelSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining('"' + text + '"')
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, 0.9e-3, 1.1e4, Double.POSITIVE_INFINITY})
  void sizesOutsideTheRangeAreNotPlausible(double nm) {
    assertThat(PixelSize.isPlausible(nm)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.478, 1e4})
  void sizesInsideTheRangeArePlausible(double nm) {
    assertThat(PixelSize.isPlausible(nm)).isTrue();
  }
}
