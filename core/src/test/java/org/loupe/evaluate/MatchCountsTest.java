package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchCountsTest {

  /** A quotient and a harmonic mean are rounded a few times. */
  private static final double ROUNDING = 1e-15;

  @Test
  void recallIsOfAnnotationsAndPrecisionOfDetections() {
    MatchCounts counts = new MatchCounts(8, 6, 5, 2);
    assertThat(counts.recall()).isEqualTo(0.75);
    assertThat(counts.precision()).isEqualTo(0.4);
    // 2 * 0.75 * 0.4 / 1.15
    assertThat(counts.f1()).isCloseTo(12.0 / 23, within(ROUNDING));
  }

  @Test
  void quotientsOfNothingAreUndefined() {
    assertThat(MatchCounts.NONE.recall()).isNaN();
    assertThat(MatchCounts.NONE.precision()).isNaN();
    assertThat(MatchCounts.NONE.f1()).isNaN();
    MatchCounts noDetection = new MatchCounts(3, 0, 0, 0);
    assertThat(noDetection.recall()).isZero();
    assertThat(noDetection.precision()).isNaN();
    assertThat(noDetection.f1()).isNaN();
    MatchCounts noAnnotation = new MatchCounts(0, 0, 3, 0);
    assertThat(noAnnotation.recall()).isNaN();
    assertThat(noAnnotation.precision()).isZero();
    assertThat(noAnnotation.f1()).isNaN();
  }

  @Test
  void withoutAnyMatchF1IsZero() {
    assertThat(new MatchCounts(3, 0, 4, 0).f1()).isZero();
  }

  @Test
  void countsAddUpToPooledFigures() {
    MatchCounts sum = new MatchCounts(1, 1, 2, 2).plus(new MatchCounts(9, 3, 6, 4));
    assertThat(sum).isEqualTo(new MatchCounts(10, 4, 8, 6));
    assertThat(sum.recall()).isEqualTo(0.4);
    assertThat(sum.plus(MatchCounts.NONE)).isEqualTo(sum);
    assertThat(MatchCounts.NONE.plus(sum)).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1, 0, 0", "0, 0, -1, -1", "3, -1, 0, 0", "0, 0, 3, -1", "3, 4, 5, 5"})
  void moreMatchedThanAllOrFewerThanNoneIsAnError(int all, int matched, int found, int right) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatchCounts(all, matched, found, right))
        .withMessageContaining(matched + " of " + all + " annotations")
        .withMessageContaining(right + " of " + found + " detections");
  }

  @Test
  void moreRightThanDetectedIsAnError() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MatchCounts(5, 5, 3, 4));
  }
}
