package org.loupe.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.loupe.model.MatchFigures;
import org.loupe.model.ModelBundle;
import org.loupe.model.ModelDescription;
import org.loupe.model.ModelValidation;
import org.loupe.model.SizeClassRecall;
import org.loupe.screen.ScreenerModel;
import org.loupe.statistics.DetectionRates;
import org.loupe.statistics.DetectionRates.SizeClass;
import org.loupe.statistics.StatisticsSettings;

/**
 * What a model's validation says of its detections, where it says something of this run: the
 * figures hold at the operating point and scan that were validated. The strict rule counts, one to
 * one, as only it makes counts comparable.
 */
final class ValidatedRates {

  private ValidatedRates() {}

  /** Returns {@code settings} with the model's rates, or with the reason why there are none. */
  static StatisticsSettings applied(
      StatisticsSettings settings, ModelBundle model, ScanOptions.Origin scan) {
    Optional<ModelValidation> validation =
        model.description().flatMap(ModelDescription::validation);
    if (validation.isEmpty()) {
      return settings.withoutDetection("none: nothing validated what finds the defects");
    }
    if (scan == ScanOptions.Origin.CHANGED) {
      return settings.withoutDetection(
          "none: the model was validated with another scan than the options ask for");
    }
    double validated = validation.get().operatingPoint().minProbability();
    double used =
        model.screener().map(screener -> screener.settings().minProbability()).orElse(validated);
    if (used != validated) {
      return settings.withoutDetection(
          String.format(
              Locale.ROOT,
              "none: recall by size is known at probability %.3g only, not at %.3g",
              validated,
              used));
    }
    Optional<Double> unlike = model.screener().flatMap(ScreenerModel::minProbabilityUnlike);
    if (unlike.isPresent()) {
      return settings.withoutDetection(
          String.format(
              Locale.ROOT,
              "none: recall by size is known at probability %.3g only, not at the %.3g for"
                  + " micrographs that are unlike those of all members",
              validated,
              unlike.get()));
    }
    return rates(validation.get(), model.name())
        .map(settings::withDetection)
        .orElseGet(() -> settings.withoutDetection("none: the validation found nothing"));
  }

  private static Optional<DetectionRates> rates(ModelValidation validation, String model) {
    MatchFigures strict = validation.operatingPoint().iou50();
    List<SizeClassRecall> recalls = validation.recallBySize();
    if (recalls.isEmpty() || strict.precision() == 0) {
      return Optional.empty();
    }
    List<SizeClass> classes = new ArrayList<>();
    for (int i = 0; i < recalls.size(); i++) {
      SizeClassRecall recall = recalls.get(i);
      // a class without annotations is left out of the file: the one below it takes its sizes
      double to = i + 1 < recalls.size() ? recalls.get(i + 1).fromPx() : recall.toPx();
      long found = Math.round(recall.iou50() * recall.annotations());
      classes.add(new SizeClass(recall.fromPx(), to, recall.annotations(), found));
    }
    long right = Math.round(strict.recall() * validation.annotations());
    long detections = Math.max(right, Math.round(right / strict.precision()));
    String source =
        String.format(
            Locale.ROOT,
            "%s: %s, %d images, %d annotations, one to one at IoU 0.5",
            model,
            validation.method(),
            validation.micrographs(),
            validation.annotations());
    return Optional.of(new DetectionRates(classes, detections, right, source));
  }
}
