package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenerTrainingSettingsTest {

  private final ScreenerTrainingSettings defaults = ScreenerTrainingSettings.defaults();

  @Test
  void manyAnnotationsLeaveTheEpochsAsTheyAre() {
    assertThat(defaults.forAnnotations(7148)).isEqualTo(defaults);
  }

  @Test
  void fewAnnotationsHaveShorterEpochs() {
    assertThat(defaults.forAnnotations(3000).examplesPerEpoch()).isEqualTo(15_000);
    assertThat(defaults.forAnnotations(20).examplesPerEpoch()).isEqualTo(8000);
    assertThat(defaults.forAnnotations(20).epochs()).isEqualTo(defaults.epochs());
  }

  @Test
  void epochsAreNeverMadeLonger() {
    ScreenerTrainingSettings brief = defaults.withLength(2, 500);
    assertThat(brief.forAnnotations(7148)).isEqualTo(brief);
    assertThat(brief.forAnnotations(1)).isEqualTo(brief);
  }
}
