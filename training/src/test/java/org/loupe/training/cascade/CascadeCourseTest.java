package org.loupe.training.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.cascade.CodeSet;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;
import org.loupe.dataset.FoldUnit;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.evaluate.MatchCounts;

class CascadeCourseTest {

  private final ForkJoinPool pool = new ForkJoinPool(2);
  private final CascadeTrainingSettings settings =
      Discs.settings().toBuilder().maxPositives(200).build();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void shutDown() {
    pool.shutdownNow();
  }

  /** Keeps what it hears, and stops in a stage of a training if it should. */
  private static final class Listener implements CascadeCourse.CourseProgress {
    final List<Set<String>> learned = new ArrayList<>();
    final List<Set<String>> judged = new ArrayList<>();
    final List<Integer> of = new ArrayList<>();
    int stages;
    int stopAfter = Integer.MAX_VALUE;

    private static Set<String> series(List<LabeledMicrograph> micrographs) {
      Set<String> series = new TreeSet<>();
      micrographs.forEach(m -> series.add(m.series()));
      return series;
    }

    @Override
    public void training(
        int number,
        int trainings,
        List<LabeledMicrograph> training,
        List<LabeledMicrograph> validation) {
      assertThat(number).isEqualTo(learned.size() + 1);
      of.add(trainings);
      learned.add(series(training));
      judged.add(series(validation));
    }

    @Override
    public void phase(String what) {}

    @Override
    public void stage(StageReport report) {
      if (++stages > stopAfter) {
        throw new Killed();
      }
    }

    @Override
    public void validated(List<CurvePoint> points) {}
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private CascadeCourse course(int folds, Listener listener) {
    return new CascadeCourse(
        settings, FoldUnit.SERIES, folds, folder.resolve("a.state"), pool, listener);
  }

  private LabeledSet set(List<LabeledMicrograph> micrographs) {
    return new LabeledSet(folder, "made", micrographs);
  }

  private static LabeledMicrograph forValidation(LabeledMicrograph m) {
    return new LabeledMicrograph(
        m.name(),
        m.file(),
        m.widthPx(),
        m.heightPx(),
        m.series(),
        LabeledMicrograph.Part.VALIDATION,
        m.annotations());
  }

  @Test
  void aValidationPartChoosesTheStages() throws IOException {
    List<LabeledMicrograph> micrographs = new ArrayList<>(Discs.write(folder, 6, 1));
    Discs.write(folder, 4, 2).forEach(m -> micrographs.add(forValidation(m)));
    Listener listener = new Listener();
    ValidatedCascade trained = course(3, listener).run(set(micrographs), List.of());
    assertThat(listener.of).containsExactly(1);
    assertThat(trained.folds()).isEmpty();
    assertThat(trained.curve()).isNotEmpty().isEqualTo(trained.training().curve());
    CurvePoint chosen = trained.chosen().orElseThrow();
    assertThat(chosen)
        .isEqualTo(CandidateCurve.best(trained.curve(), settings.maxCandidates()).orElse(chosen));
    assertThat(chosen.micrographs()).isEqualTo(4);
    assertThat(trained.cascade().stages())
        .isEqualTo(trained.training().cascade().beginning(chosen.stages()).stages());
  }

  @Test
  void foldsBySeriesAreJudgedByWhatTheyHaveNotSeenAndAddUp() throws IOException {
    List<LabeledMicrograph> micrographs = Discs.write(folder, 6, 1);
    Listener listener = new Listener();
    CascadeCourse course = course(3, listener);
    ValidatedCascade trained = course.run(set(micrographs), List.of());
    assertThat(listener.of).containsExactly(4, 4, 4, 4);
    Set<String> all = new TreeSet<>();
    for (int fold = 0; fold < 3; fold++) {
      assertThat(listener.judged.get(fold))
          .isNotEmpty()
          .doesNotContainAnyElementsOf(listener.learned.get(fold));
      all.addAll(listener.judged.get(fold));
    }
    assertThat(all).containsExactly("s0", "s1", "s2");
    assertThat(listener.learned.get(3)).isEqualTo(all);
    assertThat(listener.judged.get(3)).isEmpty();
    assertThat(trained.folds()).hasSize(3);
    assertThat(trained.curve()).isNotEmpty();
    for (CurvePoint point : trained.curve()) {
      int found = 0;
      int candidates = 0;
      int annotations = 0;
      for (TrainedCascade fold : trained.folds()) {
        Optional<CurvePoint> same =
            fold.curve().stream()
                .filter(
                    p -> p.stages() == point.stages() && p.minNeighbors() == point.minNeighbors())
                .findFirst();
        found += same.orElseThrow().counts().matchedAnnotations();
        candidates += same.orElseThrow().counts().detections();
        annotations += same.orElseThrow().counts().annotations();
      }
      assertThat(point.counts().matchedAnnotations()).isEqualTo(found);
      assertThat(point.counts().detections()).isEqualTo(candidates);
      assertThat(point.counts().annotations()).isEqualTo(annotations).isEqualTo(30);
      assertThat(point.micrographs()).isEqualTo(6);
    }
    assertThat(trained.cascade().stages())
        .hasSizeLessThanOrEqualTo(trained.chosen().orElseThrow().stages());
    assertThat(course.hasState()).isTrue();
    Files.writeString(folder.resolve("a.state-2.part"), "of a training that was killed");
    course.deleteStates();
    assertThat(course.hasState()).isFalse();
    assertThat(names()).noneMatch(name -> name.contains("state"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> String.valueOf(f.getFileName())).toList();
    }
  }

  @Test
  void aCourseStoppedInAnyTrainingGoesOnThere() throws IOException {
    LabeledSet set = set(Discs.write(folder, 4, 1));
    Listener listener = new Listener();
    CascadeCourse undisturbed = course(2, listener);
    ValidatedCascade whole = undisturbed.run(set, List.of());
    undisturbed.deleteStates();
    int stages = listener.stages;
    assertThat(stages).isGreaterThan(5);
    for (int stopAfter : new int[] {1, stages / 2, stages - 1}) {
      Listener killer = new Listener();
      killer.stopAfter = stopAfter;
      assertThatExceptionOfType(Killed.class)
          .isThrownBy(() -> course(2, killer).run(set, List.of()));
      CascadeCourse again = course(2, new Listener());
      assertThat(again.hasState()).isTrue();
      ValidatedCascade resumed = again.run(set, List.of());
      assertThat(resumed.cascade()).isEqualTo(whole.cascade());
      assertThat(resumed.curve()).isEqualTo(whole.curve());
      assertThat(resumed.chosen()).isEqualTo(whole.chosen());
      again.deleteStates();
    }
  }

  @Test
  void withoutFoldsEverythingIsLearned() throws IOException {
    Listener listener = new Listener();
    ValidatedCascade trained =
        course(0, listener).run(set(Discs.write(folder, 2, 1)), List.of(Discs.blank(folder, 90)));
    assertThat(listener.of).containsExactly(1);
    assertThat(listener.learned.get(0)).containsExactly("blank", "s0");
    assertThat(trained.curve()).isEmpty();
    assertThat(trained.chosen()).isEmpty();
    assertThat(trained.cascade()).isEqualTo(trained.training().cascade());
  }

  @Test
  void aRequestThatCannotBeMetIsSaid() throws IOException {
    LabeledSet set = set(Discs.write(folder, 4, 1)); // of two series
    assertThatIllegalArgumentException()
        .isThrownBy(() -> course(3, new Listener()).run(set, List.of()))
        .withMessageContaining("2 series for 3 folds")
        .withMessageContaining("fewer folds");
    assertThatIllegalArgumentException().isThrownBy(() -> course(1, new Listener()));
    assertThatIllegalArgumentException().isThrownBy(() -> course(-1, new Listener()));
  }

  @Test
  void whatNoFoldButOneHasIsNotPooled() {
    TrainedCascade two = judged(List.of(point(2, 1, 5), point(2, 4, 3), point(3, 1, 4)));
    TrainedCascade one = judged(List.of(point(2, 1, 6), point(2, 4, 1)));
    assertThat(CascadeCourse.pooled(List.of(two, one)))
        .containsExactly(point(2, 1, 5).plus(point(2, 1, 6)), point(2, 4, 3).plus(point(2, 4, 1)));
    assertThat(CascadeCourse.pooled(List.of(one, two)))
        .containsExactly(point(2, 1, 5).plus(point(2, 1, 6)), point(2, 4, 3).plus(point(2, 4, 1)));
  }

  /** The first fold is judged from stage 5 on and ends early; the other from 7 on. */
  @Test
  void foldsThatHaveNoStageInCommonGoOn() throws IOException {
    List<Integer> asked = new ArrayList<>();
    List<TrainedCascade> trained =
        CascadeCourse.withCommonStages(
            settings.toBuilder().patience(1).build(),
            with -> {
              asked.add(with.patience());
              return List.of(
                  judged(stages(5, 5 + with.patience())), judged(stages(7, 7 + with.patience())));
            });
    assertThat(asked).containsExactly(1, 2);
    assertThat(CascadeCourse.pooled(trained)).containsExactly(point(7, 1, 3).plus(point(7, 1, 3)));
  }

  @Test
  void foldsThatCannotGoOnAreLeftAsTheyAre() throws IOException {
    List<Integer> asked = new ArrayList<>();
    List<TrainedCascade> trained =
        CascadeCourse.withCommonStages(
            settings.toBuilder().patience(3).build(),
            with -> {
              asked.add(with.patience());
              return List.of(judged(stages(2, 3)), judged(List.of()));
            });
    assertThat(asked).containsExactly(3, 4);
    assertThat(CascadeCourse.pooled(trained)).isEmpty();
  }

  private static List<CurvePoint> stages(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(stage -> point(stage, 1, 3)).toList();
  }

  private static CurvePoint point(int stages, int neighbors, int matched) {
    return new CurvePoint(
        stages, neighbors, 1, new MatchCounts(8, matched, 9, matched), MatchCounts.NONE);
  }

  private static TrainedCascade judged(List<CurvePoint> curve) {
    Stump stump = new Stump(0, CodeSet.ofWords(1, 0, 0, 0, 0, 0, 0, 0), -1, 1);
    return new TrainedCascade(
        new LbpCascade(
            16,
            16,
            Discs.settings().boostParameters(),
            List.of(new LbpFeature(0, 0, 1, 1)),
            List.of(new Stage(0, List.of(stump)))),
        List.of(),
        StopReason.STAGES_DONE,
        curve,
        8,
        0);
  }
}
