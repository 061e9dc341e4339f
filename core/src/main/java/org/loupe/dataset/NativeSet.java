package org.loupe.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.loupe.export.CellText;
import org.loupe.export.labels.CocoWriter;

/**
 * Loupe's own layout of a labeled set: {@code images/}, {@code annotations.json} and, where series
 * or pixel sizes are known, {@code index.tsv}.
 *
 * <p>{@code annotations.json} is COCO with one more key, {@code ellipse}; any reader of COCO opens
 * it, and {@link LabeledSets} opens the folder.
 */
public final class NativeSet {

  private NativeSet() {}

  /**
   * Writes {@code set} into {@code folder}, micrographs included.
   *
   * @param sizes of the pixels, where known beside the files
   * @throws LabelFormatException if the folder is not empty
   */
  public static void write(LabeledSet set, PixelSizeIndex sizes, Path folder) throws IOException {
    checkEmpty(folder);
    Path images = folder.resolve("images");
    Map<String, Path> sourceOf = new HashMap<>();
    List<String> index = new ArrayList<>();
    boolean series = false;
    boolean known = false;
    for (LabeledMicrograph micrograph : set.micrographs()) {
      String name = LabeledSetExport.withoutImages(micrograph.name());
      Path other = sourceOf.put(name, micrograph.file());
      if (other != null) {
        throw new LabelFormatException(
            micrograph.file(), "would have the name of " + other + "; rename one of them");
      }
      Path copy = images.resolve(name);
      Files.createDirectories(copy.resolveSibling(""));
      Files.copy(micrograph.file(), copy);
      boolean own = micrograph.series().equals(micrograph.name());
      series |= !own;
      OptionalDouble size = sizes.find(micrograph.name());
      known |= size.isPresent();
      index.add(
          "images/"
              + name
              + "\t"
              + (own ? "" : micrograph.series())
              + (sizes.isEmpty()
                  ? ""
                  : "\t" + (size.isPresent() ? CellText.number(size.getAsDouble()) : ""))
              + "\n");
    }
    if (series || known) {
      Files.writeString(
          folder.resolve("index.tsv"),
          "image\tseries" + (sizes.isEmpty() ? "" : "\tnm_per_px") + "\n" + String.join("", index),
          StandardCharsets.UTF_8);
    }
    try (CocoWriter writer = new CocoWriter(folder.resolve("annotations.json"), set.classes())) {
      LabeledSetExport.write(set, sizes, writer);
    }
  }

  private static void checkEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new LabelFormatException(folder, "is not empty; choose another folder");
        }
      }
    }
    Files.createDirectories(folder.resolve("images"));
  }
}
