package org.loupe.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ImageJ writes into the ImageDescription tag of its TIFFs: lines of {@code key=value}, the
 * first {@code ImageJ=version}. XResolution and YResolution are then pixels per {@code unit}.
 */
record ImageJDescription(Map<String, String> values) {

  private static final String MARK = "ImageJ=";

  ImageJDescription {
    values = Map.copyOf(values);
  }

  static Optional<ImageJDescription> parse(String description) {
    if (!description.startsWith(MARK)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String line : description.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return Optional.of(new ImageJDescription(values));
  }

  /** Returns the number of images that the file is said to hold; 1 where it does not say. */
  int images() {
    try {
      return Math.max(1, Integer.parseInt(values.getOrDefault("images", "1")));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /** Returns the size of a pixel, x and y apart, as far as it is stated. */
  Optional<PixelScale> scale(
      Optional<Double> perUnitX, Optional<Double> perUnitY, List<String> notes) {
    String unitX = unescaped(values.getOrDefault("unit", ""));
    String unitY = unescaped(values.getOrDefault("yunit", unitX));
    if (unitX.isEmpty() || unitX.startsWith("pixel")) {
      return Optional.empty();
    }
    if (perUnitX.isEmpty() || perUnitY.isEmpty()) {
      notes.add("pixel size unknown: ImageJ unit \"" + unitX + "\" without XResolution");
      return Optional.empty();
    }
    return Optional.of(
        new PixelScale(
            1 / perUnitX.get(),
            unitX,
            1 / perUnitY.get(),
            unitY,
            "TIFF ImageJ tags (XResolution, unit=" + unitX + ")"));
  }

  /** Undoes the escape that ImageJ writes for a micro or angstrom sign. */
  private static String unescaped(String unit) {
    return unit.replace("\\u00B5", "\u00b5")
        .replace("\\u00b5", "\u00b5")
        .replace("\\u03BC", "\u03bc")
        .replace("\\u00C5", "\u00c5")
        .replace("\\u212B", "\u212b");
  }
}
