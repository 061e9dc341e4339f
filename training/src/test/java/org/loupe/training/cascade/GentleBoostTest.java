package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;

class GentleBoostTest {

  private static final int SIDE = 16;
  private static final int POSITIVES = 200;
  private static final int EXAMPLES = 600;

  private final ForkJoinPool pool = new ForkJoinPool(2);
  private final List<LbpFeature> features =
      LbpFeature.all(SIDE, SIDE).stream().filter(f -> f.cellWidth() > 1).toList();

  @AfterEach
  void shutDown() {
    pool.shutdownNow();
  }

  /** Noise; the positive examples with a faint disc. */
  private static List<byte[]> windows(double contrast) {
    SplittableRandom random = new SplittableRandom(5);
    List<byte[]> windows = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      byte[] window = new byte[SIDE * SIDE];
      for (int k = 0; k < window.length; k++) {
        int x = k % SIDE;
        int y = k / SIDE;
        double disc = Math.hypot(x - 7.5, y - 7.5) < 5 ? contrast : 0;
        window[k] = (byte) (100 + 40 * random.nextDouble() + (i < POSITIVES ? disc : 0));
      }
      windows.add(window);
    }
    return windows;
  }

  private static CascadeTrainingSettings.Builder settings() {
    return CascadeTrainingSettings.defaults().toBuilder().windowSize(SIDE).featureFraction(0.2);
  }

  private GentleBoost.Trained train(List<byte[]> windows, CascadeTrainingSettings settings) {
    CodeMatrix codes = CodeMatrix.of(features, windows, SIDE, SIDE, pool);
    return GentleBoost.train(codes, POSITIVES, settings, 1, pool);
  }

  private double passing(List<byte[]> windows, Stage stage) {
    return (double)
            windows.stream()
                .filter(
                    w ->
                        StageSums.passes(
                            stage, features, WindowIntegral.of(w, SIDE, SIDE), SIDE + 1))
                .count()
        / windows.size();
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5", "0.9, 0.3", "0.995, 0.1", "1, 0.02"})
  void reportsWhatTheDetectorsRuleGives(double minHitRate, double maxFalseAlarm) {
    List<byte[]> windows = windows(12);
    GentleBoost.Trained trained =
        train(windows, settings().minHitRate(minHitRate).maxFalseAlarm(maxFalseAlarm).build());
    double hits = passing(windows.subList(0, POSITIVES), trained.stage());
    double falseAlarms = passing(windows.subList(POSITIVES, EXAMPLES), trained.stage());
    assertThat(trained.hitRate()).isEqualTo(hits).isGreaterThanOrEqualTo(minHitRate);
    assertThat(trained.falseAlarmRate()).isEqualTo(falseAlarms).isLessThanOrEqualTo(maxFalseAlarm);
  }

  @Test
  void noMoreStumpsThanAllowed() {
    GentleBoost.Trained trained =
        train(windows(1), settings().maxWeakCount(3).maxFalseAlarm(0.01).build());
    assertThat(trained.stage().stumps()).hasSize(3);
    assertThat(trained.falseAlarmRate()).isGreaterThan(0.01);
  }

  @Test
  void moreStumpsSeparateBetter() {
    List<byte[]> windows = windows(6);
    CascadeTrainingSettings few = settings().maxWeakCount(3).maxFalseAlarm(0.001).build();
    double before = train(windows, few).falseAlarmRate();
    assertThat(before).isBetween(0.05, 1.0);
    assertThat(train(windows, few.toBuilder().maxWeakCount(40).build()).falseAlarmRate())
        .isLessThan(before / 2);
  }

  @Test
  void trimmingLeavesOutOnlyWhatHardlyCounts() {
    List<byte[]> windows = windows(4);
    CascadeTrainingSettings all = settings().maxWeakCount(20).weightTrimRate(1).build();
    double whole = train(windows, all).falseAlarmRate();
    double trimmed = train(windows, all.toBuilder().weightTrimRate(0.95).build()).falseAlarmRate();
    assertThat(Math.abs(whole - trimmed)).isLessThan(0.2);
  }

  @Test
  void theThresholdIsNotRoundedAboveThePositiveThatItShouldKeep() {
    // the one code of all positive examples leads to a leaf that no float is; sums of many such
    // leaves are no floats either
    List<byte[]> windows = windows(6);
    for (int seed = 0; seed < 5; seed++) {
      CodeMatrix codes = CodeMatrix.of(features, windows, SIDE, SIDE, pool);
      CascadeTrainingSettings settings =
          settings().minHitRate(1).maxFalseAlarm(0.001).maxWeakCount(15 + seed).build();
      Stage stage = GentleBoost.train(codes, POSITIVES, settings, seed, pool).stage();
      double least = Double.POSITIVE_INFINITY;
      for (byte[] window : windows.subList(0, POSITIVES)) {
        int[] sums = WindowIntegral.of(window, SIDE, SIDE);
        least = Math.min(least, StageSums.of(stage.stumps(), features, sums, SIDE + 1));
      }
      assertThat((double) stage.threshold()).isLessThanOrEqualTo(least);
      assertThat((double) Math.nextUp(stage.threshold())).isGreaterThan(least);
    }
  }

  @Test
  void leavesAreMeansOfResponses() {
    for (Stump stump : train(windows(5), settings().build()).stage().stumps()) {
      assertThat(stump.leftLeaf()).isBetween(-1f, 1f).isLessThan(stump.rightLeaf());
      assertThat(stump.rightLeaf()).isBetween(-1f, 1f);
    }
  }

  @Test
  void threadsDoNotMatter() {
    List<byte[]> windows = windows(5);
    CascadeTrainingSettings settings = settings().maxFalseAlarm(0.05).build();
    ForkJoinPool one = new ForkJoinPool(1);
    GentleBoost.Trained alone =
        GentleBoost.train(
            CodeMatrix.of(features, windows, SIDE, SIDE, one), POSITIVES, settings, 1, one);
    one.shutdownNow();
    assertThat(train(windows, settings)).isEqualTo(alone);
  }

  @Test
  void examplesThatDoNotDifferAreRefused() {
    List<byte[]> blank = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      blank.add(new byte[SIDE * SIDE]);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(blank, settings().build()))
        .withMessageContaining("are all images blank?");
  }
}
