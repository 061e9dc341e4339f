package org.loupe.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Pixel sizes from the column {@code nm_per_px} of a labeled set's {@code index.tsv}. */
public final class PixelSizeIndex {

  private final Map<String, Double> sizeOf;

  private PixelSizeIndex(Map<String, Double> sizeOf) {
    this.sizeOf = sizeOf;
  }

  /**
   * Reads the table; without one, or without that column, nothing is known.
   *
   * @throws IOException if a size is not a positive number
   */
  public static PixelSizeIndex of(Path folder) throws IOException {
    Path file = folder.resolve("index.tsv");
    Map<String, Double> sizes = new HashMap<>();
    if (Files.exists(file)) {
      List<String> lines = LabelLine.content(file).lines().toList();
      List<String> header = lines.isEmpty() ? List.of() : fields(lines.get(0));
      int image = header.indexOf("image");
      int size = header.indexOf("nm_per_px");
      for (int i = 1; image >= 0 && size >= 0 && i < lines.size(); i++) {
        List<String> fields = fields(lines.get(i));
        if (fields.size() > Math.max(image, size) && !fields.get(size).isEmpty()) {
          sizes.put(fields.get(image), number(file, i + 1, fields.get(size)));
        }
      }
    }
    return new PixelSizeIndex(sizes);
  }

  /** Returns an index that knows these sizes too, of micrographs that it does not know itself. */
  PixelSizeIndex or(Map<String, Double> others) {
    Map<String, Double> both = new HashMap<>(others);
    both.keySet().removeIf(name -> find(name).isPresent());
    both.putAll(sizeOf);
    return new PixelSizeIndex(both);
  }

  /** Returns an index that knows nothing. */
  public static PixelSizeIndex none() {
    return new PixelSizeIndex(Map.of());
  }

  /** Returns whether it knows nothing. */
  public boolean isEmpty() {
    return sizeOf.isEmpty();
  }

  private static double number(Path file, int line, String text) throws IOException {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IOException(
          file
              + ", line "
              + line
              + ": nm_per_px \""
              + text
              + "\" is not a positive number; write nanometres with a decimal point, or nothing");
    }
    return value;
  }

  private static List<String> fields(String line) {
    return Arrays.stream(line.split("\t", -1)).map(String::strip).toList();
  }

  /**
   * Returns the pixel size of a micrograph, in nanometres, by its path, below the set or below the
   * set's images, or by its file name.
   */
  public OptionalDouble find(String name) {
    List<String> spellings = new ArrayList<>(List.of(name));
    SetFiles.IMAGE_FOLDERS.forEach(folder -> spellings.add(folder + name));
    spellings.add(name.substring(name.lastIndexOf('/') + 1));
    return spellings.stream()
        .filter(sizeOf::containsKey)
        .mapToDouble(spelled -> sizeOf.getOrDefault(spelled, 0.0))
        .findFirst();
  }
}
