package org.loupe.training.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.image.ByteImage;

class JpegLossTest {

  private static final int WIDTH = 75;
  private static final int HEIGHT = 52;

  private static ByteImage image() {
    SplittableRandom random = new SplittableRandom(7);
    byte[] samples = new byte[WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double ring = Math.abs(Math.hypot(x - 40, y - 25) - 15) < 3 ? -60 : 0;
        samples[y * WIDTH + x] = (byte) (140 + ring + 9 * random.nextGaussian());
      }
    }
    return new ByteImage(WIDTH, HEIGHT, samples);
  }

  /** Writes and reads the image by the JDK's JPEG. */
  private static ByteImage compressed(ByteImage image, int quality) throws IOException {
    BufferedImage gray = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, image.samples());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality / 100f);
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(gray, null, null), how);
    }
    writer.dispose();
    BufferedImage back = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    byte[] samples =
        (byte[]) back.getRaster().getDataElements(0, 0, WIDTH, HEIGHT, new byte[WIDTH * HEIGHT]);
    return new ByteImage(WIDTH, HEIGHT, samples);
  }

  private static double meanDifference(ByteImage a, ByteImage b) {
    double sum = 0;
    for (int y = 0; y < a.height(); y++) {
      for (int x = 0; x < a.width(); x++) {
        sum += Math.abs(a.at(x, y) - b.at(x, y));
      }
    }
    return sum / (a.width() * a.height());
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 50, 75, 95})
  void losesWhatTheJdksJpegLoses(int quality) throws IOException {
    ByteImage image = image();
    ByteImage jdk = compressed(image, quality);
    // the JDK's transform is of integers: here and there a coefficient is rounded the other way
    assertThat(meanDifference(JpegLoss.part(image, 0, 0, WIDTH, HEIGHT, quality), jdk))
        .isLessThan(0.45);
    assertThat(meanDifference(image, jdk)).as("loss").isGreaterThan(0.4);
  }

  @Test
  void aPartIsThatOfTheWhole() {
    ByteImage image = image();
    ByteImage whole = JpegLoss.part(image, 0, 0, WIDTH, HEIGHT, 60);
    ByteImage part = JpegLoss.part(image, 16, 24, 40, 400, 60);
    assertThat(part.width()).isEqualTo(40);
    assertThat(part.height()).isEqualTo(HEIGHT - 24);
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        assertThat(part.at(x, y)).isEqualTo(whole.at(16 + x, 24 + y));
      }
    }
  }
}
