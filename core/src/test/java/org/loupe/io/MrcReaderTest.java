package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.micrograph.Micrograph;

class MrcReaderTest {

  /** A cell is stored as a float. */
  private static final double FLOAT_PRECISION = 1e-7;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, 1, 8, -1",
    "1, 2, 16, -1",
    "6, 2, 16, 65535",
  })
  void samplesOfEachModeAreRead(int mode, int bytes, int bits, float last) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      MrcBuilder builder = new MrcBuilder(order, mode, 3, 1, 1);
      Micrograph micrograph =
          Fixtures.read(folder, "a.mrc", builder.bytes(builder.numbers(bytes, 1, 2, -1)));
      assertThat(micrograph.bits()).isEqualTo(bits);
      assertThat(micrograph.image().samples()).containsExactly(1, 2, last);
      assertThat(micrograph.calibration()).isEmpty();
    }
  }

  @Test
  void halfAndSingleFloatsAreRead() throws IOException {
    MrcBuilder half = MrcBuilder.little(12, 2, 1, 1);
    // 1.5 and -2 as IEEE 754 halves.
    assertThat(
            Fixtures.read(folder, "a.mrc", half.bytes(half.numbers(2, 0x3E00, 0xC000)))
                .image()
                .samples())
        .containsExactly(1.5f, -2);
    MrcBuilder single = MrcBuilder.little(2, 1, 1, 1);
    assertThat(
            Fixtures.read(
                    folder, "a.mrc", single.bytes(single.numbers(4, Float.floatToIntBits(0.1f))))
                .image()
                .samples())
        .containsExactly(0.1f);
  }

  @Test
  void bytesAreUnsignedWhereImodSaysSo() throws IOException {
    MrcBuilder builder = MrcBuilder.little(0, 1, 1, 1).imodUnsigned();
    assertThat(Fixtures.read(folder, "a.mrc", builder.bytes(new byte[] {-1})).image().samples())
        .containsExactly(255);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void fileWithoutStampIsReadInTheOrderThatMakesSense(boolean little) throws IOException {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    MrcBuilder builder = new MrcBuilder(order, 1, 2, 2, 1).pixel(20, 20).old();
    Micrograph micrograph =
        Fixtures.read(folder, "a.mrc", builder.bytes(builder.numbers(2, 1, 2, 3, 4)));
    assertThat(micrograph.image().samples()).containsExactly(1, 2, 3, 4);
    assertThat(micrograph.calibration().orElseThrow().pixelSizeNm())
        .isCloseTo(2, within(FLOAT_PRECISION));
  }

  @Test
  void sectionsAreFramesAndTheCellIsInAngstrom() throws IOException {
    MrcBuilder builder = MrcBuilder.little(6, 2, 1, 3).pixel(5, 10);
    Path path = folder.resolve("a.mrc");
    Files.write(path, builder.bytes(builder.numbers(2, 1, 2, 3, 4, 5, 6)));
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(3);
      Micrograph last = file.frame(2);
      assertThat(last.image().samples()).containsExactly(5, 6);
      assertThat(last.calibration().orElseThrow().pixelWidthNm())
          .isCloseTo(0.5, within(FLOAT_PRECISION));
      assertThat(last.calibration().orElseThrow().pixelHeightNm())
          .isCloseTo(1, within(FLOAT_PRECISION));
    }
  }

  @Test
  void feiHeaderIsSteppedOverAndCompared() throws IOException {
    MrcBuilder builder = MrcBuilder.little(6, 1, 1, 1).pixel(20, 20).fei(2e-9, 2e-9);
    Micrograph agreeing = Fixtures.read(folder, "a.mrc", builder.bytes(builder.numbers(2, 9)));
    assertThat(agreeing.image().samples()).containsExactly(9);
    assertThat(agreeing.notes()).isEmpty();
    builder.fei(3e-9, 3e-9);
    Micrograph disagreeing = Fixtures.read(folder, "a.mrc", builder.bytes(builder.numbers(2, 9)));
    assertThat(disagreeing.calibration().orElseThrow().pixelSizeNm())
        .isCloseTo(2, within(FLOAT_PRECISION));
    assertThat(disagreeing.notes())
        .singleElement()
        .asString()
        .contains("disagree", "2.00000 nm", "3.00000 nm", "FEI1");
  }

  @Test
  void feiHeaderAloneGivesTheCalibration() throws IOException {
    MrcBuilder builder = MrcBuilder.little(6, 1, 1, 1).fei(2e-9, 2e-9);
    assertThat(
            Fixtures.read(folder, "a.mrc", builder.bytes(builder.numbers(2, 9)))
                .calibration()
                .orElseThrow()
                .source())
        .isEqualTo("MRC extended header FEI1 (PixelSizeX)");
  }

  @ParameterizedTest
  @CsvSource({"3, complex", "4, complex", "101, 4-bit"})
  void modesThatAreNotReadAreNamed(int mode, String told) {
    MrcBuilder builder = MrcBuilder.little(mode, 1, 1, 1);
    assertThatThrownBy(() -> Fixtures.read(folder, "a.mrc", builder.bytes(new byte[8])))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(told);
  }

  @Test
  void textIsNotTakenForAnMrcFile() {
    byte[] text = "a,b\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> Fixtures.read(folder, "a.mrc", text))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("not an image of any known format");
    assertThatThrownBy(() -> Fixtures.read(folder, "a.mrc", new byte[4000]))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("not an image of any known format");
  }
}
