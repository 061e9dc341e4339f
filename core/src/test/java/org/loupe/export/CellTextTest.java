package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "-0.0, 0",
    "32, 32",
    "1048576, 1048576",
    "0.333333333333333, 0.333333333",
    "123456.7891234, 123456.789",
    "2.5e14, 250000000000000",
    "2.5e21, 2.5E+21",
    "1.25e-9, 1.25E-9",
    "NaN, ''",
    "Infinity, ''"
  })
  void numbersKeepNineDigitsAndReadBackAnywhere(double number, String text) {
    assertThat(CellText.of(number)).isEqualTo(text);
  }

  @Test
  void missingIsEmpty() {
    assertThat(CellText.of(Optional.empty())).isEmpty();
    assertThat(CellText.of(OptionalDouble.empty())).isEmpty();
    assertThat(CellText.of(Optional.of(OptionalDouble.empty()))).isEmpty();
    assertThat(CellText.of(Optional.of(OptionalDouble.of(2)))).isEqualTo("2");
  }

  @Test
  void labelsAreSeparatedBySpaces() {
    assertThat(CellText.of(List.of("touches_edge", "leaked"))).isEqualTo("touches_edge leaked");
  }

  @Test
  void theLocaleDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(CellText.of(1234.5)).isEqualTo("1234.5");
    } finally {
      Locale.setDefault(before);
    }
  }
}
