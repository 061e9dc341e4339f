package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.loupe.cascade.CascadeDetector;
import org.loupe.defect.Candidate;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.image.ByteImage;
import org.loupe.measure.DefectMeasurer;
import org.loupe.micrograph.Micrograph;
import org.loupe.model.ModelBundle;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.screen.ScreenerModel;

/**
 * Runs a model module by module and keeps what each puts out, which an analysis throws away.
 *
 * <p>What is reported is what {@code analysis.DefectAnalyzer} finds in the same micrograph.
 * Immutable and thread-safe; holds memory outside Java until it is closed if the model screens.
 */
public final class StagedAnalyzer implements AutoCloseable {

  private final String defectClass;
  private final CascadeDetector detector;
  private final Optional<Screener> screener;
  private final double minProbability;
  private final DefectMeasurer measurer;
  private final Outline outline;

  /**
   * What was found in one micrograph.
   *
   * @param candidates of Module I
   * @param ranking after Module II, the improbable ones too, the surest first; without a network
   *     the candidates
   * @param reported of these what counts as a defect, measured by Module III
   */
  public record Stages(List<Mark> candidates, List<Mark> ranking, List<Mark> reported) {

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
    this.defectClass = model.defectClass();
    this.detector = new CascadeDetector(model.cascade(), model.scan());
    this.measurer = new DefectMeasurer(model.measurement());
    this.outline = outline;
    if (model.screener().isPresent()) {
      ScreenerModel network = model.screener().get();
      this.minProbability = network.settings().minProbability();
      // nothing is dropped: a lower threshold only adds to what a higher one leaves
      this.screener =
          Optional.of(new Screener(network.withSettings(network.settings().withMinProbability(0))));
    } else {
      this.minProbability = 0;
      this.screener = Optional.empty();
    }
  }

  /** Returns whether the model has a network, so that Module I is not all there is. */
  public boolean screens() {
    return screener.isPresent();
  }

  /**
   * Returns what each module finds in {@code micrograph}.
   *
   * @param pool whose threads scan and screen
   */
  public Stages analyze(Micrograph micrograph, ForkJoinPool pool) {
    ByteImage image = micrograph.detectorImage();
    List<Candidate> candidates = detector.detect(image, pool);
    List<Detection> ranked =
        screener.isPresent()
            ? screener.get().screen(image, candidates, defectClass, pool)
            : candidates.stream().map(c -> Detection.unscreened(defectClass, c)).toList();
    List<Mark> ranking = new ArrayList<>();
    List<Mark> reported = new ArrayList<>();
    for (Detection detection : ranked) {
      boolean counts = detection.screeningProbability().orElse(1) >= minProbability;
      Mark mark =
          counts || outline == Outline.ELLIPSE
              ? measured(micrograph, detection)
              : Mark.of(detection);
      ranking.add(mark);
      if (counts) {
        reported.add(mark);
      }
    }
    return new Stages(candidates.stream().map(Mark::of).toList(), ranking, reported);
  }

  private Mark measured(Micrograph micrograph, Detection detection) {
    Measurement measurement = measurer.measure(micrograph.image(), detection.box());
    Mark mark = Mark.of(detection);
    return new Mark(
        mark.box(), Optional.of(measurement.ellipse()), mark.defectClass(), mark.score());
  }

  @Override
  public void close() {
    screener.ifPresent(Screener::close);
  }
}
