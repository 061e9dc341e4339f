package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.micrograph.Micrograph;

class JpegReaderTest {

  @TempDir private Path folder;

  @Test
  void flatBlocksKeepTheirValues() throws IOException {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 32 * 16; i++) {
      image.getRaster().setSample(i % 32, i / 32, 0, i % 32 < 16 ? 40 : 200);
    }
    Micrograph read = read(Fixtures.encoded(image, "jpg"));
    float[] expected = Fixtures.samples(image, 0);
    for (int i = 0; i < expected.length; i++) {
      // A flat block has one coefficient, whose step is 8 at the default quality: 1 gray level.
      assertThat(read.image().samples()[i]).isCloseTo(expected[i], within(1f));
    }
    assertThat(read.bits()).isEqualTo(8);
    assertThat(read.format()).isEqualTo("JPEG");
    assertThat(read.calibration()).isEmpty();
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void progressiveFileHoldsTheSameSamples() throws IOException {
    BufferedImage image = Fixtures.gray8(67, 41);
    float[] sequential = read(Fixtures.encoded(image, "jpg")).image().samples();
    byte[] progressive = Fixtures.encoded(image, "jpg", ImageWriteParam.MODE_DEFAULT);
    assertThat(read(progressive).image().samples()).isEqualTo(sequential);
  }

  @Test
  void colorBecomesLuma() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0xC06030);
    }
    Micrograph read = read(Fixtures.encoded(image, "jpg"));
    // 0.299 * 192 + 0.587 * 96 + 0.114 * 48 = 119.2; chroma is quantized in steps of 17 / 8.
    assertThat(read.image().at(8, 8)).isCloseTo(119.2f, within(3f));
    assertThat(read.notes()).containsExactly("color converted to gray by luma (ITU-R BT.601)");
  }

  @Test
  void grayIsNotChangedByAnEmbeddedProfile() throws IOException {
    byte[] plain = Fixtures.encoded(Fixtures.gray8(40, 40), "jpg");
    byte[] profile =
        java.awt.color.ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_GRAY).getData();
    byte[] marked =
        joined(
            Arrays.copyOf(plain, 20),
            segment(
                0xE2, joined("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1), profile)),
            Arrays.copyOfRange(plain, 20, plain.length));
    assertThat(read(marked).image().samples()).isEqualTo(read(plain).image().samples());
  }

  @Test
  void colorWithoutJfifMarkerIsRead() throws IOException {
    byte[] plain = Fixtures.encoded(Fixtures.color(16, 16, BufferedImage.TYPE_INT_RGB), "jpg");
    byte[] bare = joined(Arrays.copyOf(plain, 2), Arrays.copyOfRange(plain, 20, plain.length));
    assertThat(read(bare).image().samples()).isEqualTo(read(plain).image().samples());
  }

  @Test
  void orientationTagTurnsNothing() throws IOException {
    byte[] plain = Fixtures.encoded(Fixtures.gray8(24, 8), "jpg");
    byte[] turned = {
      'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6,
      0, 0, 0, 0, 0, 0
    };
    byte[] marked =
        joined(
            Arrays.copyOf(plain, 20),
            segment(0xE1, turned),
            Arrays.copyOfRange(plain, 20, plain.length));
    assertThat(read(marked).image().samples()).isEqualTo(read(plain).image().samples());
  }

  @ParameterizedTest
  @CsvSource({"0xC3, 8, lossless", "0xC9, 8, arithmetic", "0xC1, 12, 12 bits"})
  void rareKindsAreRefusedByName(String marker, int bits, String told) {
    byte[] file = Fixtures.encoded(Fixtures.gray8(16, 16), "jpg");
    int frame = frameHeader(file);
    file[frame + 1] = (byte) (int) Integer.decode(marker);
    file[frame + 4] = (byte) bits;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("save it as");
  }

  @Test
  void fourChannelsAreRefusedAsCmyk() {
    byte[] file = Fixtures.encoded(Fixtures.gray8(16, 16), "jpg");
    file[frameHeader(file) + 9] = 4;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("CMYK");
  }

  @Test
  void hugeSizeInASmallFileIsRefused() {
    byte[] file = Fixtures.encoded(Fixtures.gray8(16, 16), "jpg");
    int frame = frameHeader(file);
    Arrays.fill(file, frame + 5, frame + 9, (byte) 0xFF);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("65535 x 65535 pixels, which its");
  }

  @Test
  void endlessScansAreRefused() {
    byte[] file = Fixtures.encoded(Fixtures.gray8(16, 16), "jpg", ImageWriteParam.MODE_DEFAULT);
    byte[] scans = new byte[2 * 600];
    for (int i = 0; i < scans.length; i += 2) {
      scans[i] = (byte) 0xFF;
      scans[i + 1] = (byte) 0xDA;
    }
    assertThatThrownBy(() -> read(joined(file, scans)))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("scans");
  }

  private static int frameHeader(byte[] file) {
    int at = 2;
    while ((file[at + 1] & 0xFF) != 0xC0 && (file[at + 1] & 0xFF) != 0xC2) {
      at += 2 + ((file[at + 2] & 0xFF) << 8 | (file[at + 3] & 0xFF));
    }
    return at;
  }

  private static byte[] segment(int marker, byte[] body) {
    int length = body.length + 2;
    return joined(
        new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, body);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private Micrograph read(byte[] file) throws IOException {
    return Fixtures.read(folder, "a.jpg", file);
  }
}
