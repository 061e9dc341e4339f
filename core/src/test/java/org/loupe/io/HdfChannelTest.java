package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes that the HDF5 library asks for, near each other or not, few or many. */
class HdfChannelTest {

  private static final int SIZE = 20_000;

  @TempDir private Path folder;

  @Test
  void bytesAreThoseOfTheFileWhereverTheyAreAskedFor() throws IOException {
    byte[] stored = bytes();
    Random random = new Random(2);
    try (HdfChannel channel = channel(stored)) {
      long near = 0;
      for (int i = 0; i < 3000; i++) {
        // Mostly close to the last place, as the library reads; now and then anywhere.
        near = random.nextInt(4) == 0 ? random.nextInt(SIZE) : near + random.nextInt(2001) - 1000;
        long at = Math.max(0, Math.min(near, SIZE - 1L));
        ByteBuffer target = ByteBuffer.allocate(random.nextInt(5) == 0 ? 6000 : random.nextInt(99));
        int length = (int) Math.min(target.capacity(), SIZE - at);
        assertThat(channel.read(target, at)).isEqualTo(length);
        assertThat(Arrays.copyOf(target.array(), length))
            .isEqualTo(Arrays.copyOfRange(stored, (int) at, (int) at + length));
        channel.startStep();
      }
      assertThat(channel.read(ByteBuffer.allocate(1), SIZE)).isEqualTo(-1);
    }
  }

  @Test
  void readerLedInACircleEndsInATypedError() throws IOException {
    try (HdfChannel channel = channel(bytes())) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  channel.read(ByteBuffer.allocate(8), 96);
                }
              })
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(MicrographFormatException.class)
          .hasMessageContaining("in a circle");
    }
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private HdfChannel channel(byte[] stored) throws IOException {
    return new HdfChannel(ByteSource.open(Files.write(folder.resolve("file.emd"), stored)));
  }
}
