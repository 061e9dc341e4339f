package org.loupe.micrograph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthUnitTest {

  @ParameterizedTest
  @CsvSource({
    "pm, 0.001",
    "\u00c5, 0.1",
    "\u212b, 0.1",
    "A, 0.1",
    "Angstrom, 0.1",
    "nm, 1",
    "Nanometers, 1",
    "\u00b5m, 1000",
    "\u03bcm, 1000",
    "um, 1000",
    "micron, 1000",
    "\u00c2\u00b5m, 1000",
    "\u00b5, 1000",
    "A\u030a, 0.1",
    "mm, 1e6",
    "m, 1e9",
    "' nm ', 1",
  })
  void spellingsOfFilesAreUnderstood(String text, double nm) {
    assertThat(LengthUnit.parse(text).orElseThrow().toNanometers(1)).isEqualTo(nm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1/nm", "nm-1", "pixel", "inch", "cm", "n m", "rad", "s"})
  void everythingElseIsNoLength(String text) {
    assertThat(LengthUnit.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(LengthUnit.class)
  void symbolIsReadBack(LengthUnit unit) {
    assertThat(LengthUnit.parse(unit.symbol())).contains(unit);
  }
}
