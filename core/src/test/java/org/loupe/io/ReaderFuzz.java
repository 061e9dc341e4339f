package org.loupe.io;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Feeds the readers with mutated files and tells what came out: {@code benchmarks/fuzz-readers.sh}
 * runs it.
 *
 * <p>Arguments: the number of mutations of each kind of file, the seed, then files to mutate in
 * place of the fixtures. The time of a mutation is the processor's for opening it and reading up to
 * four frames and the metadata. The Java heap bounds the memory: what does not fit is a typed error
 * or, if it is not, told here.
 */
final class ReaderFuzz {

  private static final double SLOW_SECONDS = 2;

  /** The processor's time, not the wall's: other work on the machine must not count. */
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private ReaderFuzz() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    int mutations = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 2; i < arguments.length; i++) {
      Path path = Path.of(arguments[i]);
      if (Files.isRegularFile(path)) {
        files.put(String.valueOf(path.getFileName()), Files.readAllBytes(path));
      }
    }
    Map<String, byte[]> fixtures = Fixtures.oneOfEachKind();
    if (files.isEmpty()) {
      for (Map.Entry<String, byte[]> fixture : fixtures.entrySet()) {
        String name = fixture.getKey();
        boolean wanted = arguments.length < 3 || name.endsWith("." + arguments[2]);
        if (wanted) {
          files.put(name, fixture.getValue());
        }
      }
    }
    Path folder = Files.createTempDirectory("fuzz");
    int bad = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      bad += fuzz(folder, file.getKey(), file.getValue(), mutations, seed, out);
    }
    Files.delete(folder);
    System.exit(bad == 0 ? 0 : 1);
  }

  private static int fuzz(
      Path folder, String name, byte[] whole, int mutations, long seed, PrintStream out)
      throws IOException {
    Path path = folder.resolve(name);
    Random random = new Random(seed ^ name.hashCode());
    Map<String, Integer> outcomes = new TreeMap<>();
    double slowest = 0;
    int bad = 0;
    for (int i = 0; i < mutations; i++) {
      byte[] changed = mutated(whole, random);
      Files.write(path, changed);
      long start = CLOCK.getCurrentThreadCpuTime();
      String outcome = outcome(path);
      double seconds = (CLOCK.getCurrentThreadCpuTime() - start) / 1e9;
      slowest = Math.max(slowest, seconds);
      outcomes.merge(outcome, 1, Integer::sum);
      if (outcome.startsWith("!") || seconds > SLOW_SECONDS) {
        bad++;
        Path kept = Path.of("fuzz-" + i + "-" + name);
        Files.write(kept, changed);
        out.printf(Locale.ROOT, "%s %.2f s %s%n", outcome, seconds, kept);
      }
    }
    Files.delete(path);
    out.printf(
        Locale.ROOT,
        "%-24s %d bytes, %d mutations, slowest %.3f s, %d bad: %s%n",
        name,
        whole.length,
        mutations,
        slowest,
        bad,
        outcomes);
    return bad;
  }

  private static String outcome(Path path) {
    try {
      return ReaderFuzzTarget.read(path);
    } catch (IOException | RuntimeException | Error e) {
      return "! " + e;
    }
  }

  /** Changes bytes, cuts the file, takes bytes out, doubles them or copies them elsewhere. */
  static byte[] mutated(byte[] whole, Random random) {
    byte[] changed = whole.clone();
    int changes = 1 + random.nextInt(6);
    for (int c = 0; c < changes; c++) {
      int range = random.nextBoolean() ? Math.min(256, changed.length) : changed.length;
      int at = random.nextInt(range);
      int length = Math.min(1 + random.nextInt(8), changed.length - at);
      switch (random.nextInt(8)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed[at] = (byte) 0xFF;
        case 3 -> changed[at] = 0;
        case 4 -> changed[at] = (byte) (changed[at] + (random.nextBoolean() ? 1 : -1));
        case 5 -> {
          for (int i = 0; i < length; i++) {
            changed[at + i] = (byte) random.nextInt(256);
          }
        }
        case 6 ->
            System.arraycopy(
                changed, random.nextInt(changed.length - length + 1), changed, at, length);
        default -> {
          boolean cut = random.nextBoolean();
          byte[] other = new byte[changed.length + (cut ? -length : length)];
          if (other.length > 0) {
            int kept = cut ? at : at + length;
            System.arraycopy(changed, 0, other, 0, kept);
            int rest = cut ? at + length : at;
            System.arraycopy(changed, rest, other, kept, changed.length - rest);
            changed = other;
          }
        }
      }
    }
    return changed;
  }
}
