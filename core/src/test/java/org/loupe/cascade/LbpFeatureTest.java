package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LbpFeatureTest {

  /**
   * Along a side of n pixels there are n - 3 c + 1 places for cells of c pixels: 92 for 24, 165 for
   * 32, 51 for 18, summed over c; the sides choose independently.
   */
  @ParameterizedTest
  @CsvSource({
    "24, 24, 8464",
    "32, 32, 27225",
    "24, 18, 4692",
    "18, 24, 4692",
    "3, 3, 1",
    "4, 3, 2",
    "2, 30, 0",
    "30, 2, 0",
  })
  void everyFeatureOfAWindowIsListedOnce(int width, int height, int count) {
    List<LbpFeature> all = LbpFeature.all(width, height);
    assertThat(all).hasSize(count).doesNotHaveDuplicates();
    assertThat(all).allMatch(feature -> feature.fits(width, height));
  }

  @Test
  void featuresComeByXThenYThenCellWidthThenCellHeight() {
    assertThat(LbpFeature.all(13, 11))
        .isSortedAccordingTo(
            Comparator.comparingInt(LbpFeature::x)
                .thenComparingInt(LbpFeature::y)
                .thenComparingInt(LbpFeature::cellWidth)
                .thenComparingInt(LbpFeature::cellHeight));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 3, 2, true",
    "1, 0, 3, 2, false",
    "0, 1, 3, 2, false",
    "7, 4, 1, 1, false",
    "6, 3, 1, 1, true",
    "0, 0, 1000000000, 1, false",
    "0, 0, 1, 1000000000, false",
  })
  void aFeatureFitsIfItsThreeCellsDo(int x, int y, int cellWidth, int cellHeight, boolean fits) {
    assertThat(new LbpFeature(x, y, cellWidth, cellHeight).fits(9, 6)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 1, 1", "0, -1, 1, 1", "0, 0, 0, 1", "0, 0, 1, 0", "0, 0, 1, -2"})
  void aGridOutsideOfTheWindowOrWithoutCellsIsAnError(int x, int y, int width, int height) {
    assertThatIllegalArgumentException().isThrownBy(() -> new LbpFeature(x, y, width, height));
  }
}
