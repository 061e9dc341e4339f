package org.loupe.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.training.OperatingGoal;
import picocli.CommandLine.TypeConversionException;

class GoalConverterTest {

  private final GoalConverter converter = new GoalConverter();

  @Test
  void readsTheThreeKinds() {
    assertThat(converter.convert("f1")).isEqualTo(OperatingGoal.f1());
    assertThat(converter.convert("F1")).isEqualTo(OperatingGoal.f1());
    assertThat(converter.convert("precision=0.9"))
        .isEqualTo(new OperatingGoal(OperatingGoal.Kind.PRECISION, 0.9));
    assertThat(converter.convert("Recall=1"))
        .isEqualTo(new OperatingGoal(OperatingGoal.Kind.RECALL, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "f2", "f1=1", "precision", "precision=", "precision=2", "recall=NaN", "=1"})
  void refusesAnythingElseAndShowsIt(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
