import ij.ImagePlus;
import ij.io.Opener;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.loupe.image.GrayImage;
import org.loupe.io.MicrographReaders;

/**
 * How long it takes to read an image of 16 bits as TIFF (either byte order) and as DM4, and its bytes
 * alone, in turns in one process; started by read-speed.sh.
 *
 * <p>Arguments: a folder to write to, the side in pixels, the number of turns that count. Reading the
 * bytes is {@code Files.readAllBytes}: all of them in an array of their own, as a reader that works on
 * them needs it. "In pieces" reads them into such an array 128 kB at a time, which spares
 * a second copy; "let go" reads them into 128 kB of memory that is used again and never leaves the
 * processor's cache: nobody has the bytes then. Loupe makes floats of the samples, twice as much
 * memory to fill; ImageJ, which reads TIFF only, shorts. Each line has medians (least in brackets) by
 * the wall's clock and of the processor's time of all of Java's threads, without garbage collection.
 */
final class ReadSpeed {

  private static final int WARM_UP = 15;
  private static final int PIECE = 1 << 17;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private interface Task {
    Object run() throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int side = Integer.parseInt(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    System.out.printf(
        Locale.ROOT,
        "%d x %d, 16 bits, %d turns, %d processors%n",
        side, side, runs, Runtime.getRuntime().availableProcessors());
    byte[] noise = new byte[2 * side * side];
    new Random(1).nextBytes(noise);
    measure("TIFF, II", tiff(folder, side, noise, ByteOrder.LITTLE_ENDIAN), side, runs, true);
    measure("TIFF, MM", tiff(folder, side, noise, ByteOrder.BIG_ENDIAN), side, runs, true);
    measure("DM4", dm4(folder, side, noise), side, runs, false);
  }

  private static void measure(String what, Path file, int side, int runs, boolean imageJ)
      throws IOException {
    check(file, side, imageJ);
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    Map<String, Task> tasks = new LinkedHashMap<>();
    tasks.put("bytes", () -> Files.readAllBytes(file));
    tasks.put("bytes in pieces", () -> inPieces(file));
    tasks.put("bytes let go", () -> letGo(file, buffer));
    tasks.put("Loupe", () -> MicrographReaders.read(file));
    if (imageJ) {
      tasks.put("ImageJ", () -> imageJ(file));
    }
    double[][] wall = new double[tasks.size()][runs];
    double[][] processor = new double[tasks.size()][runs];
    for (int run = -WARM_UP; run < runs; run++) {
      int t = 0;
      for (Task task : tasks.values()) {
        long busy = busy();
        long start = System.nanoTime();
        Object result = task.run();
        if (run >= 0) {
          wall[t][run] = (System.nanoTime() - start) / 1e6;
          processor[t][run] = (busy() - busy) / 1e6;
        }
        t++;
        if (result == null) {
          throw new IllegalStateException("nothing read");
        }
      }
    }
    int loupe = 3;
    int t = 0;
    for (String name : tasks.keySet()) {
      System.out.printf(
          Locale.ROOT,
          "%-9s %-16s wall %6.1f (%.1f)  processor %6.1f (%.1f) ms;  Loupe's times it: wall %.2f"
              + " (%.2f), processor %.2f (%.2f)%n",
          what, name, median(wall[t]), least(wall[t]), median(processor[t]), least(processor[t]),
          median(ratios(wall[loupe], wall[t])), least(wall[loupe]) / least(wall[t]),
          median(ratios(processor[loupe], processor[t])),
          least(processor[loupe]) / least(processor[t]));
      t++;
    }
    Files.delete(file);
  }

  private static long busy() {
    long sum = 0;
    for (long id : THREADS.getAllThreadIds()) {
      sum += Math.max(0, THREADS.getThreadCpuTime(id));
    }
    return sum;
  }

  private static byte[] inPieces(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] bytes = new byte[Math.toIntExact(channel.size())];
      for (int at = 0; at < bytes.length; ) {
        int count = channel.read(ByteBuffer.wrap(bytes, at, Math.min(PIECE, bytes.length - at)));
        if (count < 0) {
          throw new IllegalStateException("ended early");
        }
        at += count;
      }
      return bytes;
    }
  }

  private static Object letGo(Path file, ByteBuffer buffer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) >= 0) {
        // only read
      }
      return buffer;
    }
  }

  private static ImagePlus imageJ(Path file) {
    return new Opener().openTiff(file.getParent() + "/", file.getFileName().toString());
  }

  /** All must have the same numbers. */
  private static void check(Path file, int side, boolean imageJ) throws IOException {
    GrayImage read = MicrographReaders.read(file).image();
    byte[] noise = new byte[2 * side * side];
    new Random(1).nextBytes(noise);
    ByteBuffer expected = ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN);
    short[] other = imageJ ? (short[]) imageJ(file).getProcessor().getPixels() : null;
    for (int i = 0; i < side * side; i++) {
      int sample = expected.getShort(2 * i) & 0xFFFF;
      if (read.samples()[i] != sample || (other != null && (other[i] & 0xFFFF) != sample)) {
        throw new IllegalStateException("sample " + i + " differs");
      }
    }
  }

  private static double[] ratios(double[] values, double[] others) {
    double[] ratios = new double[values.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = values[i] / others[i];
    }
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  /** Samples are given in little-endian order. */
  private static Path tiff(Path folder, int side, byte[] samples, ByteOrder order)
      throws IOException {
    int[][] tags = {
      {256, side}, {257, side}, {258, 16}, {259, 1}, {262, 1}, {273, 8 + 2 + 12 * 9 + 4}, {277, 1},
      {278, side}, {279, samples.length}
    };
    int pixels = 8 + 2 + 12 * tags.length + 4;
    ByteBuffer out = ByteBuffer.allocate(pixels + samples.length).order(order);
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    out.put(mark).put(mark).putShort((short) 42).putInt(8);
    out.putShort((short) tags.length);
    for (int[] tag : tags) {
      out.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
    }
    ByteBuffer stored = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
    out.position(pixels);
    out.slice().order(order).asShortBuffer().put(stored.asShortBuffer());
    return Files.write(folder.resolve("read-speed.tif"), out.array());
  }

  private static Path dm4(Path folder, int side, byte[] samples) throws IOException {
    byte[] data =
        group(
            tag(21, "Data", typed(samples, 20, 4, samples.length / 2)),
            tag(21, "DataType", number(10)),
            tag(20, "Dimensions", group(tag(21, "", number(side)), tag(21, "", number(side)))));
    byte[] root = group(tag(20, "ImageList", group(tag(20, "", group(tag(20, "ImageData", data))))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(4);
    out.writeLong(root.length);
    out.writeInt(1);
    out.write(root);
    return Files.write(folder.resolve("read-speed.dm4"), bytes.toByteArray());
  }

  private static byte[] group(byte[]... tags) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(0x100);
    out.writeLong(tags.length);
    for (byte[] tag : tags) {
      out.write(tag);
    }
    return bytes.toByteArray();
  }

  private static byte[] tag(int kind, String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(kind);
    out.writeShort(name.length());
    out.write(name.getBytes(StandardCharsets.US_ASCII));
    out.writeLong(content.length);
    out.write(content);
    return bytes.toByteArray();
  }

  private static byte[] number(int value) throws IOException {
    return typed(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array(), 3);
  }

  private static byte[] typed(byte[] content, long... type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("%%%%");
    out.writeLong(type.length);
    for (long each : type) {
      out.writeLong(each);
    }
    out.write(content);
    return bytes.toByteArray();
  }
}
