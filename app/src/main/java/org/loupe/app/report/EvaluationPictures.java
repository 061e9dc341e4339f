package org.loupe.app.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.Mark;
import org.loupe.evaluate.MarkedMicrograph;
import org.loupe.evaluate.Matching;
import org.loupe.image.ByteImage;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;

/** Pictures of misses and false alarms by the strict rule, the surest first. */
final class EvaluationPictures {

  /** Boxes that overlap less have nothing to do with each other. */
  private static final double NEAR_IOU = 0.1;

  private final List<Case> misses;
  private final List<Case> falseAlarms;
  private final Map<Case, String> pictures = new HashMap<>();

  /**
   * A mark that nothing matches.
   *
   * @param nearest what overlaps it most on the other side, if anything does noticeably
   * @param score of the false alarm, or of the nearest in the ranking to a miss
   */
  private record Case(
      MarkedMicrograph micrograph, Mark mark, Optional<Mark> nearest, double score) {

    static Case miss(MarkedMicrograph micrograph, Mark annotation) {
      Optional<Mark> nearest = nearest(annotation, micrograph.ranking());
      return new Case(micrograph, annotation, nearest, nearest.map(Case::scoreOf).orElse(-1e300));
    }

    static Case falseAlarm(MarkedMicrograph micrograph, Mark detection) {
      return new Case(
          micrograph, detection, nearest(detection, micrograph.annotations()), scoreOf(detection));
    }

    private static double scoreOf(Mark mark) {
      return mark.score().orElse(0);
    }

    private static Optional<Mark> nearest(Mark mark, List<Mark> others) {
      return others.stream()
          .filter(other -> other.box().iou(mark.box()) >= NEAR_IOU)
          .max(Comparator.comparingDouble(other -> other.box().iou(mark.box())));
    }

    double overlap() {
      return nearest.map(other -> other.box().iou(mark.box())).orElse(0.0);
    }
  }

  private EvaluationPictures(List<Case> misses, List<Case> falseAlarms) {
    this.misses = misses;
    this.falseAlarms = falseAlarms;
  }

  /**
   * Reads the micrographs that are needed, each once.
   *
   * @param most pictures of misses, and of false alarms
   */
  static EvaluationPictures read(JudgedResults judged, int most) throws IOException {
    List<Case> misses = new ArrayList<>();
    List<Case> falseAlarms = new ArrayList<>();
    Evaluation evaluation = judged.evaluation();
    for (int i = 0; i < evaluation.micrographs().size(); i++) {
      MarkedMicrograph m = evaluation.micrographs().get(i);
      Matching matching = evaluation.reported().strict().images().get(i).matching();
      for (int a = 0; a < m.annotations().size(); a++) {
        if (!matching.ofAnnotations().get(a).matches()) {
          misses.add(Case.miss(m, m.annotations().get(a)));
        }
      }
      for (int d = 0; d < m.detections().size(); d++) {
        if (!matching.ofDetections().get(d).matches()) {
          falseAlarms.add(Case.falseAlarm(m, m.detections().get(d)));
        }
      }
    }
    Comparator<Case> surest =
        Comparator.comparingDouble(Case::score)
            .thenComparingDouble(c -> c.mark().box().area())
            .reversed();
    misses.sort(surest);
    falseAlarms.sort(surest);
    EvaluationPictures pictures = new EvaluationPictures(misses, falseAlarms);
    pictures.draw(judged.files(), most);
    return pictures;
  }

  private void draw(Map<String, Path> files, int most) throws IOException {
    Map<MarkedMicrograph, List<Case>> byMicrograph = new LinkedHashMap<>();
    for (List<Case> cases : List.of(misses, falseAlarms)) {
      cases.stream()
          .limit(most)
          .forEach(
              c -> byMicrograph.computeIfAbsent(c.micrograph(), m -> new ArrayList<>()).add(c));
    }
    for (Map.Entry<MarkedMicrograph, List<Case>> entry : byMicrograph.entrySet()) {
      Path file = files.get(entry.getKey().name());
      if (file == null) {
        continue;
      }
      ByteImage image;
      try (MicrographFile open = MicrographReaders.open(file)) {
        image = open.frame(0).detectorImage();
      }
      for (Case one : entry.getValue()) {
        pictures.put(one, picture(image, one, misses.contains(one)));
      }
    }
  }

  private static String picture(ByteImage image, Case one, boolean miss) {
    Thumbnail thumbnail = new Thumbnail(image, one.mark().box());
    for (Mark annotation : one.micrograph().annotations()) {
      thumbnail.draw(annotation.box(), Thumbnail.Style.OTHER_LABEL);
    }
    for (Mark detection : one.micrograph().detections()) {
      thumbnail.draw(detection.box(), Thumbnail.Style.OTHER_DETECTION);
    }
    if (miss) {
      thumbnail.draw(one.mark().box(), Thumbnail.Style.LABEL);
      one.nearest()
          .ifPresent(
              near ->
                  thumbnail.draw(
                      near.box(),
                      one.micrograph().detections().contains(near)
                          ? Thumbnail.Style.DETECTION
                          : Thumbnail.Style.DOUBTED));
    } else {
      thumbnail.draw(one.mark().box(), Thumbnail.Style.DETECTION);
    }
    return thumbnail.dataUri();
  }

  int missCount() {
    return misses.size();
  }

  int falseAlarmCount() {
    return falseAlarms.size();
  }

  void writeMisses(Markup page) {
    write(page, misses, "missed annotation in ");
  }

  void writeFalseAlarms(Markup page) {
    write(page, falseAlarms, "false alarm in ");
  }

  private void write(Markup page, List<Case> cases, String what) {
    List<Case> shown = cases.stream().filter(pictures::containsKey).toList();
    if (shown.size() < cases.size()) {
      page.element(
          "p", "The first " + Numbers.whole(shown.size()) + " are shown.", "class", "quiet");
    }
    page.open("div", "class", "thumbs");
    for (Case one : shown) {
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
          what + one.micrograph().name());
      page.open("figcaption").text(one.micrograph().name()).empty("br");
      page.text(
          String.format(
              Locale.ROOT,
              "%.0f \u00d7 %.0f px at (%.0f, %.0f)",
              one.mark().box().width(),
              one.mark().box().height(),
              one.mark().box().centerX(),
              one.mark().box().centerY()));
      page.empty("br").text(finding(one, what.startsWith("missed"))).close().close();
    }
    page.close();
  }

  private static String finding(Case one, boolean miss) {
    List<String> words = new ArrayList<>();
    Mark scored = miss ? one.nearest().orElse(one.mark()) : one.mark();
    scored.score().ifPresent(score -> words.add(String.format(Locale.ROOT, "score %.3g", score)));
    if (one.nearest().isPresent()) {
      words.add(String.format(Locale.ROOT, "overlap %.2f", one.overlap()));
    } else {
      words.add(miss ? "nothing there" : "no annotation there");
    }
    return String.join(", ", words);
  }
}
