package org.loupe.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibilityTest {

  /** As src/test/reference/statistics.py counts them. */
  @ParameterizedTest
  @CsvSource({
    "bcc:110:1/2<111>, 2, 4",
    "bcc:200:1/2<111>, 4, 4",
    "bcc:211:1/2<111>, 3, 4",
    "bcc:310:1/2<111>, 4, 4",
    "bcc:110:<100>, 2, 3",
    "bcc:200:<100>, 1, 3",
    "bcc:211:<100>, 3, 3",
    "bcc:310:<100>, 2, 3",
    "fcc:111:1/3<111>, 4, 4",
    "fcc:200:1/3<111>, 4, 4",
    "fcc:220:1/3<111>, 2, 4",
    "fcc:311:1/3<111>, 4, 4",
    "fcc:111:1/2<110>, 3, 6",
    "fcc:200:1/2<110>, 4, 6",
    "fcc:220:1/2<110>, 5, 6",
    "fcc:311:1/2<110>, 5, 6",
  })
  void countsTheVariantsThatShowContrast(String text, int visible, int variants) {
    assertThat(Visibility.parse(text).fraction())
        .isEqualTo((double) visible / variants, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"bcc:1-10:1/2<111>, 0.5", "bcc:-200:<100>, 0.33333333", "BCC:011:1/2<111>, 0.5"})
  void equivalentReflectionsShowTheSame(String text, double fraction) {
    assertThat(Visibility.parse(text).fraction()).isEqualTo(fraction, within(1e-8));
  }

  @Test
  void contrastsOfAThirdAreSaidAloud() {
    assertThat(Visibility.parse("fcc:111:1/3<111>").source())
        .isEqualTo(
            "g = 1 1 1, b = 1/3<111> in fcc: 4 of 4 variants have g.b other than 0, 3 of them 1/3"
                + " only");
    assertThat(Visibility.parse("fcc:200:1/3<111>").source()).doesNotContain("1/3 only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bcc:111:1/2<111>", // no reflection of bcc
        "fcc:110:1/2<110>", // nor this of fcc
        "bcc:000:<100>",
        "hcp:110:<100>",
        "bcc:110:1/3<111>",
        "bcc:110",
        "0.5"
      })
  void refusesWhatDoesNotReflectOrIsUnknown(String text) {
    assertThatThrownBy(() -> Visibility.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.1, Double.NaN})
  void aFractionIsAboveZeroAndAtMostOne(double fraction) {
    assertThatThrownBy(() -> Visibility.given(fraction))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
