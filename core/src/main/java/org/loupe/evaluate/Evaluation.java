package org.loupe.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * The judgement of results by labels: all figures, module by module.
 *
 * @param settings what it was made by
 * @param micrographs with what people and the model marked
 * @param moduleOne candidates before screening; empty where only results are known
 * @param reported what is reported: after screening, or the results that are judged
 * @param confusion what the classes are called, by the strict rule's matches; empty if there is
 *     only one class
 * @param pixels number and sizes, in pixels
 * @param nanometers the same of the calibrated images; empty if there is none
 */
public record Evaluation(
    EvaluationSettings settings,
    List<MarkedMicrograph> micrographs,
    Optional<Stage> moduleOne,
    Stage reported,
    Optional<ClassConfusion> confusion,
    SizeAgreement pixels,
    Optional<SizeAgreement> nanometers) {

  /**
   * The figures of what one module puts out.
   *
   * @param paper by the publication's rule
   * @param strict by the strict rule
   */
  public record Stage(RuleFigures paper, RuleFigures strict) {

    static Stage of(List<MarkedMicrograph> micrographs, EvaluationSettings settings) {
      List<RuleFigures> figures = settings.figures(micrographs);
      return new Stage(figures.get(0), figures.get(1));
    }

    /** Returns the figures by both rules, the publication's first. */
    public List<RuleFigures> rules() {
      return List.of(paper, strict);
    }
  }

  public Evaluation {
    micrographs = List.copyOf(micrographs);
  }

  /** Judges results of which nothing else is known. */
  public static Evaluation of(List<MarkedMicrograph> micrographs, EvaluationSettings settings) {
    return of(micrographs, Optional.empty(), settings);
  }

  /**
   * Judges the results of a model with screening.
   *
   * @param candidates the same micrographs, in the same order, with the candidates of Module I as
   *     detections
   */
  public static Evaluation of(
      List<MarkedMicrograph> micrographs,
      List<MarkedMicrograph> candidates,
      EvaluationSettings settings) {
    return of(micrographs, Optional.of(candidates), settings);
  }

  private static Evaluation of(
      List<MarkedMicrograph> micrographs,
      Optional<List<MarkedMicrograph>> candidates,
      EvaluationSettings settings) {
    if (micrographs.isEmpty()) {
      throw new IllegalArgumentException("needs a micrograph, had none");
    }
    Stage reported = Stage.of(micrographs, settings);
    return new Evaluation(
        settings,
        micrographs,
        candidates.map(c -> Stage.of(c, settings)),
        reported,
        ClassConfusion.of(micrographs, reported.strict().images()),
        SizeAgreement.inPixels(micrographs, settings.strict(), settings.bootstrap()),
        SizeAgreement.inNanometers(micrographs, settings.strict(), settings.bootstrap()));
  }
}
