package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.loupe.io.TiffBuilder.LONG;
import static org.loupe.io.TiffBuilder.SHORT;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.micrograph.Micrograph;

class TiffReaderTest {

  @TempDir private Path folder;

  static Stream<TiffBuilder> kindsOfFile() {
    return Stream.of(
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, false),
        new TiffBuilder(ByteOrder.BIG_ENDIAN, false),
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, true),
        new TiffBuilder(ByteOrder.BIG_ENDIAN, true));
  }

  private static Stream<Arguments> sampleTypes() {
    // bits, format (1 unsigned, 2 signed, 3 floating point), as stored, as read
    return Stream.of(
        Arguments.of(8, 1, new long[] {0, 1, 127, 255}, new float[] {0, 1, 127, 255}),
        Arguments.of(8, 2, new long[] {-128, -1, 0, 127}, new float[] {-128, -1, 0, 127}),
        Arguments.of(16, 1, new long[] {0, 1, 513, 65_535}, new float[] {0, 1, 513, 65_535}),
        Arguments.of(16, 2, new long[] {-32_768, -2, 0, 7}, new float[] {-32_768, -2, 0, 7}),
        Arguments.of(
            16, 3, new long[] {0x3C00, 0xC000, 1, 0x7BFF}, new float[] {1, -2, 0x1p-24f, 65_504}),
        Arguments.of(
            32,
            1,
            new long[] {0, 3, 1L << 31, 0xFFFF_FF00L},
            new float[] {0, 3, 0x1p31f, 0xFFFFFF00L}),
        Arguments.of(
            32, 2, new long[] {Integer.MIN_VALUE, -3, 0, 9}, new float[] {-0x1p31f, -3, 0, 9}),
        Arguments.of(
            32,
            3,
            new long[] {
              Float.floatToIntBits(1.5f),
              Float.floatToIntBits(-0.1f),
              0,
              Float.floatToIntBits(1e30f)
            },
            new float[] {1.5f, -0.1f, 0, 1e30f}),
        Arguments.of(64, 1, new long[] {0, 5, -1, 1L << 40}, new float[] {0, 5, 0x1p64f, 0x1p40f}),
        Arguments.of(64, 2, new long[] {-6, 5, -1, 1L << 40}, new float[] {-6, 5, -1, 0x1p40f}),
        Arguments.of(
            64,
            3,
            new long[] {
              Double.doubleToLongBits(0.1),
              Double.doubleToLongBits(-2),
              0,
              Double.doubleToLongBits(3e9)
            },
            new float[] {0.1f, -2, 0, 3e9f}));
  }

  @ParameterizedTest
  @MethodSource("sampleTypes")
  void everySampleTypeKeepsItsValuesInEveryByteOrder(
      int bits, int format, long[] stored, float[] expected) throws IOException {
    for (TiffBuilder builder : kindsOfFile().toList()) {
      byte[] file =
          builder
              .page(4, 1, bits, builder.numbers(bits / 8, stored))
              .tag(339, SHORT, format)
              .end()
              .bytes();
      Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
      assertThat(micrograph.image().samples()).isEqualTo(expected);
      assertThat(micrograph.bits()).isEqualTo(bits);
      assertThat(micrograph.format()).isEqualTo("TIFF");
      assertThat(micrograph.calibration()).isEmpty();
    }
  }

  @Test
  void roundingOfLargeIntegersIsNoted() throws IOException {
    TiffBuilder builder = TiffBuilder.little();
    byte[] file = builder.page(1, 1, 32, builder.numbers(4, 16_777_217 + 4)).end().bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).notes())
        .containsExactly("integers beyond 16777216 rounded to the 24 bits of a float");
  }

  private static Stream<Arguments> fewBits() {
    return Stream.of(
        Arguments.of(1, new byte[] {(byte) 0b1010_0000}, new float[] {255, 0, 255}),
        Arguments.of(2, new byte[] {(byte) 0b1101_1000}, new float[] {255, 85, 170}),
        Arguments.of(4, new byte[] {(byte) 0xF3, (byte) 0x80}, new float[] {255, 51, 136}));
  }

  @ParameterizedTest
  @MethodSource("fewBits")
  void fewBitsAreSpreadTo255(int bits, byte[] row, float[] expected) throws IOException {
    byte[] file = TiffBuilder.little().page(3, 1, bits, row).end().bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.image().samples()).isEqualTo(expected);
    assertThat(micrograph.bits()).isEqualTo(bits);
    assertThat(micrograph.notes()).containsExactly(bits + "-bit samples spread to 0..255");
  }

  @Test
  void twelveBitsPackedInBytesKeepTheirValues() throws IOException {
    byte[] row = {(byte) 0xAB, (byte) 0xC1, 0x23};
    byte[] file = TiffBuilder.little().page(2, 1, 12, row).end().bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.image().samples()).containsExactly(0xABC, 0x123);
    assertThat(micrograph.bits()).isEqualTo(12);
  }

  @Test
  void whiteIsZeroIsTurnedSoThatLargerIsBrighter() throws IOException {
    TiffBuilder builder = TiffBuilder.little();
    byte[] file =
        builder.page(3, 1, 16, builder.numbers(2, 0, 1, 65_535)).tag(262, SHORT, 0).end().bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.image().samples()).containsExactly(65_535, 65_534, 0);
    assertThat(micrograph.notes())
        .containsExactly("samples inverted (TIFF WhiteIsZero), so that larger is brighter");
  }

  @Test
  void bitsStoredLowestFirstAreTurned() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(2, 1, 8, new byte[] {1, (byte) 0x80})
            .tag(266, SHORT, 2)
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples()).containsExactly(128, 1);
  }

  @Test
  void stripsOfTwoRowsAreJoined() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(3, 3, 8, new byte[] {0, 1, 2, 10, 11, 12}, new byte[] {20, 21, 22})
            .tag(278, LONG, 2)
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples())
        .containsExactly(0, 1, 2, 10, 11, 12, 20, 21, 22);
  }

  @Test
  void tilesAreCutAtTheEdgeOfTheImage() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(
                3,
                3,
                8,
                new byte[] {0, 1, 10, 11},
                new byte[] {2, 99, 12, 99},
                new byte[] {20, 21, 99, 99},
                new byte[] {22, 99, 99, 99})
            .tiles(2, 2)
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples())
        .containsExactly(0, 1, 2, 10, 11, 12, 20, 21, 22);
  }

  @Test
  void packBitsRunsAndLiteralsAreExpanded() throws IOException {
    // The example of TIFF 6.0, section 9.
    byte[] packed = {
      (byte) 0xFE,
      (byte) 0xAA,
      0x02,
      (byte) 0x80,
      0x00,
      0x2A,
      (byte) 0xFD,
      (byte) 0xAA,
      0x03,
      (byte) 0x80,
      0x00,
      0x2A,
      0x22,
      (byte) 0xF7,
      (byte) 0xAA
    };
    byte[] file = TiffBuilder.little().page(24, 1, 8, packed).tag(259, SHORT, 32_773).end().bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples())
        .containsExactly(
            0xAA, 0xAA, 0xAA, 0x80, 0, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0, 0x2A, 0x22, 0xAA,
            0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "Deflate", "ZLib", "PackBits"})
  void whatTheJdkCompressesIsReadBack(String compression) throws IOException {
    // 200 x 150 random-like samples fill the table of LZW several times.
    for (BufferedImage image : List.of(Fixtures.gray8(200, 150), Fixtures.gray16(201, 150))) {
      byte[] file = Fixtures.compressedTiff(image, compression);
      assertThat(Fixtures.read(folder, "a.tif", file).image().samples())
          .isEqualTo(Fixtures.samples(image, 0));
    }
    BufferedImage color = Fixtures.color(40, 30, BufferedImage.TYPE_INT_RGB);
    Micrograph micrograph =
        Fixtures.read(folder, "a.tif", Fixtures.compressedTiff(color, compression));
    assertThat(micrograph.image().samples()).isEqualTo(Fixtures.luma(color));
    assertThat(micrograph.notes()).contains("color converted to gray by luma (ITU-R BT.601)");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "8"})
  void differencePredictorIsUndone(int bytes) throws IOException {
    for (TiffBuilder builder : kindsOfFile().toList()) {
      byte[] differences = builder.numbers(bytes, 100, -3, 5, 0, 20, 1, 1, 1);
      byte[] file =
          builder
              .page(4, 2, 8 * bytes, TiffBuilder.deflated(differences))
              .tag(259, SHORT, 8)
              .tag(317, SHORT, 2)
              .end()
              .bytes();
      assertThat(Fixtures.read(folder, "a.tif", file).image().samples())
          .containsExactly(100, 97, 102, 102, 20, 21, 22, 23);
    }
  }

  @Test
  void floatPredictorIsUndone() throws IOException {
    float[] values = {1.5f, -2.25f, 1e-9f, 65_536.5f};
    byte[] planes = new byte[16];
    for (int i = 0; i < 4; i++) {
      int encoded = Float.floatToIntBits(values[i]);
      for (int b = 0; b < 4; b++) {
        planes[b * 4 + i] = (byte) (encoded >> (24 - 8 * b));
      }
    }
    for (int i = 15; i > 0; i--) {
      planes[i] -= planes[i - 1];
    }
    for (TiffBuilder builder : kindsOfFile().toList()) {
      byte[] file =
          builder
              .page(4, 1, 32, TiffBuilder.deflated(planes))
              .tag(259, SHORT, 8)
              .tag(317, SHORT, 3)
              .tag(339, SHORT, 3)
              .end()
              .bytes();
      assertThat(Fixtures.read(folder, "a.tif", file).image().samples()).isEqualTo(values);
    }
  }

  @Test
  void planesOfColorAreJoinedByLuma() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(2, 1, 8, new byte[] {(byte) 255, 9}, new byte[] {0, 9}, new byte[] {0, 9})
            .tag(258, SHORT, 8, 8, 8)
            .tag(262, SHORT, 2)
            .tag(277, SHORT, 3)
            .tag(284, SHORT, 2)
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples()).containsExactly(76, 9);
  }

  @Test
  void sixteenBitColorKeepsItsRange() throws IOException {
    TiffBuilder builder = TiffBuilder.little();
    byte[] file =
        builder
            .page(2, 1, 16, builder.numbers(2, 65_535, 65_535, 65_535, 65_535, 0, 0))
            .tag(258, SHORT, 16, 16, 16)
            .tag(262, SHORT, 2)
            .tag(277, SHORT, 3)
            .end()
            .bytes();
    // 0.299 of 65535 in weights of 2^-15: 65535 * 9798 / 32768 = 19595.7
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples())
        .containsExactly(65_535, 19_596);
  }

  @Test
  void alphaBesideGrayIsDropped() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(2, 1, 8, new byte[] {5, 100, 6, 100})
            .tag(258, SHORT, 8, 8)
            .tag(277, SHORT, 2)
            .tag(338, SHORT, 2)
            .end()
            .bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.image().samples()).containsExactly(5, 6);
    assertThat(micrograph.notes()).containsExactly("alpha channel dropped");
  }

  @Test
  void paletteIsApplied() throws IOException {
    long[] map = new long[768];
    map[1] = 0xFF00; // index 1 is red
    map[2] = map[256 + 2] = map[512 + 2] = 0x0700; // index 2 is a dark gray
    byte[] file =
        TiffBuilder.little()
            .page(3, 1, 8, new byte[] {0, 1, 2})
            .tag(262, SHORT, 3)
            .tag(320, SHORT, map)
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).image().samples()).containsExactly(0, 76, 7);
  }

  @Test
  void paletteThatIsARampWithOverlayColorsKeepsTheIndices() throws IOException {
    long[] map = new long[768];
    for (int i = 0; i < 256; i++) {
      map[i] = map[256 + i] = map[512 + i] = 257L * i;
    }
    map[9] = 65_535; // Zeiss: every ninth entry is a color to draw with.
    byte[] file =
        TiffBuilder.little()
            .page(3, 1, 8, new byte[] {0, 9, 10})
            .tag(262, SHORT, 3)
            .tag(320, SHORT, map)
            .end()
            .bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.image().samples()).containsExactly(0, 9, 10);
    assertThat(micrograph.notes()).singleElement().asString().contains("1 colors for overlays");
  }

  @Test
  void pagesAreFramesOfTheirOwnSizeAndThumbnailsAreSkipped() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[] {99})
            .tag(254, LONG, 1)
            .end()
            .page(2, 1, 8, new byte[] {1, 2})
            .end()
            .page(1, 2, 8, new byte[] {3, 4})
            .tag(254, LONG, 2)
            .end()
            .bytes();
    Path path = folder.resolve("a.tif");
    Files.write(path, file);
    try (MicrographFile opened = MicrographReaders.open(path)) {
      assertThat(opened.frames()).isEqualTo(2);
      assertThat(opened.frame(1).height()).isEqualTo(2);
      assertThat(opened.frame(0).width()).isEqualTo(2);
      assertThat(opened.frame(0).notes())
          .containsExactly("1 reduced-resolution images (thumbnails) of the file skipped");
      assertThatThrownBy(() -> opened.frame(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void imageJStackWithOneDirectoryHasAllItsFrames() throws IOException {
    TiffBuilder builder = new TiffBuilder(ByteOrder.BIG_ENDIAN, false);
    byte[] file =
        builder
            .page(2, 1, 16, builder.numbers(2, 1, 2, 3, 4, 5, 6))
            .imageJ("images=3\nslices=3\nunit=nm\n", 2, 1)
            .tag(279, LONG, 4)
            .end()
            .bytes();
    Path path = folder.resolve("a.tif");
    Files.write(path, file);
    try (MicrographFile opened = MicrographReaders.open(path)) {
      assertThat(opened.frames()).isEqualTo(3);
      assertThat(opened.frame(0).image().samples()).containsExactly(1, 2);
      assertThat(opened.frame(2).image().samples()).containsExactly(5, 6);
      assertThat(opened.frame(2).calibration().orElseThrow().pixelSizeNm()).isEqualTo(0.5);
    }
    Files.write(path, Arrays.copyOf(file, file.length - 1));
    assertThatThrownBy(() -> MicrographReaders.open(path))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("cut short: an ImageJ stack of 3 images");
  }

  @ParameterizedTest
  @CsvSource({
    "nm, 2, 1, 0.5",
    "um, 2000, 1, 0.5",
    "micron, 2000, 1, 0.5",
    "\u00b5m, 2000, 1, 0.5",
    "\\u00B5m, 2000, 1, 0.5",
    "pm, 2, 1000, 0.5",
    "\u00c5, 1, 5, 0.5",
    "A, 1, 5, 0.5",
    "angstrom, 1, 5, 0.5",
    "mm, 2000000, 1, 0.5",
  })
  void imageJUnitsAreConverted(String unit, long perUnit, long divisor, double nm)
      throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[1])
            .imageJ("unit=" + unit + "\n", perUnit, divisor)
            .end()
            .bytes();
    // Quotients of small numbers: one rounding each.
    assertThat(Fixtures.read(folder, "a.tif", file).calibration().orElseThrow().pixelSizeNm())
        .isCloseTo(nm, within(1e-15));
  }

  @Test
  void microSignInUtf8IsUnderstood() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[1])
            .imageJ("unit=\u00c2\u00b5m\n", 1000, 1) // The two bytes of UTF-8, as Latin-1.
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", file).calibration().orElseThrow().pixelSizeNm())
        .isEqualTo(1);
  }

  @Test
  void widthAndHeightOfAPixelAreKeptApart() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[1])
            .imageJ("unit=nm\n", 2, 1)
            .tag(283, 5, 4, 1)
            .end()
            .bytes();
    var calibration = Fixtures.read(folder, "a.tif", file).calibration().orElseThrow();
    assertThat(calibration.pixelWidthNm()).isEqualTo(0.5);
    assertThat(calibration.pixelHeightNm()).isEqualTo(0.25);
    assertThat(calibration.isSquare()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "unit=nm, 0, 1, Infinity",
    "unit=nm, 0, 0, NaN",
    "unit=nm, 1, 1000000, 1.00000e+06 nm",
    "unit=pm, 4000000, 1, 2.5",
    "unit=inch, 72, 1, inch",
    "unit=mm, 3, 1, 333333",
  })
  void calibrationThatCannotBeBelievedIsUnknownAndNoted(
      String line, long numerator, long denominator, String told) throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[1])
            .imageJ(line + "\n", numerator, denominator)
            .end()
            .bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.calibration()).isEmpty();
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .startsWith("pixel size unknown")
        .contains(told);
  }

  @Test
  void seventyTwoDotsPerInchAreNoCalibration() throws IOException {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[1])
            .tag(282, 5, 72, 1)
            .tag(283, 5, 72, 1)
            .tag(296, SHORT, 2)
            .end()
            .bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.calibration()).isEmpty();
    assertThat(micrograph.notes())
        .containsExactly(
            "pixel size unknown: the TIFF resolution, 72.0 pixels per inch, is a printer's setting");
  }

  @Test
  void samplesThatAreNoNumberAreCountedAndPlaced() throws IOException {
    TiffBuilder builder = TiffBuilder.little();
    long nan = Float.floatToIntBits(Float.NaN);
    long infinite = Float.floatToIntBits(Float.NEGATIVE_INFINITY);
    byte[] file =
        builder
            .page(3, 2, 32, builder.numbers(4, 0, 0, 0, 0, infinite, nan))
            .tag(339, SHORT, 3)
            .end()
            .bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("2 samples")
        .hasMessageContaining("x = 1, y = 1 (-Infinity)")
        .hasMessageContaining("Remove NaNs");
  }

  @Test
  void pagesInACircleAreAnError() throws IOException {
    byte[] file = TiffBuilder.little().page(1, 1, 8, new byte[1]).end().bytes();
    int tags = file[8];
    file[8 + 2 + 12 * tags] = 8; // The next page is this page.
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("circle");
  }

  @ParameterizedTest
  @CsvSource({
    "259, 50000, Zstandard",
    "259, 34712, JPEG 2000",
    "262, 5, CMYK",
    "262, 32803, color filter array",
    "258, 24, 24-bit",
    "339, 5, format 5",
  })
  void validButRareFeaturesAreRefusedByName(int tag, int value, String told) throws IOException {
    byte[] file =
        TiffBuilder.little().page(1, 1, 8, new byte[3]).tag(tag, SHORT, value).end().bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("save it");
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "5, 0"})
  void imageWithoutPixelsIsAnError(int width, int height) {
    byte[] file = TiffBuilder.little().page(width, height, 8, new byte[25]).end().bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining(width + " x " + height + " pixels");
  }

  @ParameterizedTest
  @CsvSource({"1, 60000, 60000", "8, 2000000000, 2000000000", "32773, 40000, 40000"})
  void sizeThatTheFileCannotHoldIsRefusedBeforeItIsAllocated(
      int compression, long width, long height) {
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, new byte[10])
            .tag(256, LONG, width)
            .tag(257, LONG, height)
            .tag(278, LONG, height)
            .tag(259, SHORT, compression)
            .end()
            .bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOf(MicrographReadException.class)
        .hasMessageContaining(width + " x " + height);
  }

  @Test
  void imageLargerThanTheMemoryIsRefusedBeforeItIsAllocated() {
    // 2.1 thousand million pixels: as floats 8.5 GB, and possible for Deflate in 2.1 MB.
    byte[] padding = new byte[2_100_000];
    byte[] file =
        TiffBuilder.little()
            .page(1, 1, 8, padding)
            .tag(256, LONG, 46_000)
            .tag(257, LONG, 46_000)
            .tag(278, LONG, 46_000)
            .tag(259, SHORT, 8)
            .end()
            .bytes();
    assumeTrue(Runtime.getRuntime().maxMemory() < 10L << 30, "skipped: Java has much memory");
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("46000 x 46000")
        .hasMessageContaining("needs 8464 MB of memory")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void veryWideImageIsRead() throws IOException {
    byte[] rows = new byte[100_000 * 3];
    rows[99_999] = 7;
    byte[] file = TiffBuilder.little().page(100_000, 3, 8, rows).end().bytes();
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(micrograph.width()).isEqualTo(100_000);
    assertThat(micrograph.image().at(99_999, 0)).isEqualTo(7);
  }

  @Test
  void damagedLzwIsAnErrorThatNamesThePlace() {
    byte[] file =
        TiffBuilder.little()
            .page(4, 4, 8, new byte[] {(byte) 0x80, 0x3F, (byte) 0xFF, (byte) 0xFF})
            .tag(259, SHORT, 5)
            .end()
            .bytes();
    assertThatThrownBy(() -> Fixtures.read(folder, "a.tif", file))
        .isInstanceOfSatisfying(
            MicrographFormatException.class, e -> assertThat(e.byteOffset()).isPresent())
        .hasMessageContaining("LZW");
  }

  @Test
  void jpegInsideTiffIsReadByTheLibrary() throws IOException {
    BufferedImage image = Fixtures.gray8(64, 48);
    Micrograph micrograph = Fixtures.read(folder, "a.tif", Fixtures.compressedTiff(image, "JPEG"));
    float[] original = Fixtures.samples(image, 0);
    // The JDK writes JPEG into TIFF with the finest quantization, whose steps are 1.
    for (int i = 0; i < original.length; i++) {
      assertThat(micrograph.image().samples()[i]).isCloseTo(original[i], within(2f));
    }
  }

  @Test
  void faxInsideTiffIsReadByTheLibrary() throws IOException {
    BufferedImage image = new BufferedImage(24, 9, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setSample(3, 4, 0, 1);
    Micrograph micrograph =
        Fixtures.read(folder, "a.tif", Fixtures.compressedTiff(image, "CCITT T.6"));
    float[] expected = new float[24 * 9];
    expected[4 * 24 + 3] = 255;
    assertThat(micrograph.image().samples()).isEqualTo(expected);
  }

  @Test
  void allBytesOfABigStripAreReadThroughTheWindow() throws IOException {
    // 300 kB in one strip: more than the 64 kB that are held at a time.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    float[] expected = new float[600 * 500];
    for (int i = 0; i < expected.length; i++) {
      bytes.write(i * 7 % 251);
      expected[i] = i * 7 % 251;
    }
    byte[] stored = bytes.toByteArray();
    byte[] plain = TiffBuilder.little().page(600, 500, 8, stored).end().bytes();
    byte[] packed =
        TiffBuilder.little()
            .page(600, 500, 8, TiffBuilder.packed(stored))
            .tag(259, SHORT, 32_773)
            .end()
            .bytes();
    assertThat(Fixtures.read(folder, "a.tif", plain).image().samples()).isEqualTo(expected);
    assertThat(Fixtures.read(folder, "a.tif", packed).image().samples()).isEqualTo(expected);
  }
}
