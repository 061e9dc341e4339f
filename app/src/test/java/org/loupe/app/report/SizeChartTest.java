package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.loupe.model.SizeClassRecall;

class SizeChartTest {

  @Test
  void theLastClassHasNoEnd() {
    assertThat(SizeChart.name(new SizeClassRecall(96, 1e6, 1, 1, 1))).isEqualTo("96 and more");
    assertThat(SizeChart.name(new SizeClassRecall(16, 24, 1, 1, 1))).isEqualTo("16\u201324");
  }
}
