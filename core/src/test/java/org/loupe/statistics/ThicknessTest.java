package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThicknessTest {

  @ParameterizedTest
  @CsvSource({
    "100nm+-20%, 100, 0.2",
    "100 nm ± 20 %, 100, 0.2",
    "100nm+/-15nm, 100, 0.15",
    "0.1um+-10nm, 100, 0.1",
    "0.12 µm ± 0.03 µm, 120, 0.25",
    "950Å+-0%, 95, 0",
    "1.2e2nm+-5%, 120, 0.05",
  })
  void readsWhatAPersonWrites(String text, double nanometers, double relative) {
    Thickness thickness = Thickness.parse(text);
    assertThat(thickness.nanometers()).isEqualTo(nanometers, within(1e-9));
    assertThat(thickness.relativeUncertainty()).isEqualTo(relative, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "100",
        "100nm",
        "100nm+-",
        "100nm20%",
        "100nm+-20",
        "nm+-20%",
        "100px+-20%",
        "0nm+-20%",
        "-5nm+-20%",
        "100nm+-100%",
        "100nm+--20%",
        "1e400nm+-20%",
        "1.2.3nm+-2%",
        "100nm+-20%extra"
      })
  void refusesWhatIsNoThicknessWithAnUncertainty(String text) {
    assertThatThrownBy(() -> Thickness.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysHowToWriteIt() {
    assertThatThrownBy(() -> Thickness.parse("100nm"))
        .hasMessageContaining("has no uncertainty")
        .hasMessageContaining("100nm+-20%");
  }

  @ParameterizedTest
  @CsvSource({"1%, 0.01", "1 %, 0.01", "0.01, 0.01", "2.5%, 0.025", "0, 0"})
  void readsPercentages(String text, double fraction) {
    assertThat(Percentage.parse(text)).isEqualTo(fraction, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "-1%", "1", "100%", "1,5%", "NaN"})
  void refusesWhatIsNoPercentageBelowAHundred(String text) {
    assertThatThrownBy(() -> Percentage.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
