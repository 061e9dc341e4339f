package org.loupe.training.cascade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.loupe.cascade.LbpCascade;
import org.loupe.dataset.FoldUnit;
import org.loupe.dataset.LabeledMicrograph;
import org.loupe.dataset.LabeledSet;
import org.loupe.dataset.ValidationFolds;

/**
 * From a labeled set to a cascade of the right length.
 *
 * <p>If the set has a validation part, the cascade learns from the others and is judged on it.
 * Otherwise the set is divided into folds: a cascade is trained without each fold in turn and
 * judged on that fold; the number of stages with the best pooled figures is then trained on
 * everything.
 */
public final class CascadeCourse {

  private final CascadeTrainingSettings settings;
  private final FoldUnit unit;
  private final int folds;
  private final Path states;
  private final ForkJoinPool pool;
  private final CourseProgress progress;

  /** Hears how a course goes on; called by one thread at a time. */
  public interface CourseProgress extends TrainingProgress {

    /**
     * Tells that a training begins.
     *
     * @param number from 1
     * @param of how many trainings there are
     * @param training micrographs that it learns from
     * @param validation micrographs that judge it, may be none
     */
    void training(
        int number, int of, List<LabeledMicrograph> training, List<LabeledMicrograph> validation);
  }

  /**
   * Makes a course.
   *
   * @param unit of cross-validation, what is never divided
   * @param folds of cross-validation if the set has no validation part; 0 for none
   * @param states beginning of the names of the files that let an interrupted course go on: {@code
   *     STATES-1}, {@code STATES-2} and so on; see {@link #deleteStates}
   * @param pool whose threads do the work
   */
  public CascadeCourse(
      CascadeTrainingSettings settings,
      FoldUnit unit,
      int folds,
      Path states,
      ForkJoinPool pool,
      CourseProgress progress) {
    if (folds < 0 || folds == 1) {
      throw new IllegalArgumentException("folds must be 0 or at least 2, was " + folds);
    }
    this.settings = settings;
    this.unit = unit;
    this.folds = folds;
    this.states = states;
    this.pool = pool;
    this.progress = progress;
  }

  /**
   * Trains.
   *
   * @param background further micrographs without defects
   * @throws IOException if a micrograph or a state cannot be read or written
   * @throws IllegalArgumentException if there is nothing to learn from or too few series
   */
  public ValidatedCascade run(LabeledSet set, List<LabeledMicrograph> background)
      throws IOException {
    List<LabeledMicrograph> validation = set.part(LabeledMicrograph.Part.VALIDATION);
    if (!validation.isEmpty()) {
      List<LabeledMicrograph> learned =
          joined(set.part(LabeledMicrograph.Part.TRAINING), background);
      TrainedCascade trained = train(1, 1, settings, learned, validation);
      return chosen(trained, List.of(), trained.curve());
    }
    if (folds == 0) {
      TrainedCascade trained =
          train(1, 1, settings, joined(set.micrographs(), background), List.of());
      return chosen(trained, List.of(), List.of());
    }
    return crossValidated(set, background);
  }

  private ValidatedCascade crossValidated(LabeledSet set, List<LabeledMicrograph> background)
      throws IOException {
    List<List<LabeledMicrograph>> parts = ValidationFolds.of(set.micrographs(), unit, folds);
    List<TrainedCascade> trained =
        withCommonStages(settings, with -> folds(set, parts, background, with));
    List<CurvePoint> curve = pooled(trained);
    int stages = choice(curve, settings).map(CurvePoint::stages).orElse(settings.maxStages());
    TrainedCascade last =
        train(
            folds + 1,
            folds + 1,
            settings.toBuilder().maxStages(stages).build(),
            joined(set.micrographs(), background),
            List.of());
    return chosen(last, trained, curve);
  }

  /** Trains the folds. */
  @FunctionalInterface
  interface FoldTraining {
    List<TrainedCascade> train(CascadeTrainingSettings with) throws IOException;
  }

  /**
   * Trains the folds; where they end at such different lengths that no number of stages is judged
   * in all of them, lets them go on with more patience, as long as one of them does.
   */
  static List<TrainedCascade> withCommonStages(
      CascadeTrainingSettings settings, FoldTraining training) throws IOException {
    int before = 0;
    for (int patience = settings.patience(); ; patience++) {
      List<TrainedCascade> trained =
          training.train(settings.toBuilder().patience(patience).build());
      int judged = trained.stream().mapToInt(fold -> fold.curve().size()).sum();
      if (!pooled(trained).isEmpty() || judged == before) {
        return trained;
      }
      before = judged;
    }
  }

  private List<TrainedCascade> folds(
      LabeledSet set,
      List<List<LabeledMicrograph>> parts,
      List<LabeledMicrograph> background,
      CascadeTrainingSettings with)
      throws IOException {
    List<TrainedCascade> trained = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      List<LabeledMicrograph> learned = new ArrayList<>(set.micrographs());
      learned.removeAll(parts.get(fold));
      trained.add(train(fold + 1, folds + 1, with, joined(learned, background), parts.get(fold)));
    }
    return trained;
  }

  private TrainedCascade train(
      int number,
      int of,
      CascadeTrainingSettings with,
      List<LabeledMicrograph> learned,
      List<LabeledMicrograph> validation)
      throws IOException {
    progress.training(number, of, learned, validation);
    return new CascadeTrainer(with, pool, progress).train(learned, validation, state(number));
  }

  private Path state(int number) {
    return states.resolveSibling(states.getFileName() + "-" + number);
  }

  /** Returns whether an interrupted course of this place has left a state. */
  public boolean hasState() {
    return Files.exists(state(1));
  }

  /** Deletes the files that let an interrupted course go on. */
  public void deleteStates() throws IOException {
    for (int number = 1; Files.deleteIfExists(state(number)); number++) {
      Files.deleteIfExists(TrainingState.part(state(number)));
    }
  }

  private static List<LabeledMicrograph> joined(
      List<LabeledMicrograph> labeled, List<LabeledMicrograph> background) {
    List<LabeledMicrograph> all = new ArrayList<>(labeled);
    all.addAll(background);
    return all;
  }

  private ValidatedCascade chosen(
      TrainedCascade training, List<TrainedCascade> trained, List<CurvePoint> curve) {
    Optional<CurvePoint> choice = choice(curve, settings);
    LbpCascade whole = training.cascade();
    int stages =
        Math.min(
            choice.map(CurvePoint::stages).orElse(whole.stages().size()), whole.stages().size());
    return new ValidatedCascade(whole.beginning(stages), training, trained, curve, choice);
  }

  /** Returns the sums of the points that all folds have. */
  static List<CurvePoint> pooled(List<TrainedCascade> trained) {
    List<CurvePoint> pooled = new ArrayList<>();
    for (CurvePoint first : trained.get(0).curve()) {
      Optional<CurvePoint> sum = Optional.of(first);
      for (TrainedCascade other : trained.subList(1, trained.size())) {
        Optional<CurvePoint> same =
            other.curve().stream()
                .filter(
                    p -> p.stages() == first.stages() && p.minNeighbors() == first.minNeighbors())
                .findFirst();
        sum = sum.flatMap(s -> same.map(s::plus));
      }
      sum.ifPresent(pooled::add);
    }
    return pooled;
  }

  /** Returns the best point at a bearable number of candidates, or else that with the fewest. */
  private static Optional<CurvePoint> choice(
      List<CurvePoint> curve, CascadeTrainingSettings settings) {
    return CandidateCurve.chosen(curve, settings.maxCandidates(), settings.minRecall())
        .or(
            () ->
                curve.stream()
                    .filter(p -> p.counts().annotations() > 0)
                    .min(Comparator.comparingDouble(CurvePoint::candidatesPerAnnotation)));
  }
}
