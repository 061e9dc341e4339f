package org.loupe.app;

import java.util.List;
import java.util.Locale;
import org.loupe.app.report.MeasuredSizes;
import org.loupe.app.report.MeasurementReport;
import org.loupe.dataset.FoldUnit;
import org.loupe.evaluate.MatchCounts;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelValidation;
import org.loupe.model.SizeClassRecall;
import org.loupe.model.TrainingData;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.TrainedModel;
import org.loupe.training.ValidatedMicrograph;
import org.loupe.trust.TrustBasis;

/** Writes a model's card: what it is for, how good it is, when not to use it. */
final class ModelCard {

  private ModelCard() {}

  /**
   * Returns the card.
   *
   * @param sizes of defects that match labels with a shape
   * @param folders of the sets, one for each of {@code data}
   * @param unit what was left out as a whole
   */
  static String of(
      TrainedModel trained,
      MeasuredSizes sizes,
      List<TrainingData> data,
      List<String> folders,
      FoldUnit unit,
      String defectClass,
      String command) {
    ModelValidation validation = trained.validation();
    MatchCounts candidates = ScreeningValidation.candidates(trained.micrographs());
    StringBuilder card = new StringBuilder();
    line(card, "# Model of Loupe %s: %s", Version.text(), defectClass);
    line(card, "");
    line(card, "## What it learned from");
    line(card, "");
    for (TrainingData set : data) {
      line(
          card,
          "%s%s: %d micrographs, %d labels%s%s.",
          data.size() > 1 ? "- " : "",
          set.name(),
          set.micrographs(),
          set.annotations(),
          set.doi().isEmpty() ? "" : ", " + set.doi(),
          set.licence().isEmpty() ? "" : ", licence " + set.licence());
    }
    line(card, "");
    line(card, "Trained by");
    line(card, "");
    line(card, "    %s", command);
    line(card, "");
    line(card, "## How good it is");
    line(card, "");
    line(
        card,
        "By %s: each micrograph was judged by a cascade and a network that had not learned from it,"
            + " nor from any other of its %s. The model itself has learned from all of them.",
        validation.method(),
        unit.word());
    line(card, "");
    line(card, "| rule | recall | precision | F1 |");
    line(card, "|---|---|---|---|");
    row(card, "centers within 20 px, many to many", validation.operatingPoint().center20Px());
    row(card, "one to one, IoU at least 0.5", validation.operatingPoint().iou50());
    line(card, "");
    line(
        card,
        "The cascade alone: recall %.3f at %.2f candidates a label. A detection needs a probability"
            + " of %.2f; the expected calibration error is %.3f.",
        candidates.recall(),
        (double) candidates.detections() / candidates.annotations(),
        validation.operatingPoint().minProbability(),
        validation.calibrationError());
    line(card, "");
    if (!sizes.isEmpty()) {
      line(
          card,
          "Sizes of those that match a label with a shape by the second rule, measured by %s: %s.",
          sizes.method(),
          MeasurementReport.line(sizes.ofModel()));
      line(card, "");
    }
    if (folders.size() > 1) {
      addSets(card, trained, folders);
    }
    line(card, "| longer side, px | labels | recall, 20 px | recall, IoU 0.5 |");
    line(card, "|---|---|---|---|");
    for (SizeClassRecall size : validation.recallBySize()) {
      line(
          card,
          "| %s | %d | %.3f | %.3f |",
          size.toPx() > 1e5
              ? String.format(Locale.ROOT, "from %.0f", size.fromPx())
              : String.format(Locale.ROOT, "%.0f to %.0f", size.fromPx(), size.toPx()),
          size.annotations(),
          size.center20Px(),
          size.iou50());
    }
    line(card, "");
    trained.trust().ifPresent(trust -> addTrust(card, trust));
    line(card, "## When not to use it");
    line(card, "");
    line(
        card,
        "For other materials, contrasts or kinds of defect than those it learned from, without"
            + " labels to check it by. For defects smaller than %.0f pixels. Without a look at the"
            + " overlays: people differ about these labels too, and so does the model.",
        trained.scan().minDefectSizePx());
    return card.toString();
  }

  private static void addSets(StringBuilder card, TrainedModel trained, List<String> folders) {
    double minProbability = trained.validation().operatingPoint().minProbability();
    line(card, "| set | rule | recall | precision | F1 |");
    line(card, "|---|---|---|---|---|");
    for (String folder : folders) {
      List<ValidatedMicrograph> some = ValidatedMicrograph.ofSet(trained.micrographs(), folder);
      if (some.stream().allMatch(m -> m.annotations().isEmpty())) {
        line(
            card,
            "| %s | detections, all false: %d | - | - | - |",
            folder,
            some.stream().mapToInt(m -> m.detected(minProbability).size()).sum());
        continue;
      }
      MatchCounts center = ScreeningValidation.center(some, minProbability);
      MatchCounts strict = ScreeningValidation.strict(some, minProbability);
      row(
          card,
          folder + " | centers within 20 px",
          MatchFigures.of(center.recall(), center.precision()));
      row(
          card,
          folder + " | one to one, IoU at least 0.5",
          MatchFigures.of(strict.recall(), strict.precision()));
    }
    line(card, "");
  }

  private static void addTrust(StringBuilder card, TrustBasis trust) {
    line(card, "## What it says of itself");
    line(card, "");
    line(
        card,
        "It knows %d micrographs and says of others how far they lie from them (`domain_distance`;"
            + " above 1: `out_of_domain`). Of its own micrographs %.1f %% are that far from all"
            + " other series.",
        trust.domain().points().size(),
        100 * trust.domain().exceeding());
    trust
        .f1()
        .ifPresent(
            f1 ->
                line(
                    card,
                    "For the others it predicts F1 (strict rule) with a mean absolute error of %.3f"
                        + " on micrographs of unseen series; the mean F1 of all, %.3f, as the only"
                        + " prediction has %.3f.",
                    f1.error(),
                    f1.mean(),
                    f1.constantError()));
    line(card, "");
  }

  private static void row(StringBuilder card, String rule, MatchFigures figures) {
    line(
        card,
        "| %s | %.3f | %.3f | %.3f |",
        rule,
        figures.recall(),
        figures.precision(),
        figures.f1());
  }

  private static void line(StringBuilder card, String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
