package org.loupe.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.loupe.training.ProbabilityCalibration.Answer;

class ProbabilityCalibrationTest {

  /** Answers of a network whose logits are twice too sure and shifted by one. */
  private static List<Answer> answers(int count) {
    SplittableRandom random = new SplittableRandom(7);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double truth = 2 * random.nextGaussian();
      boolean right = random.nextDouble() < 1 / (1 + Math.exp(-truth));
      answers.add(new Answer(2 * truth + 2, right));
    }
    return answers;
  }

  @Test
  void findsTheTemperatureAndOffsetThatMadeTheAnswers() {
    ProbabilityCalibration fit = ProbabilityCalibration.fit(answers(200_000));
    // the standard error of a slope from so many answers is below 0.01
    assertThat(fit.temperature()).isCloseTo(2, within(0.05));
    assertThat(fit.offset()).isCloseTo(-1, within(0.05));
  }

  @Test
  void makesProbabilitiesComeTrue() {
    List<Answer> answers = answers(100_000);
    ProbabilityCalibration fit = ProbabilityCalibration.fit(answers);
    ProbabilityCalibration none = new ProbabilityCalibration(1, 0);
    assertThat(none.expectedError(answers)).isGreaterThan(0.1);
    // ten bins of 10,000 answers: a standard error of 0.005 each at most
    assertThat(fit.expectedError(answers)).isLessThan(0.01);
  }

  @Test
  void staysFiniteWhereLogitsTellRightFromWrongWithoutAnError() {
    List<Answer> answers =
        List.of(new Answer(-3, false), new Answer(-2, false), new Answer(2, true));
    ProbabilityCalibration fit = ProbabilityCalibration.fit(answers);
    assertThat(fit.temperature()).isPositive().isFinite();
    assertThat(fit.probability(2)).isGreaterThan(0.9);
    assertThat(fit.probability(-2)).isLessThan(0.1);
  }

  @Test
  void keepsTheOrderOfLogits() {
    ProbabilityCalibration fit =
        ProbabilityCalibration.fit(List.of(new Answer(1, false), new Answer(-1, true)));
    assertThat(fit.probability(2)).isGreaterThan(fit.probability(1));
  }

  @Test
  void noAnswersChangeNothing() {
    assertThat(ProbabilityCalibration.fit(List.of())).isEqualTo(new ProbabilityCalibration(1, 0));
    assertThat(new ProbabilityCalibration(1, 0).expectedError(List.of())).isZero();
  }
}
