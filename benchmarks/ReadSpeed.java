import ij.ImagePlus;
import ij.io.Opener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.loupe.image.GrayImage;
import org.loupe.io.MicrographReaders;

/**
 * How long Loupe and ImageJ take to read a TIFF of 16 bits, and its bytes alone, in turns in one
 * process; started by read-speed.sh.
 *
 * <p>Arguments: a folder to write to, the side in pixels, the number of turns that count. Loupe makes
 * floats of the samples and ImageJ shorts, twice less memory to fill.
 */
final class ReadSpeed {

  private static final int WARM_UP = 10;

  private interface Task {
    void run() throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]).resolve("read-speed.tif");
    int side = Integer.parseInt(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    write(file, side);
    check(file, side);
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
    Task[] tasks = {
      () -> {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          while (channel.read(buffer.clear()) >= 0) {
            // only read
          }
        }
      },
      () -> MicrographReaders.read(file),
      () -> new Opener().openTiff(file.getParent() + "/", file.getFileName().toString())
    };
    double[][] ms = new double[tasks.length][runs];
    for (int run = -WARM_UP; run < runs; run++) {
      for (int t = 0; t < tasks.length; t++) {
        long start = System.nanoTime();
        tasks[t].run();
        if (run >= 0) {
          ms[t][run] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    double[] ratios = new double[runs];
    for (int run = 0; run < runs; run++) {
      ratios[run] = ms[1][run] / ms[2][run];
    }
    System.out.printf(
        Locale.ROOT,
        "%d x %d, 16 bits, %d turns, ms, median (least): bytes %.1f (%.1f), Loupe %.1f (%.1f), ImageJ"
            + " %.1f (%.1f); Loupe / ImageJ, median of the turns' %.2f%n",
        side, side, runs, median(ms[0]), least(ms[0]), median(ms[1]), least(ms[1]), median(ms[2]),
        least(ms[2]), median(ratios));
    Files.delete(file);
  }

  /** Both must have the same numbers. */
  private static void check(Path file, int side) throws IOException {
    GrayImage read = MicrographReaders.read(file).image();
    ImagePlus other =
        new Opener().openTiff(file.getParent() + "/", file.getFileName().toString());
    short[] shorts = (short[]) other.getProcessor().getPixels();
    for (int i = 0; i < side * side; i++) {
      if (read.samples()[i] != (shorts[i] & 0xFFFF)) {
        throw new IllegalStateException("sample " + i + " differs");
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static void write(Path file, int side) throws IOException {
    int[][] tags = {
      {256, side}, {257, side}, {258, 16}, {259, 1}, {262, 1}, {273, 8 + 2 + 12 * 9 + 4}, {277, 1},
      {278, side}, {279, 2 * side * side}
    };
    int pixels = 8 + 2 + 12 * tags.length + 4;
    ByteBuffer out =
        ByteBuffer.allocate(pixels + 2 * side * side).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    out.putShort((short) tags.length);
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
    }
    byte[] noise = new byte[2 * side * side];
    new Random(1).nextBytes(noise);
    out.position(pixels).put(noise);
    Files.write(file, out.array());
  }
}
