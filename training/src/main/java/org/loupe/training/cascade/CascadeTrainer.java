package org.loupe.training.cascade;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.Stage;
import org.loupe.cascade.Stump;
import org.loupe.dataset.LabeledMicrograph;

/**
 * Trains a cascade from labeled micrographs.
 *
 * <ol>
 *   <li>Positive examples are windows of the scan that cover what an annotation asks for ({@link
 *       PositiveWindows}).
 *   <li>For each stage, negative examples are drawn from the windows far from every annotation that
 *       pass the stages so far ({@link NegativePool}), so that each stage learns from the mistakes
 *       of those before it.
 *   <li>Gentle boosting makes the stage ({@link GentleBoost}); what it rejects is dropped.
 * </ol>
 *
 * <p>The result depends on the micrographs, their order and the settings, not on the number of
 * threads.
 */
public final class CascadeTrainer {

  private final CascadeTrainingSettings settings;
  private final ForkJoinPool pool;
  private final TrainingProgress progress;
  private final List<LbpFeature> features;

  /**
   * Makes a trainer.
   *
   * @param pool whose threads do the work
   */
  public CascadeTrainer(
      CascadeTrainingSettings settings, ForkJoinPool pool, TrainingProgress progress) {
    this.settings = settings;
    this.pool = pool;
    this.progress = progress;
    features = LbpFeature.all(settings.windowSize(), settings.windowSize());
  }

  /**
   * Trains a cascade.
   *
   * @throws IOException if a micrograph cannot be read
   * @throws IllegalArgumentException if there is nothing to learn from
   */
  public TrainedCascade train(List<LabeledMicrograph> labeled) throws IOException {
    List<TrainingMicrograph> micrographs =
        labeled.stream().map(m -> TrainingMicrograph.of(m, settings)).toList();
    int annotations = micrographs.stream().mapToInt(m -> m.targets().size()).sum();
    if (annotations == 0) {
      throw new IllegalArgumentException(
          "no annotation in any of the micrographs; a detector is trained from labeled defects");
    }
    progress.phase("cutting out positive examples");
    long[] keys = PositiveWindows.choose(micrographs, settings);
    if (keys.length == 0) {
      throw new IllegalArgumentException(
          "none of the "
              + annotations
              + " annotations is covered by a window of the scan; make the smallest window smaller"
              + " or check the labels");
    }
    Set<String> heldOutSeries = heldOutSeries(micrographs);
    List<byte[]> positives = new ArrayList<>();
    List<byte[]> heldOut = new ArrayList<>();
    byte[][] windows = WindowCutter.cut(micrographs, keys, settings.windowSize(), pool);
    for (int i = 0; i < keys.length; i++) {
      String series = micrographs.get(WindowKey.micrograph(keys[i])).series();
      (heldOutSeries.contains(series) ? heldOut : positives).add(windows[i]);
    }
    int uncovered = annotations - covered(micrographs);
    return stages(micrographs, positives, heldOut, annotations, uncovered);
  }

  private int covered(List<TrainingMicrograph> micrographs) {
    return micrographs.stream().mapToInt(m -> PositiveWindows.covered(m, settings)).sum();
  }

  /** Chooses series, by hash of their names, until they have the part that is to be held out. */
  private Set<String> heldOutSeries(List<TrainingMicrograph> micrographs) {
    Map<String, Integer> annotations = new LinkedHashMap<>();
    int all = 0;
    for (TrainingMicrograph micrograph : micrographs) {
      annotations.merge(micrograph.series(), micrograph.targets().size(), Integer::sum);
      all += micrograph.targets().size();
    }
    List<String> names = new ArrayList<>(annotations.keySet());
    names.sort(
        java.util.Comparator.comparingLong(
                (String name) -> WindowKey.hash(name.hashCode(), settings.seed()))
            .thenComparing(java.util.Comparator.naturalOrder()));
    Set<String> chosen = new TreeSet<>();
    int held = 0;
    for (String name : names) {
      int more = annotations.getOrDefault(name, 0);
      if (held + more <= settings.heldOutFraction() * all) {
        chosen.add(name);
        held += more;
      }
    }
    return chosen;
  }

  private TrainedCascade stages(
      List<TrainingMicrograph> micrographs,
      List<byte[]> positives,
      List<byte[]> heldOut,
      int annotations,
      int uncovered)
      throws IOException {
    List<Stage> stages = new ArrayList<>();
    List<StageReport> reports = new ArrayList<>();
    StopReason reason = StopReason.STAGES_DONE;
    progress.phase("drawing negative examples");
    NegativePool negatives = NegativePool.drawn(micrographs, settings, pool);
    double overall = 1;
    while (stages.size() < settings.maxStages()) {
      long start = System.nanoTime();
      int wanted = (int) Math.ceil(settings.negativeFactor() * positives.size());
      if (negatives.size() < wanted && !negatives.complete()) {
        progress.phase("scanning for negative examples");
        negatives = NegativePool.mined(micrographs, settings, cascade(stages), overall, pool);
      }
      List<byte[]> drawn = negatives.draw(wanted, stages.size());
      if (drawn.size() < settings.minNegatives()) {
        reason = StopReason.NO_NEGATIVES_LEFT;
        break;
      }
      progress.phase("boosting stage " + (stages.size() + 1));
      GentleBoost.Trained trained = boost(positives, drawn, heldOut, stages.size());
      Stage stage = trained.stage();
      int trainedWith = positives.size();
      positives = passing(positives, stage);
      heldOut = passing(heldOut, stage);
      double acceptance = negatives.filter(stage, features);
      overall *= acceptance;
      stages.add(stage);
      StageReport report =
          new StageReport(
              stages.size(),
              stage.stumps().size(),
              trainedWith,
              drawn.size(),
              trained.hitRate(),
              trained.heldOutHitRate(),
              trained.falseAlarmRate(),
              acceptance,
              overall,
              (System.nanoTime() - start) / 1e9);
      reports.add(report);
      progress.stage(report);
      if (overall <= settings.targetFalseAlarm()) {
        reason = StopReason.FALSE_ALARM_RATE_REACHED;
        break;
      }
    }
    if (stages.isEmpty()) {
      throw new IllegalArgumentException(
          "only "
              + negatives.size()
              + " windows of the micrographs are far from every annotation; add micrographs or"
              + " regions without defects");
    }
    return new TrainedCascade(cascade(stages), reports, reason, annotations, uncovered);
  }

  private GentleBoost.Trained boost(
      List<byte[]> positives, List<byte[]> negatives, List<byte[]> heldOut, int stage) {
    List<byte[]> examples = new ArrayList<>(positives);
    examples.addAll(negatives);
    examples.addAll(heldOut);
    int size = settings.windowSize();
    CodeMatrix codes = CodeMatrix.of(features, examples, size, size, pool);
    return GentleBoost.train(
        codes,
        new GentleBoost.ExampleCounts(positives.size(), negatives.size(), heldOut.size()),
        settings,
        WindowKey.hash(stage, settings.seed()),
        pool);
  }

  private List<byte[]> passing(List<byte[]> windows, Stage stage) {
    int size = settings.windowSize();
    return windows.stream()
        .filter(w -> StageSums.passes(stage, features, WindowIntegral.of(w, size, size), size + 1))
        .toList();
  }

  /** Returns the stages as a cascade that holds only the features that they use. */
  private LbpCascade cascade(List<Stage> stages) {
    int[] numbers = new int[features.size()];
    Arrays.fill(numbers, -1);
    List<LbpFeature> used = new ArrayList<>();
    List<Stage> renumbered = new ArrayList<>();
    for (Stage stage : stages) {
      List<Stump> stumps = new ArrayList<>();
      for (Stump stump : stage.stumps()) {
        if (numbers[stump.feature()] < 0) {
          numbers[stump.feature()] = used.size();
          used.add(features.get(stump.feature()));
        }
        stumps.add(
            new Stump(
                numbers[stump.feature()], stump.leftCodes(), stump.leftLeaf(), stump.rightLeaf()));
      }
      renumbered.add(new Stage(stage.threshold(), stumps));
    }
    int size = settings.windowSize();
    return new LbpCascade(size, size, settings.boostParameters(), used, renumbered);
  }
}
