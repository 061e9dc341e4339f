package org.loupe.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.defect.Defect;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Origin;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.micrograph.Calibration;

/**
 * The micrographs with their defects over them, as many as the page has room for.
 *
 * <p>The ellipses are SVG over the picture: they stay sharp when the picture is enlarged, can be
 * switched off, and tell their size when pointed at.
 */
final class MicrographGallery {

  /** Characters of the page that pictures and ellipses may take, in all. */
  static final long ROOM = 16_000_000;

  /** Characters that the ellipse of a defect takes, with its words. */
  private static final int PER_DEFECT = 260;

  private static final int PER_FIGURE = 900;

  /** Corners of the lines round what was left out that are drawn into the page. */
  private static final int MOST_CORNERS = 4000;

  /** Characters that one of these takes. */
  private static final int PER_CORNER = 10;

  /** Sides of the pictures, in pixels. */
  private static final int SMALLEST = 128;

  private static final int LARGEST = 1024;

  /** Share of the room that the pictures should take; the rest is for ellipses. */
  private static final double PICTURES = 0.6;

  /** Characters that a pixel takes: noise at our quality of JPEG, in base 64. */
  private static final double PER_PIXEL = 0.55;

  private static final int FEW = 4;
  private static final int MANY = 60;

  private final List<Entry> entries = new ArrayList<>();
  private long used;
  private int leftOut;

  /** A micrograph that there was room for. */
  record Entry(ReportedMicrograph micrograph, MicrographResult result, Preview preview) {}

  /** Returns how large the pictures of so many micrographs should be, in pixels. */
  static int side(int micrographs) {
    double pixels = PICTURES * ROOM / PER_PIXEL / Math.max(1, micrographs);
    return (int) Math.max(SMALLEST, Math.min(LARGEST, Math.sqrt(pixels)));
  }

  /** Takes a micrograph if there is room for it. */
  void add(ReportedMicrograph micrograph, MicrographResult result, Optional<Preview> preview) {
    long needed =
        PER_FIGURE
            + preview.map(p -> p.jpeg().length * 4L / 3).orElse(0L)
            + (long) PER_DEFECT * result.defects().size()
            + result.region().outlines().stream()
                .mapToLong(line -> (long) PER_CORNER * line.corners().size())
                .sum();
    if (preview.isEmpty() || used + needed > ROOM) {
      leftOut++;
      return;
    }
    used += needed;
    entries.add(new Entry(micrograph, result, preview.get()));
  }

  List<Entry> entries() {
    return entries;
  }

  void write(Markup page) {
    if (entries.isEmpty() && leftOut == 0) {
      return;
    }
    page.element("h2", "Look at the images");
    page.open("p", "class", "quiet noprint");
    page.text(
        "Click a picture to enlarge it; the arrow keys go from one to the next, Esc goes back."
            + " Point at an ellipse for its size. The contrast of each picture is stretched.");
    page.close();
    if (leftOut > 0) {
      page.element(
          "p",
          Numbers.count(leftOut, "image has", "images have")
              + " no picture here, so that the page stays small: the table below links to the"
              + " overlays.");
    }
    writeSwitch(page, "ellipses", "ellipses");
    writeSwitch(page, "numbers", "numbers, when enlarged");
    writeLegend(page);
    page.open("div", "class", "gallery" + size());
    entries.forEach(entry -> writeFigure(page, entry));
    page.close();
  }

  /** Returns how wide the pictures are shown: a few are for looking at, many for choosing from. */
  private String size() {
    return entries.size() <= FEW ? " few" : entries.size() > MANY ? " many" : "";
  }

  private static void writeSwitch(Markup page, String id, String words) {
    page.empty("input", "type", "checkbox", "id", id, "class", "switch", "checked", "checked");
    page.element("label", " " + words + " ", "for", id, "class", "noprint");
  }

  private void writeLegend(Markup page) {
    boolean screened =
        entries.stream()
            .flatMap(e -> e.result().defects().stream())
            .anyMatch(d -> d.detection().screeningProbability().isPresent());
    boolean drawn =
        entries.stream()
            .flatMap(e -> e.result().defects().stream())
            .anyMatch(d -> d.detection().origin() == Origin.PERSON);
    boolean flagged = entries.stream().anyMatch(e -> e.micrograph().flagged() > 0);
    page.open("p", "class", "legend");
    if (screened) {
      page.text("Probability: ");
      for (ProbabilityClass one : ProbabilityClass.values()) {
        if (one == ProbabilityClass.UNKNOWN || one == ProbabilityClass.DRAWN) {
          continue;
        }
        page.element("span", "", "class", "swatch " + one.style());
        page.text(" " + one.words() + (one == ProbabilityClass.CERTAIN ? ". " : "  "));
      }
    }
    if (drawn) {
      page.element("span", "", "class", "swatch " + ProbabilityClass.DRAWN.style());
      page.text(" " + ProbabilityClass.DRAWN.words() + ". ");
    }
    if (flagged) {
      page.text("Dashed: something to know about the size; point at it.");
    }
    page.close();
  }

  private static void writeFigure(Markup page, Entry entry) {
    MicrographResult result = entry.result();
    ReportedMicrograph micrograph = entry.micrograph();
    page.open("figure", "id", "image-" + micrograph.number());
    page.open(
        "div",
        "class",
        "view",
        "tabindex",
        0,
        "role",
        "button",
        "aria-label",
        "enlarge " + result.image());
    page.empty(
        "img",
        "src",
        entry.preview().dataUri(),
        "width",
        entry.preview().width(),
        "height",
        entry.preview().height(),
        "loading",
        "lazy",
        "alt",
        result.image() + " with " + Numbers.count(micrograph.defects(), "defect", "defects"));
    page.open(
        "svg",
        "viewBox",
        "0 0 " + result.widthPx() + " " + result.heightPx(),
        "font-size",
        Math.max(9.0, Math.max(result.widthPx(), result.heightPx()) / 60.0));
    writeExcluded(page, result.region());
    for (Defect defect : result.defects()) {
      writeDefect(page, defect, result.calibration());
    }
    page.close().close();
    page.open("figcaption");
    page.element("b", micrograph.number() + " " + result.image());
    page.text(" \u00b7 " + Numbers.count(micrograph.defects(), "defect", "defects"));
    page.text(" \u00b7 " + fieldOfView(result));
    if (result.region().excludesAny()) {
      page.text(
          String.format(
              Locale.ROOT,
              " \u00b7 %.1f %% left out (%s)",
              100 * result.region().excludedFraction(),
              result.region().excludedPx2().keySet().stream()
                  .map(kind -> kind.label().replace('_', ' '))
                  .collect(Collectors.joining(", "))));
    }
    if (micrograph.overlay().isPresent()) {
      page.text(" \u00b7 ");
      page.element("a", "full size", "href", micrograph.overlay().get(), "target", "_blank");
    }
    page.close().close();
  }

  /** Returns how much of the specimen a micrograph shows. */
  static String fieldOfView(MicrographResult result) {
    return result
        .calibration()
        .map(
            c ->
                String.format(
                    Locale.ROOT,
                    "%s \u00d7 %s nm",
                    Numbers.significant(result.widthPx() * c.pixelSizeNm()),
                    Numbers.significant(result.heightPx() * c.pixelSizeNm())))
        .orElseGet(
            () ->
                String.format(Locale.ROOT, "%d \u00d7 %d px", result.widthPx(), result.heightPx()));
  }

  /** Shades what was left out; lines of more corners than so many are in the overlay alone. */
  private static void writeExcluded(Markup page, AnalyzedRegion region) {
    int corners = region.outlines().stream().mapToInt(line -> line.corners().size()).sum();
    if (corners == 0 || corners > MOST_CORNERS) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Polygon line : region.outlines()) {
      char step = 'M';
      for (Point corner : line.corners()) {
        path.append(step).append(Math.round(corner.x())).append(' ').append(Math.round(corner.y()));
        step = 'L';
      }
      path.append('Z');
    }
    page.empty("path", "class", "out", "d", path);
  }

  private static void writeDefect(Markup page, Defect defect, Optional<Calibration> calibration) {
    Ellipse ellipse = defect.measurement().ellipse();
    String style = ProbabilityClass.of(defect.detection()).style();
    boolean flagged = !defect.measurement().flags().isEmpty();
    page.open(
        "ellipse",
        "class",
        flagged ? style + " flag" : style,
        "cx",
        tenth(ellipse.centerX()),
        "cy",
        tenth(ellipse.centerY()),
        "rx",
        tenth(ellipse.majorAxisLength() / 2),
        "ry",
        tenth(ellipse.minorAxisLength() / 2),
        "transform",
        String.format(
            Locale.ROOT,
            "rotate(%.1f %.1f %.1f)",
            -Math.toDegrees(ellipse.orientation()),
            ellipse.centerX(),
            ellipse.centerY()));
    page.element("title", words(defect, calibration)).close();
    page.element(
        "text",
        Integer.toString(defect.id()),
        "x",
        tenth(ellipse.boundingBox().right()),
        "y",
        tenth(ellipse.boundingBox().y()));
  }

  private static String words(Defect defect, Optional<Calibration> calibration) {
    Ellipse ellipse = defect.measurement().ellipse();
    double unit = calibration.map(Calibration::pixelSizeNm).orElse(1.0);
    StringBuilder words = new StringBuilder();
    words.append(
        String.format(
            Locale.ROOT,
            "#%d: %s \u00d7 %s %s",
            defect.id(),
            Numbers.significant(ellipse.majorAxisLength() * unit),
            Numbers.significant(ellipse.minorAxisLength() * unit),
            calibration.isPresent() ? "nm" : "px"));
    defect
        .detection()
        .screeningProbability()
        .ifPresent(p -> words.append(String.format(Locale.ROOT, ", probability %.3f", p)));
    if (defect.detection().origin() == Origin.PERSON) {
      words.append(", drawn by a person");
    }
    if (!defect.measurement().flags().isEmpty()) {
      words.append(
          defect.measurement().flags().stream()
              .map(MicrographGallery::words)
              .collect(Collectors.joining(", ", ", ", "")));
    }
    return words.toString();
  }

  private static String words(MeasurementFlag flag) {
    return flag.label().replace('_', ' ');
  }

  private static String tenth(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
