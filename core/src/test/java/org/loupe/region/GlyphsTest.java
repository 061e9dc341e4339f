package org.loupe.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.RenderingHints;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlyphsTest {

  private static Ink ink(String text, String font, int size) {
    return DrawnText.ink(
        DrawnText.draw(
            text, new Font(font, Font.PLAIN, size), RenderingHints.VALUE_TEXT_ANTIALIAS_ON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "3", "4", "5", "6", "7", "8", "9", "n", "m"})
  void readsWhatAnyFontOfTheSystemDraws(String text) {
    for (int size : new int[] {24, 40}) {
      assertThat(Glyphs.stored().read(ink(text, Font.SANS_SERIF, size)))
          .as("%s at %s", text, size)
          .hasValueSatisfying(reading -> assertThat(reading.text()).isEqualTo(text));
    }
  }

  /** An A may be read as an Å, which a label refuses by its height. */
  @ParameterizedTest
  @ValueSource(strings = {"K", "X", "W", "E", "H", "k", "%", "#", "&"})
  void otherCharactersAreNotRead(String text) {
    for (int size : new int[] {14, 24, 40}) {
      assertThat(Glyphs.stored().read(ink(text, Font.SANS_SERIF, size)))
          .as("%s at %s", text, size)
          .isEmpty();
    }
  }
}
