package org.loupe.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The OME-XML in the ImageDescription of an OME-TIFF: {@code Pixels} states PhysicalSizeX and
 * PhysicalSizeY, in µm where no unit is named.
 *
 * <p>Of several images the first of the page's size counts.
 */
final class OmeXml {

  private static final String PIXELS = "Image/Pixels@";

  /** Metadata of ever more planes follows; the pixel size comes early. */
  private static final int MOST_CHARACTERS = 1 << 22;

  private OmeXml() {}

  static Optional<PixelScale> scale(String description, int width, int height) {
    String start = description.substring(0, Math.min(description.length(), 4000));
    if (!start.contains("<OME") && !start.contains(":OME ")) {
      return Optional.empty();
    }
    String xml = description.substring(0, Math.min(description.length(), MOST_CHARACTERS));
    for (Pixels pixels : pixels(XmlFacts.parse(xml))) {
      if (pixels.value("SizeX").equals(String.valueOf(width))
          && pixels.value("SizeY").equals(String.valueOf(height))) {
        Optional<Double> x = Numbers.parse(pixels.value("PhysicalSizeX"));
        Optional<Double> y = Numbers.parse(pixels.value("PhysicalSizeY"));
        if (x.isPresent()) {
          return Optional.of(
              new PixelScale(
                  x.get(),
                  pixels.unit("X"),
                  y.orElse(x.get()),
                  pixels.unit("Y"),
                  "OME-XML (PhysicalSizeX)"));
        }
      }
    }
    return Optional.empty();
  }

  /** The attributes of one Pixels element. */
  private record Pixels(List<MetadataTag> attributes) {

    String value(String name) {
      return attributes.stream()
          .filter(tag -> tag.name().equals(name))
          .map(MetadataTag::value)
          .findFirst()
          .orElse("");
    }

    String unit(String axis) {
      String unit = value("PhysicalSize" + axis + "Unit");
      return unit.isEmpty() ? "µm" : unit;
    }
  }

  private static List<Pixels> pixels(XmlFacts facts) {
    List<Pixels> all = new ArrayList<>();
    boolean inside = false;
    for (MetadataTag fact : facts.facts()) {
      int at = fact.name().indexOf(PIXELS);
      if (at < 0) {
        inside = false;
        continue;
      }
      // The attributes of an element follow each other; ID opens a new one.
      String name = fact.name().substring(at + PIXELS.length());
      if (!inside || has(all.get(all.size() - 1), name)) {
        all.add(new Pixels(new ArrayList<>()));
      }
      inside = true;
      all.get(all.size() - 1).attributes.add(new MetadataTag(name, fact.value()));
    }
    return all;
  }

  private static boolean has(Pixels pixels, String name) {
    return pixels.attributes.stream().anyMatch(tag -> tag.name().equals(name));
  }
}
