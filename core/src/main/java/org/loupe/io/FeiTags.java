package org.loupe.io;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of FEI and Thermo Fisher: 34680 and 34682 hold sections of {@code key=value}, as in an
 * INI file, 34683 and newer 34680 hold XML.
 *
 * <p>{@code [Scan]} states PixelWidth and PixelHeight in meters; where it does not, as for the
 * cameras in the chamber, the field width of the beam in use over {@code [Image]} ResolutionX does.
 */
final class FeiTags {

  static final int SFEG = 34_680;
  static final int HELIOS = 34_682;
  static final int XML = 34_683;

  private FeiTags() {}

  static Optional<PixelScale> scale(TiffDirectory tags, int width, List<String> notes)
      throws IOException {
    for (int tag : new int[] {HELIOS, SFEG, XML}) {
      String text = tags.text(tag).strip();
      Optional<PixelScale> scale =
          text.startsWith("<") ? xml(text, tag) : ini(text, tag, width, notes);
      if (scale.isPresent()) {
        return scale;
      }
    }
    return Optional.empty();
  }

  private static Optional<PixelScale> ini(String text, int tag, int width, List<String> notes) {
    Map<String, String> values = sections(text);
    Optional<Double> resolution = number(values, "Image.ResolutionX").filter(r -> r > 0);
    if (resolution.isPresent() && resolution.get() != width) {
      notes.add(
          "FEI metadata is of an image "
              + resolution.get().intValue()
              + " pixels wide, this one has "
              + width
              + ": cropped or resized since; the pixel size holds if cropped");
    }
    Optional<Double> x = number(values, "Scan.PixelWidth");
    Optional<Double> y = number(values, "Scan.PixelHeight");
    if (x.isPresent()) {
      return Optional.of(
          PixelScale.meters(x.get(), y.orElse(x.get()), "FEI tag " + tag + " ([Scan] PixelWidth)"));
    }
    String beam = values.getOrDefault("Beam.Beam", "");
    Optional<Double> fieldX = number(values, beam + ".HFW");
    Optional<Double> fieldY = number(values, beam + ".VFW");
    Optional<Double> rows = number(values, "Image.ResolutionY").filter(r -> r > 0);
    if (fieldX.isEmpty() || resolution.isEmpty()) {
      return Optional.empty();
    }
    double pixelX = fieldX.get() / resolution.get();
    double pixelY = fieldY.isPresent() && rows.isPresent() ? fieldY.get() / rows.get() : pixelX;
    return Optional.of(
        PixelScale.meters(
            pixelX, pixelY, "FEI tag " + tag + " ([" + beam + "] HFW / ResolutionX)"));
  }

  private static Map<String, String> sections(String text) {
    Map<String, String> values = new HashMap<>();
    String section = "";
    for (String line : text.lines().toList()) {
      String entry = line.strip();
      int equals = entry.indexOf('=');
      if (entry.startsWith("[") && entry.endsWith("]")) {
        section = entry.substring(1, entry.length() - 1);
      } else if (equals > 0) {
        values.putIfAbsent(
            section + "." + entry.substring(0, equals).strip(),
            entry.substring(equals + 1).strip());
      }
    }
    return values;
  }

  private static Optional<Double> number(Map<String, String> values, String key) {
    return Numbers.parse(values.getOrDefault(key, ""));
  }

  private static Optional<PixelScale> xml(String text, int tag) {
    XmlFacts facts = XmlFacts.parse(text);
    Optional<Double> x = facts.number("PixelSize/X");
    Optional<Double> y = facts.number("PixelSize/Y");
    String unit = facts.first("PixelSize/X@unit").orElse("m");
    return x.map(
        value ->
            new PixelScale(
                value * prefix(facts, "X"),
                unit,
                y.map(v -> v * prefix(facts, "Y")).orElse(value * prefix(facts, "X")),
                facts.first("PixelSize/Y@unit").orElse(unit),
                "FEI tag " + tag + " (XML PixelSize)"));
  }

  /** Returns the factor of a unit's prefix, stated as a power of ten. */
  private static double prefix(XmlFacts facts, String axis) {
    return facts
        .number("PixelSize/" + axis + "@unitPrefixPower")
        .map(power -> Math.pow(10, power))
        .orElse(1.0);
  }
}
