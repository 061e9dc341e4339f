package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.micrograph.Micrograph;

class MicrographReadersTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.tif, true",
    "a.TIFF, true",
    "a.b.Png, true",
    "a.jpeg, true",
    "a.jpg, true",
    "a.bmp, true",
    "a.dm3, true",
    "a.DM4, true",
    "a.emd, true",
    "a.ser, true",
    "a.emi, false",
    "a.mrc, true",
    "a.txt, false",
    "tif, false",
    ".tif, false",
    "a.tif.bak, false",
    "a., false",
  })
  void knownExtensionsMarkMicrographs(String name, boolean expected) {
    assertThat(MicrographReaders.isMicrograph(Path.of("folder.tif", name))).isEqualTo(expected);
  }

  @Test
  void rootOfTheFileSystemIsNoMicrograph() {
    assertThat(MicrographReaders.isMicrograph(Path.of("/"))).isFalse();
  }

  @Test
  void contentDecidesNotTheName() throws IOException {
    byte[] tiff = TiffBuilder.little().page(1, 1, 8, new byte[] {7}).end().bytes();
    Micrograph read = Fixtures.read(folder, "a.png", tiff);
    assertThat(read.format()).isEqualTo("TIFF");
    assertThat(read.image().samples()).containsExactly(7);
  }

  @Test
  void fileOfOneFrameIsReadInOneCall() throws IOException {
    Path one = folder.resolve("one.mrc");
    MrcBuilder single = MrcBuilder.little(6, 1, 1, 1);
    Files.write(one, single.bytes(single.numbers(2, 7)));
    assertThat(MicrographReaders.read(one).image().samples()).containsExactly(7);
    Path two = folder.resolve("two.mrc");
    MrcBuilder stack = MrcBuilder.little(6, 1, 1, 2);
    Files.write(two, stack.bytes(stack.numbers(2, 7, 8)));
    assertThatThrownBy(() -> MicrographReaders.read(two))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("has 2 frames");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void imageOfOnePixelIsRead(String format) throws IOException {
    Micrograph read =
        Fixtures.read(folder, "a." + format, Fixtures.encoded(Fixtures.gray8(1, 1), format));
    assertThat(read.width()).isEqualTo(1);
    assertThat(read.height()).isEqualTo(1);
  }

  @Test
  void emptyFileIsAnError() {
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", new byte[0]))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void textCalledTifIsAnErrorThatSaysWhatIsRead() {
    byte[] text = "x,y\n1,2\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", text))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining(folder.resolve("a.tif").toString())
        .hasMessageContaining("PNG, JPEG, BMP, TIFF");
  }

  @ParameterizedTest
  @CsvSource({"GIF89a, GIF", "%PDF-1.7, PDF", "<?xml version='1.0'?>, XML"})
  void foreignFormatsAreNamed(String start, String name) {
    byte[] bytes = start.getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Fixtures.read(folder, "a.png", bytes))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("is a " + name)
        .hasMessageContaining("export");
  }

  /** It was told to be exported as TIFF, which nothing can do: the images are elsewhere. */
  @Test
  void emiFileNamesTheFilesToGive() {
    byte[] bytes = "JK\0\2 ...".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Fixtures.read(folder, "a.emi", bytes))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("name the .ser files beside it");
  }

  @Test
  void folderIsAnError() {
    assertThatThrownBy(() -> MicrographReaders.open(folder))
        .isInstanceOf(MicrographAccessException.class)
        .hasMessageContaining("folder");
  }

  @Test
  void missingFileIsAnError() {
    assertThatThrownBy(() -> MicrographReaders.open(folder.resolve("none.tif")))
        .isInstanceOf(MicrographAccessException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void linksThatLeadNowhereAreErrors() throws IOException {
    Path dangling = folder.resolve("dangling.tif");
    Path one = folder.resolve("one.tif");
    Path two = folder.resolve("two.tif");
    try {
      Files.createSymbolicLink(dangling, folder.resolve("none.tif"));
      Files.createSymbolicLink(one, two);
      Files.createSymbolicLink(two, one);
    } catch (UnsupportedOperationException | IOException e) {
      assumeTrue(false, "skipped: no symbolic links here");
    }
    assertThatThrownBy(() -> MicrographReaders.open(dangling))
        .isInstanceOf(MicrographAccessException.class)
        .hasMessageContaining("link");
    assertThatThrownBy(() -> MicrographReaders.open(one))
        .isInstanceOf(MicrographAccessException.class)
        .hasMessageContaining("link");
  }

  @Test
  void forbiddenFileIsAnError() throws IOException {
    Path path = folder.resolve("a.tif");
    Files.write(path, new byte[] {'I', 'I', 42, 0});
    assumeTrue(path.toFile().setReadable(false, false), "skipped: no permissions here");
    assumeFalse(Files.isReadable(path), "skipped: this user may read everything");
    assertThatThrownBy(() -> MicrographReaders.open(path))
        .isInstanceOf(MicrographAccessException.class)
        .hasMessageContaining("permission");
  }

  @Test
  void pixelsAreCountedWithoutReadingThem() throws IOException {
    for (Map.Entry<String, byte[]> fixture : Fixtures.oneOfEachKind().entrySet()) {
      Path path = folder.resolve(fixture.getKey());
      Files.write(path, fixture.getValue());
      try (MicrographFile file = MicrographReaders.open(path)) {
        long pixels = file.pixels(file.frames() - 1);
        Micrograph last = file.frame(file.frames() - 1);
        assertThat(pixels).as(fixture.getKey()).isEqualTo((long) last.width() * last.height());
      }
    }
  }

  @Test
  void fileCanBeDeletedAfterItIsClosed() throws IOException {
    Path path = folder.resolve("a.png");
    Files.write(path, Fixtures.encoded(Fixtures.gray8(3, 3), "png"));
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(1);
      assertThat(file.frame(0).image()).isNotNull();
      assertThat(file.frame(0).image().samples()).isEqualTo(file.frame(0).image().samples());
    }
    Files.delete(path);
    assertThat(path).doesNotExist();
  }

  @Test
  void manyThreadsReadTheSameSamples() throws IOException {
    byte[] jpeg = Fixtures.encoded(Fixtures.gray8(100, 80), "jpg");
    float[] expected = Fixtures.read(folder, "a.jpg", jpeg).image().samples();
    boolean allEqual =
        IntStream.range(0, 64)
            .parallel()
            .allMatch(
                i -> {
                  try {
                    float[] samples = Fixtures.read(folder, i + ".jpg", jpeg).image().samples();
                    return Arrays.equals(samples, expected);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    assertThat(allEqual).isTrue();
  }

  @Test
  void interruptedReadingIsNotTakenForDamage() throws IOException {
    Path path = folder.resolve("a.png");
    Files.write(path, Fixtures.encoded(Fixtures.gray8(3, 3), "png"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> MicrographReaders.open(path))
        .isInstanceOf(MicrographAccessException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
