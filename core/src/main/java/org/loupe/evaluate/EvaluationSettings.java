package org.loupe.evaluate;

import java.util.List;
import org.loupe.evaluate.MatchingRule.Outline;

/**
 * What an evaluation is made by.
 *
 * @param paper the rule of the publication
 * @param strict the strict rule
 * @param sizeLimitsPx where size classes begin, by the longer side of the box, in pixels; ascending
 *     from 0
 * @param bootstrap of the pooled figures' intervals
 */
public record EvaluationSettings(
    MatchingRule.Paper paper,
    MatchingRule.Strict strict,
    List<Double> sizeLimitsPx,
    ImageBootstrap bootstrap) {

  public EvaluationSettings {
    sizeLimitsPx = List.copyOf(sizeLimitsPx);
    if (sizeLimitsPx.isEmpty() || sizeLimitsPx.get(0) != 0) {
      throw new IllegalArgumentException("size classes must begin at 0, were " + sizeLimitsPx);
    }
    for (int i = 1; i < sizeLimitsPx.size(); i++) {
      if (!(sizeLimitsPx.get(i) > sizeLimitsPx.get(i - 1))) {
        throw new IllegalArgumentException("size classes must ascend, were " + sizeLimitsPx);
      }
    }
  }

  /** Returns the publication's tolerance, an IoU of boxes of 0.5, and the sizes of the reports. */
  public static EvaluationSettings defaults() {
    return new EvaluationSettings(
        new MatchingRule.Paper(CenterRule.TOLERANCE_PX),
        new MatchingRule.Strict(IouRule.LIMIT, Outline.BOX),
        List.of(0.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0),
        ImageBootstrap.defaults());
  }

  public EvaluationSettings withRules(MatchingRule.Paper newPaper, MatchingRule.Strict newStrict) {
    return new EvaluationSettings(newPaper, newStrict, sizeLimitsPx, bootstrap);
  }

  /** Returns both rules, the publication's first. */
  public List<MatchingRule> rules() {
    return List.of(paper, strict);
  }

  /** Returns the figures of micrographs by both rules, in the order of {@link #rules}. */
  List<RuleFigures> figures(List<MarkedMicrograph> micrographs) {
    return rules().stream()
        .map(rule -> RuleFigures.of(rule, micrographs, sizeLimitsPx, bootstrap))
        .toList();
  }
}
