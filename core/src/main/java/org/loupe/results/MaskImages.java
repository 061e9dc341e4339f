package org.loupe.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.loupe.evaluate.Mark;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;
import org.loupe.image.Mask;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.measure.MomentEllipse;

/**
 * Masks as results: an image for each micrograph, of its name (the ending may differ), black where
 * there is nothing.
 *
 * <p>If all other pixels have one value, each region that hangs together by sides or corners is a
 * mark; if there are several values, the pixels of each value are one mark, wherever they lie. Box
 * and moment ellipse are those of the pixels. Masks must not have gone through JPEG or been
 * smoothed: their grays would count as marks.
 */
final class MaskImages {

  private MaskImages() {}

  static Map<String, List<Mark>> read(Path folder) throws IOException {
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new ResultFormatException(
          folder,
          "holds neither "
              + MarkTable.DEFECTS
              + " nor masks (PNG, TIFF or BMP of the micrographs' names); check the path");
    }
    Map<String, List<Mark>> marks = new LinkedHashMap<>();
    for (Path file : files) {
      try (MicrographFile open = MicrographReaders.open(file)) {
        marks.put(String.valueOf(file.getFileName()), marks(open.frame(0).image()));
      }
    }
    return marks;
  }

  /** Returns whether a folder holds images and no texts that could be labels. */
  static boolean looksLikeMasks(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      boolean texts =
          all.map(Path::toString).anyMatch(n -> n.endsWith(".txt") || n.endsWith(".json"));
      return !texts && !files(folder).isEmpty();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(MicrographReaders::isMicrograph)
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  static List<Mark> marks(GrayImage image) {
    int[] region = regions(image);
    int width = image.width();
    Map<Integer, int[]> bounds = new TreeMap<>();
    for (int i = 0; i < region.length; i++) {
      if (region[i] != 0) {
        int x = i % width;
        int y = i / width;
        int[] b = bounds.computeIfAbsent(region[i], r -> new int[] {x, y, x, y});
        b[0] = Math.min(b[0], x);
        b[1] = Math.min(b[1], y);
        b[2] = Math.max(b[2], x);
        b[3] = Math.max(b[3], y);
      }
    }
    List<Mark> marks = new ArrayList<>();
    bounds.forEach((number, b) -> marks.add(mark(region, width, number, b)));
    return marks;
  }

  private static Mark mark(int[] region, int width, int number, int[] b) {
    int w = b[2] - b[0] + 1;
    int h = b[3] - b[1] + 1;
    boolean[] set = new boolean[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        set[y * w + x] = region[(b[1] + y) * width + b[0] + x] == number;
      }
    }
    Ellipse local = MomentEllipse.of(new Mask(w, h, set));
    Ellipse ellipse =
        new Ellipse(
            local.centerX() + b[0],
            local.centerY() + b[1],
            local.majorAxisLength(),
            local.minorAxisLength(),
            local.orientation());
    return new Mark(
        new Box(b[0], b[1], w, h), Optional.of(ellipse), Optional.empty(), OptionalDouble.empty());
  }

  /** Returns the number of each pixel's mark, 0 for none. */
  private static int[] regions(GrayImage image) {
    float[] samples = image.samples();
    float[] values = new float[samples.length];
    int distinct = 0;
    float[] sorted = samples.clone();
    Arrays.sort(sorted);
    for (float value : sorted) {
      if (value != 0 && (distinct == 0 || values[distinct - 1] != value)) {
        values[distinct++] = value;
      }
    }
    int[] region = new int[samples.length];
    if (distinct == 1) {
      fill(image, region);
    } else if (distinct > 1) {
      for (int i = 0; i < region.length; i++) {
        region[i] = samples[i] == 0 ? 0 : Arrays.binarySearch(values, 0, distinct, samples[i]) + 1;
      }
    }
    return region;
  }

  private static void fill(GrayImage image, int[] region) {
    int width = image.width();
    int[] stack = new int[region.length];
    int regions = 0;
    for (int start = 0; start < region.length; start++) {
      if (image.samples()[start] == 0 || region[start] != 0) {
        continue;
      }
      region[start] = ++regions;
      stack[0] = start;
      int count = 1;
      while (count > 0) {
        int at = stack[--count];
        for (int y = Math.max(0, at / width - 1);
            y <= Math.min(image.height() - 1, at / width + 1);
            y++) {
          for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
            int next = y * width + x;
            if (image.samples()[next] != 0 && region[next] == 0) {
              region[next] = regions;
              stack[count++] = next;
            }
          }
        }
      }
    }
  }
}
