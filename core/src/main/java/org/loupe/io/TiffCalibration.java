package org.loupe.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.loupe.micrograph.Calibration;

/**
 * The pixel size of a TIFF page, from all places that may state it, in this order: the microscope's
 * own tags (FEI and Thermo Fisher, Zeiss, TVIPS, Olympus, JEOL), DigitalMicrograph's tags, OME-XML,
 * ImageJ's description. A file has one of the first as a rule; programs that save it again add
 * theirs behind.
 *
 * <p>A resolution per inch or centimeter is a setting for printers and no calibration: it is told
 * in a note where nothing else is there.
 */
final class TiffCalibration {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int IMAGE_DESCRIPTION = 270;
  private static final int X_RESOLUTION = 282;
  private static final int Y_RESOLUTION = 283;
  private static final int RESOLUTION_UNIT = 296;

  private TiffCalibration() {}

  /**
   * Returns the calibration of {@code page}.
   *
   * @param first the page that has the tags of the whole file
   * @param notes receives what was not believed, and what disagrees
   */
  static Optional<Calibration> of(
      TiffDirectory page, TiffDirectory first, TiffLayout layout, List<String> notes)
      throws IOException {
    List<String> ownNotes = new ArrayList<>();
    Optional<Calibration> own = chain(page, page, layout, ownNotes);
    if (own.isEmpty() && page.index() != first.index() && sameSize(page, first)) {
      // A stack of one microscope: the first page alone may have the tags of all.
      List<String> firstNotes = new ArrayList<>();
      Optional<Calibration> shared = chain(first, page, layout, firstNotes);
      if (shared.isPresent()) {
        notes.addAll(firstNotes);
        return shared;
      }
    }
    notes.addAll(ownNotes);
    return own;
  }

  private static boolean sameSize(TiffDirectory one, TiffDirectory other) throws IOException {
    return one.integer(WIDTH, 0) == other.integer(WIDTH, 0)
        && one.integer(HEIGHT, 0) == other.integer(HEIGHT, 0);
  }

  private static Optional<Calibration> chain(
      TiffDirectory tags, TiffDirectory page, TiffLayout layout, List<String> notes)
      throws IOException {
    String description = tags.text(IMAGE_DESCRIPTION);
    CalibrationChain chain =
        new CalibrationChain()
            .then(FeiTags.scale(tags, layout.width(), notes))
            .then(ZeissTags.scale(tags, layout.width(), notes))
            .then(TvipsTags.scale(tags))
            .then(OlympusTags.scale(tags));
    JeolReport.of(description)
        .ifPresent(
            report -> report.scales(resolution(tags)).forEach(s -> chain.then(Optional.of(s))));
    chain.then(GatanTags.scale(tags));
    chain.then(OmeXml.scale(description, layout.width(), layout.height()));
    Optional<ImageJDescription> imageJ = ImageJDescription.parse(description);
    if (imageJ.isPresent()) {
      chain.then(imageJ.get().scale(tags.number(X_RESOLUTION), tags.number(Y_RESOLUTION), notes));
    }
    if (chain.isEmpty() && imageJ.isEmpty() && tags.index() == page.index()) {
      printersResolution(tags, notes);
    }
    return chain.choose(tags.source().path(), notes);
  }

  /** Returns meters a pixel by the resolution tags; empty where they say nothing. */
  private static Optional<Double> resolution(TiffDirectory tags) {
    try {
      double unit =
          switch ((int) tags.integer(RESOLUTION_UNIT, 2)) {
            case 2 -> 0.0254;
            case 3 -> 0.01;
            default -> 0;
          };
      return tags.number(X_RESOLUTION).filter(x -> x > 0 && unit > 0).map(x -> unit / x);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void printersResolution(TiffDirectory tags, List<String> notes)
      throws IOException {
    Optional<Double> x = tags.number(X_RESOLUTION);
    String unit =
        switch ((int) tags.integer(RESOLUTION_UNIT, 2)) {
          case 2 -> "inch";
          case 3 -> "cm";
          default -> "";
        };
    if (x.isPresent() && !unit.isEmpty()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "pixel size unknown: the TIFF resolution, %s pixels per %s, is a printer's setting",
              x.get(),
              unit));
    }
  }
}
