package org.loupe.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 0, 0, 4, 0, 'scaleFactor must be 1.001 to 10, was 1.0'",
    "NaN, 0, 0, 4, 0, 'scaleFactor must be 1.001 to 10, was NaN'",
    "1.1, -1, 0, 4, 0, 'must not be negative, were -1 and 0'",
    "1.1, 50, 40, 4, 0, 'must not exceed maxSizePx, were 50 and 40'",
    "1.1, 0, 0, -3, 0, 'minNeighbors must not be negative, was -3'",
    "1.1, 0, 0, 4, 3.5, 'minDefectSizePx must be 0 or 4 to 1e6, was 3.5'",
    "1.1, 0, 0, 4, NaN, 'minDefectSizePx must be 0 or 4 to 1e6, was NaN'",
  })
  void refusesAndShowsBadValues(
      double factor, int min, int max, int neighbors, double defect, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ScanSettings(factor, min, max, neighbors, defect, CandidateGrouping.OPENCV))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 17})
  void refusesStridesThatLeaveNothingToSee(int stride) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScanSettings.defaults().withStride(stride))
        .withMessage("stride must be 1 to 16, was " + stride);
  }

  @Test
  void defaultsAreThoseOfMatlab() {
    assertThat(ScanSettings.defaults())
        .isEqualTo(new ScanSettings(1.1, 0, 0, 4, 0, CandidateGrouping.OPENCV));
  }

  @Test
  void eachSettingCanBeChangedAlone() {
    assertThat(
            ScanSettings.defaults()
                .withScaleFactor(1.2)
                .withSizes(40, 80)
                .withMinNeighbors(1)
                .withMinDefectSizePx(12)
                .withGrouping(CandidateGrouping.PEAKS)
                .withStride(3))
        .isEqualTo(new ScanSettings(1.2, 40, 80, 1, 12, CandidateGrouping.PEAKS, 3));
    ScanSettings wide = ScanSettings.defaults().withStride(5);
    assertThat(wide.withScaleFactor(1.2).withSizes(40, 80).withMinNeighbors(1))
        .isEqualTo(new ScanSettings(1.2, 40, 80, 1, 0, CandidateGrouping.OPENCV, 5));
    assertThat(wide.withMinDefectSizePx(12).withGrouping(CandidateGrouping.PEAKS).stride())
        .isEqualTo(5);
  }
}
