package org.loupe.training.cascade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.LbpFeature;
import org.loupe.cascade.ScanLevel;
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

  /** The part of all windows that the stages pass when validation begins. */
  private static final double VALIDATED_FROM = 1e-3;

  /** It begins sooner where no more windows than this pass, which are kept with their pixels. */
  private static final double VALIDATED_WINDOWS = 1e5;

  /** The same for a cascade that has ended: more would not fit into memory. */
  private static final double VALIDATED_AT_LAST = 2e-2;

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
   * @param training micrographs to learn from; those without annotations give negative examples
   * @param validation micrographs to judge by, which may be none
   * @throws IOException if a micrograph cannot be read
   * @throws IllegalArgumentException if there is nothing to learn from
   */
  public TrainedCascade train(List<LabeledMicrograph> training, List<LabeledMicrograph> validation)
      throws IOException {
    return train(training, validation, Optional.empty());
  }

  /**
   * Trains a cascade and keeps a file from which an interrupted training goes on.
   *
   * <p>The result is the same as without interruption. The file is replaced after each stage and
   * left when the training is done.
   *
   * @param training micrographs to learn from
   * @param validation micrographs to judge by, which may be none
   * @param state the file; may not exist yet
   * @throws TrainingStateException if the file is damaged or of another training
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if there is nothing to learn from
   */
  public TrainedCascade train(
      List<LabeledMicrograph> training, List<LabeledMicrograph> validation, Path state)
      throws IOException {
    return train(training, validation, Optional.of(state));
  }

  private TrainedCascade train(
      List<LabeledMicrograph> training, List<LabeledMicrograph> validation, Optional<Path> state)
      throws IOException {
    List<TrainingMicrograph> micrographs =
        training.stream().map(m -> TrainingMicrograph.of(m, settings)).toList();
    int annotations = micrographs.stream().mapToInt(m -> m.targets().size()).sum();
    if (annotations == 0) {
      throw new IllegalArgumentException(
          "no annotation in any of the micrographs; a detector is trained from labeled defects");
    }
    if (micrographs.size() > WindowKey.MAX_MICROGRAPHS) {
      throw new IllegalArgumentException(
          "more than "
              + WindowKey.MAX_MICROGRAPHS
              + " micrographs, were "
              + micrographs.size()
              + "; train on a part of them");
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
    Session session = new Session(micrographs, validation, state);
    session.positives = List.of(WindowCutter.cut(micrographs, keys, settings.windowSize(), pool));
    if (state.isPresent() && Files.exists(state.get())) {
      session.resume(TrainingState.read(state.get()));
    } else {
      progress.phase("drawing negative examples");
      session.negatives = NegativePool.drawn(micrographs, settings, pool);
    }
    StopReason reason = session.run();
    session.validateAtLast();
    return new TrainedCascade(
        cascade(session.stages),
        session.reports,
        reason,
        session.points,
        annotations,
        annotations - covered(micrographs));
  }

  private int covered(List<TrainingMicrograph> micrographs) {
    return micrographs.stream().mapToInt(m -> PositiveWindows.covered(m, settings)).sum();
  }

  /** Returns how many windows the scan of a micrograph has, as a real number: they may be many. */
  private double windows(LabeledMicrograph micrograph) {
    int side = settings.windowSize();
    return ScanLevel.of(micrograph.widthPx(), micrograph.heightPx(), side, side, settings.scan())
        .stream()
        .mapToDouble(
            level ->
                (double) level.positions(level.width(), side)
                    * level.positions(level.height(), side))
        .sum();
  }

  /** The state of one training. */
  private final class Session {
    private final List<TrainingMicrograph> micrographs;
    private final List<LabeledMicrograph> validation;
    private final double validationWindows;
    private final Optional<Path> state;
    private final Optional<String> fingerprint;
    private final List<Stage> stages = new ArrayList<>();
    private final List<StageReport> reports = new ArrayList<>();
    private final List<CurvePoint> points = new ArrayList<>();
    private List<byte[]> positives = List.of();
    private @Nullable NegativePool negatives;
    private @Nullable CandidateCurve curve;

    Session(
        List<TrainingMicrograph> micrographs,
        List<LabeledMicrograph> validation,
        Optional<Path> state)
        throws IOException {
      this.micrographs = micrographs;
      this.validation = validation;
      validationWindows = validation.stream().mapToDouble(CascadeTrainer.this::windows).sum();
      this.state = state;
      fingerprint =
          state.isPresent()
              ? Optional.of(TrainingFingerprint.of(micrographs, validation, settings))
              : Optional.empty();
    }

    /** Goes on where another training was interrupted. */
    void resume(TrainingState saved) throws IOException {
      if (!fingerprint.equals(Optional.of(saved.fingerprint()))) {
        throw new TrainingStateException(
            state.orElseThrow(), "is of other micrographs, labels or settings");
      }
      List<Stage> known = inAllFeatures(saved.cascade());
      // a training of fewer stages, or one that should have ended before, ends where it would have
      for (int i = 0;
          i < Math.min(known.size(), settings.maxStages()) && stopBefore().isEmpty();
          i++) {
        positives = passing(positives, known.get(i));
        stages.add(known.get(i));
        reports.add(saved.reports().get(i));
        progress.stage(saved.reports().get(i));
        int stage = stages.size();
        List<CurvePoint> judged = saved.points().stream().filter(p -> p.stages() == stage).toList();
        if (judged.isEmpty()) {
          validate();
        } else {
          points.addAll(judged);
          curve = null; // begins anew with the next stage
          progress.validated(judged);
        }
      }
      negatives = NegativePool.of(micrographs, settings, pool, saved.negatives(), saved.complete());
    }

    StopReason run() throws IOException {
      while (stages.size() < settings.maxStages()) {
        Optional<StopReason> before = stopBefore();
        if (before.isPresent()) {
          return before.get();
        }
        long start = System.nanoTime();
        int wanted =
            Math.max(
                settings.minNegatives(),
                (int) Math.ceil(settings.negativeFactor() * positives.size()));
        NegativePool source = source(Math.min(wanted, NegativePool.CAPACITY));
        List<byte[]> drawn = source.draw(wanted, stages.size());
        if (drawn.size() < settings.minNegatives()) {
          if (stages.isEmpty()) {
            throw new IllegalArgumentException(
                "only "
                    + drawn.size()
                    + " windows of the micrographs are far from every annotation; add micrographs"
                    + " or regions without defects");
          }
          return StopReason.NO_NEGATIVES_LEFT;
        }
        progress.phase("boosting stage " + (stages.size() + 1));
        GentleBoost.Trained trained = boost(positives, drawn, stages.size());
        int trainedWith = positives.size();
        positives = passing(positives, trained.stage());
        double acceptance = source.filter(trained.stage(), features);
        stages.add(trained.stage());
        StageReport report =
            new StageReport(
                stages.size(),
                trained.stage().stumps().size(),
                trainedWith,
                drawn.size(),
                trained.hitRate(),
                trained.falseAlarmRate(),
                acceptance,
                overall() * acceptance,
                (System.nanoTime() - start) / 1e9);
        reports.add(report);
        save(source);
        progress.stage(report);
        if (validate()) {
          save(source);
        }
      }
      return StopReason.STAGES_DONE;
    }

    /** Returns the part of all negative windows that passes the stages so far, estimated. */
    private double overall() {
      return reports.isEmpty() ? 1 : reports.get(reports.size() - 1).overallFalseAlarmRate();
    }

    private Optional<StopReason> stopBefore() {
      if (!reports.isEmpty()
          && settings.targetFalseAlarm() > 0
          && overall() <= settings.targetFalseAlarm()) {
        return Optional.of(StopReason.FALSE_ALARM_RATE_REACHED);
      }
      return gains() ? Optional.empty() : Optional.of(StopReason.NO_GAIN_ON_VALIDATION);
    }

    /** Returns whether one of the last stages raised the recall at a bearable number. */
    private boolean gains() {
      double most = 0;
      int last = 0;
      for (int stage = 1; stage <= stages.size(); stage++) {
        int number = stage;
        Optional<CurvePoint> best =
            CandidateCurve.best(
                points.stream().filter(p -> p.stages() == number).toList(),
                settings.maxCandidates());
        double recall = best.map(p -> p.counts().recall()).orElse(0.0);
        if (recall > most) {
          most = recall;
          last = stage;
        }
      }
      return last == 0 || stages.size() - last < settings.patience();
    }

    /** Returns a pool with enough windows, or all that there are. */
    private NegativePool source(int wanted) throws IOException {
      NegativePool source = Objects.requireNonNull(negatives);
      double passing = overall();
      // what was drawn before the first stage is as much as a pool holds
      while (!stages.isEmpty() && source.size() < wanted && !source.complete()) {
        progress.phase("scanning for negative examples");
        source = NegativePool.mined(micrographs, settings, cascade(stages), passing, pool);
        // fewer passed than expected: scan more
        passing /= 8;
      }
      negatives = source;
      return source;
    }

    private void save(NegativePool source) throws IOException {
      if (state.isPresent()) {
        new TrainingState(
                fingerprint.orElseThrow(),
                cascade(stages),
                reports,
                points,
                source.keys(),
                source.complete())
            .write(state.get());
      }
    }

    /** Judges a short cascade of which no stage was judged, unless too many windows pass. */
    private void validateAtLast() throws IOException {
      if (points.isEmpty()) {
        validate(VALIDATED_AT_LAST);
      }
    }

    private boolean validate() throws IOException {
      return validate(Math.max(VALIDATED_FROM, VALIDATED_WINDOWS / validationWindows));
    }

    /**
     * Lets the last stage see the validation micrographs, once few enough of their windows pass,
     * and returns whether it has.
     */
    private boolean validate(double mostPassing) throws IOException {
      if (validation.isEmpty() || overall() > mostPassing) {
        return false;
      }
      CandidateCurve judged = curve;
      if (judged == null) {
        progress.phase("scanning validation micrographs");
        judged = CandidateCurve.begin(cascade(stages), validation, settings.scan(), pool);
        curve = judged;
      } else {
        Stage last = stages.get(stages.size() - 1);
        judged.add(last, features);
      }
      List<CurvePoint> now = judged.points();
      points.addAll(now);
      progress.validated(now);
      return true;
    }
  }

  private GentleBoost.Trained boost(List<byte[]> positives, List<byte[]> negatives, int stage) {
    List<byte[]> examples = new ArrayList<>(positives);
    examples.addAll(negatives);
    int size = settings.windowSize();
    long seed = WindowKey.hash(stage, settings.seed());
    int[] drawn =
        Subset.draw(features.size(), settings.stageFeatureFraction(), new SplittableRandom(~seed));
    CodeMatrix codes =
        CodeMatrix.of(
            Arrays.stream(drawn).mapToObj(features::get).toList(), examples, size, size, pool);
    GentleBoost.Trained trained = GentleBoost.train(codes, positives.size(), settings, seed, pool);
    List<Stump> stumps = new ArrayList<>();
    for (Stump stump : trained.stage().stumps()) {
      stumps.add(
          new Stump(
              drawn[stump.feature()], stump.leftCodes(), stump.leftLeaf(), stump.rightLeaf()));
    }
    return new GentleBoost.Trained(
        new Stage(trained.stage().threshold(), stumps),
        trained.hitRate(),
        trained.falseAlarmRate());
  }

  private List<byte[]> passing(List<byte[]> windows, Stage stage) {
    int size = settings.windowSize();
    return windows.stream()
        .filter(w -> StageSums.passes(stage, features, WindowIntegral.of(w, size, size), size + 1))
        .toList();
  }

  private LbpCascade cascade(List<Stage> stages) {
    int size = settings.windowSize();
    return new LbpCascade(size, size, settings.boostParameters(), features, stages)
        .withUsedFeatures();
  }

  /** Returns a cascade's stages with stumps that number all features. */
  private List<Stage> inAllFeatures(LbpCascade cascade) {
    Map<LbpFeature, Integer> numbers = new HashMap<>();
    for (int f = 0; f < features.size(); f++) {
      numbers.put(features.get(f), f);
    }
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : cascade.stages()) {
      List<Stump> stumps = new ArrayList<>();
      for (Stump stump : stage.stumps()) {
        int number = numbers.getOrDefault(cascade.features().get(stump.feature()), -1);
        stumps.add(new Stump(number, stump.leftCodes(), stump.leftLeaf(), stump.rightLeaf()));
      }
      stages.add(new Stage(stage.threshold(), stumps));
    }
    return stages;
  }
}
