package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of more pixels than one task reads, whose number is no multiple of a block's. */
class RawImageTest {

  private static final int WIDTH = 1301;
  private static final int HEIGHT = 1703;
  private static final int OFFSET = 7;

  @TempDir private Path folder;

  static Stream<Arguments> typesAndOrders() {
    return Stream.of(SampleType.values())
        .flatMap(
            type ->
                Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                    .map(order -> Arguments.of(type, order)));
  }

  @ParameterizedTest
  @MethodSource("typesAndOrders")
  void everySampleIsAsStoredWhateverTheThreads(SampleType type, ByteOrder order) throws Exception {
    byte[] stored = new byte[OFFSET + WIDTH * HEIGHT * type.bytes()];
    new Random(type.name().length()).nextBytes(stored);
    Path file = Files.write(folder.resolve("raw.bin"), stored);
    float[] expected = new float[WIDTH * HEIGHT];
    ByteBuffer view = ByteBuffer.wrap(stored).order(order);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = sample(view, OFFSET + i * type.bytes(), type);
    }
    try (ByteSource source = ByteSource.open(file)) {
      RawImage image = image(source, type, order, RawImage.Rows.TOP_FIRST);
      // Array.equals of floats compares bits, but takes all NaN as one.
      assertThat(image.samples()).isEqualTo(expected);
      for (int threads : new int[] {1, 3}) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
          assertThat(pool.submit(image::samples).get()).isEqualTo(expected);
        } finally {
          pool.shutdown();
        }
      }
    }
  }

  @Test
  void rowsStoredFromTheBottomAreTurnedOver() throws IOException {
    byte[] stored = new byte[OFFSET + WIDTH * HEIGHT];
    new Random(1).nextBytes(stored);
    Path file = Files.write(folder.resolve("raw.bin"), stored);
    try (ByteSource source = ByteSource.open(file)) {
      float[] samples =
          image(source, SampleType.UINT8, ByteOrder.BIG_ENDIAN, RawImage.Rows.BOTTOM_FIRST)
              .samples();
      for (int y = 0; y < HEIGHT; y += 131) {
        int at = OFFSET + (HEIGHT - 1 - y) * WIDTH;
        assertThat(samples[y * WIDTH]).isEqualTo(stored[at] & 0xFF);
        assertThat(samples[y * WIDTH + WIDTH - 1]).isEqualTo(stored[at + WIDTH - 1] & 0xFF);
      }
    }
  }

  /** Several tasks meet the end; the error is that of the first place, a typed one. */
  @Test
  void fileCutShortWhileItIsReadIsATypedError() throws IOException {
    int kept = OFFSET + WIDTH * HEIGHT / 4;
    Path file = Files.write(folder.resolve("raw.bin"), new byte[OFFSET + 2 * WIDTH * HEIGHT]);
    try (ByteSource source = ByteSource.open(file)) {
      RawImage image =
          image(source, SampleType.UINT16, ByteOrder.LITTLE_ENDIAN, RawImage.Rows.TOP_FIRST);
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(kept);
      }
      assertThatThrownBy(image::samples)
          .isInstanceOf(MicrographFormatException.class)
          .hasMessageContaining("byte " + kept)
          .hasMessageContaining("is cut short");
    }
  }

  private static RawImage image(
      ByteSource source, SampleType type, ByteOrder order, RawImage.Rows rows) throws IOException {
    return RawImage.checked(source, OFFSET, WIDTH, HEIGHT, type, order, rows);
  }

  /** Returns a sample by the definition of its type. */
  private static float sample(ByteBuffer stored, int at, SampleType type) {
    return switch (type) {
      case UINT8 -> stored.get(at) & 0xFF;
      case INT8 -> stored.get(at);
      case UINT16 -> stored.getShort(at) & 0xFFFF;
      case INT16 -> stored.getShort(at);
      case UINT32 -> stored.getInt(at) & 0xFFFF_FFFFL;
      case INT32 -> stored.getInt(at);
      case UINT64 -> TiffSamples.unsigned(stored.getLong(at));
      case INT64 -> stored.getLong(at);
      case FLOAT16 -> TiffSamples.half(stored.getShort(at));
      case FLOAT32 -> stored.getFloat(at);
      case FLOAT64 -> (float) stored.getDouble(at);
    };
  }
}
