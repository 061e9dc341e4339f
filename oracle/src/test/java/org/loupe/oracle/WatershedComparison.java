package org.loupe.oracle;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;
import org.loupe.segmentation.Connectivity;
import org.loupe.segmentation.LabelImage;
import org.loupe.segmentation.MarkerWatershed;
import org.loupe.segmentation.SharedPasses;
import org.loupe.segmentation.WatershedBorder;
import org.loupe.segmentation.WatershedSettings;

/**
 * Times and regions of our watershed beside OpenCV's, for {@code benchmarks/watershed.sh}; leaves
 * reliefs, markers and regions for the part in Python that times and compares scikit-image.
 */
public final class WatershedComparison {

  private static final int SIDE = 1024;
  private static final int GRID = 60;
  private static final int WARM_UP = 8;

  private WatershedComparison() {}

  /** Takes the folder to write to, the number of runs, and micrographs of 1024 x 1024 or more. */
  public static void main(String[] arguments) throws IOException {
    Path out = Path.of(arguments[0]);
    int runs = Integer.parseInt(arguments[1]);
    System.out.println(
        "| relief | markers | OpenCV, ms | 4, line | OpenCV / ours | 4 | 8, line | 8 | float, 8 |"
            + " labels that differ from OpenCV's |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (int i = 2; i < arguments.length; i++) {
      ByteImage micrograph = cut(OpenCvDetector.read(Path.of(arguments[i])));
      compare(out, i - 1 + "-gray", micrograph, runs);
      compare(out, i - 1 + "-slope", slope(micrograph), runs);
    }
    byte[] noise = new byte[SIDE * SIDE];
    new Random(1).nextBytes(noise);
    compare(out, "0-noise", new ByteImage(SIDE, SIDE, noise), runs);
  }

  private static void compare(Path out, String name, ByteImage relief, int runs)
      throws IOException {
    compare(out, name + "-grid", relief, grid(), runs);
    compare(out, name + "-random", relief, scattered(), runs);
  }

  private static void compare(Path out, String name, ByteImage relief, LabelImage markers, int runs)
      throws IOException {
    Files.write(out.resolve(name + ".relief"), relief.samples());
    write(out.resolve(name + ".markers"), markers.labels());
    float[] heights = new float[relief.samples().length];
    for (int p = 0; p < heights.length; p++) {
      heights[p] = relief.samples()[p] & 0xFF;
    }
    GrayImage gray = new GrayImage(relief.width(), relief.height(), heights);
    WatershedSettings[] settings = {
      new WatershedSettings(Connectivity.FOUR, WatershedBorder.LINE),
      new WatershedSettings(Connectivity.FOUR, WatershedBorder.NONE),
      new WatershedSettings(Connectivity.EIGHT, WatershedBorder.LINE),
      new WatershedSettings(Connectivity.EIGHT, WatershedBorder.NONE)
    };
    double[] theirs = new double[runs];
    double[][] ours = new double[settings.length + 1][runs];
    int[][] labels = new int[settings.length][];
    try (OpenCvWatershed rival = new OpenCvWatershed(relief, markers)) {
      for (int run = -WARM_UP; run < runs; run++) {
        int kept = Math.max(0, run);
        rival.reset();
        theirs[kept] = milliseconds(rival::flood);
        for (int s = 0; s < settings.length; s++) {
          int which = s;
          ours[s][kept] =
              milliseconds(
                  () ->
                      labels[which] =
                          MarkerWatershed.of(relief, markers, settings[which]).labels());
        }
        ours[4][kept] = milliseconds(() -> MarkerWatershed.of(gray, markers, settings[3]));
      }
      double[] ratio = IntStream.range(0, runs).mapToDouble(i -> theirs[i] / ours[0][i]).toArray();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f | %.1f | %.1f %% |%n",
          name,
          Arrays.stream(markers.labels()).filter(label -> label > 0).count(),
          median(theirs),
          median(ours[0]),
          median(ratio),
          median(ours[1]),
          median(ours[2]),
          median(ours[3]),
          median(ours[4]),
          100 * differing(rival.labels(), labels[0]));
    }
    for (int s = 0; s < settings.length; s++) {
      String kind = settings[s].connectivity() + "_" + settings[s].border();
      write(out.resolve(name + "." + kind), labels[s]);
    }
    for (Connectivity connectivity : Connectivity.values()) {
      write(
          out.resolve(name + "." + connectivity + "_OWNER"),
          SharedPasses.labels(relief, markers, connectivity));
    }
  }

  /**
   * Returns the processor time of this thread, which other programs on the machine change least.
   */
  private static double milliseconds(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return (threads.getCurrentThreadCpuTime() - start) / 1e6;
  }

  /** Returns the share of the pixels that both label in which the labels differ. */
  private static double differing(int[] a, int[] b) {
    int both = 0;
    int differ = 0;
    for (int p = 0; p < a.length; p++) {
      if (a[p] > 0 && b[p] > 0) {
        both++;
        differ += a[p] == b[p] ? 0 : 1;
      }
    }
    return (double) differ / both;
  }

  private static LabelImage grid() {
    int[] labels = new int[SIDE * SIDE];
    for (int i = 0; i < GRID * GRID; i++) {
      int x = (2 * (i % GRID) + 1) * SIDE / (2 * GRID);
      int row = i / GRID;
      int y = (2 * row + 1) * SIDE / (2 * GRID);
      labels[y * SIDE + x] = i + 1;
    }
    return new LabelImage(SIDE, SIDE, labels);
  }

  private static LabelImage scattered() {
    int[] labels = new int[SIDE * SIDE];
    Random random = new Random(3600);
    for (int i = 0; i < GRID * GRID; ) {
      int p = random.nextInt(labels.length);
      if (labels[p] == 0) {
        labels[p] = ++i;
      }
    }
    return new LabelImage(SIDE, SIDE, labels);
  }

  private static ByteImage cut(ByteImage image) {
    if (image.width() < SIDE || image.height() < SIDE) {
      throw new IllegalArgumentException(
          "micrographs must have 1024 x 1024 pixels, had "
              + image.width()
              + " x "
              + image.height());
    }
    byte[] samples = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      System.arraycopy(image.samples(), y * image.width(), samples, y * SIDE, SIDE);
    }
    return new ByteImage(SIDE, SIDE, samples);
  }

  /** Returns the length of the gradient, up to 255: what people mostly flood. */
  private static ByteImage slope(ByteImage image) {
    byte[] samples = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int dx = image.at(Math.min(SIDE - 1, x + 1), y) - image.at(Math.max(0, x - 1), y);
        int dy = image.at(x, Math.min(SIDE - 1, y + 1)) - image.at(x, Math.max(0, y - 1));
        samples[y * SIDE + x] = (byte) Math.min(255, Math.round(Math.hypot(dx, dy)));
      }
    }
    return new ByteImage(SIDE, SIDE, samples);
  }

  private static void write(Path file, int[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    Files.write(file, bytes.array());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
