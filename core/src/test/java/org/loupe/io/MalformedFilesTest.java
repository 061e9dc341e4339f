package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loupe.micrograph.Micrograph;

/** Every sequence of bytes ends in an image or in a typed error, soon. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MalformedFilesTest {

  private static final int MUTATIONS = 600;

  private static final Map<String, byte[]> FILES = Fixtures.oneOfEachKind();

  @TempDir private Path folder;

  private static byte[] file(String name) {
    return Objects.requireNonNull(FILES.get(name));
  }

  static Stream<String> names() {
    return FILES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void fixtureItselfIsRead(String name) throws IOException {
    assertThat(read(name, file(name))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("names")
  void fileCutShortAtAnyByteIsAnError(String name) throws IOException {
    byte[] whole = file(name);
    for (int length = 0; length < whole.length; length++) {
      if (read(name, Arrays.copyOf(whole, length))) {
        fail("%s was read although cut to %d of %d bytes", name, length, whole.length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void changedBytesGiveAnImageOrATypedError(String name) throws IOException {
    byte[] whole = file(name);
    Random random = new Random(name.hashCode());
    int images = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = whole.clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        // Headers are where the harm is: half of the changes go to the first 128 bytes.
        int range = random.nextBoolean() ? Math.min(128, changed.length) : changed.length;
        int at = random.nextInt(range);
        switch (random.nextInt(4)) {
          case 0 -> changed[at] = (byte) random.nextInt(256);
          case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
          case 2 -> changed[at] = (byte) 0xFF;
          default -> changed[at] = 0;
        }
      }
      images += read(name, changed) ? 1 : 0;
    }
    // Otherwise the test would not see past the first check.
    assertThat(images).isLessThan(MUTATIONS);
  }

  @ParameterizedTest
  @MethodSource("names")
  void bytesCutOutOrDoubledGiveAnImageOrATypedError(String name) throws IOException {
    byte[] whole = file(name);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < MUTATIONS / 3; i++) {
      int from = random.nextInt(whole.length);
      int length = Math.min(1 + random.nextInt(16), whole.length - from);
      boolean cut = random.nextBoolean();
      byte[] changed = new byte[whole.length + (cut ? -length : length)];
      int kept = cut ? from : from + length;
      System.arraycopy(whole, 0, changed, 0, kept);
      int rest = cut ? from + length : from;
      System.arraycopy(whole, rest, changed, kept, whole.length - rest);
      read(name, changed);
    }
  }

  /** Returns whether all frames were read; any exception but a typed one fails the test. */
  private boolean read(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, bytes);
    try (MicrographFile file = MicrographReaders.open(path)) {
      for (int i = 0; i < Math.min(10, file.frames()); i++) {
        Micrograph frame = file.frame(i);
        assertThat(file.pixels(i)).isEqualTo((long) frame.width() * frame.height());
      }
      return true;
    } catch (MicrographReadException e) {
      assertThat(e).hasMessageStartingWith(path.toString());
      assertThat(e.path()).isEqualTo(path);
      return false;
    }
  }
}
