package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;
import org.loupe.dataset.LabeledMicrograph;

class CascadeTrainerTest {

  private final ForkJoinPool pool = new ForkJoinPool(2);

  @TempDir private Path folder = Path.of("");
  private List<LabeledMicrograph> discs = List.of();

  @BeforeEach
  void draw() throws IOException {
    discs = Discs.write(folder, 8, 1);
  }

  @AfterEach
  void shutDown() {
    pool.shutdownNow();
  }

  private static byte[] xml(LbpCascade cascade) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CascadeXml.write(cascade, out);
    return out.toByteArray();
  }

  private CascadeTrainer trainer(CascadeTrainingSettings settings) {
    return new CascadeTrainer(settings, pool, TrainingProgress.none());
  }

  @Test
  void findsDiscsOfMicrographsThatItHasNotSeen() throws IOException {
    LbpCascade cascade = trainer(Discs.settings()).train(discs, List.of()).cascade();
    List<LabeledMicrograph> others = Discs.write(folder, 6, 2);
    CandidateCurve curve = CandidateCurve.begin(cascade, others, Discs.scan(), pool);
    Optional<CurvePoint> best = CandidateCurve.best(curve.points(), 1.5);
    assertThat(best).isPresent();
    assertThat(best.get().counts().recall()).isGreaterThan(0.9);
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() throws IOException {
    byte[] two = xml(trainer(Discs.settings()).train(discs, List.of()).cascade());
    for (int threads : new int[] {1, 5}) {
      ForkJoinPool other = new ForkJoinPool(threads);
      try {
        CascadeTrainer trainer =
            new CascadeTrainer(Discs.settings(), other, TrainingProgress.none());
        assertThat(xml(trainer.train(discs, List.of()).cascade())).isEqualTo(two);
      } finally {
        other.shutdownNow();
      }
    }
  }

  @Test
  void anotherSeedGivesAnotherCascade() throws IOException {
    CascadeTrainingSettings other = Discs.settings().toBuilder().seed(2).build();
    assertThat(xml(trainer(other).train(discs, List.of()).cascade()))
        .isNotEqualTo(xml(trainer(Discs.settings()).train(discs, List.of()).cascade()));
  }

  /** What a kill looks like from inside. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aKilledTrainingGoesOnAsIfNothingHadHappened() throws IOException {
    List<LabeledMicrograph> validation = Discs.write(folder, 4, 3);
    TrainedCascade whole = trainer(Discs.settings()).train(discs, validation);
    assertThat(whole.stages()).hasSizeGreaterThan(2);
    Path state = folder.resolve("state");
    for (int last = 1; last < whole.stages().size(); last++) {
      int killedAfter = last;
      TrainingProgress killer =
          new TrainingProgress() {
            @Override
            public void phase(String what) {}

            @Override
            public void stage(StageReport report) {
              if (report.stage() == killedAfter) {
                throw new Killed();
              }
            }

            @Override
            public void validated(List<CurvePoint> points) {}
          };
      assertThatExceptionOfType(Killed.class)
          .isThrownBy(
              () ->
                  new CascadeTrainer(Discs.settings(), pool, killer)
                      .train(discs, validation, state));
      TrainedCascade resumed = trainer(Discs.settings()).train(discs, validation, state);
      assertThat(xml(resumed.cascade())).isEqualTo(xml(whole.cascade()));
      assertThat(resumed.curve()).isEqualTo(whole.curve());
      assertThat(resumed.stopReason()).isEqualTo(whole.stopReason());
      Files.delete(state);
    }
  }

  @Test
  void aStateOfOtherLabelsOrSettingsIsRefused() throws IOException {
    Path state = folder.resolve("state");
    CascadeTrainingSettings two = Discs.settings().toBuilder().maxStages(2).build();
    trainer(two).train(discs, List.of(), state);
    assertThatExceptionOfType(TrainingStateException.class)
        .isThrownBy(() -> trainer(two).train(discs.subList(1, 8), List.of(), state))
        .withMessageContaining(state.toString())
        .withMessageContaining("other micrographs, labels or settings")
        .withMessageContaining("delete it");
    CascadeTrainingSettings seed = two.toBuilder().seed(7).build();
    assertThatExceptionOfType(TrainingStateException.class)
        .isThrownBy(() -> trainer(seed).train(discs, List.of(), state));
    // more stages are no other training
    assertThat(trainer(Discs.settings()).train(discs, List.of(), state).stages())
        .hasSizeGreaterThan(2);
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    Path state = folder.resolve("state");
    CascadeTrainingSettings one = Discs.settings().toBuilder().maxStages(1).build();
    trainer(one).train(discs, List.of(), state);
    byte[] whole = Files.readAllBytes(state);
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
      Files.write(state, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(TrainingStateException.class)
          .isThrownBy(() -> trainer(one).train(discs, List.of(), state))
          .withMessageContaining(state.toString())
          .withMessageContaining("delete it");
    }
  }

  @Test
  void saysWhyItEnds() throws IOException {
    CascadeTrainingSettings.Builder base = Discs.settings().toBuilder();
    assertThat(trainer(base.maxStages(1).build()).train(discs, List.of()).stopReason())
        .isEqualTo(StopReason.STAGES_DONE);
    assertThat(
            trainer(Discs.settings().toBuilder().targetFalseAlarm(0.4).build())
                .train(discs, List.of())
                .stopReason())
        .isEqualTo(StopReason.FALSE_ALARM_RATE_REACHED);
    assertThat(
            trainer(Discs.settings().toBuilder().maxStages(40).build())
                .train(discs, List.of())
                .stopReason())
        .isEqualTo(StopReason.NO_NEGATIVES_LEFT);
    TrainedCascade patient =
        trainer(Discs.settings().toBuilder().maxStages(40).minNegatives(1).patience(1).build())
            .train(discs, Discs.write(folder, 4, 3));
    assertThat(patient.stopReason()).isEqualTo(StopReason.NO_GAIN_ON_VALIDATION);
  }

  @Test
  void oneMicrographIsEnough() throws IOException {
    assertThat(trainer(Discs.settings()).train(discs.subList(0, 1), List.of()).stages())
        .isNotEmpty();
  }

  @Test
  void nothingToLearnFromIsSaid() throws IOException {
    LabeledMicrograph black = Discs.blank(folder, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(Discs.settings()).train(List.of(black), List.of()))
        .withMessageContaining("blank");
    LabeledMicrograph unlabeled =
        new LabeledMicrograph(
            "u", black.file(), Discs.SIDE, Discs.SIDE, "u", black.part(), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(Discs.settings()).train(List.of(unlabeled), List.of()))
        .withMessageContaining("no annotation");
    CascadeTrainingSettings large = Discs.settings().toBuilder().windowSize(64).build();
    CascadeTrainingSettings noSmall =
        large.toBuilder().scan(large.scan().withMinDefectSizePx(0)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(noSmall).train(discs, List.of()))
        .withMessageContaining("covered by a window");
  }

  @Test
  void reportsWhatTheStagesDo() throws IOException {
    TrainedCascade trained = trainer(Discs.settings()).train(discs, List.of());
    double overall = 1;
    for (StageReport report : trained.stages()) {
      assertThat(report.hitRate()).isGreaterThanOrEqualTo(Discs.settings().minHitRate());
      assertThat(
              report.falseAlarmRate() <= Discs.settings().maxFalseAlarm()
                  || report.stumps() == Discs.settings().maxWeakCount())
          .isTrue();
      assertThat(report.overallFalseAlarmRate()).isLessThanOrEqualTo(overall);
      overall = report.overallFalseAlarmRate();
    }
    assertThat(trained.cascade().stages()).hasSameSizeAs(trained.stages());
  }

  @Test
  void aTrainingOfFewerStagesThanItsStateEndsThere() throws IOException {
    Path state = folder.resolve("state");
    trainer(Discs.settings()).train(discs, List.of(), state);
    CascadeTrainingSettings two = Discs.settings().toBuilder().maxStages(2).build();
    assertThat(xml(trainer(two).train(discs, List.of(), state).cascade()))
        .isEqualTo(xml(trainer(two).train(discs, List.of()).cascade()));
    CascadeTrainingSettings early = Discs.settings().toBuilder().targetFalseAlarm(0.4).build();
    TrainedCascade resumed = trainer(early).train(discs, List.of(), state);
    assertThat(resumed.stopReason()).isEqualTo(StopReason.FALSE_ALARM_RATE_REACHED);
    assertThat(xml(resumed.cascade()))
        .isEqualTo(xml(trainer(early).train(discs, List.of()).cascade()));
  }

  @Test
  void aFewLabelsAreEnough() throws IOException {
    LabeledMicrograph one = discs.get(0);
    LabeledMicrograph oneLabel =
        new LabeledMicrograph(
            one.name(),
            one.file(),
            one.widthPx(),
            one.heightPx(),
            one.series(),
            one.part(),
            one.annotations().subList(0, 1));
    TrainedCascade trained = trainer(Discs.settings()).train(List.of(oneLabel), List.of());
    assertThat(trained.annotations()).isEqualTo(1);
    assertThat(trained.stages().get(0).positives()).isBetween(1, 3);
    assertThat(trained.stages().get(0).negatives()).isEqualTo(Discs.settings().minNegatives());
  }

  @Test
  void noFalseAlarmRateIsTheEndOfATrainingThatNamesNone() throws IOException {
    // the last window far from every label is rejected: the rate that is reached is 0
    CascadeTrainingSettings strict =
        Discs.settings().toBuilder()
            .maxStages(40)
            .minHitRate(0.5)
            .maxFalseAlarm(0.001)
            .maxWeakCount(200)
            .minNegatives(1)
            .build();
    TrainedCascade trained = trainer(strict).train(discs.subList(0, 2), List.of());
    List<StageReport> stages = trained.stages();
    assertThat(stages.get(stages.size() - 1).overallFalseAlarmRate()).isZero();
    assertThat(trained.stopReason()).isEqualTo(StopReason.NO_NEGATIVES_LEFT);
  }

  @Test
  void moreNegativeExamplesThanAPoolHoldsAreNotAwaited() throws IOException {
    CascadeTrainingSettings greedy =
        Discs.settings().toBuilder().maxStages(1).negativeFactor(100).maxWeakCount(1).build();
    StageReport report = trainer(greedy).train(discs, List.of()).stages().get(0);
    assertThat(report.negatives()).isGreaterThan(3000);
  }
}
