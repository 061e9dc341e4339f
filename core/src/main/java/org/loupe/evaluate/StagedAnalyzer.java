package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.Trust;
import org.loupe.detection.Findings;
import org.loupe.detection.ModelDetector;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.measure.DefectMeasurer;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenerFormatException;

/**
 * Runs a model module by module and keeps what each puts out, which an analysis throws away.
 *
 * <p>What is reported is what {@code analysis.DefectAnalyzer} finds in the same micrograph.
 * Immutable and thread-safe; holds memory outside Java until it is closed if the model screens.
 */
public final class StagedAnalyzer implements AutoCloseable {

  private final ModelDetector detector;
  private final boolean screens;
  private final Outline outline;

  /**
   * What was found in one micrograph.
   *
   * @param candidates of Module I
   * @param ranking after Module II, the improbable ones too, the surest first; without a network
   *     the candidates
   * @param reported of these what counts as a defect, measured by Module III
   * @param member name of the member of the model that found them
   * @param trust how far they may be believed; empty if the member does not know
   */
  public record Stages(
      List<Mark> candidates,
      List<Mark> ranking,
      List<Mark> reported,
      String member,
      Optional<Trust> trust) {

    public Stages {
      candidates = List.copyOf(candidates);
      ranking = List.copyOf(ranking);
      reported = List.copyOf(reported);
    }
  }

  /**
   * Loads a model.
   *
   * @param outline what will be compared: for ellipses everything in the ranking is measured, not
   *     only what is reported
   * @throws ScreenerFormatException if its network is damaged or of another kind
   */
  public StagedAnalyzer(ModelBundle model, Outline outline) throws ScreenerFormatException {
    this.detector = new ModelDetector(model);
    this.screens = model.screener().isPresent();
    this.outline = outline;
  }

  /** Returns whether the model has a network, so that Module I is not all there is. */
  public boolean screens() {
    return screens;
  }

  /**
   * Returns what each module finds in {@code micrograph}.
   *
   * @param pool whose threads scan and screen
   */
  public Stages analyze(Micrograph micrograph, ForkJoinPool pool) {
    Findings found = detector.find(micrograph.detectorImage(), box -> true, pool);
    DefectMeasurer measurer = new DefectMeasurer(found.by().measurement());
    List<Mark> ranking = new ArrayList<>();
    List<Mark> reported = new ArrayList<>();
    for (Detection detection : found.ranked()) {
      boolean counts = found.isReported(detection);
      Mark mark =
          counts || outline == Outline.ELLIPSE
              ? measured(micrograph, detection, measurer)
              : Mark.of(detection);
      ranking.add(mark);
      if (counts) {
        reported.add(mark);
      }
    }
    return new Stages(
        found.candidates().stream().map(Mark::of).toList(),
        ranking,
        reported,
        found.by().name(),
        found.trust());
  }

  private static Mark measured(
      Micrograph micrograph, Detection detection, DefectMeasurer measurer) {
    Measurement measurement = measurer.measure(micrograph.image(), detection.box());
    Mark mark = Mark.of(detection);
    return new Mark(
        mark.box(), Optional.of(measurement.ellipse()), mark.defectClass(), mark.score());
  }

  @Override
  public void close() {
    detector.close();
  }
}
