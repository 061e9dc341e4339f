package org.loupe.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What JEOL's SightX writes into the ImageDescription: XML, {@code TemReporter}.
 *
 * <p>It states no pixel size. It states the magnification, and the resolution tag the pixels of the
 * camera, in whole numbers per inch and so with two digits: one over the other is the size of a
 * pixel. PixelsPerMeter states the camera's pixels once more, with four digits, and is told where
 * it disagrees. In a diffraction mode the magnification is a camera length, in mm or cm.
 */
record JeolReport(XmlFacts facts) {

  private static final String MARK = "<TemReporter";

  static Optional<JeolReport> of(String description) {
    int start = description.indexOf(MARK);
    return start < 0 || start > 200
        ? Optional.empty()
        : Optional.of(new JeolReport(XmlFacts.parse(description.replace("\u0001", ""))));
  }

  /**
   * Returns the stated pixel sizes by precedence.
   *
   * @param pitchMeters meters a pixel by the resolution tag
   */
  List<PixelScale> scales(Optional<Double> pitchMeters) {
    String unit = facts.first("ImageFormingSystem/SelectorUnitString").orElse("");
    Optional<Double> magnification =
        facts.number("ImageFormingSystem/SelectorValue").filter(value -> value > 0);
    List<PixelScale> scales = new ArrayList<>();
    if (magnification.isEmpty()) {
      return scales;
    }
    if (!unit.equalsIgnoreCase("X")) {
      scales.add(
          new PixelScale(
              1, "1/m", 1, "1/m", "JEOL report: camera length " + magnification.get() + unit));
      return scales;
    }
    pitchMeters.ifPresent(
        pitch ->
            scales.add(
                square(
                    pitch / magnification.get(), "JEOL report (resolution tag / magnification)")));
    facts
        .number("PixelsPerMeter/Horizontal")
        .filter(perMeter -> perMeter > 0)
        .ifPresent(
            perMeter ->
                scales.add(
                    square(
                        1 / perMeter / magnification.get(),
                        "JEOL report (PixelsPerMeter, magnification)")));
    return scales;
  }

  private static PixelScale square(double meters, String source) {
    return PixelScale.meters(meters, meters, source);
  }
}
