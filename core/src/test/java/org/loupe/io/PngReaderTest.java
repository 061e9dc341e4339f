package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.micrograph.Micrograph;

class PngReaderTest {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {ImageWriteParam.MODE_COPY_FROM_METADATA, ImageWriteParam.MODE_DEFAULT})
  void graySamplesAreThoseOfTheFileInterlacedOrNot(int progressive) throws IOException {
    // Sizes from 1 to 9: passes of Adam7 that are empty, and every remainder by 8.
    for (int size = 1; size <= 9; size++) {
      BufferedImage gray = Fixtures.gray8(size, 10 - size);
      BufferedImage deep = Fixtures.gray16(size, 10 - size);
      Micrograph read = read(Fixtures.encoded(gray, "png", progressive));
      assertThat(read.image().samples()).isEqualTo(Fixtures.samples(gray, 0));
      assertThat(read.bits()).isEqualTo(8);
      assertThat(read.notes()).isEmpty();
      assertThat(read.calibration()).isEmpty();
      read = read(Fixtures.encoded(deep, "png", progressive));
      assertThat(read.image().samples()).isEqualTo(Fixtures.samples(deep, 0));
      assertThat(read.bits()).isEqualTo(16);
      assertThat(read.format()).isEqualTo("PNG");
    }
  }

  @Test
  void everyFilterIsUndone() throws IOException {
    byte[][] rows = new byte[5][8];
    byte[][] filtered = new byte[5][9];
    Random random = new Random(3);
    for (int y = 0; y < 5; y++) {
      random.nextBytes(rows[y]);
      filtered[y][0] = (byte) y;
      for (int x = 0; x < 8; x++) {
        int left = x == 0 ? 0 : rows[y][x - 1] & 0xFF;
        int above = y == 0 ? 0 : rows[y - 1][x] & 0xFF;
        int corner = x == 0 || y == 0 ? 0 : rows[y - 1][x - 1] & 0xFF;
        int predicted =
            switch (y) {
              case 1 -> left;
              case 2 -> above;
              case 3 -> (left + above) / 2;
              case 4 -> nearest(left + above - corner, left, above, corner);
              default -> 0;
            };
        filtered[y][x + 1] = (byte) (rows[y][x] - predicted);
      }
    }
    float[] samples = read(png(8, 5, 8, 0, filtered)).image().samples();
    for (int i = 0; i < samples.length; i++) {
      assertThat(samples[i]).isEqualTo(rows[i / 8][i % 8] & 0xFF);
    }
  }

  private static int nearest(int target, int... candidates) {
    int best = candidates[0];
    for (int candidate : candidates) {
      if (Math.abs(candidate - target) < Math.abs(best - target)) {
        best = candidate;
      }
    }
    return best;
  }

  @Test
  void fewBitsAreSpreadTo255() throws IOException {
    Micrograph read = read(png(3, 1, 2, 0, new byte[] {0, (byte) 0b1101_1000}));
    assertThat(read.image().samples()).containsExactly(255, 85, 170);
    assertThat(read.notes()).containsExactly("2-bit samples spread to 0..255");
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB})
  void colorBecomesLumaAndAlphaIsDropped(int type) throws IOException {
    BufferedImage image = Fixtures.color(31, 17, type);
    Micrograph read = read(Fixtures.encoded(image, "png"));
    assertThat(read.image().samples()).isEqualTo(Fixtures.luma(image));
    assertThat(read.notes()).contains("color converted to gray by luma (ITU-R BT.601)");
    assertThat(read.notes().contains("alpha channel dropped"))
        .isEqualTo(type == BufferedImage.TYPE_INT_ARGB);
  }

  @Test
  void sixteenBitColorAndGrayWithAlphaAreRead() throws IOException {
    byte[] white = {0, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
    assertThat(read(png(2, 1, 16, 2, white)).image().samples()).containsExactly(65_535, 19_596);
    byte[] grayAlpha = {0, 1, 2, 9, 9};
    Micrograph read = read(png(1, 1, 16, 4, grayAlpha));
    assertThat(read.image().samples()).containsExactly(258);
    assertThat(read.notes()).containsExactly("alpha channel dropped");
  }

  @Test
  void paletteIsApplied() throws IOException {
    byte[] ramp = new byte[256];
    for (int i = 0; i < 256; i++) {
      ramp[i] = (byte) (255 - i);
    }
    BufferedImage image =
        new BufferedImage(
            4, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 256, ramp, ramp, ramp));
    image.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 1, 100, 255});
    Micrograph read = read(Fixtures.encoded(image, "png"));
    assertThat(read.image().samples()).containsExactly(255, 254, 155, 0);
    assertThat(read.notes()).containsExactly("gray palette applied");
  }

  @Test
  void gammaAndPhysicalSizeAreIgnored() throws IOException {
    byte[] gamma = ByteBuffer.allocate(4).putInt(100_000).array();
    byte[] size = ByteBuffer.allocate(9).putInt(1_000_000).putInt(1_000_000).put((byte) 1).array();
    byte[] file =
        joined(
            SIGNATURE,
            header(2, 1, 8, 0),
            chunk("gAMA", gamma),
            chunk("pHYs", size),
            chunk("IDAT", TiffBuilder.deflated(new byte[] {0, 7, (byte) 200})),
            chunk("IEND"));
    Micrograph read = read(file);
    assertThat(read.image().samples()).containsExactly(7, 200);
    assertThat(read.calibration()).isEmpty();
  }

  @Test
  void pixelsMayComeInManyPieces() throws IOException {
    byte[] data = TiffBuilder.deflated(new byte[] {0, 7, (byte) 200});
    byte[] file = joined(SIGNATURE, header(2, 1, 8, 0));
    for (byte one : data) {
      file = joined(file, chunk("IDAT", one), chunk("IDAT"));
    }
    file = joined(file, chunk("tEXt", "a\0b".getBytes(StandardCharsets.US_ASCII)), chunk("IEND"));
    assertThat(read(file).image().samples()).containsExactly(7, 200);
  }

  @Test
  void wrongChecksumIsAnErrorThatNamesThePlace() {
    byte[] file = png(2, 1, 8, 0, new byte[] {0, 1, 2});
    file[file.length - 14] ^= 1; // In the checksum of IDAT, before the 12 bytes of IEND.
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            MicrographFormatException.class,
            e -> assertThat(e.byteOffset()).hasValue(SIGNATURE.length + 25))
        .hasMessageContaining("checksum")
        .hasMessageContaining("IDAT");
  }

  @ParameterizedTest
  @CsvSource({
    "60000, 60000, cannot hold",
    "0, 3, 0 x 3",
    "2000000000, 2000000000, cannot hold",
    "20000, 1, fewer pixels",
  })
  void declaredSizeIsChecked(int width, int height, String told) {
    byte[] file = png(width, height, 8, 0, new byte[200]);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MicrographReadException.class)
        .hasMessageContaining(told);
  }

  @Test
  void veryWideImageIsRead() throws IOException {
    byte[] rows = new byte[2 * 100_001];
    rows[100_000] = 9;
    Micrograph read = read(png(100_000, 2, 8, 0, rows));
    assertThat(read.width()).isEqualTo(100_000);
    assertThat(read.image().at(99_999, 0)).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"3, 8", "0, 3", "2, 4", "5, 8"})
  void colorTypesThatDoNotExistAreErrors(int type, int bits) {
    // Color type 3 exists, and lacks its palette.
    assertThatThrownBy(() -> read(png(1, 1, bits, type, new byte[] {0, 0, 0, 0})))
        .isInstanceOf(MicrographFormatException.class);
  }

  private Micrograph read(byte[] file) throws IOException {
    return Fixtures.read(folder, "a.png", file);
  }

  private static byte[] png(int width, int height, int bits, int type, byte[]... rows) {
    return joined(
        SIGNATURE,
        header(width, height, bits, type),
        chunk("IDAT", TiffBuilder.deflated(joined(rows))),
        chunk("IEND"));
  }

  private static byte[] header(int width, int height, int bits, int type) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    return chunk("IHDR", header.put((byte) bits).put((byte) type).array());
  }

  private static byte[] chunk(String name, byte... body) {
    byte[] named = joined(name.getBytes(StandardCharsets.US_ASCII), body);
    CRC32 checksum = new CRC32();
    checksum.update(named);
    return ByteBuffer.allocate(body.length + 12)
        .putInt(body.length)
        .put(named)
        .putInt((int) checksum.getValue())
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
