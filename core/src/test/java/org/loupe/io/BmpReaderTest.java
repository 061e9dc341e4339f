package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.micrograph.Micrograph;

class BmpReaderTest {

  @TempDir private Path folder;

  @Test
  void grayPaletteOfIdentityGivesTheSamples() throws IOException {
    for (int width = 1; width <= 5; width++) { // Rows are padded to 4 bytes.
      BufferedImage image = Fixtures.gray8(width, 3);
      Micrograph read = read(Fixtures.encoded(image, "bmp"));
      assertThat(read.image().samples()).isEqualTo(Fixtures.samples(image, 0));
      assertThat(read.notes()).isEmpty();
      assertThat(read.bits()).isEqualTo(8);
      assertThat(read.format()).isEqualTo("BMP");
      assertThat(read.calibration()).isEmpty();
    }
  }

  @Test
  void colorBecomesLuma() throws IOException {
    BufferedImage image = Fixtures.color(7, 5, BufferedImage.TYPE_INT_RGB);
    Micrograph read = read(Fixtures.encoded(image, "bmp"));
    assertThat(read.image().samples()).isEqualTo(Fixtures.luma(image));
    assertThat(read.notes()).containsExactly("color converted to gray by luma (ITU-R BT.601)");
  }

  @Test
  void sixteenBitsAreSplitByTheirMasks() throws IOException {
    BufferedImage image = Fixtures.color(7, 5, BufferedImage.TYPE_USHORT_565_RGB);
    // The color model spreads 5 and 6 bits to 8 as we do, value * 255 / largest, rounded.
    assertThat(read(Fixtures.encoded(image, "bmp")).image().samples())
        .isEqualTo(Fixtures.luma(image));
  }

  @Test
  void fewBitsGoThroughThePalette() throws IOException {
    BufferedImage image = new BufferedImage(9, 2, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setSample(8, 1, 0, 1);
    float[] expected = new float[18];
    expected[17] = 255;
    assertThat(read(Fixtures.encoded(image, "bmp")).image().samples()).isEqualTo(expected);
  }

  @Test
  void negativeHeightMeansFirstRowFirst() throws IOException {
    byte[] file = Fixtures.encoded(Fixtures.gray8(4, 3), "bmp");
    Micrograph upright = read(file);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(22, -3);
    Micrograph turned = read(file);
    for (int y = 0; y < 3; y++) {
      assertThat(turned.image().at(1, y)).isEqualTo(upright.image().at(1, 2 - y));
    }
  }

  @Test
  void runLengthsAreRefused() {
    byte[] file = Fixtures.encoded(Fixtures.gray8(4, 3), "bmp");
    file[30] = 1;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("save it as PNG");
  }

  @Test
  void sizeThatTheFileCannotHoldIsRefused() {
    byte[] file = Fixtures.encoded(Fixtures.gray8(4, 3), "bmp");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 30_000).putInt(22, 30_000);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MicrographFormatException.class)
        .hasMessageContaining("30000 x 30000 pixels, which its");
  }

  private Micrograph read(byte[] file) throws IOException {
    return Fixtures.read(folder, "a.bmp", file);
  }
}
