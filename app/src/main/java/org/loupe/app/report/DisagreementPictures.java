package org.loupe.app.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.screen.ScreenedBox;
import org.loupe.training.ValidatedMicrograph;

/** The disagreements of each kind that are worth a look first, as pictures with captions. */
final class DisagreementPictures {

  private final ReportFigures figures;
  private final Map<Disagreement.Kind, List<Disagreement>> shown;
  private final Map<Disagreement, String> pictures;

  private DisagreementPictures(
      ReportFigures figures,
      Map<Disagreement.Kind, List<Disagreement>> shown,
      Map<Disagreement, String> pictures) {
    this.figures = figures;
    this.shown = shown;
    this.pictures = pictures;
  }

  /**
   * Reads the micrographs that are needed, each once.
   *
   * @param most pictures of each kind
   */
  static DisagreementPictures read(ReportFigures figures, int most) throws IOException {
    Map<Disagreement.Kind, List<Disagreement>> shown = new HashMap<>();
    Map<ValidatedMicrograph, List<Disagreement>> byMicrograph = new LinkedHashMap<>();
    for (Disagreement.Kind kind : Disagreement.Kind.values()) {
      List<Disagreement> first = figures.disagreements(kind).stream().limit(most).toList();
      shown.put(kind, first);
      for (Disagreement one : first) {
        byMicrograph.computeIfAbsent(one.micrograph(), m -> new ArrayList<>()).add(one);
      }
    }
    Map<Disagreement, String> pictures = new HashMap<>();
    for (Map.Entry<ValidatedMicrograph, List<Disagreement>> entry : byMicrograph.entrySet()) {
      ByteImage image;
      try (MicrographFile open = MicrographReaders.open(entry.getKey().micrograph().file())) {
        image = open.frame(0).detectorImage();
      }
      for (Disagreement one : entry.getValue()) {
        pictures.put(one, picture(image, one, figures.minProbability()));
      }
    }
    return new DisagreementPictures(figures, shown, pictures);
  }

  private static String picture(ByteImage image, Disagreement one, double minProbability) {
    Thumbnail thumbnail = new Thumbnail(image, one.focus());
    for (Box label : one.micrograph().annotations()) {
      thumbnail.draw(label, Thumbnail.Style.OTHER_LABEL);
    }
    for (Box detection : one.micrograph().detected(minProbability)) {
      thumbnail.draw(detection, Thumbnail.Style.OTHER_DETECTION);
    }
    if (one.kind().missed()) {
      thumbnail.draw(one.focus(), Thumbnail.Style.LABEL);
    }
    if (one.nearest().isPresent()) {
      ScreenedBox nearest = one.nearest().get();
      thumbnail.draw(
          nearest.box(),
          nearest.probability() >= minProbability
              ? Thumbnail.Style.DETECTION
              : Thumbnail.Style.DOUBTED);
    }
    return thumbnail.dataUri();
  }

  /** Writes the pictures of one kind under a heading. */
  void write(Markup page, Disagreement.Kind kind) {
    List<Disagreement> some = shown.getOrDefault(kind, List.of());
    int all = figures.disagreements(kind).size();
    page.element("h3", title(kind) + ": " + Numbers.whole(all));
    if (all == 0) {
      page.element("p", "None.", "class", "quiet");
      return;
    }
    page.element(
        "p",
        explanation(kind)
            + (some.size() < all ? " The first " + Numbers.whole(some.size()) + " are shown." : ""),
        "class",
        "quiet");
    page.open("div", "class", "thumbs");
    for (Disagreement one : some) {
      writeFigure(page, one);
    }
    page.close();
  }

  private void writeFigure(Markup page, Disagreement one) {
    String name = one.micrograph().micrograph().name();
    page.open("figure");
    page.empty(
        "img",
        "src",
        pictures.getOrDefault(one, "data:,"),
        "width",
        Thumbnail.SIDE,
        "height",
        Thumbnail.SIDE,
        "alt",
        (one.kind().missed() ? "missed label in " : "false alarm in ") + name);
    page.open("figcaption").text(name).empty("br");
    Box focus = one.focus();
    page.text(
        String.format(
            Locale.ROOT,
            "%.0f \u00d7 %.0f px at (%.0f, %.0f)",
            focus.width(),
            focus.height(),
            focus.centerX(),
            focus.centerY()));
    page.empty("br").text(finding(one)).close().close();
  }

  private static String finding(Disagreement one) {
    if (one.nearest().isEmpty()) {
      return "no box of the model";
    }
    String probability = String.format(Locale.ROOT, "probability %.3f", one.probability());
    return one.overlap() >= Disagreement.NEAR_IOU
        ? String.format(Locale.ROOT, "%s, overlap %.2f", probability, one.overlap())
        : probability;
  }

  private static String title(Disagreement.Kind kind) {
    return switch (kind) {
      case BOX_DIFFERS -> "A detection is there, but it does not count";
      case DOUBTED -> "Proposed by Module I, doubted by Module II";
      case UNSEEN -> "Not seen at all";
      case AT_LABEL -> "At a label, but it does not count";
      case NO_LABEL -> "Where nobody labeled anything";
    };
  }

  private static String explanation(Disagreement.Kind kind) {
    return switch (kind) {
      case BOX_DIFFERS ->
          "Its box differs too much from the label's, or it counts for another label. Many of"
              + " these are found by the rule of centers. The most probable first.";
      case DOUBTED ->
          "The box is below the threshold; a lower one might find the defect. The most probable first.";
      case UNSEEN ->
          "No box of the model, however improbable, overlaps the label by a tenth or more. The"
              + " largest first.";
      case AT_LABEL ->
          "Its box differs too much from the label's, or another detection has the label. Many of"
              + " these are right by the rule of centers. The most probable first.";
      case NO_LABEL -> "Perhaps a defect without a label. The most probable first.";
    };
  }
}
